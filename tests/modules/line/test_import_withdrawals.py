"""Cancellations and returns of import lists: in their windows, never more than was bought, all given back."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import polars as pl
import pytest

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.ledgers import api as ledgers
from entrepot.project.line.withdrawing import goods_arrived, withdraw_some
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.import_sets import ImportSets
from tests.factories.import_line import all_messages, editions_for_imports, guarantee, signer, some_imports
from tests.factories.line import NOW, Line

CODE = MARKETPLACE.customs_code


@pytest.fixture
def sets() -> ImportSets:
    return some_imports(1)


@pytest.fixture
def released(line: Line, sets: ImportSets) -> Line:
    """A released list of two lines."""
    guarantee(line, CODE, "1000000")
    line.references = editions_for_imports()
    line.send(all_messages(sets))
    line.judge()
    assert line.states() == {"released": 1}
    return line


def number_of(line: Line) -> str:
    row = line.setting.lookups.execute("SELECT id FROM declarations_list").fetchone()
    assert row is not None
    return f"51412026I{row[0] % 10**9:09d}"


def ask(line: Line, sets: ImportSets, kind: str, quantities: dict[int, str] | None = None, **changed: object) -> None:
    """Send a 623 or, with quantities by line, a 625, and have it looked at."""
    head = sets.lists.with_columns(invt_no=pl.lit(number_of(line)), reason=pl.lit("练习"), note=pl.lit(None, pl.String))
    head = head.with_columns(
        cop_no=pl.lit("W" + str(uuid.uuid4().int)[:12]), **{name: pl.lit(value) for name, value in changed.items()}
    )
    lines = None
    if quantities is not None:
        wanted = pl.DataFrame({"gnum": list(quantities), "back": [Decimal(qty) for qty in quantities.values()]})
        of_list = sets.list_lines.join(wanted.cast({"gnum": pl.Int32}), on="gnum", how="right")
        place = (pl.lit(0, pl.Int64).alias("message_no"), pl.lit(1, pl.Int32).alias("document_no"))
        lines = of_list.with_columns(
            *place,
            pl.col("hs_code", "declared_name", "unit").forward_fill(),
            qty=pl.col("back").cast(pl.Decimal(38, 10)),
        )
    envelope = ceb.Envelope(str(uuid.uuid4()).upper(), head["agent_code"][0], "练习", "DXPTEST", practice=True)
    body = ceb.write(kind, head, lines, envelope, signer=signer())  # type: ignore[arg-type]
    took = line.send([(head["agent_code"][0], body)])
    assert took.faults.is_empty(), took.faults.to_dicts()
    withdraw_some(line.setting, now=line.now)


def told(line: Line) -> list[tuple[str, str]]:
    return line.setting.lookups.execute("SELECT outcome, rule FROM declarations_withdrawn ORDER BY id, step").fetchall()


def sides(line: Line) -> tuple[Decimal, Decimal]:
    """Spent of the guarantee and of the buyer's year."""
    year = line.setting.lookups.execute("SELECT spent FROM ledgers_account WHERE kind = 'person_year'").fetchone()
    assert year is not None
    return ledgers.balances(line.setting.lookups, "guarantee", [CODE])[CODE].spent, year[0]


def last_return(line: Line) -> str:
    row = line.setting.lookups.execute("SELECT cop_no FROM declarations_withdrawal ORDER BY id DESC").fetchone()
    assert row is not None
    return str(row[0])


def replies(line: Line, kind: str) -> list[str]:
    ids = line.setting.lookups.execute(
        "SELECT id FROM exchange_message WHERE direction = 'out' AND kind = %s ORDER BY id", (kind,)
    ).fetchall()
    bodies = [exchange.body_of(line.setting.lookups, number) or b"" for (number,) in ids]
    reply: ceb.Kind = "import_cancel_reply" if kind == "CEB624" else "import_return_reply"  # type: ignore[name-defined]
    return ceb.validate(ceb.decode(bodies)).heads[reply]["return_status"].to_list()


def test_a_cancelled_list_gives_everything_back(released: Line, sets: ImportSets) -> None:
    assert all(sides(released))
    ask(released, sets, "import_cancel")
    assert released.states() == {"cancelled": 1}
    assert sides(released) == (Decimal(0), Decimal(0))
    assert told(released) == [("done", "")]
    assert replies(released, "CEB624") == ["399"]
    ask(released, sets, "import_cancel")
    assert told(released)[1:] == [("refused", "C03")]
    assert replies(released, "CEB624") == ["399", "100"]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [({"invt_no": "51412026I999999999"}, "C01"), ({"buyer_name": "练习另一人"}, "C02")],
)
def test_a_withdrawal_of_another_list_or_person_changes_nothing(
    released: Line, sets: ImportSets, changed: dict[str, str], rule: str
) -> None:
    before = sides(released)
    ask(released, sets, "import_cancel", None, **changed)
    assert told(released) == [("refused", rule)]
    assert (released.states(), sides(released)) == ({"released": 1}, before)


def test_a_return_in_two_parts_comes_to_all_of_it(released: Line, sets: ImportSets) -> None:
    bought = dict(sets.list_lines.select("gnum", "qty").rows())
    ask(released, sets, "import_return", {1: str(bought[1])})
    before = sides(released)
    assert told(released) == [("applied", "")]
    goods_arrived(released.setting, sets.orders["order_no"][0], last_return(released), on=NOW.date(), now=NOW)
    between = sides(released)
    assert 0 < between[0] < before[0]
    assert 0 < between[1] < before[1]
    ask(released, sets, "import_return", {2: str(bought[2])})
    goods_arrived(released.setting, sets.orders["order_no"][0], last_return(released), on=NOW.date(), now=NOW)
    assert sides(released) == (Decimal(0), Decimal(0))
    assert [outcome for outcome, _ in told(released)] == ["applied", "done", "applied", "done"]
    assert replies(released, "CEB626") == ["120", "399", "120", "399"]
    assert released.states() == {"released": 1}


def test_more_than_was_bought_does_not_come_back(released: Line, sets: ImportSets) -> None:
    before = sides(released)
    bought = sets.list_lines["qty"][0]
    ask(released, sets, "import_return", {1: str(bought + 1)})
    ask(released, sets, "import_return", {1: str(bought)})
    ask(released, sets, "import_return", {1: "1"})
    assert told(released) == [("refused", "R04"), ("applied", ""), ("refused", "R04")]
    assert sides(released) == before


@pytest.mark.parametrize("name", ["hs_code", "declared_name", "unit"])
def test_other_goods_than_were_bought_do_not_come_back(released: Line, sets: ImportSets, name: str) -> None:
    before, other = sides(released), {"hs_code": "9999999999", "declared_name": "别的商品", "unit": "999"}[name]
    goods = sets.list_lines.with_columns(pl.lit(other).alias(name))
    ask(released, replace(sets, list_lines=goods), "import_return", {1: "1"})
    query = "SELECT outcome, rule, found, expected FROM declarations_withdrawn"
    kept = sets.list_lines.row(0, named=True)[name]
    assert released.setting.lookups.execute(query).fetchall() == [("refused", "R05", other, kept)]
    assert replies(released, "CEB626") == ["100"]
    assert sides(released) == before
    ask(released, sets, "import_return", {1: "1"})
    assert told(released)[-1] == ("applied", "")


@pytest.mark.parametrize(
    ("applied", "arrived", "expected"),
    [(29, 30, ("done", "")), (30, 45, ("done", "")), (31, 31, ("refused", "R01")), (30, 46, ("refused", "R02"))],
)
def test_the_windows_are_30_days_for_asking_and_45_for_arriving(
    released: Line, sets: ImportSets, applied: int, arrived: int, expected: tuple[str, str]
) -> None:
    released.now = NOW + timedelta(days=applied)
    ask(released, sets, "import_return", {1: "1"}, app_time=released.now)
    if told(released)[-1] == ("applied", ""):
        day = (NOW + timedelta(days=arrived)).date()
        goods_arrived(released.setting, sets.orders["order_no"][0], last_return(released), on=day, now=released.now)
    assert told(released)[-1] == expected


def test_goods_that_nobody_awaits_are_refused(released: Line, sets: ImportSets) -> None:
    with pytest.raises(declarations.UnableToReturn, match="waits for its goods"):
        goods_arrived(released.setting, sets.orders["order_no"][0], "W1", on=NOW.date(), now=NOW)
