"""States, verdicts and documents in words, colours and icons."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.parties import api as parties
from entrepot.shell.badges import Badge

STATES: dict[str, Badge] = {
    "parked": Badge("quiet", "pause", _("Parked")),
    "due": Badge("info", "due", _("Being judged")),
    "waiting": Badge("wait", "waiting", _("Waiting")),
    "ready": Badge("good", "ready", _("Ready")),
    "not_checked": Badge("wait", "not-checked", _("Not checked")),
    "filed": Badge("info", "filing", _("Filed")),
    "released": Badge("good", "released", _("Released")),
    "refused": Badge("bad", "refused", _("Refused")),
    "held": Badge("hold", "held", _("Held")),
    "cancelled": Badge("quiet", "deleted", _("Cancelled")),
    "deleted": Badge("quiet", "deleted", _("Deleted")),
}
VERDICTS: dict[str, Badge] = {
    **{word: STATES[word] for word in ("ready", "not_checked", "released", "refused", "held", "cancelled")},
    "would_be_refused": Badge("bad", "refused", _("Would be refused")),
}
LANES: dict[str, tuple[str, str | Promise]] = {
    "green": ("good", _("Green lane")),
    "yellow": ("wait", _("Yellow lane: documents are looked at")),
    "red": ("bad", _("Red lane: goods are looked at")),
}
AWAITED: dict[str, str | Promise] = {
    "order": _("the order"),
    "payment": _("the payment"),
    "waybill": _("the waybill"),
    "slip": _("the collection slip"),
    "sibling": _("the other lists of the order"),
}
DECISION_KINDS: dict[str, str | Promise] = {
    "precheck": _("Pre-check"),
    "decision": _("Decision"),
    "reply": _("Reply of customs"),
}
OUTCOMES: dict[str, str | Promise] = {"failed": _("Failed"), "not_checked": _("Not checked")}
# Reply table of the interface, edition 202205.
RETURN_STATUS: dict[str, str | Promise] = {
    "1": _("parked at the e-port"),
    "2": _("e-port is declaring"),
    "3": _("sent to customs"),
    "4": _("sending failed"),
    "100": _("sent back by customs"),
    "120": _("stored at customs"),
    "300": _("manual review"),
    "399": _("review closed"),
    "500": _("inspection"),
    "800": _("released"),
    "899": _("closed"),
}


def state(word: str) -> Badge:
    """The badge of a state; an unknown one is a fault of ours and raises KeyError."""
    return STATES[word]


def awaited(kinds: list[str]) -> str:
    """What a list waits for, as part of a sentence."""
    return ", ".join(str(AWAITED[kind]) for kind in kinds)


def return_status(code: str) -> str:
    """An official status code with its meaning, where the interface gives one."""
    meaning = RETURN_STATUS.get(code)
    return f"{code} {meaning}" if meaning else code


def named(name_zh: str, name_en: str, language: str) -> str:
    """A firm in the reader's language, as far as it has a name in it."""
    return (name_zh or name_en) if language.startswith("zh") else (name_en or name_zh)


def part_name(part: str, language: str) -> str:
    """What a part of a record is called."""
    return parties.PARTS[part][1 if language.startswith("zh") else 0]


def part_names(parts: Iterable[str], language: str) -> str:
    """Parts of a record, in one line."""
    return ("、" if language.startswith("zh") else ", ").join(part_name(part, language) for part in parts)


ANY_STATE = _("All")
ANY_RULE = _("All rules")
