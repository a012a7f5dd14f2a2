"""The figures of conditions, for many firms in one statement each, from what was counted."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connections

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.pilot_zones.conditions import Condition
from entrepot.store.connection import under_django

CNY = "142"  # customs code of the currency
_OF = """
      FROM unnest(%(firms)s::bigint[]) AS f (id)
      LEFT JOIN {table} c ON c.firm_id = f.id AND c.day >= %(first)s AND c.day < %(until)s
           AND (%(form)s = '' OR c.form = %(form)s) {more}
     GROUP BY f.id
"""
_COUNTS = "pilot_zones_day_count"
_COUNTED = {
    "released_lists": "SELECT f.id, coalesce(sum(c.lists), 0)"
    + _OF.format(table=_COUNTS, more="AND c.state = 'released'"),
    "exported_value_cny": "SELECT f.id, coalesce(sum(c.value), 0)"
    + _OF.format(table="pilot_zones_day_value", more="AND c.currency = %(cny)s"),
    "countries": "SELECT f.id, count(DISTINCT c.country)" + _OF.format(table=_COUNTS, more="AND c.state = 'released'"),
    "pass_rate": """SELECT f.id, round(100.0 * coalesce(sum(c.lists) FILTER (WHERE c.state = 'released'), 0)
           / nullif(sum(c.lists), 0), 2)"""
    + _OF.format(table=_COUNTS, more="AND c.state IN ('released', 'refused')"),
}
_MEMBERS = """
    SELECT m.firm_id, 1 FROM pilot_zones_member m
     WHERE m.office_id = %(office)s AND m.state = 'member' AND m.firm_id = ANY (%(firms)s::bigint[])
"""
_TENANTS = """
    SELECT DISTINCT l.tenant_id, 1 FROM pilot_zones_lease l
     WHERE l.office_id = %(office)s AND l.tenant_id = ANY (%(firms)s::bigint[])
       AND l.valid_from <= %(today)s AND %(today)s < l.valid_until
"""
_CANDIDATES = """
    SELECT firm_id FROM pilot_zones_day_count UNION SELECT firm_id FROM pilot_zones_member WHERE state = 'member'
     UNION SELECT tenant_id FROM pilot_zones_lease ORDER BY 1
"""
_FOUND = dict[int, Decimal | None]


def found_of(
    firms: Sequence[int], condition: Condition, *, office_id: int, today: date, using: str = "default"
) -> dict[int, Decimal | None]:
    """Firm → the figure that a condition looks at; None where it is not known, as the pass rate of no decided list."""
    if condition.figure == "goods_complete":
        return {firm: _goods_complete(firm, today, using) for firm in firms}
    values = {"firms": list(firms), "office": office_id, "today": today, "cny": CNY, "form": condition.form}
    if condition.figure in ("member", "tenant"):
        yes = _asked(_MEMBERS if condition.figure == "member" else _TENANTS, values, using)
        return {firm: yes.get(firm, Decimal(0)) for firm in firms}
    assert condition.first is not None
    assert condition.last is not None
    period = {"first": condition.first, "until": condition.last + timedelta(days=1)}
    return _asked(_COUNTED[condition.figure], values | period, using)


def candidates(*, using: str = "owner") -> list[int]:
    """Every firm that a figure may prove something of: sellers with decided lists, members, tenants."""
    with connections[using].cursor() as cursor:
        cursor.execute(_CANDIDATES)
        return [int(one) for (one,) in cursor]


def _asked(query: str, values: dict[str, Any], using: str) -> _FOUND:
    with connections[using].cursor() as cursor:
        cursor.execute(query, values)
        return {int(firm): None if value is None else Decimal(value) for firm, value in cursor}


def _goods_complete(firm: int, today: date, using: str) -> Decimal:
    """Wares of a firm of which nothing is missing that a 9610 list needs."""
    connection = under_django(using)
    goods = catalogue.all_goods(connection, firm)
    wanted = goods.select("seller_id", "item_no")
    gaps = catalogue.missing_cells(wanted, goods, catalogue.second_units(connection, today))
    return Decimal(goods.height - gaps.n_unique(["seller_id", "item_no"]) if gaps.height else goods.height)
