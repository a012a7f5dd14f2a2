"""Pages of sending: quotes, a booking, a label; and the carrier's own."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.shipping import Shipping

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def people(shipping: "Shipping") -> "Iterator[dict[str, Client]]":
    """seller and carrier, signed in."""
    from dataclasses import replace

    from django.db import connections
    from django.test import Client

    from tests.factories.finance import sign_people

    everybody = {**shipping.lending.party, "carrier": shipping.carrier}
    sign_people(replace(shipping.lending, party=everybody), PASSWORD)
    clients = {}
    for who in ("seller", "carrier", "bank"):
        client = Client(HTTP_HOST="localhost")
        assert client.post("/sign-in/", {"username": who, "password": PASSWORD}).status_code == 302
        clients[who] = client
    yield clients
    connections.close_all()


def once_in(page: str) -> str:
    return page.split('name="once" value="', 1)[1].split('"', 1)[0]


def test_from_the_record_to_the_label(shipping: "Shipping", people: "dict[str, Client]") -> None:
    seller, lending = people["seller"], shipping.lending
    ship = f"/ship/{lending.marketplace_code}/{lending.order_no}/"
    assert ship in seller.get(f"/records/{lending.marketplace_code}/{lending.order_no}/").content.decode()
    page = seller.get(ship, {"to": "Germany", "weight": "5"}).content.decode()
    assert "20.50 USD" in page
    rate = page.split('name="rate" value="', 1)[1].split('"', 1)[0]
    answer = seller.post(ship, {"to": "304", "weight": "5", "rate": rate, "once": once_in(page)})
    assert answer.status_code == 302
    parcel = answer["Location"]
    refused = seller.post(parcel, {"do": "print", "once": once_in(seller.get(parcel).content.decode())})
    assert refused.status_code == 422
    assert "customs data that the catalogue lacks" in refused.content.decode()
    shipping.fill_goods()
    assert seller.post(parcel, {"do": "print", "once": once_in(refused.content.decode())}).status_code == 302
    label = seller.get(f"{parcel}label.pdf")
    assert (label["Content-Type"], label.content[:5]) == ("application/pdf", b"%PDF-")
    assert people["carrier"].get(parcel).status_code == 200
    assert people["carrier"].get(f"{parcel}label.pdf").status_code == 404
    assert people["bank"].get(parcel).status_code == 404
    record = seller.get(f"/records/{lending.marketplace_code}/{lending.order_no}/").content.decode()
    assert "Label printed" in record


def test_a_lane_without_rates_and_a_country_that_is_none_are_answered(people: "dict[str, Client]") -> None:
    assert "for 5 kg on" in people["seller"].get("/rates/", {"to": "FR", "weight": "5"}).content.decode()
    answer = people["seller"].get("/rates/", {"to": "Atlantis", "weight": "5"})
    assert answer.status_code == 422
    assert "Expected a country/region such as" in answer.content.decode()


def test_a_carrier_publishes_a_sheet_and_others_cannot(people: "dict[str, Client]") -> None:
    def bring(client: "Client", text: str) -> int:
        file = BytesIO(text.encode())
        file.name = "rates.csv"
        key = once_in(people["carrier"].get("/rates/").content.decode())
        return client.post("/rates/", {"once": key, "file": file}).status_code

    head = "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from\n"
    assert bring(people["seller"], f"{head}CN,FR,0,2,9,parcel,USD,10,2026-01-01\n") == 403
    assert bring(people["carrier"], f"{head}CN,FR,0,2,nine,parcel,USD,10,2026-01-01\n") == 422
    assert bring(people["carrier"], f"{head}CN,FR,0,2,9,parcel,USD,10,2026-01-01\n") == 302
    assert "9.00 USD" in people["seller"].get("/rates/", {"to": "FR", "weight": "1"}).content.decode()
