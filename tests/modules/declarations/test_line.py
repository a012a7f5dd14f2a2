"""The live line: what the tally counts and what quantiles it gives."""

from datetime import timedelta

import polars as pl

from entrepot.modules.declarations.operations.tallying import Looked, tally
from entrepot.modules.declarations.queries import line
from entrepot.modules.parties import api as parties
from entrepot.store.select import Reader
from tests.factories.line import NOW
from tests.factories.portal import Portal


def test_a_quantile_is_the_upper_edge_of_the_class_that_holds_it() -> None:
    fast, slow = line.class_of(90), line.class_of(900)
    assert line.EDGES_MS[fast - 1] <= 90 < line.EDGES_MS[fast]
    classes = {fast: 98, slow: 2}
    assert line.quantile(classes, 50) == line.EDGES_MS[fast] == 91
    assert line.quantile(classes, 99) == line.EDGES_MS[slow]
    assert line.quantile({}, 50) is None


def test_the_last_class_takes_everything_longer() -> None:
    assert line.class_of(10**9) == len(line.EDGES_MS) - 1


def test_the_station_sees_what_its_judges_counted(portal: Portal) -> None:
    setting = portal.line.setting
    decided = pl.DataFrame(
        {"state": ["released", "released", "refused"], "arrived_at": [NOW, NOW, NOW - timedelta(seconds=1)]},
        schema={"state": pl.String, "arrived_at": pl.Datetime("us", "UTC")},
    )
    later = NOW + timedelta(milliseconds=50)
    with setting.connection.transaction():
        tally(setting.connection, Looked(4, 1, decided), by_id=setting.owner_id, now=later)
    with parties.reading(parties.reader_of(person_id=None, firms=(setting.owner_id,), now=NOW)):
        seen = line.line(Reader((setting.owner_id,)), now=later + timedelta(seconds=1))
    assert seen.whole_station
    assert (seen.arrived, sum(seen.judged), seen.verdicts) == (4, 3, {"released": 2, "refused": 1})
    assert (seen.p50_ms, seen.p99_ms) == (line.EDGES_MS[line.class_of(50)], line.EDGES_MS[line.class_of(1050)])


def test_a_seller_sees_its_own_lists_in_the_line_and_no_tally(portal: Portal) -> None:
    qinghe = portal.line.setting.lookups.execute(
        "SELECT seller_id FROM declarations_list WHERE order_no = %s", (portal.orders["dear"],)
    ).fetchone()
    assert qinghe is not None
    with parties.reading(parties.reader_of(person_id=None, firms=(qinghe[0],), now=NOW)):
        seen = line.line(Reader((qinghe[0],)), now=NOW + timedelta(seconds=10))
    assert not seen.whole_station
    assert (seen.open_now["waiting"], seen.open_now["refused"]) == (1, 2)
    assert seen.waiting_for == {"waybill": 1}
    assert seen.rules == {"E04": 2, "E05": 1, "E06": 1}
