"""Firms and browsers in words."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entrepot.modules.parties import api as parties

# How browsers name themselves (User-Agent): the first that fits, as later ones pretend to be earlier ones.
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def firms_of(request: HttpRequest, places: Sequence[str]) -> dict[int, str]:
    """The reader's firms in which it has one of these places today, with their names."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None:
        return {}
    tongue = get_language() or "en"
    known = parties.firms(parties.firms_where(reader.person_id, places, now=timezone.now()))
    return {number: parties.named(firm.name_zh, firm.name_en, tongue) for number, firm in known.items()}


def browser_of(device: str) -> str:
    """A browser as its owner knows it."""
    browser = next((name for mark, name in _BROWSERS if mark in device), _("A browser"))
    system = next((name for mark, name in _SYSTEMS if mark in device), "")
    return f"{browser} · {system}" if system else browser
