from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("start/", include("entrepot.project.portal.start.urls")),
]
