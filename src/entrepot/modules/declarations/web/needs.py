"""What of the lists needs the reader today, for the home page."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.modules.declarations.queries import lanes, lists
from entrepot.modules.declarations.web.moved import of as what_moved
from entrepot.modules.declarations.web.officers import is_officer
from entrepot.modules.declarations.web.standings import of as where_orders_stand
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell import moved, needs, standings
from entrepot.shell.navigation import Place, register
from entrepot.shell.needs import Need, Tone


def register_pages() -> None:
    """Places in the top bar and lines of the home page."""
    register(Place("declarations:line", gettext_lazy("Line"), "line", 10, visible=_may_have_lists))
    register(Place("declarations:work", gettext_lazy("Work"), "broker", 15, visible=_has_clients))
    register(Place("declarations:lanes", gettext_lazy("Lanes"), "lanes", 15, visible=is_officer))
    register(Place("declarations:refusals", gettext_lazy("Refusals"), "refusals", 20, visible=_may_have_lists))
    register(Place("declarations:lists", gettext_lazy("Lists"), "lists", 30, visible=_may_have_lists))
    register(Place("declarations:shared", gettext_lazy("Shared with us"), "shared", 60))
    needs.register("declarations", of)
    moved.register("declarations", what_moved)
    standings.register("declarations", where_orders_stand)


def _may_have_lists(request: HttpRequest) -> bool:
    """Lists are of who sells and of who files; the authority sees everybody's."""
    return parties.may_have_of(request, "seller", "declarant", "authority")


def _has_clients(request: HttpRequest) -> bool:
    return bool(trade.reader_of(request).clients)


def of(request: HttpRequest) -> Iterator[Need]:
    """Refused, held, not checked and waiting lists, as far as there are any."""
    reader = trade.reader_of(request)
    counts = {count.state: count for count in lists.count_open(reader, everybody=trade.decides(reader))}
    page, refusals = reverse("declarations:lists"), reverse("declarations:refusals")
    lines: tuple[tuple[str, str, str, str, Tone], ...] = (
        ("refused", _("Refused lists"), _("Each with its reason and what to do"), refusals, "bad"),
        ("held", _("Held lists"), _("Documents or goods are being looked at"), f"{page}?state=held", "hold"),
        ("not_checked", _("Lists not checked"), _("Reference data is missing"), f"{page}?state=not_checked", "wait"),
        ("waiting", _("Waiting lists"), _("A document has not come"), f"{page}?state=waiting", "wait"),
    )
    officer = is_officer(request)
    if officer:
        yield from _held()
    for place, (state, title, hint, url, tone) in enumerate(lines):
        count = counts[state]
        if count.count and not (officer and state == "held"):
            yield Need(count.count, title, hint, url, state.replace("_", "-"), tone, 10 * (place + 1), count.at_least)


def _held() -> Iterator[Need]:
    """What waits for officers, by lane."""
    words: dict[str, tuple[str, str, Tone]] = {
        "yellow": (_("Documents to review"), _("Held lists whose documents are looked at"), "wait"),
        "red": (_("Goods to inspect"), _("Held lists whose goods are looked at"), "hold"),
    }
    for place, (lane, held) in enumerate(lanes.standing().items()):
        title, hint, tone = words[lane]
        if held.count:
            url = reverse("declarations:lane", args=[lane])
            yield Need(held.count, title, hint, url, "held", tone, 2 + place, held.at_least)
