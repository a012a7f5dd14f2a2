"""The page on which a seller brings the statement of its account."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.finance import Lending

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def sale(db: Database) -> "Iterator[Lending]":
    from django.db import connections

    from tests.factories.finance import make_lending, sign_people

    made = make_lending(db.owner, ("order",))
    sign_people(made, PASSWORD)
    yield made
    made.line.close()
    connections.close_all()


def signed_in(who: str) -> "Client":
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    assert client.post("/sign-in/", {"username": who, "password": PASSWORD}).status_code == 302
    return client


def bring(client: "Client", body: bytes) -> tuple[int, str]:
    page = client.get("/payments/").content.decode()
    key = page.split('name="once" value="', 1)[1].split('"', 1)[0]
    file = BytesIO(body)
    file.name = "statement.xml"
    answer = client.post("/payments/", {"once": key, "file": file})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_the_practice_statement_settles_the_order_on_its_record(sale: "Lending") -> None:
    client = signed_in("seller")
    body = client.get("/payments/practice/").content
    status, address = bring(client, body)
    assert status == 302
    page = client.get(address).content.decode()
    assert "no money in" not in page
    assert sale.order_no in page
    assert "Expected the number of one of your orders" in page
    record = client.get(f"/records/{sale.marketplace_code}/{sale.order_no}/").content.decode()
    assert "Paid: 93.12 USD" in record
    assert signed_in("bank").get(address).status_code == 404
    assert bring(client, body)[0] == 422


def test_a_file_that_is_no_statement_is_answered_beside_the_field(sale: "Lending") -> None:
    status, page = bring(signed_in("seller"), b"PK\x03\x04")
    assert status == 422
    assert "Expected an account statement (camt.053) as XML" in page
