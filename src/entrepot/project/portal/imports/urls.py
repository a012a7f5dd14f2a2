from django.urls import path

from entrepot.project.portal.imports import views

app_name = "portal"
urlpatterns = [
    path("import/", views.begin, name="import"),
    path("import/<int:sheet_id>/", views.progress, name="import-sheet"),
    path("import/<int:sheet_id>/columns/", views.choose_columns, name="import-columns"),
    path("import/<int:sheet_id>/check/", views.check, name="import-check"),
    path("import/<int:sheet_id>/withdraw/", views.withdraw, name="import-withdraw"),
    path("import/<int:sheet_id>/problems/", views.problems, name="import-problems"),
    path("import/<int:sheet_id>/mapping.toml", views.mapping_file, name="import-mapping"),
]
