"""Practice sets of retail import with faults of every kind: each found under its rule, no clean set refused, the yearly
amounts used equal to an independent sum. The full size by command: `entrepot derive`, docs/guides.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import polars as pl
import pytest

from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.import_faults import FAULTS, Planted, plant
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.practice.messages import import_messages
from tests.databases import Database
from tests.factories.import_line import editions_for_imports, guarantee, signer, some_imports
from tests.factories.line import Line, some_sets

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
    hashes = dict(line.setting.lookups.execute("SELECT order_no, person_hash FROM declarations_list_import").fetchall())
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
