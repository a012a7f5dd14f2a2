"""The live line: what the tally counts and what quantiles it gives."""

from datetime import timedelta

import polars as pl

from entrepot.modules.declarations.operations.tallying import Looked, fold, tally
from entrepot.modules.declarations.queries import course, line
from entrepot.modules.declarations.web import charts
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


def test_the_course_is_the_same_before_and_after_it_is_added_up(portal: Portal) -> None:
    setting, begun = portal.line.setting, NOW - timedelta(hours=30)
    for step in range(0, 1700, 50):
        at = begun + timedelta(minutes=step)
        arrived = at - timedelta(milliseconds=80)
        decided = pl.DataFrame(
            {"state": ["released", "held"], "lane": ["green", "red"], "arrived_at": [arrived, arrived]},
            schema={"state": pl.String, "lane": pl.String, "arrived_at": pl.Datetime("us", "UTC")},
        )
        failed = pl.DataFrame({"list_id": [1, 1, 2], "rule": ["E04", "E04", "E04"]})
        with setting.connection.transaction():
            tally(setting.connection, Looked(2, 0, decided, failed), by_id=setting.owner_id, now=at)
    spans = ((timedelta(minutes=1), 60), (timedelta(hours=1), 24), (timedelta(days=1), 3))
    now = begun + timedelta(hours=29)

    def seen() -> list[list[course.Slot]]:
        with parties.reading(parties.reader_of(person_id=None, firms=(setting.owner_id,), now=NOW)):
            return [course.course(since=now - slots * step, step=step, slots=slots, now=now) for step, slots in spans]

    before = seen()
    for moment in (now - timedelta(hours=5, minutes=7), now, now):
        with setting.connection.transaction():
            fold(setting.connection, now=moment)
    widths = setting.lookups.execute("SELECT width, count(*) FROM declarations_course GROUP BY 1 ORDER BY 1").fetchall()
    assert [width for width, _ in widths] == ["hour", "minute"]
    assert seen() == before
    day = course.together(before[1])
    assert day.arrived == 56
    assert (day.verdicts["released"], day.lanes, day.rules["E04"]) == (
        day.arrived // 2,
        {"green:released": day.arrived // 2, "red:held": day.arrived // 2},
        day.arrived,
    )
    assert day.p50_ms == day.p95_ms == line.EDGES_MS[line.class_of(80)]


def test_the_chart_of_what_waits_says_for_which_document_and_since_when(portal: Portal) -> None:
    setting, now = portal.line.setting, NOW + timedelta(minutes=5)
    with parties.reading(parties.reader_of(person_id=None, firms=(setting.owner_id,), now=NOW)):
        drawn = charts.charts(charts.HOUR, now=now)
    (waits,) = [chart for chart in drawn.charts if chart.key == "waits"]
    assert waits.sentence.endswith("for every document that it waits for: the waybill 1.")
    assert [(part.tone, part.height) for part in waits.columns.parts] == [("wait", 100)]
    assert waits.columns.parts[0].x == waits.columns.width * (59 - 5) // 60
    assert [(row.at, row.waits) for row in drawn.rows if row.waits != "–"] == [(NOW, "the waybill 1")]


def test_another_firm_sees_nothing_of_the_course(portal: Portal) -> None:
    with parties.reading(parties.reader_of(person_id=None, firms=(1_000_001,), now=NOW)):
        found = course.course(since=NOW - timedelta(days=3), step=timedelta(hours=1), slots=80, now=NOW)
    assert course.together(found).judged == 0
