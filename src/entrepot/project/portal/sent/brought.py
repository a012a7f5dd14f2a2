"""What a message brought: each document by the number that its sender knows, what became of it, where it stands now."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entrepot.gateways import items
from entrepot.modules.exchange.api import Seen
from entrepot.project.api.messages import ADDRESS as XML_ADDRESS
from entrepot.shell.badges import Badge

LARGEST = 2_000_000  # bytes of a message that is read again for its page: 40 ms
MOST = 100  # documents that are named: a message of customs holds no more
OWN_SHOP = "无"  # as marketplace of who sells in a shop of its own; records are found by codes
_KINDS_IN_JSON: dict[str, str] = {kind: name for name, kind in items.KINDS.items()}
_NUMBER = {"order": "order_no", "slip": "order_no", "waybill": "waybill_no", "list": "cop_no"}
_BECAME = {
    "a": Badge("good", "ready", _("Accepted")),
    "d": Badge("quiet", "information", _("Known already")),
    "r": Badge("bad", "refused", _("Refused")),
}


@dataclass(frozen=True)
class Brought:
    """A document. place: in its message, from 1; number: as its sender knows it; badge: what became of it, None before
    it was read; url: where it stands now, empty where it stands nowhere.
    """

    place: int
    number: str
    badge: Badge | None
    url: str


def in_json(message: Seen) -> bool:
    """Whether it came as items in JSON."""
    return message.name.startswith("/api/") and message.name != XML_ADDRESS


def documents_of(message: Seen, body: bytes | None) -> list[Brought]:
    """The first MOST documents of a message, in their order; none of a sheet, or of one too large to read again."""
    if body is None or len(body) > LARGEST or message.kind not in _NUMBER:
        return []
    kept_as = _KINDS_IN_JSON[message.kind] if in_json(message) else "message"
    heads = next(frame for kind, frame in items.decode([(kept_as, body)]).heads.items() if kind == message.kind)
    return [_brought(message, row) for row in heads.head(MOST).iter_rows(named=True)]


def _brought(message: Seen, row: dict[str, object]) -> Brought:
    place, number = int(str(row["document_no"])), str(row[_NUMBER[message.kind]] or "")
    outcome = message.outcomes[place - 1 : place]
    return Brought(place, number, _BECAME.get(outcome), _address(message.kind, row) if outcome in ("a", "d") else "")


def _address(kind: str, row: dict[str, object]) -> str:
    """Where a document that was taken stands."""
    if kind == "waybill":
        return reverse("declarations:waybill", args=[row["waybill_no"]])
    marketplace, order = row["marketplace_code"], row["order_no"]
    known = marketplace and marketplace != OWN_SHOP and order
    return reverse("declarations:record", args=[marketplace, order]) if known else ""
