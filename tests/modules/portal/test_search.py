"""One box finds whatever the reader may see, and nothing else."""

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl
import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]


@pytest.fixture(scope="module", autouse=True)
def goods(portal: "Portal") -> None:
    """Two wares of the seller and one of another."""
    from entrepot.modules.catalogue import api as catalogue
    from tests.factories.line import NOW
    from tests.factories.portal import party

    wares = pl.DataFrame(
        {
            "seller_id": [party("qinghe"), party("qinghe"), party("yunshan")],
            "item_no": ["SKU-1", "LAMP-2", "SKU-9"],
            "declared_name": ["棉布礼品袋", "重庆音乐灯", "棉布礼品袋"],
            "item_name": ["Cotton gift bag", "Lamp", "Cotton gift bag"],
        }
    )
    change = catalogue.Change(by="test", why="test", now=NOW, practice=True)
    catalogue.keep_goods(portal.line.setting.connection, wares, change)


def _found(client: "Client", text: str, status: int = 200) -> dict[str, list[str]]:
    """Group → titles of its hits."""
    answer = client.get("/search/", {"q": text})
    assert answer.status_code == status
    page = html.unescape(answer.content.decode())
    return {
        key: re.findall(r"<li><(?:a|span)[^>]*>([^<]*)</(?:a|span)>", body)
        for key, body in re.findall(
            r'<section class="sheet[^>]*aria-labelledby="found-(\w+)">(.*?)</section>', page, re.DOTALL
        )
    }


def test_an_order_is_found_with_its_list_by_its_number(portal: "Portal", signed_in: SignedIn) -> None:
    number = portal.orders["dear"]
    assert _found(signed_in("qinghe"), number) == {"orders": [number], "lists": [f"PL{number[1:]}"]}
    assert _found(signed_in("qinghe"), number.lower()) == {"orders": [number], "lists": [f"PL{number[1:]}"]}


def test_a_beginning_finds_own_orders(portal: "Portal", signed_in: SignedIn) -> None:
    found = _found(signed_in("qinghe"), portal.orders["dear"][:-1])
    assert portal.orders["dear"] in found["orders"]
    assert len(_found(signed_in("qinghe"), portal.orders["dear"][:3])["orders"]) == 20


def test_a_waybill_is_found_by_its_carrier_and_by_the_parties_of_its_list(
    portal: "Portal", signed_in: SignedIn
) -> None:
    from django.db import connections

    from tests.factories.portal import party

    query = (
        "SELECT l.waybill_no, l.cop_no FROM declarations_list l"
        " WHERE l.carrier_id = %s AND l.agent_id = %s ORDER BY l.id LIMIT 1"
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, (party("hongyan"), party("tonghui")))
        waybill, list_no = cursor.fetchone()
    assert _found(signed_in("hongyan"), waybill)["waybills"] == [waybill]
    assert _found(signed_in("tonghui"), waybill)["lists"] == [list_no]
    assert portal.orders


def test_a_list_is_found_by_the_number_that_its_filer_gave_it(portal: "Portal", signed_in: SignedIn) -> None:
    number = f"PL{portal.orders['dear'][1:]}"
    for who in ("tonghui", "qinghe"):
        assert _found(signed_in(who), number) == {"lists": [number]}
    assert f"PL{portal.orders['heavy'][1:]}" in _found(signed_in("tonghui"), number[:-1])["lists"]


def test_a_slip_is_found_by_the_number_of_its_payment(portal: "Portal", signed_in: SignedIn) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT slip_key FROM trade_slip WHERE order_no = %s", (portal.orders["dear"],))
        (number,) = cursor.fetchone()
    assert _found(signed_in("qinghe"), number)["slips"] == [number]
    assert _found(signed_in("hongyan"), number) == {}


@pytest.mark.parametrize(
    ("typed", "goods"),
    [("sku", ["SKU-1"]), ("mblpd", ["SKU-1"]), ("棉布", ["SKU-1"]), ("gift b", ["SKU-1"]), ("cqyy", ["LAMP-2"]),
     ("zqyl", ["LAMP-2"])],
)  # fmt: skip
def test_goods_are_found_by_number_names_and_initials(signed_in: SignedIn, typed: str, goods: list[str]) -> None:
    assert _found(signed_in("qinghe"), typed)["goods"] == goods


def test_goods_that_were_found_lead_to_their_page(signed_in: SignedIn) -> None:
    client = signed_in("tonghui")
    found = re.search(r'href="(/goods/[^"]+)">SKU-1<', client.get("/search/", {"q": "mblpd"}).content.decode())
    assert found is not None
    page = client.get(html.unescape(found[1]))
    assert page.status_code == 200
    assert '<th scope="row" class="code">SKU-1</th>' in page.content.decode()


def test_an_agent_finds_the_goods_of_its_clients_alone(signed_in: SignedIn) -> None:
    assert _found(signed_in("tonghui"), "mblpd") == {"goods": ["SKU-1"]}


@pytest.mark.parametrize("typed", ["qhlp", "青禾", "Qinghe", "9999961001", "99999610"])
def test_a_firm_is_found_by_initials_names_and_code(signed_in: SignedIn, typed: str) -> None:
    assert "Qinghe Gifts (practice)" in _found(signed_in("tonghui"), typed)["firms"]
    assert "Qinghe Gifts (practice)" not in _found(signed_in("yunshan"), typed).get("firms", [])


def test_what_is_not_the_readers_is_not_found(portal: "Portal", signed_in: SignedIn) -> None:
    number = portal.orders["dear"]
    for text in (number, f"PL{number[1:]}", "LAMP-2"):
        assert _found(signed_in("yunshan"), text) == {}
    assert _found(signed_in("stranger"), number) == {}


def test_the_authority_finds_every_list_by_its_beginning(portal: "Portal", signed_in: SignedIn) -> None:
    assert len(_found(signed_in("officer"), portal.orders["dear"][:5])["lists"]) == 20


@pytest.mark.parametrize("text", ["", "%", "_", "%_%", "\0", "'; --", "\ud83d\ude00", "\\"])
def test_signs_that_mean_something_elsewhere_find_nothing(signed_in: SignedIn, text: str) -> None:
    assert _found(signed_in("qinghe"), text.encode("utf-8", "ignore").decode()) == {}


def test_a_text_that_is_too_long_is_told_so(signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    assert _found(client, "x" * 10_000, status=422) == {}
    assert (
        "Expected at most 100 characters, found 10000" in client.get("/search/", {"q": "x" * 10_000}).content.decode()
    )


def test_a_firm_that_documents_name_is_found_by_the_name_they_gave(portal: "Portal") -> None:
    from entrepot.modules.parties.operations.codes import with_party_ids

    frame = pl.DataFrame({"seller_code": ["9999961777"], "seller_name": ["音河商行"]})
    with portal.line.setting.connection.transaction():
        found = with_party_ids(portal.line.setting.connection, frame, {}, {})
    query = "SELECT key FROM parties_known_as WHERE enterprise_id = %s ORDER BY key"
    keys = {row[0] for row in portal.line.setting.connection.execute(query, (found["seller_id"][0],)).fetchall()}
    assert {"yhsh", "音河商行"} <= keys
