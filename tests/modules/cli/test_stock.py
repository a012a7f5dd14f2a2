"""`stock …` walks a shipment in and an order out, and says why when it stops."""

from typing import Any

import pytest

from entrepot.project.cli import stock
from entrepot.project.practice import firms
from entrepot.project.practice.warehouse import OPERATOR
from entrepot.project.wording import Refusal
from tests.factories.storing import BAG, MUG, PLACE, make_storing
from tests.modules.cli.conftest import Station

KEEPER, SELLER = OPERATOR.customs_code, firms.SELLERS[0].customs_code
LINES = [f"{MUG.item_no},{MUG.barcode},007,40,mug", f"{BAG.item_no},{BAG.barcode},007,25"]
ANNOUNCE: dict[str, Any] = {"shipment_no": "IN-1", "warehouse": PLACE, "seller": SELLER, "firm": KEEPER, "record": None}
SCAN: dict[str, Any] = {"shipment_no": "IN-1", "firm": KEEPER, "quantity": "1", "close": False}
WISH: dict[str, Any] = {"item_no": MUG.item_no, "warehouse": PLACE, "order": "PR-1", "firm": SELLER, "seller": None}


def test_a_shipment_comes_in_and_an_order_goes_out(practice: Station) -> None:
    make_storing()
    assert practice.run(stock.announce, line=LINES, **ANNOUNCE)["lines"] == 2
    assert practice.run(stock.receive, scan=MUG.barcode, **{**SCAN, "quantity": "40"})["received"] == "40"
    closed = practice.run(stock.receive, scan=None, **{**SCAN, "close": True})
    assert closed["differences"] == [{"barcode": BAG.barcode, "expected": "25", "received": "0"}]
    number = practice.run(stock.reserve, quantity="2", **WISH)["dispatch_no"]
    (row,) = practice.run(stock.show, firm=SELLER)["stock"]
    assert (row["warehouse"], row["free"], row["held"], row["gone"]) == (PLACE, "38", "2", "0")
    with pytest.raises(Refusal, match=f"Expected {MUG.barcode}"):
        practice.run(stock.pick, dispatch_no=number, scan=BAG.barcode, firm=KEEPER, quantity="1")
    assert practice.run(stock.pick, dispatch_no=number, scan=MUG.barcode, firm=KEEPER, quantity="2")["left"] == "0"
    practice.run(stock.pack, dispatch_no=number, firm=KEEPER)
    shipped = practice.run(stock.ship, dispatch_no=number, carrier="DHL", waybill="JD1", firm=KEEPER)
    assert (shipped["state"], shipped["waybill_no"]) == ("shipped", "JD1")
    (row,) = practice.run(stock.show, firm=KEEPER)["stock"]
    assert (row["free"], row["held"], row["gone"]) == ("38", "0", "2")
    assert practice.run(stock.show, firm=firms.SELLERS[1].customs_code)["stock"] == []


def test_what_cannot_be_is_refused_in_a_sentence(practice: Station) -> None:
    make_storing()
    with pytest.raises(Refusal, match="Expected ITEM_NO,BARCODE"):
        practice.run(stock.announce, line=["mug"], **ANNOUNCE)
    with pytest.raises(Refusal, match="Expected a number such as 12"):
        practice.run(stock.announce, line=[f"A,{MUG.barcode},007,many"], **ANNOUNCE)
    with pytest.raises(Refusal, match="filed as warehouse, found seller"):
        practice.run(stock.announce, line=LINES, **{**ANNOUNCE, "firm": SELLER})
    practice.run(stock.announce, line=LINES, **ANNOUNCE)
    with pytest.raises(Refusal, match="at least one scan"):
        practice.run(stock.receive, scan=None, **{**SCAN, "close": True})
    with pytest.raises(Refusal, match="found 0 free"):
        practice.run(stock.reserve, quantity="1", **WISH)
    with pytest.raises(Refusal, match="found none with the number S1"):
        practice.run(stock.ship, dispatch_no="S1", carrier="DHL", waybill="JD1", firm=KEEPER)
