"""Guarantees and a buyer's year on pages: set and looked up by officers, seen by the firm as far as it is its own."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
NUMBER = "110101190001011009"  # of nobody: born in 1900
PAGE, BUYER = "/guarantee/", "/guarantee/buyer/"


@pytest.fixture(scope="module")
def code(portal: "Portal") -> str:
    """The agent's code, under which its guarantee stands."""
    from entrepot.project.practice import firms

    return firms.BROKER.customs_code


@pytest.fixture(scope="module")
def guarantee(portal: "Portal", code: str) -> int:
    """50,000 CNY, set by the office."""
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.modules.parties import api as parties
    from tests.factories.portal import party

    return ledgers.set_guarantee(
        acting=parties.Acting(party("officer")), code=code, limit=Decimal(50000), why="bank letter 12",
        now=datetime.now(UTC), using="owner",
    )  # fmt: skip


def _text(client: "Client", path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_an_officer_sets_a_limit_and_the_firm_reads_why(guarantee: int, code: str, signed_in: SignedIn) -> None:
    officer = signed_in("officer")
    answer = officer.post(PAGE, {"code": code, "limit": "60000.50", "why": "bank letter 13"})
    assert answer["Location"] == f"/guarantee/of/{code}/"
    shown = _text(signed_in("tonghui"), answer["Location"])
    assert "60,000.50" in shown
    assert "bank letter 12" in shown
    assert "bank letter 13" in shown
    assert "Set the limit" not in _text(signed_in("tonghui"), PAGE)


def test_nobody_else_sets_or_sees_it(guarantee: int, code: str, signed_in: SignedIn) -> None:
    assert signed_in("tonghui").post(PAGE, {"code": code, "limit": "1", "why": "x"}).status_code == 403
    seller = signed_in("qinghe")
    assert "No guarantee yet" in _text(seller, PAGE)
    assert seller.get(f"/guarantee/of/{code}/").status_code == 404


@pytest.mark.parametrize(("wrong", "says"), [
    ({"limit": "much"}, "Enter a number"),
    ({"limit": "-1"}, "greater than or equal to 0"),
    ({"code": "nobody"}, "nobody"),
    ({"why": ""}, "Write why the limit is set"),
])  # fmt: skip
def test_a_limit_that_cannot_be_set_says_why(
    guarantee: int, code: str, signed_in: SignedIn, wrong: dict[str, str], says: str
) -> None:
    officer = signed_in("officer")
    before = _main(_text(officer, f"/guarantee/of/{code}/"))
    answer = officer.post(PAGE, {"code": code, "limit": "5", "why": "x", **wrong})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert _main(_text(officer, f"/guarantee/of/{code}/")) == before


def test_a_guarantee_almost_used_up_stands_on_the_home_page_of_its_firm(
    portal: "Portal", guarantee: int, code: str, signed_in: SignedIn
) -> None:
    from entrepot.modules.ledgers import api as ledgers
    from tests.modules.ledgers.sets import NOW, wishes

    said = "Guarantees almost used up"
    assert said not in _text(signed_in("tonghui"), "/")
    connection = portal.line.setting.connection
    with connection.transaction():
        one = ledgers.kept_under(connection, ledgers.GUARANTEE, code)
        assert one is not None
        asked = wishes([("list 9", guarantee, str(one.balance.limit - 1))])
        ledgers.reserve_together(connection, asked, now=NOW)
    assert said in _text(signed_in("tonghui"), "/")
    assert said not in _text(signed_in("qinghe"), "/")
    with connection.transaction():
        ledgers.release(connection, [(guarantee, "list 9")], now=NOW)
    assert said not in _text(signed_in("tonghui"), "/")


def test_a_buyers_year_is_for_officers_alone_and_every_look_is_noted(portal: "Portal", signed_in: SignedIn) -> None:
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.unmasking import person_of
    from tests.modules.ledgers.sets import NOW, accounts, wishes

    connection = portal.line.setting.connection
    with connection.transaction():
        rows = [("person_year", f"{person_of(NUMBER)}:2026", "CNY", None, Decimal(26000))]
        (account,) = ledgers.admit_many(connection, accounts(rows), now=NOW)["account_id"]
        ledgers.reserve_together(connection, wishes([("list 7", account, "1234.56")]), now=NOW)
    officer = signed_in("officer")
    answer = officer.post(BUYER, {"number": NUMBER.lower(), "year": "2026"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert "24,765.44" in page
    assert "list 7" in page
    assert NUMBER not in page
    assert "Nothing has been reserved" in officer.post(BUYER, {"number": NUMBER, "year": "2025"}).content.decode()
    looks = parties.Audit.objects.using("owner").filter(what="quota_looked_up", person__username="officer")
    assert [row.subject.rpartition(":")[2] for row in looks.order_by("pk")] == ["2026", "2025"]
    for who in ("qinghe", "tonghui", "hongyan"):
        assert signed_in(who).get(BUYER).status_code == 404
        assert signed_in(who).post(BUYER, {"number": NUMBER, "year": "2026"}).status_code == 404
    assert looks.count() == 2


def test_a_number_that_cannot_be_looked_up_is_not_repeated(portal: "Portal", signed_in: SignedIn) -> None:
    answer = signed_in("officer").post(BUYER, {"number": NUMBER, "year": "1066"})
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()


def test_lanes_lead_to_both(portal: "Portal", signed_in: SignedIn) -> None:
    page = _text(signed_in("officer"), "/lanes/")
    assert f'href="{PAGE}"' in page
    assert f'href="{BUYER}"' in page
