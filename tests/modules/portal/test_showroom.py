"""Showrooms as their visitors and their firms see them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from tests.factories.portal import MARKETPLACE, Portal, party
from tests.factories.showroom import png

if TYPE_CHECKING:
    from django.test import Client

SIZES = {"width_mm": "110", "height_mm": "95", "depth_mm": "85", "price": "4.50", "currency": "USD", "unit": "piece",
         "min_quantity": "10"}  # fmt: skip
OPEN = {"address": "qinghe", "opened_to": "public", "prices_to": "invited", "marketplace": MARKETPLACE}
SignedIn = Callable[[str], "Client"]
ITEM = "PW-1001"


@pytest.fixture(scope="module")
def goods(portal: Portal) -> None:
    """The catalogue of the seller."""
    import psycopg

    from entrepot.modules.catalogue import api as catalogue
    from entrepot.project.practice.goods import goods_of
    from entrepot.store import dsn
    from tests.factories.line import NOW

    with psycopg.connect(dsn.owner()) as connection:
        catalogue.keep_goods(
            connection, goods_of(party("qinghe")), catalogue.Change("test", "test", NOW, practice=True)
        )


@pytest.fixture(scope="module")
def hall(portal: Portal, goods: None) -> None:
    """A hall with two wares, one of them with a picture."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.factories.portal import signed_in

    seller = signed_in("qinghe")
    answer = seller.post("/showroom/desk/opening/", OPEN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/showroom/")
    picture = SimpleUploadedFile("mug.png", png())
    answer = seller.post(f"/showroom/desk/ware/?item={ITEM}", {**SIZES, "picture": picture})
    assert answer.status_code == 302
    assert seller.post("/showroom/desk/ware/?item=PW-1008", SIZES).status_code == 302


@pytest.fixture
def stranger() -> "Client":
    from django.test import Client

    return Client(HTTP_HOST="localhost")


@pytest.mark.usefixtures("hall")
def test_everybody_sees_the_wares_and_only_the_invited_see_prices(signed_in: SignedIn, stranger: "Client") -> None:
    def page(client: "Client") -> str:
        answer = client.get("/showroom/qinghe/")
        assert answer.status_code == 200
        return answer.content.decode()

    assert "110 × 95 × 85 mm" in page(stranger)
    assert ("4.50" in page(stranger), "4.50" in page(signed_in("yunshan")), "4.50" in page(signed_in("qinghe"))) == (
        False, False, True,
    )  # fmt: skip
    signed_in("qinghe").post("/showroom/desk/invite/", {"firm": "9999961002"})
    assert ("4.50" in page(signed_in("yunshan")), "4.50" in page(signed_in("hongyan"))) == (True, False)
    assert page(stranger).count("No stock told") == 2


@pytest.mark.usefixtures("hall")
def test_stock_is_told_by_whoever_registers_and_read_with_the_sellers_eyes(
    stranger: "Client", monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime
    from decimal import Decimal

    from django.db import connection

    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.marketing import stock

    seen: list[Any] = []

    def told(seller_id: int, items: Sequence[str]) -> dict[str, marketing.Stock]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reader_ids()")
            seen.append((seller_id, list(items), cursor.fetchone()[0]))
        return {ITEM: marketing.Stock("Hamburg", Decimal(240), "007", datetime(2026, 5, 4, tzinfo=UTC))}

    monkeypatch.setattr(stock, "_sources", {})
    marketing.register_stock(told)
    content = stranger.get("/showroom/qinghe/").content.decode()
    assert seen == [(party("qinghe"), [ITEM, "PW-1008"], [party("qinghe")])]
    assert "240 piece at Hamburg" in content
    assert content.count("No stock told") == 1
    assert "4.50" not in content


@pytest.mark.usefixtures("hall")
def test_a_picture_is_served_as_one_and_can_do_nothing(stranger: "Client") -> None:
    content = stranger.get("/showroom/qinghe/").content.decode()
    address = content[content.index("/showroom/qinghe/pictures/") :].partition('"')[0]
    answer = stranger.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert stranger.get("/showroom/qinghe/pictures/0000.webp").status_code == 404


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "found SVG"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xc3\x50\x00\x00\xc3\x50" + bytes(40), "found 50000 × 50000"),
        (png() + b"PK\x03\x04", "something after it"),
    ],
)
def test_a_picture_that_is_none_is_refused_beside_its_field(signed_in: SignedIn, content: bytes, said: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    brought = SimpleUploadedFile("picture.png", content, content_type="image/png")
    answer = signed_in("qinghe").post(
        f"/showroom/desk/ware/?item={ITEM}", {**SIZES, "price": "9.99", "picture": brought}
    )
    assert answer.status_code == 422
    assert answer.content.decode().count(said) == 2
    assert "9.99" not in signed_in("qinghe").get("/showroom/").content.decode()


@pytest.mark.usefixtures("hall")
def test_a_firm_asks_the_seller_answers_and_it_becomes_one_order(signed_in: SignedIn, portal: Portal) -> None:
    seller, buyer = signed_in("qinghe"), signed_in("yunshan")
    asked = buyer.post(f"/showroom/qinghe/ask/?item={ITEM}", {"quantity": "25", "message": "blue?", "key": "k" * 32})
    address = asked.headers["Location"]
    again = buyer.post(f"/showroom/qinghe/ask/?item={ITEM}", {"quantity": "25", "message": "blue?", "key": "k" * 32})
    assert again.headers["Location"] == address
    assert "Enquiries to answer" in seller.get("/").content.decode()
    assert "Enquiries to answer" not in buyer.get("/").content.decode()
    assert signed_in("hongyan").get(address).status_code == 404
    assert buyer.post(address, {"price": "0.01"}).status_code == 404
    assert seller.post(address, {"price": "none"}).status_code == 422
    assert seller.post(address, {"price": "4.25", "valid_until": "", "reply": "gladly"}).status_code == 302
    assert "USD 4.25" in buyer.get(address).content.decode()
    assert buyer.post(f"{address}order/").status_code == 404
    assert seller.post(f"{address}order/").status_code == 302
    refused = seller.post(f"{address}order/")
    assert refused.status_code == 422
    assert "is an order already" in refused.content.decode()
    read_stored(portal.line.setting, now=portal.line.now, limit=10, after=answer_intake)
    order_no = f"EQ{int(address.strip('/').rpartition('/')[2]):08d}"
    record = seller.get(f"/records/{MARKETPLACE}/{order_no}/")
    assert record.status_code == 200
    assert f"Asked for a quote of {ITEM}" in record.content.decode()
    assert signed_in("hongyan").get(f"/records/{MARKETPLACE}/{order_no}/").status_code == 404


@pytest.mark.usefixtures("hall")
def test_a_guest_asks_and_reads_the_answer_where_only_it_can(signed_in: SignedIn, stranger: "Client") -> None:
    form = {"quantity": "30", "message": "", "key": "g" * 32, "name": "Greta Guest", "mail": "greta@example.com"}
    wrong = stranger.post(f"/showroom/qinghe/ask/?item={ITEM}", {**form, "mail": "nowhere"})
    assert wrong.status_code == 422
    few = stranger.post(f"/showroom/qinghe/ask/?item={ITEM}", {**form, "quantity": "9"})
    assert "at least 10" in few.content.decode()
    asked = stranger.post(f"/showroom/qinghe/ask/?item={ITEM}", form)
    assert asked.headers["Location"] == f"/showroom/enquiries/by/{'g' * 32}/"
    answer = stranger.get(asked.headers["Location"])
    assert "The firm was told" in answer.content.decode()
    assert "greta" not in answer.content.decode()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert stranger.get(f"/showroom/enquiries/by/{'h' * 32}/").status_code == 404
    assert "Greta Guest" in signed_in("qinghe").get("/showroom/enquiries/").content.decode()


@pytest.mark.usefixtures("goods")
def test_a_listing_is_stopped_and_completing_the_catalogue_lets_it_out(signed_in: SignedIn, portal: Portal) -> None:
    seller, marketplace = signed_in("qinghe"), signed_in("wangtang")
    portal.line.setting.lookups.execute("UPDATE catalogue_goods SET origin = NULL WHERE item_no = 'PW-1009'")
    offered = {"item_no": "PW-1009", "marketplace": MARKETPLACE, "price": "11", "currency": "USD"}
    address = seller.post("/showroom/listings/offer/", offered).headers["Location"]
    assert "origin (origin) is missing; fill in origin" in seller.get(address).content.decode()
    assert "PW-1009" not in marketplace.get("/showroom/listings/").content.decode()
    assert marketplace.get(address).status_code == 404
    assert seller.post(address, {"origin": "Atlantis"}).status_code == 422
    assert seller.post(address, {"origin": "中国"}).status_code == 302
    assert "badge tone-good" in seller.get(address).content.decode()
    assert "PW-1009" in marketplace.get("/showroom/listings/").content.decode()


@pytest.mark.usefixtures("hall")
def test_the_desk_is_for_those_who_work_there(signed_in: SignedIn, stranger: "Client") -> None:
    assert stranger.get("/showroom/").status_code == 302
    assert "/showroom/qinghe/" in signed_in("qinghe").get("/showroom/").content.decode()
    assert "/showroom/qinghe/" not in signed_in("yunshan").get("/showroom/").content.decode()
    assert signed_in("yunshan").get(f"/showroom/desk/ware/?item={ITEM}").status_code == 404
    taken = signed_in("yunshan").post("/showroom/desk/opening/", OPEN)
    assert taken.status_code == 422
    assert "another firm" in taken.content.decode()


@pytest.mark.usefixtures("hall")
def test_a_closed_hall_is_not_there(signed_in: SignedIn, stranger: "Client") -> None:
    seller = signed_in("qinghe")
    seller.post("/showroom/desk/opening/", {**OPEN, "opened_to": "nobody"})
    try:
        paths = ("", "hall/", f"ask/?item={ITEM}")
        assert [stranger.get(f"/showroom/qinghe/{path}").status_code for path in paths] == [404] * 3
        assert signed_in("yunshan").get("/showroom/qinghe/").status_code == 404
        assert seller.get("/showroom/qinghe/hall/").status_code == 200
    finally:
        seller.post("/showroom/desk/opening/", OPEN)
