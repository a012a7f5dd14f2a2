"""Values as documents write them: exact, with their unit, alike in PDF and workbook."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeAlias

from entrepot.gateways.documents.words import Language

CHINA = timezone(timedelta(hours=8), "UTC+8")  # no summer time since 1991
_EXACT_DIGITS = 15  # a workbook keeps numbers as binary fractions: beyond this they would no longer be what was filed


@dataclass(frozen=True)
class Named:
    """A code with its name in both languages; empty names where no reference edition gives one."""

    code: str
    en: str = ""
    zh: str = ""

    def lines(self, language: Language) -> tuple[str, ...]:
        """The code with its name as far as it is known; for both languages the Chinese one below."""
        name, below = (self.zh or self.en, "") if language == "zh" else (self.en or self.zh, self.zh)
        first = f"{self.code} {name}".strip()
        return (first, below) if language == "both" and self.en and below else (first,)

    def say(self, language: Language) -> str:
        """The same in one line."""
        return " ".join(self.lines(language))


@dataclass(frozen=True)
class Amount:
    """Money: exact, at least two places."""

    value: Decimal


# Several texts are lines of one cell: the first is what counts, the others explain it.
Value: TypeAlias = str | int | Decimal | Amount | date | datetime | Named | tuple[str, ...] | None


def lines(value: Value, language: Language) -> tuple[str, ...]:
    """What is printed of a value; nothing for None and an empty text."""
    if value is None or value == "":
        return ()
    if isinstance(value, tuple):
        return tuple(text for text in value if text)
    return value.lines(language) if isinstance(value, Named) else (_plain(value),)


def _plain(value: str | int | Decimal | Amount | date) -> str:
    if isinstance(value, Amount):
        return number(value.value, least=2)
    if isinstance(value, Decimal | int):
        return number(Decimal(value), least=0)
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def number(value: Decimal, *, least: int) -> str:
    """Grouped by thousands, no zeros that say nothing, but at least so many places."""
    whole, _, places = f"{value:,f}".partition(".")
    places = places.rstrip("0").ljust(least, "0")
    return f"{whole}.{places}" if places else whole


def moment(value: datetime) -> str:
    """A time to the minute, in the zone in which trade counts its days."""
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M} UTC+8"


def fits_a_cell(value: Decimal) -> bool:
    """Whether a workbook can keep the number without changing it."""
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and abs(value) < Decimal(10) ** _EXACT_DIGITS


def places(value: Decimal, *, least: int) -> int:
    """How many places `number` shows."""
    return len(number(value, least=least).partition(".")[2])
