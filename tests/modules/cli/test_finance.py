"""Money on an order from the command line: two banks, one registry."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from entrepot.project.cli import finance
from entrepot.project.practice.firms import BANK, SECOND_BANK
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.modules.cli.conftest import Station

if TYPE_CHECKING:
    from tests.factories.finance import Lending


@pytest.fixture
def lending(db: Database, practice: Station) -> "Iterator[Lending]":
    from tests.factories.finance import make_lending

    made = make_lending(db.owner)
    yield made
    made.line.close()


def test_two_banks_are_asked_and_one_of_them_lends(
    practice: Station, lending: "Lending", capsys: pytest.CaptureFixture[str]
) -> None:
    seller = {"by": lending.seller_code}
    banks = {"bank": BANK.customs_code, "second": SECOND_BANK.customs_code}
    cases = {}
    for bank, code in banks.items():
        asked = practice.run(
            finance.ask, order_no=lending.order_no, terms_id=lending.terms[bank], amount="70", **seller
        )
        assert [one["outcome"] for one in asked["checks"]] == ["fits"] * 6
        cases[bank] = asked["case"]
        practice.run(finance.offer, case=asked["case"], by=code, amount="70", due="2026-07-03")
    assert practice.run(finance.accept, case=cases["bank"], **seller)["state"] == "accepted"
    assert "Next: `entrepot finance pay" in capsys.readouterr().err
    with pytest.raises(Refusal, match=r"are not financed yet; found 70\.00"):
        practice.run(finance.accept, case=cases["second"], **seller)
    assert practice.run(finance.pay, case=cases["bank"], by=banks["bank"])["state"] == "paid_out"
    assert practice.run(finance.repaid, case=cases["bank"], by=banks["bank"])["state"] == "repaid"
    assert practice.run(finance.accept, case=cases["second"], **seller)["state"] == "accepted"
    shown = practice.run(finance.show, **seller)["cases"]
    assert [(one["case"], one["state"]) for one in shown] == [(cases["second"], "accepted"), (cases["bank"], "repaid")]


def test_terms_are_published_and_listed(practice: Station, lending: "Lending") -> None:
    text = "Quick advance/快速预付款/502/0.5/0.04/30/20/500"
    made = practice.run(finance.terms, publish=text, by=BANK.customs_code)
    listed = practice.run(finance.terms)["terms"]
    assert (made["terms"], listed[0]["name_en"], len(listed)) == (listed[0]["terms"], "Quick advance", 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quick advance", "NAME_EN/NAME_ZH"),
        ("Quick/快速/502/1.5/0.04/30/20/500", "advance_share"),
        ("Quick/快速/502/x/0.04/30/20/500", "amount such as"),
    ],
)
def test_terms_of_another_shape_are_refused(practice: Station, lending: "Lending", text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        practice.run(finance.terms, publish=text, by=BANK.customs_code)
    assert len(practice.run(finance.terms)["terms"]) == 2


def test_a_case_of_others_is_not_shown(practice: Station, lending: "Lending") -> None:
    asked = practice.run(
        finance.ask, order_no=lending.order_no, terms_id=lending.terms["bank"], amount="20", by=lending.seller_code
    )
    with pytest.raises(Refusal, match="found none with the number"):
        practice.run(finance.show, case=asked["case"], by=SECOND_BANK.customs_code)
