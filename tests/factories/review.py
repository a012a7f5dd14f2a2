"""Lists that are held: sent in like all others, and drawn for a lane by a seed that is looked for."""

from dataclasses import dataclass
from itertools import count

import polars as pl

from entrepot.engines.clearance.selection import draw_lanes
from entrepot.project.practice import firms
from tests.factories.line import Line, rules, some_sets
from tests.factories.portal import sold_by


@dataclass(frozen=True)
class Held:
    """A held list of Qinghe, and the decision that holds it."""

    order_no: str
    list_id: int
    cop_no: str
    decision_no: int = 1

    @property
    def page(self) -> str:
        """Where an officer works on it."""
        return f"/lanes/{self.list_id}/{self.order_no}/"


def seed_for(lane: str, agent_code: str, cop_no: str) -> bytes:
    """A seed that draws this lane for this list."""
    figures = rules().at(some_sets(1).orders["app_time"][0].date())
    shares = figures.exact("selection_yellow"), figures.exact("selection_red")
    for number in count():
        seed = b"%d" % number
        drawn = draw_lanes(seed, pl.Series([agent_code]), pl.Series([cop_no]), *shares)
        if drawn[0] == lane:
            return seed
    raise AssertionError


def hold(line: Line, lane: str, *, number: int) -> Held:
    """Send set `number` and judge it into the yellow or the red lane."""
    sets = sold_by(firms.SELLERS[0], some_sets(1, first_no=number))
    head = sets.lists.row(0, named=True)
    line.send_sets(sets)
    before, line.seed = line.seed, seed_for(lane, head["agent_code"], head["cop_no"])
    line.judge()
    line.seed = before
    row = line.setting.lookups.execute(
        "SELECT list_id, state, decision_no FROM declarations_work WHERE cop_no = %s", (head["cop_no"],)
    ).fetchone()
    assert row is not None
    assert row[1:] == ("held", 1)
    return Held(head["order_no"], row[0], head["cop_no"])
