"""Clusters: members of a pilot zone that export goods of the same HS chapter from the same place.

The pilot zone sees its firms. A member sees numbers alone, and only of three firms or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import connections

LARGEST = 5
LEAST_FIRMS = 3  # of fewer a member sees nothing: see the function of the migration
_FIRMS = """
    SELECT v.chapter, m.place, v.currency, m.firm_code, m.firm_zh, m.firm_en, sum(v.value) AS value
      FROM pilot_zones_member m JOIN pilot_zones_day_value v
        ON v.firm_id = m.firm_id AND v.day >= m.counts_from AND v.day >= %(first)s AND v.day < %(until)s
     WHERE m.office_id = %(office)s AND m.state = 'member'
     GROUP BY v.chapter, m.place, v.currency, m.firm_id, m.firm_code, m.firm_zh, m.firm_en
     ORDER BY v.chapter, m.place, v.currency, sum(v.value) DESC, m.firm_code
"""
_AMONG = """
    SELECT chapter, place, currency, firms, value, largest_five
      FROM pilot_zones_clusters_among_members(%(office)s, %(first)s, %(until)s) ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class ClusterFirm:
    """One firm of a cluster and what it declared."""

    code: str
    name_zh: str
    name_en: str
    value: Decimal


@dataclass(frozen=True)
class Cluster:
    """Firms by HS chapter, place and currency. share: of a hundred, what the largest five declared together."""

    chapter: str
    place: str
    currency: str
    firm_count: int
    value: Decimal
    share: Decimal
    firms: Sequence[ClusterFirm] = ()


def clusters(office_id: int, first: date, until: date, *, using: str = "default") -> list[Cluster]:
    """With the firms: for the office of the pilot zone."""
    groups: dict[tuple[str, str, str], list[ClusterFirm]] = {}
    with connections[using].cursor() as cursor:
        cursor.execute(_FIRMS, {"office": office_id, "first": first, "until": until})
        for chapter, place, currency, code, name_zh, name_en, value in cursor:
            groups.setdefault((chapter, place, currency), []).append(ClusterFirm(code, name_zh, name_en, value))
    found = []
    for key, firms in groups.items():
        value = sum((one.value for one in firms), Decimal(0))
        largest = sum((one.value for one in firms[:LARGEST]), Decimal(0))
        found.append(Cluster(*key, len(firms), value, _share(largest, value), firms))
    return found


def clusters_among(office_id: int, first: date, until: date) -> list[Cluster]:
    """Without the firms: for members of the pilot zone."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_AMONG, {"office": office_id, "first": first, "until": until})
        return [
            Cluster(chapter, place, currency, int(firms), value, _share(largest, value))
            for chapter, place, currency, firms, value, largest in cursor
        ]


def _share(largest: Decimal, value: Decimal) -> Decimal:
    return (100 * largest / value).quantize(Decimal("0.1"), ROUND_HALF_UP) if value else Decimal(0)
