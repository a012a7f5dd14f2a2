from django.urls import path

from entrepot.modules.declarations.web import lanes, line, lists, record, reviewing, shares, sharing, waybill, work

app_name = "declarations"
urlpatterns = [
    path("records/<str:marketplace>/<path:order_no>/", record.page, name="record"),
    path("waybills/<path:waybill_no>/", waybill.page, name="waybill"),
    path("line/", line.page, name="line"),
    path("lanes/", lanes.page, name="lanes"),
    path("lanes/<str:lane>/", lanes.worklist, name="lane"),
    path("lanes/decide/<int:list_id>/<path:order_no>/", reviewing.decide, name="decide"),
    path("lanes/<int:list_id>/<path:order_no>/", reviewing.page, name="held"),
    path("refusals/", lists.refusals, name="refusals"),
    path("lists/", lists.page, name="lists"),
    path("work/", work.page, name="work"),
    path("shared/", sharing.page, name="shared"),
    path("shares/", shares.page, name="shares"),
    path("shares/give/", shares.give, name="share"),
    path("shares/<int:grant_id>/", shares.looks, name="looks"),
    path("shared/<int:grant_id>/take-back/", sharing.take_back, name="take-back"),
]
