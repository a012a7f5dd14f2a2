"""Practice sets of retail import with faults of every kind: each found under its rule, no clean set refused, the yearly
amounts used equal to an independent sum. The full size by command: `entrepot derive`, docs/guides.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from entrepot.gateways.sheets.mapping import read_mapping
from entrepot.project.line.sheets import import_order_lines
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.import_faults import FAULTS, Planted, plant
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.practice.messages import import_messages
from tests.databases import Database
from tests.factories.import_line import editions_for_imports, guarantee, signer, some_imports
from tests.factories.line import Line, some_sets
from tests.journeys.test_retail import MAPPING, NOW, generated_sheet

SETS, BUYERS, RATE = 2000, 400, Decimal("0.02")


@pytest.fixture
def line(db: Database) -> Iterator[Line]:
    opened = Line.opened(db.owner, some_sets(1))
    guarantee(opened, MARKETPLACE.customs_code, "10000000")
    opened.references = editions_for_imports()
    yield opened
    opened.close()


def sent(line: Line, planted: Planted) -> None:
    """All documents; lists that go unsigned in messages of their own."""
    line.send(list(import_messages(planted.sets, signer=signer())))
    line.send(list(import_messages(planted.unsigned, ("import_list",))))
    line.judge()


def verdicts(line: Line) -> dict[str, set[str]]:
    """order_no → states of its lists."""
    found: dict[str, set[str]] = defaultdict(set)
    for order_no, state in line.setting.lookups.execute("SELECT order_no, state FROM declarations_work"):
        found[order_no].add(state)
    return found


def used(line: Line) -> dict[str, Decimal]:
    """Held and spent of each person's year, by keyed hash."""
    rows = line.setting.lookups.execute(
        "SELECT split_part(key, ':', 1), held + spent FROM ledgers_account WHERE kind = 'person_year'"
    )
    return {person: amount for person, amount in rows if amount}


def expected(line: Line, sets: ImportSets, let_in: set[str]) -> dict[str, Decimal]:
    """What each buyer bought of what was let in, added up in plain Python; the buyer's hash from the record."""
    hashes: dict[str, str] = dict(
        line.setting.lookups.execute("SELECT order_no, person_hash FROM declarations_list_import").fetchall()
    )
    sums: dict[str, Decimal] = defaultdict(Decimal)
    prices: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in sets.list_lines.iter_rows(named=True):
        prices[row["message_no"], row["document_no"]] += row["total_price"]
    seen = set()
    for row in sets.lists.iter_rows(named=True):
        if row["order_no"] in let_in and row["order_no"] not in seen:
            seen.add(row["order_no"])
            value = prices[row["message_no"], row["document_no"]] + row["freight"] + row["insured_fee"]
            sums[hashes[row["order_no"]]] += value
    return dict(sums)


@pytest.mark.timeout(600)
def test_each_fault_is_found_and_every_clean_set_let_in(line: Line) -> None:
    planted = plant(some_imports(SETS, buyers=BUYERS), RATE, 11)
    assert set(planted.plan["rule"]) == set(FAULTS)
    sent(line, planted)
    states = verdicts(line)
    faulty = dict(planted.plan.rows())
    clean = set(states) - set(faulty)
    assert len(clean) == SETS - len(faulty)
    assert {number: states[number] for number in clean if not states[number] <= {"released", "held"}} == {}
    found: dict[str, set[str]] = defaultdict(set)
    for order_no, rule in line.setting.lookups.execute(
        "SELECT order_no, rule FROM declarations_finding WHERE outcome = 'failed'"
    ):
        found[order_no].add(rule)
    assert {number: (rule, found[number]) for number, rule in faulty.items() if rule not in found[number]} == {}
    assert {number: states[number] for number, rule in faulty.items() if "refused" not in states[number]} == {}
    let_in = {number for number, reached in states.items() if reached & {"released", "held"}}
    assert used(line) == expected(line, planted.sets, let_in)
    guaranteed = line.setting.lookups.execute(
        "SELECT held + spent FROM ledgers_account WHERE kind = 'guarantee' AND key = %s", (MARKETPLACE.customs_code,)
    ).fetchone()
    withheld = planted.sets.orders.filter(pl.col("order_no").is_in(list(let_in)))["tax_total"].sum()
    assert guaranteed == (withheld,)


@pytest.fixture
def folder(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    monkeypatch.setenv("ENTREPOT_STATION", "practice")
    return tmp_path


@pytest.mark.timeout(600)
def test_the_orders_of_a_traders_sheet_become_sets_of_import(folder: Path) -> None:
    from entrepot.project.line.making_import import make_imports
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.worker import Worker
    from entrepot.project.practice.world import load_editions

    mapping = read_mapping(MAPPING)
    with open_setting() as setting:
        import_order_lines(setting, generated_sheet(folder / "orders.csv", 400), mapping, now=NOW)
        load_editions(setting, now=NOW)
        made = make_imports(setting, cny=Decimal("8.6"), rate=Decimal("0.15"), seed=3, now=NOW)
        Worker(setting, lambda: NOW).until_idle()
        found = setting.lookups.execute(
            "SELECT DISTINCT order_no, rule FROM declarations_finding WHERE outcome = 'failed'"
        ).fetchall()
        states: dict[str, int] = dict(
            setting.lookups.execute("SELECT state, count(*) FROM declarations_work GROUP BY 1").fetchall()
        )
    assert made.orders + made.passed_over == 400
    assert made.orders > 200
    assert set(made.faults) == set(FAULTS)
    faulty = sum(made.faults.values())
    # practice editions are partial: a code that they lack is not checked and its list held, not refused
    refused = {order_no for order_no, _ in found}
    assert len(refused) == states["refused"] == faulty - sum(made.faults[rule] for rule in ("F15", "F16", "M16"))
    # of an order that was declared twice the first list is let in
    assert states["released"] + states["held"] == made.orders - len(refused) + made.faults["M17"]
