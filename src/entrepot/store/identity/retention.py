"""Keys of past months are destroyed: what they sealed is gone, what was decided stays."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime

import psycopg

from entrepot.store.identity.keys import month_of


class UnableToRetire(Exception):
    """The keys are of months whose retention runs until `until` (a day); nothing was destroyed."""

    def __init__(self, before: str, until: date) -> None:
        self.before, self.until = before, until
        super().__init__(f"expected months whose retention has ended, found months before {before}: kept until {until}")


@dataclass(frozen=True)
class Kept:
    """The keys of a month: of how many kinds, and of how many destroyed."""

    month: str
    kinds: tuple[str, ...]
    destroyed: int


def kept_until(month: str, years: int) -> date:
    """The last day on which what came in this month is kept: so many years after the month's end."""
    year, number = (int(part) for part in month.split("-"))
    year += years
    return date(year, number, calendar.monthrange(year, number)[1])


def retire(connection: psycopg.Connection, before: str, *, years: int, now: datetime) -> list[tuple[str, str]]:
    """Destroy the keys of all months before `before` ('2026-11'); returns (kind, month) of those destroyed.

    As owner. Raises UnableToRetire where one of these months is still kept, ValueError for no month.
    """
    first = _month_before(before)
    until = kept_until(first, years)
    if until >= date.fromisoformat(f"{month_of(now)}-01"):
        raise UnableToRetire(before, until)
    rows = connection.execute(
        "UPDATE store_identity_key SET wrapped = NULL, destroyed_at = %s WHERE month < %s AND wrapped IS NOT NULL"
        " RETURNING kind, month",
        (now, before),
    ).fetchall()
    return sorted((str(kind), str(month)) for kind, month in rows)


def kept(connection: psycopg.Connection) -> list[Kept]:
    """The months of which there are keys, the oldest first. As owner."""
    rows = connection.execute(
        "SELECT month, array_agg(DISTINCT kind ORDER BY kind), count(*) FILTER (WHERE wrapped IS NULL)"
        " FROM store_identity_key GROUP BY month ORDER BY month"
    ).fetchall()
    return [Kept(month, tuple(kinds), destroyed) for month, kinds, destroyed in rows]


def _month_before(month: str) -> str:
    year, number = date.fromisoformat(f"{month}-01").timetuple()[:2]
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"
