"""The pages of deals and containers, as dealer, stall and neighbour see them."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from entrepot.modules.market_procurement import api as market
from entrepot.modules.market_procurement.api import Deal, Load
from tests.databases import Database
from tests.factories.market import CUPS, Market, make_market
from tests.factories.portal import signed_in

if TYPE_CHECKING:
    from django.test import Client

TERMS = {
    "goods_name": "陶瓷杯", "hs_code": "6912001000", "quantity": "1000", "unit": "007", "price": "12.5",
    "stall_code": CUPS.stall_code, "booth_no": "F1-2045", "buyer_code": "PXB-1",
}  # fmt: skip
BOX = {
    "container_no": "PRAC1234567", "buyer_code": "PXB-1", "buyer_name": "Elbe Trading", "buyer_country": "DE",
    "buyer_document": "PX1", "rate": "7.1", "rate_source": "practice rate",
}  # fmt: skip


@pytest.fixture
def world(db: Database) -> Market:
    return make_market()


def _once(client: "Client", path: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None, path
    return found[1]


def _send(client: "Client", path: str, page: str = "", **answers: str) -> tuple[int, str]:
    answer = client.post(path, {"once": _once(client, page or path), **answers})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_a_deal_is_made_confirmed_loaded_declared_and_paid_on_pages(world: Market) -> None:
    dealer, stall = signed_in("dealer"), signed_in("stall")
    status, deal = _send(dealer, "/deals/make/", **TERMS)
    assert (status, deal[:8]) == (302, "/deals/D")
    assert "Deals to confirm" in stall.get("/").content.decode()
    assert _send(stall, deal, do="confirm") == (302, deal)
    status, box = _send(dealer, "/containers/begin/", **BOX)
    assert status == 302
    number = str(market.Container.objects.using("owner").get().pk)
    assert _send(dealer, deal, do="load", container=number, load_quantity="400") == (302, deal)
    assert _send(dealer, f"{box}declare/", box) == (302, box)
    market.decide_due(now=datetime.now(UTC))
    assert ": released" in dealer.get(box).content.decode()
    paid = {"do": "settle", "amount": "12500.00", "reference": "B-1", "paid_on": "2026-05-04"}
    assert _send(dealer, deal, **paid) == (302, deal)
    shown = stall.get(deal).content.decode()
    for said in ("Consolidated into container PRAC1234567", "Decision: released", "Paid to the stall: 12,500.00 CNY"):
        assert said in shown
    assert stall.get(box).status_code == 404


def test_a_neighbour_sees_neither_deal_nor_container(world: Market) -> None:
    deal, neighbour = world.make(), signed_in("neighbour")
    box = world.open()
    assert neighbour.get(f"/deals/{deal}/").status_code == 404
    assert neighbour.get(f"/containers/{box}/").status_code == 404
    assert deal not in neighbour.get("/deals/").content.decode()
    assert neighbour.post(f"/deals/{deal}/", {"do": "confirm", "once": "x"}).status_code == 404
    assert neighbour.get("/deals/make/").status_code == 403


def test_a_stall_refuses_with_a_reason_and_the_dealer_reads_it(world: Market) -> None:
    deal, stall = f"/deals/{world.make(confirm=False)}/", signed_in("stall")
    status, page = _send(stall, deal, do="refuse", reason="")
    assert (status, "Fill this in" in page) == (422, True)
    assert _send(stall, deal, do="refuse", reason="售罄")[0] == 302
    assert "售罄" in signed_in("dealer").get(deal).content.decode()


def test_what_is_refused_says_so_beside_the_form_and_keeps_nothing(world: Market) -> None:
    dealer = signed_in("dealer")
    status, page = _send(dealer, "/deals/make/", **{**TERMS, "hs_code": "6912"})
    assert (status, "Expected an HS code of 10 digits, found “6912”" in page) == (422, True)
    assert Deal.objects.using("owner").count() == 0
    deal, box = world.make(), world.open()
    status, page = _send(dealer, f"/deals/{deal}/", do="load", container=str(box), load_quantity="1001")
    assert (status, "Expected at most 1000 011" in page) == (422, True)
    status, page = _send(dealer, f"/containers/{box}/declare/", f"/containers/{box}/buyer/")
    assert (status, "Load a confirmed deal first" in page) == (422, True)
    assert Load.objects.using("owner").count() == 0


def test_a_form_that_comes_twice_is_done_once(world: Market) -> None:
    dealer = signed_in("dealer")
    sent = {"once": _once(dealer, "/deals/make/"), **TERMS}
    assert [dealer.post("/deals/make/", sent).status_code for _ in range(2)] == [302, 302]
    assert Deal.objects.using("owner").count() == 1


def test_buyer_and_rate_are_changed_and_a_deal_is_taken_out(world: Market) -> None:
    deal, box, dealer = world.make(), world.open(), signed_in("dealer")
    world.load(box, deal)
    page = f"/containers/{box}/"
    answers = {name: BOX[name] for name in BOX if name not in {"container_no", "buyer_code"}}
    assert _send(dealer, f"{page}buyer/", **{**answers, "rate": "7.2"}) == (302, page)
    assert "1,736.12" in dealer.get(page).content.decode()
    assert _send(dealer, f"{page}unload/", page, deal=deal) == (302, page)
    assert "Nothing in it yet" in dealer.get(page).content.decode()
