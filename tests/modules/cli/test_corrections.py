"""What corrects the taught faults: only the documents that were wrong, and the list; each is released then."""

import re
from datetime import timedelta

import psycopg

from entrepot.project.bench.corrections import Judged, figures
from entrepot.project.line import arrivals, demo
from entrepot.project.line.setting import open_setting
from entrepot.project.practice import world
from entrepot.project.practice.corrected import correction
from tests.modules.cli.conftest import NOW, Station

_REFUSED = """
    SELECT w.order_no, array_agg(DISTINCT f.rule ORDER BY f.rule)
      FROM declarations_work w JOIN declarations_finding f USING (order_no, list_id)
     WHERE w.state = 'refused' AND f.outcome = 'failed' GROUP BY w.order_no"""
_KINDS = {"303": "order", "403": "slip", "505": "waybill", "603": "list"}


def _kind(body: bytes) -> str:
    found = re.search(rb"CEB(303|403|505|603)Message", body)
    assert found is not None
    return _KINDS[found[1].decode()]


def test_each_taught_fault_is_corrected_by_the_documents_that_were_wrong_and_the_list(
    practice: Station, owner: psycopg.Connection
) -> None:
    assert practice.now == NOW
    with open_setting() as setting:
        world.register_firms(now=NOW)
        world.load_editions(setting, now=NOW)
        spoilt = arrivals.sets_that_arrive(setting, now=NOW)
        demo.send(setting, spoilt, now=NOW)
        demo.settle(setting, now=NOW)
        refused: dict[str, list[str]] = dict(owner.execute(_REFUSED).fetchall())
        assert len(refused) == 11
        sound = demo.sound_sets(demo.SETS_THAT_ARRIVE, first_no=1, now=NOW)
        wrong, right = ({one.orders["order_no"].item(): one for one in arrivals.one_by_one(sets)}
                        for sets in (spoilt, sound))  # fmt: skip
        later, kinds = NOW + timedelta(minutes=5), {}
        for number, rules in refused.items():
            messages = list(correction(right[number], wrong[number], now=later))
            kinds[rules[0]] = [_kind(body) for _, body in messages]
            demo.store(setting, messages, now=later)
        demo.settle(setting, now=later)
    assert kinds["E06"] == ["list"]
    assert kinds["E03"] == ["waybill", "list"]
    assert kinds["E05"] == ["order", "list"]
    states = owner.execute(
        "SELECT DISTINCT state FROM declarations_work WHERE order_no = ANY (%s)", (list(refused),)
    ).fetchall()
    assert {state for (state,) in states} <= {"released", "held"}  # a list that passes may be drawn for a look


def test_half_and_the_longest_are_told() -> None:
    found = figures([Judged(("E05",), "released", 400), Judged(("E04", "E05"), "refused", 901),
                     Judged(("E01",), "released", 301)])  # fmt: skip
    assert found == {
        "corrections": 3, "released": 2, "refused_again": 1, "verdict_p50_ms": 400, "verdict_max_ms": 901,
        "verdict_ms": {"E05": 400, "E04 E05": 901, "E01": 301},
    }  # fmt: skip
