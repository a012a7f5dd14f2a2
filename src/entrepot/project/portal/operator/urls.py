from django.urls import path

from entrepot.project.portal.operator import audit, people, views

app_name = "operator"
urlpatterns = [
    path("", views.health_page, name="health"),
    path("queues/", views.queues, name="queues"),
    path("people/", people.page, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/link/", people.link, name="link"),
    path("people/<int:person_id>/sessions/", people.sessions, name="sessions"),
    path("people/<int:person_id>/out/", people.out, name="out"),
    path("people/<int:person_id>/in/", people.back_in, name="in"),
    path("audit/", audit.page, name="audit"),
    path("looks/", audit.looks, name="looks"),
    path("editions/", views.editions, name="editions"),
]
