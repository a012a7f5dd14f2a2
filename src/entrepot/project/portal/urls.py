from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("corrections/", include("entrepot.project.portal.corrections.urls")),
]
