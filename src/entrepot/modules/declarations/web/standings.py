"""The state of its lists beside each order on pages of orders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import ngettext

from entrepot.modules.declarations.queries import standings
from entrepot.modules.declarations.queries.standings import OrderStanding
from entrepot.modules.declarations.web import words
from entrepot.shell.standings import Key, Standing


def of(orders: Sequence[Key]) -> Mapping[Key, Sequence[Standing]]:
    """One standing for each state in which some list of the order is."""
    found: dict[Key, list[Standing]] = defaultdict(list)
    for row in standings.of_orders(orders):
        found[row.order_no, row.marketplace_id].append(Standing(words.state(row.state), _hint(row)))
    return found


def _hint(row: OrderStanding) -> str:
    if row.count > 1:
        return ngettext("%(count)s list", "%(count)s lists", row.count) % {"count": row.count}
    return words.awaited(row.waiting_for) if row.state == "waiting" else ""
