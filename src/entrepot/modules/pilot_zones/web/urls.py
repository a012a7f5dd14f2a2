from django.urls import path

from entrepot.modules.pilot_zones.web import clusters, joining, letting, measures, parks, pilot_zone, publishing

app_name = "pilot_zones"
urlpatterns = [
    path("measures/", measures.page, name="measures"),
    path("measures/publish/", publishing.page, name="publish"),
    path("pilot-zone/", pilot_zone.page, name="pilot-zone"),
    path("pilot-zone/register/", pilot_zone.batches, name="register"),
    path("pilot-zone/invite/", joining.invite, name="invite"),
    path("pilot-zone/<int:pilot_zone_id>/join/", joining.join, name="join"),
    path("pilot-zone/members/<int:member_id>/", pilot_zone.member, name="member"),
    path("parks/", parks.page, name="parks"),
    path("parks/let/", letting.let, name="let"),
    path("parks/leases/<int:lease_id>/figures/", parks.figures, name="figures"),
    path("parks/leases/<int:lease_id>/ask/", letting.ask, name="ask"),
    path("parks/requests/<int:request_id>/", letting.answer, name="answer"),
    path("clusters/", clusters.page, name="clusters"),
]
