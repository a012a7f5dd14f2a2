"""A measure as a file: YAML in, a draft or a clear refusal out. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import yaml

from entrepot.modules.pilot_zones.conditions import FIGURES, MOST_CONDITIONS, YES, Condition, check, plain
from entrepot.modules.pilot_zones.errors import UnableToPublish

MOST_BYTES = 65_536
MOST_NAME, MOST_SOURCE = 120, 400
_ENTRIES = ("code", "name", "amount_cny", "budget_cny", "first_day", "last_day", "source", "conditions")
_OF_CONDITION = ("figure", "at_least", "at_most", "first_day", "last_day", "form")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,5})?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class MeasureDraft:
    """A measure before it is published. first, last: both included; amounts in CNY."""

    code: str
    name_zh: str
    name_en: str
    amount: Decimal
    budget: Decimal
    first: date
    last: date
    source: str
    conditions: tuple[Condition, ...]

    def checked(self) -> "MeasureDraft":
        """The same with every period filled in; raises UnableToPublish for what cannot be, or can never be met."""
        if not _CODE.fullmatch(self.code):
            raise UnableToPublish("file_form", expected="code (A-Z, 0-9, . _ -)", found=repr(self.code[:40]))
        for field, text, most in (("name.zh", self.name_zh, MOST_NAME), ("name.en", self.name_en, MOST_NAME),
                                  ("source", self.source, MOST_SOURCE)):  # fmt: skip
            if not 0 < len(text.strip()) <= most:
                raise UnableToPublish("text_length", field=field, most=most, found=len(text.strip()))
        if self.amount <= 0:
            raise UnableToPublish("amount_none", found=plain(self.amount))
        if self.budget < self.amount:
            raise UnableToPublish("budget_short", amount=plain(self.amount), budget=plain(self.budget))
        if self.last < self.first:
            raise UnableToPublish("end_before_begin", first=self.first, last=self.last)
        filled = tuple(self._with_period(one) for one in self.conditions)
        check(filled, last=self.last)
        return replace(self, conditions=filled)

    def _with_period(self, one: Condition) -> Condition:
        """A figure that is counted without a period is counted over the time of the measure."""
        if one.figure not in FIGURES or not FIGURES[one.figure].counted:
            return one
        return replace(one, first=one.first or self.first, last=one.last or self.last)


def read_measure(content: bytes) -> MeasureDraft:
    """The measure that a file says, checked. Raises UnableToPublish."""
    if len(content) > MOST_BYTES:
        raise UnableToPublish("file_long", most=MOST_BYTES, found=len(content), conditions=MOST_CONDITIONS)
    try:
        # every scalar a text: what a number or a day is, is said here and not guessed by the format
        said = yaml.load(content.decode("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - makes texts, lists, mappings
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        found = " ".join(str(error).split())[:120]
        raise UnableToPublish("file_form", expected=", ".join(_ENTRIES), found=found) from error
    entries = _mapping(said, _ENTRIES, needed=_ENTRIES)
    name = _mapping(entries["name"], ("en", "zh"), needed=("en", "zh"))
    given = entries["conditions"]
    if not isinstance(given, list):
        raise UnableToPublish("file_form", expected="conditions: a list", found=type(given).__name__)
    if len(given) > MOST_CONDITIONS:
        raise UnableToPublish("conditions_number", most=MOST_CONDITIONS, found=len(given))
    draft = MeasureDraft(
        code=_text(entries["code"], "code"),
        name_zh=_text(name["zh"], "name.zh"),
        name_en=_text(name["en"], "name.en"),
        amount=number(_text(entries["amount_cny"], "amount_cny"), "amount_cny"),
        budget=number(_text(entries["budget_cny"], "budget_cny"), "budget_cny"),
        first=day(_text(entries["first_day"], "first_day"), "first_day"),
        last=day(_text(entries["last_day"], "last_day"), "last_day"),
        source=_text(entries["source"], "source"),
        conditions=tuple(_condition(one) for one in given),
    )
    return draft.checked()


def _condition(said: object) -> Condition:
    given = _mapping(said, _OF_CONDITION, needed=("figure",))
    figure = _text(given["figure"], "figure")
    texts = {name: _text(value, name) for name, value in given.items()}
    limits = {name: number(texts[name], name) if name in texts else None for name in ("at_least", "at_most")}
    if figure in YES and limits["at_least"] is None and limits["at_most"] is None:
        limits["at_least"] = Decimal(1)
    days = {name: day(texts[name], name) if name in texts else None for name in ("first_day", "last_day")}
    return Condition(figure, limits["at_least"], limits["at_most"], days["first_day"], days["last_day"],
                     texts.get("form", ""))  # fmt: skip


def _mapping(said: object, known: tuple[str, ...], *, needed: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise UnableToPublish("file_form", expected=", ".join(known), found=type(said).__name__)
    wrong = [str(name) for name in said if name not in known]
    missing = [name for name in needed if name not in said]
    if wrong or missing:
        found = ", ".join([*(f"{name[:40]}?" for name in wrong), *(f"– {name}" for name in missing)])
        raise UnableToPublish("file_form", expected=", ".join(known), found=found)
    return said


def _text(said: object, field: str) -> str:
    if not isinstance(said, str):
        raise UnableToPublish("file_form", expected=field, found=type(said).__name__)
    return said.replace("\0", "").strip()


def number(text: str, field: str) -> Decimal:
    """A number in plain digits, exact. Raises UnableToPublish."""
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        raise UnableToPublish("number_form", field=field, found=text[:40])
    return Decimal(text)


def day(text: str, field: str) -> date:
    """A day as ISO 8601 writes it. Raises UnableToPublish."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnableToPublish("day_form", field=field, found=text[:40]) from error
