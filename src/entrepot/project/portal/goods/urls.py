from django.urls import path

from entrepot.project.portal.goods import views

app_name = "goods"
urlpatterns = [
    path("", views.page, name="list"),
    path("fill/", views.fill, name="fill"),
    path("gaps.csv", views.sheet, name="sheet"),
    path("gaps.xlsx", views.book, name="book"),
]
