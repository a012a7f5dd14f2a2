from django.urls import path

from entrepot.shell import pages

app_name = "shell"
urlpatterns = [
    path("", pages.home, name="home"),
    path("sign-in/", pages.sign_in, name="sign-in"),
    path("sign-in/<str:token>/", pages.sign_in_by_link, name="sign-in-by-link"),
    path("sign-out/", pages.sign_out, name="sign-out"),
    path("preferences/", pages.choose, name="preferences"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("assets/<str:file_name>", pages.served_asset, name="asset"),
]
