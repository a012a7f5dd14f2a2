from django.urls import path

from entrepot.project.portal.corrections import views

app_name = "corrections"
urlpatterns = [
    path("of/<int:list_id>/<path:order_no>/", views.form, name="form"),
    path("<int:number>/check/", views.check, name="check"),
    path("<int:number>/", views.state, name="state"),
]
