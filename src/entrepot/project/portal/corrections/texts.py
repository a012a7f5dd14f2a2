"""Values of documents as texts that people type, and back; what is wrong with a text, in words."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot import rulebook
from entrepot.gateways import ceb
from entrepot.gateways.ceb.checks import reason
from entrepot.gateways.ceb.fields import Field

# Names of fields that the words of the rulebook do not have.
_LABELS = {
    "order_no": gettext_lazy("order number"),
    "marketplace_code": gettext_lazy("code of the marketplace"),
    "seller_code": gettext_lazy("code of the seller"),
    "seller_name": gettext_lazy("name of the seller"),
    "carrier_code": gettext_lazy("code of the carrier"),
    "carrier_name": gettext_lazy("name of the carrier"),
    "declared_name": gettext_lazy("declared name"),
    "note": gettext_lazy("remark"),
}
# Pictures, private and unassigned characters, and marks that are not seen: none of them is part of a code.
_NO_CODE = frozenset({"So", "Sk", "Co", "Cn", "Cs", "Cf", "Cc"})
_FORBIDDEN = frozenset({"\ufffe", "\uffff"})
_CODED = frozenset({"key", "digits", "alnum"})


def label_of(column: str, language: str) -> str:
    """What a field is called."""
    known = rulebook.load().words.fields
    if column in known:
        return known[column]["zh" if language.startswith("zh") else "en"]
    return str(_LABELS.get(column, column))


def text_of(value: object) -> str:
    """A value as it is typed: numbers without needless zeros, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def fault_of(field: Field, text: str, language: str) -> str | None:
    """What is wrong with a text for this field: what was expected, what was found, what to do."""
    strange = next((each for each in text if _is_strange(each, field)), None)
    if strange is not None:
        facts = {"found": strange if strange.isprintable() else f"U+{ord(strange):04X}"}
        if field.form in _CODED or field.sort != "text":
            return _("Expected letters, digits and signs of a code or number, found “%(found)s”; remove it.") % facts
        return _("Expected characters that a message can carry, found “%(found)s”; remove it.") % facts
    why = reason(field, text or None)
    return ceb.sentence(*why, "zh" if language.startswith("zh") else "en") if why else None


def _is_strange(character: str, field: Field) -> bool:
    if field.form in _CODED or field.sort != "text":
        return unicodedata.category(character) in _NO_CODE
    return character in _FORBIDDEN or (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r")


def value_of(field: Field, text: str) -> object:
    """The value of a text without fault."""
    if not text:
        return None
    if field.sort == "decimal":
        return Decimal(text)
    return int(text) if field.sort == "whole" else text


def same(field: Field, text: str, filed: object) -> bool:
    """Whether a text says what was filed."""
    if field.sort in {"decimal", "whole"}:
        try:
            return filed is not None and Decimal(text) == filed
        except ArithmeticError:
            return False
    return text == text_of(filed)


def remark(before: object, *, now: datetime) -> str:
    """The remark of a list that is filed again as it stands: without a difference it would be known already."""
    mark = "更正后重新申报 / filed again after a correction"
    kept = str(before or "").partition(mark)[0].rstrip("; ")
    local = f"{mark} {timezone.localtime(now):%Y-%m-%d %H:%M:%S}"
    return "; ".join(part for part in (kept[:900], local) if part)
