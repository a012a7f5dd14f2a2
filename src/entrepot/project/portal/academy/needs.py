"""What a learner still has to answer, for the home page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entrepot.modules.academy import api as academy
from entrepot.modules.parties import api as parties
from entrepot.shell import needs
from entrepot.shell.needs import Need


def of(request: HttpRequest) -> Iterator[Need]:
    """Exercises of open classes that are not answered."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None:
        return
    left, classes = academy.left_to_answer(reader.person_id, parties.china_day(timezone.now()))
    if left:
        url = reverse("academy:class", args=classes) if len(classes) == 1 else reverse("academy:home")
        yield Need(left, _("Exercises to answer"), _("The first answer counts"), url, "todo", "info", 90)


def register() -> None:
    """Its line of the home page."""
    needs.register("academy", of)
