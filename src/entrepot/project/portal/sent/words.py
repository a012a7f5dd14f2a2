"""Kinds and states of messages in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.modules.exchange.api import Seen
from entrepot.shell.badges import Badge

# Numbers of the message specification, edition 202205.
_DOCUMENTS: dict[str, str | Promise] = {
    "303": gettext_lazy("Orders"),
    "403": gettext_lazy("Collection slips"),
    "505": gettext_lazy("Waybills"),
    "603": gettext_lazy("Declaration lists"),
    "304": gettext_lazy("Replies to orders"),
    "404": gettext_lazy("Replies to collection slips"),
    "506": gettext_lazy("Replies to waybills"),
    "604": gettext_lazy("Replies to declaration lists"),
}
_NUMBER_OF = {"order": "303", "slip": "403", "waybill": "505", "list": "603"}
_REPLY_OF = {"order_reply": "304", "slip_reply": "404", "waybill_reply": "506", "list_reply": "604"}


def kind_of(word: str) -> str:
    """What a message brings, with its official number where it has one: "303 Orders"."""
    bare = word.removeprefix("json-").removeprefix("CEB")
    number = _NUMBER_OF.get(bare.rstrip("s"), _REPLY_OF.get(bare, bare))
    if number in _DOCUMENTS:
        return f"{number} {_DOCUMENTS[number]}"
    return {"message": _("Not read yet"), "order-lines": _("Sheet of order lines")}.get(word, word)


def state_of(row: Seen) -> Badge:
    """Where a message stands."""
    if row.state == "stored":
        return Badge("info", "due", _("Not read yet"))
    if row.state == "refused":
        return Badge("bad", "refused", _("Refused as a whole"))
    if row.refused and row.refused == row.documents:
        return Badge("bad", "refused", _("All refused"))
    if row.refused:
        return Badge("wait", "warning", _("Partly refused"))
    return Badge("good", "ready", _("Taken"))
