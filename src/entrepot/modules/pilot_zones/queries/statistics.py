"""Monthly statistics of a pilot zone, from what was counted of its members: by form, country/region, firm and park.

Currencies are never summed: each has its own line. As owner (command line) the conditions of the row policies are
said here again; on a page they hold anyhow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.db import connections

from entrepot.modules.pilot_zones.errors import UnableToJoin

By = Literal["form", "country", "firm", "park"]
BY: tuple[By, ...] = ("form", "country", "firm", "park")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_KEYS: dict[By, str] = {
    "form": "c.form",
    "country": "c.country",
    "firm": "m.firm_code",
    "park": "coalesce(p.code, '')",
}
_PARK = """
      LEFT JOIN pilot_zones_lease l ON l.tenant_id = c.firm_id AND l.valid_from <= c.day AND c.day < l.valid_until
           AND l.office_id = m.office_id AND l.id = (
           SELECT min(o.id) FROM pilot_zones_lease o WHERE o.tenant_id = c.firm_id AND o.valid_from <= c.day
              AND c.day < o.valid_until AND o.office_id = m.office_id)
      LEFT JOIN pilot_zones_unit u ON u.id = l.unit_id LEFT JOIN pilot_zones_park p ON p.id = u.park_id
"""
_FROM = """
      FROM pilot_zones_member m
      JOIN {table} c ON c.firm_id = m.firm_id AND c.day >= m.counts_from AND c.day >= %(first)s AND c.day < %(until)s
      {park}
     WHERE m.office_id = %(office)s AND m.state = 'member'
"""
_LISTS = """
    SELECT {key}, coalesce(sum(c.lists) FILTER (WHERE c.state = 'released'), 0),
           coalesce(sum(c.lists) FILTER (WHERE c.state = 'refused'), 0),
           coalesce(sum(c.lists) FILTER (WHERE c.state = 'held'), 0),
           coalesce(sum(c.millis) FILTER (WHERE c.state <> 'held'), 0)
"""
_VALUES = "SELECT {key}, c.currency, sum(c.value)"


@dataclass(frozen=True)
class Line:
    """One line of a table. values: (currency, value of released lists), one a currency; hours: mean time to verdict."""

    key: str
    released: int
    refused: int
    held: int
    values: Sequence[tuple[str, Decimal]]
    hours: Decimal | None

    @property
    def pass_rate(self) -> Decimal | None:
        """Released of a hundred decided lists, one place; None where nothing was decided."""
        decided = self.released + self.refused
        return _tenths(Decimal(100 * self.released) / decided) if decided else None


@dataclass(frozen=True)
class Statistics:
    """A month of a pilot zone: all together, and by form, country/region, firm and park."""

    month: str
    members: int
    whole: Line
    tables: dict[By, list[Line]]


def month_of(text: str) -> tuple[date, date]:
    """First day, and first day of the next month. Raises UnableToJoin."""
    match = _MONTH.fullmatch(text)
    if match is None:
        raise UnableToJoin("month_form", found=text[:20])
    year, month = int(match[1]), int(match[2])
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def statistics(office_id: int, month: str, *, using: str = "default") -> Statistics:
    """The figures of one month, China time. Raises UnableToJoin for what is no month."""
    first, until = month_of(month)
    values = {"office": office_id, "first": first, "until": until}
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pilot_zones_member WHERE office_id = %s AND state = 'member'", (office_id,)
        )
        members = int((cursor.fetchone() or (0,))[0])
    whole = _table("''", "", values, using)
    tables = {by: _table(_KEYS[by], _PARK if by == "park" else "", values, using) for by in BY}
    return Statistics(month, members, whole[0] if whole else Line("", 0, 0, 0, (), None), tables)


def trade_of(firms: Sequence[int], first: date, until: date, *, using: str = "default") -> dict[int, Line]:
    """What firms released and declared in a period, as far as the reader may see it: tenants of a park."""
    values = {"firms": list(firms), "first": first, "until": until}
    where = " FROM {table} c WHERE c.firm_id = ANY (%(firms)s::bigint[]) AND c.day >= %(first)s AND c.day < %(until)s"
    return {int(line.key): line for line in _lines("c.firm_id::text", where, values, using)}


def _table(key: str, park: str, values: dict[str, Any], using: str) -> list[Line]:
    return _lines(key, _FROM.replace("{park}", park), values, using)


def _lines(key: str, source: str, values: dict[str, Any], using: str) -> list[Line]:
    found: dict[str, list[tuple[str, Decimal]]] = {}
    with connections[using].cursor() as cursor:
        cursor.execute(
            _VALUES.format(key=key) + source.format(table="pilot_zones_day_value") + " GROUP BY 1, 2 ORDER BY 1, 2",
            values,
        )
        for each, currency, value in cursor:
            found.setdefault(each, []).append((currency, Decimal(value)))
        cursor.execute(
            _LISTS.format(key=key) + source.format(table="pilot_zones_day_count") + " GROUP BY 1 ORDER BY 2 DESC, 1",
            values,
        )
        return [
            Line(each, int(released), int(refused), int(held), found.get(each, ()), _hours(millis, released + refused))
            for each, released, refused, held, millis in cursor
        ]


def _hours(millis: Decimal, lists: int) -> Decimal | None:
    """Mean hours from arrival to verdict, two places, half up."""
    if not lists:
        return None
    return (Decimal(millis) / lists / 3_600_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
