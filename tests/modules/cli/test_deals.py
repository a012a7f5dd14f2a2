"""`deal …` walks a deal from the stall to the decision and the money, and says why when it stops."""

from typing import Any

import pytest

from entrepot.project.cli import deals
from entrepot.project.practice import market as practice_market
from entrepot.project.wording import Refusal
from tests.factories.market import make_market
from tests.modules.cli.conftest import Station

DEALER, STALL = practice_market.DEALER.credit_code, practice_market.STALLS[0].credit_code
BOX = "PRAC7654321"
TERMS: dict[str, Any] = {
    "stall": STALL, "goods": "陶瓷杯", "hs_code": "6912001000", "quantity": "1000", "unit": "007", "price": "12.5",
    "buyer": "PXB-1", "firm": DEALER, "booth": "", "record": None,
}  # fmt: skip
LOAD: dict[str, Any] = {
    "container": BOX, "firm": DEALER, "quantity": None, "buyer": "PXB-1", "buyer_name": "Elbe Trading",
    "buyer_country": "DE", "buyer_document": "PX1", "rate": "7.1", "rate_source": "practice",
}  # fmt: skip
PAID: dict[str, Any] = {"reference": "B-1", "firm": DEALER, "paid_on": None}


def test_a_deal_is_walked_to_its_end(practice: Station) -> None:
    make_market()
    deal = practice.run(deals.make, **TERMS)["deal_no"]
    assert practice.run(deals.confirm, deal_no=deal, firm=STALL)["state"] == "confirmed"
    assert practice.run(deals.load, deal_no=deal, **LOAD)["value"] == "12500"
    declared = practice.run(deals.declare, container=BOX, firm=DEALER)
    assert (declared["kinds"], declared["lines"], declared["simplified"]) == (1, 1, False)
    (decided,) = practice.run(deals.decide)["decided"]
    assert (decided["kind"], decided["verdict"], decided["rules"]) == ("decision", "pass", [])
    assert practice.run(deals.decide)["decided"] == []
    assert practice.run(deals.settle, deal_no=deal, amount="12500.00", **PAID)["left"] == "0"
    shown = practice.run(deals.show, deal_no=deal)
    assert [entry["kind"] for entry in shown["entries"]] == [
        "deal", "deal-confirmed", "consolidated", "declared", "market-decision", "settled",
    ]  # fmt: skip
    assert (shown["to_load"], shown["to_pay"]) == ("0", "0")


def test_what_cannot_be_is_refused_in_a_sentence(practice: Station) -> None:
    make_market()
    deal = practice.run(deals.make, **TERMS)["deal_no"]
    with pytest.raises(Refusal, match="waiting for the stall"):
        practice.run(deals.load, deal_no=deal, **LOAD)
    assert practice.run(deals.refuse, deal_no=deal, reason="售罄", firm=STALL)["state"] == "refused"
    with pytest.raises(Refusal, match="refused by the stall"):
        practice.run(deals.settle, deal_no=deal, amount="1", **PAID)
    with pytest.raises(Refusal, match="found “much”"):
        practice.run(deals.settle, deal_no=deal, amount="much", **PAID)
    with pytest.raises(Refusal, match="filed as stall-holder·市场商户, found market dealer"):
        practice.run(deals.confirm, deal_no=deal, firm=DEALER)
    with pytest.raises(Refusal, match="No firm here has the code NOBODY"):
        practice.run(deals.make, **{**TERMS, "firm": "NOBODY"})
    with pytest.raises(Refusal, match="Expected the number of a deal"):
        practice.run(deals.show, deal_no="D1")


def test_a_deal_is_taken_out_again(practice: Station) -> None:
    make_market()
    deal = practice.run(deals.make, **TERMS)["deal_no"]
    practice.run(deals.confirm, deal_no=deal, firm=STALL)
    practice.run(deals.load, deal_no=deal, **LOAD)
    practice.run(deals.unload, deal_no=deal, container=BOX, firm=DEALER)
    assert practice.run(deals.show, deal_no=deal)["to_load"] == "1000"
