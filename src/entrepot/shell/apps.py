"""The web frame as a Django app.

It counts on the settings for: the context processors `request` and entrepot.shell.context.frame; after the sessions
Django's LocaleMiddleware; after the authentication LoginRequiredMiddleware (every page needs a person unless it says
otherwise) with LOGIN_URL "shell:sign-in"; entrepot.shell.headers.SecurityHeaders first and
entrepot.shell.errors.TooManyTriesPage last; handler400, 403, 404, 500 and CSRF_FAILURE_VIEW from entrepot.shell.errors;
ENTREPOT_STATION "practice", "filing" or "deciding".
"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy

from entrepot.shell.navigation import Place, register


class ShellConfig(AppConfig):
    """Its templates and tags; it has no tables."""

    name = "entrepot.shell"
    label = "shell"

    def ready(self) -> None:
        """The home page's place in the top bar."""
        register(Place("shell:home", gettext_lazy("Today"), "home", 0))
