"""Guarantees and a buyer's year from the command line."""

from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.cli.guarantee import quota, set_, show
from entrepot.project.line.unmasking import person_of
from entrepot.project.practice import firms, guarantee, world
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import NOW, Station
from tests.modules.ledgers.sets import accounts, wishes

CODE = firms.BROKER.customs_code
NUMBER = "110101190001011009"  # of nobody: born in 1900


@pytest.fixture
def station(practice: Station) -> Station:
    """The firms of the practice world."""
    world.register_firms(now=NOW)
    return practice


def test_a_guarantee_is_set_raised_and_shown_with_what_moved(station: Station) -> None:
    assert station.run(show) == {"guarantees": []}
    told = station.run(set_, code=CODE, limit="50000", why="bank letter 12")
    assert (told["code"], Decimal(told["limit"]), Decimal(told["free"])) == (CODE, Decimal(50000), Decimal(50000))
    station.run(set_, code=CODE, limit="40000", why="part returned")
    shown = station.run(show, code=CODE)
    assert Decimal(shown["limit"]) == 40000
    assert [(one["from"], one["to"], Decimal(one["amount"])) for one in shown["movements"]] == [
        ("free", "outside", Decimal(10000)), ("outside", "free", Decimal(50000)),
    ]  # fmt: skip
    assert len(station.run(show)["guarantees"]) == 1


def test_the_practice_marketplace_has_a_guarantee_once(station: Station) -> None:
    for _ in range(2):
        guarantee.plant(now=NOW)
    (one,) = station.run(show)["guarantees"]
    assert (one["code"], Decimal(one["limit"])) == (firms.MARKETPLACE.customs_code, guarantee.LIMIT)


def test_what_cannot_be_set_or_shown_says_why(station: Station) -> None:
    with pytest.raises(Refusal, match="found none"):
        station.run(show, code=CODE)
    with pytest.raises(Refusal, match="an amount such as"):
        station.run(set_, code=CODE, limit="much", why="x")
    with pytest.raises(Refusal, match="why the limit is set"):
        station.run(set_, code=CODE, limit="1", why="")
    assert station.run(show) == {"guarantees": []}


def test_a_look_at_a_buyers_year_is_noted_and_says_no_number(
    station: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    asked = tmp_path / "number"
    asked.write_text(f"{NUMBER}\n")
    assert station.run(quota, number_file=asked, year=2026) == {"year": 2026, "limit": None, "uses": []}
    rows = [("person_year", f"{person_of(NUMBER)}:2026", "CNY", None, Decimal(26000))]
    (account,) = ledgers.admit_many(owner, accounts(rows), now=NOW)["account_id"]
    ledgers.reserve_together(owner, wishes([("list 7", account, "25999.99")]), now=NOW)
    ledgers.commit(owner, [(account, "list 7")], now=NOW)
    told = station.run(quota, number_file=asked, year=None)
    assert (told["year"], Decimal(told["spent"]), Decimal(told["free"])) == (2026, Decimal("25999.99"), Decimal("0.01"))
    assert [(one["key"], one["state"]) for one in told["uses"]] == [("list 7", "spent")]
    looks = parties.Audit.objects.using("owner").filter(what="quota_looked_up")
    assert [row.subject for row in looks] == [f"quota:{person_of(NUMBER)}:2026"] * 2
    assert not any(NUMBER in str(row.facts) + row.subject for row in looks)
