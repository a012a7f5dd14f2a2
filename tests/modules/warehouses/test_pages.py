"""The pages of a warehouse, as its operator, the seller and another seller see them."""

import re
from typing import TYPE_CHECKING

import pytest

from entrepot.modules.warehouses.api import Dispatch, Scan
from entrepot.project.practice import firms
from tests.databases import Database
from tests.factories.portal import signed_in
from tests.factories.storing import BAG, MUG, PLACE, Storing, make_storing

if TYPE_CHECKING:
    from django.test import Client

SHIPMENT = {
    "warehouse": PLACE, "shipment_no": "IN-1", "seller_code": firms.SELLERS[0].customs_code,
    "lines": f"{MUG.item_no},{MUG.barcode},007,40,mug\n{BAG.item_no}，{BAG.barcode}，007，25，bag",
}  # fmt: skip
WISH = {"ware": f"{PLACE}\t{MUG.item_no}", "quantity": "2", "order_no": "PR-1", "marketplace": ""}


@pytest.fixture
def world(db: Database) -> Storing:
    return make_storing()


def _send(client: "Client", path: str, **answers: str) -> tuple[int, str]:
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    once = {"once": found[1]} if found else {}
    answer = client.post(path, {**once, **answers})
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_a_shipment_is_announced_received_and_an_order_sent_on_pages(world: Storing) -> None:
    keeper, seller = signed_in("keeper"), signed_in("qinghe")
    status, page = _send(keeper, "/warehouse/announce/", **SHIPMENT)
    assert (status, page) == (302, "/warehouse/in/IN-1/")
    assert "Shipments to receive" in keeper.get("/").content.decode()
    assert _send(keeper, "/warehouse/", label="IN-1") == (302, page)
    assert _send(keeper, page, do="scan", scanned=MUG.barcode, quantity="40") == (302, page)
    assert _send(keeper, page, do="close") == (302, page)
    shown = seller.get(page).content.decode()
    assert "differs" in shown
    assert "It came" not in shown
    status, out = _send(seller, "/warehouse/reserve/", **WISH)
    assert (status, out[:16]) == (302, "/warehouse/out/S")
    status, wrong = _send(keeper, out, do="reserved", scanned=BAG.barcode, quantity="1")
    assert (status, f"Expected {MUG.barcode}" in wrong) == (422, True)
    for answers in ({"do": "reserved", "scanned": MUG.barcode, "quantity": "2"}, {"do": "picked"},
                    {"do": "packed", "waybill_no": "JD1", "carrier": "DHL"}):  # fmt: skip
        assert _send(keeper, out, **answers) == (302, out)
    assert "Shipped with waybill JD1" in seller.get(out).content.decode()
    assert Dispatch.objects.using("owner").get().state == "shipped"


def test_another_seller_sees_nothing_of_it(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    other, number = signed_in("yunshan"), world.reserve(1)
    for path in ("/warehouse/in/IN-1/", f"/warehouse/out/{number}/"):
        assert other.get(path).status_code == 404
    assert MUG.item_no not in other.get("/warehouse/").content.decode()
    status, page = _send(other, "/warehouse/reserve/", **WISH)
    assert (status, "Choose a ware" in page or "Select a valid choice" in page) == (422, True)
    assert other.get("/warehouse/announce/").status_code == 403
    assert signed_in("qinghe").post("/warehouse/in/IN-1/", {"do": "close"}).status_code == 403


def test_what_is_refused_says_so_and_a_scan_sent_twice_counts_once(world: Storing) -> None:
    keeper, page = signed_in("keeper"), "/warehouse/in/IN-1/"
    status, said = _send(keeper, "/warehouse/announce/", **{**SHIPMENT, "lines": "mug"})
    assert (status, "Line 1: expected four cells" in said) == (422, True)
    world.announce()
    status, said = _send(keeper, page, do="scan", scanned=MUG.barcode[:-1] + "x", quantity="many")
    assert (status, "Enter a number such as 12" in said) == (422, True)
    status, said = _send(keeper, page, do="close")
    assert (status, "at least one scan" in said) == (422, True)
    status, said = _send(keeper, "/warehouse/", label="IN-7")
    assert (status, "Nothing of yours has this number" in said) == (422, True)
    found = re.search(r'name="once" value="([^"]+)"', keeper.get(page).content.decode())
    assert found is not None
    sent = {"once": found[1], "do": "scan", "scanned": MUG.barcode, "quantity": "1"}
    assert [keeper.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert Scan.objects.using("owner").count() == 1
    status, said = _send(signed_in("qinghe"), "/warehouse/reserve/", **{**WISH, "quantity": "2"})
    assert (status, "found 1 free" in said) == (422, True)
