"""Pages of finance: the seller asks where the record is, the financier answers, nobody else sees it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.finance import Lending

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def people(lending: "Lending", db: Database) -> "Iterator[dict[str, Client]]":
    """seller, bank and second, each signed in."""
    from django.db import connections
    from django.test import Client

    from tests.factories.finance import sign_people

    sign_people(lending, PASSWORD)
    clients = {}
    for who in ("seller", "bank", "second"):
        client = Client(HTTP_HOST="localhost")
        assert client.post("/sign-in/", {"username": who, "password": PASSWORD}).status_code == 302
        clients[who] = client
    yield clients
    connections.close_all()


def once_of(client: "Client", address: str) -> str:
    page = client.get(address).content.decode()
    return page.split('name="once" value="', 1)[1].split('"', 1)[0]


def act(client: "Client", address: str, **fields: str) -> int:
    return client.post(address, {"once": once_of(client, address), **fields}).status_code


def test_from_the_record_to_the_money(lending: "Lending", people: "dict[str, Client]") -> None:
    record, ask = (f"{path}{lending.marketplace_code}/{lending.order_no}/" for path in ("/records/", "/finance/ask/"))
    assert ask in people["seller"].get(record).content.decode()
    page = people["seller"].get(ask).content.decode()
    assert "Not yet collected" in page
    assert "This order carries up to" in page
    assert act(people["seller"], ask, terms=str(lending.terms["bank"]), amount="70") == 302
    assert "Financing asked for" in people["bank"].get("/").content.decode()
    case = people["bank"].get("/finance/").content.decode().split("/finance/cases/", 1)[1].split("/", 1)[0]
    address = f"/finance/cases/{case}/"
    assert act(people["bank"], address, do="offer", amount="70", due_date="2199-01-01") == 302
    assert act(people["seller"], address, do="accept") == 302
    assert act(people["bank"], address, do="pay") == 302
    assert "Advance paid out" in people["seller"].get(record).content.decode()
    assert "Advance paid out" in people["bank"].get(record).content.decode()
    assert people["second"].get(address).status_code == 404
    assert people["second"].get(record).status_code == 404


def test_what_is_not_carried_is_refused_beside_its_reason(lending: "Lending", people: "dict[str, Client]") -> None:
    ask = f"/finance/ask/{lending.marketplace_code}/{lending.order_no}/"
    fields = {"terms": str(lending.terms["bank"]), "amount": "5000", "once": once_of(people["seller"], ask)}
    answer = people["seller"].post(ask, fields)
    assert answer.status_code == 422
    assert "Amount asked for: 5,000.00. Ask for at most" in answer.content.decode()
    assert people["bank"].get(ask).status_code == 404
    assert act(people["seller"], ask, terms="", amount="x") == 422


def test_a_deed_is_done_once_and_only_by_its_side(lending: "Lending", people: "dict[str, Client]") -> None:
    case = lending.ask("bank", "50")
    address = f"/finance/cases/{case}/"
    key = once_of(people["bank"], address)
    for _ in range(2):
        people["bank"].post(address, {"once": key, "do": "decline", "why": "no"})
    people["seller"].post(address, {"once": "another", "do": "offer", "amount": "50", "due_date": "2199-01-01"})
    page = people["seller"].get(address).content.decode()
    assert page.count("Financing declined") == 1
    assert "declined" in page


def test_terms_are_published_by_a_financier_only(lending: "Lending", people: "dict[str, Client]") -> None:
    fields = {
        "name_en": "Quick", "name_zh": "快速", "currency": "502", "advance_percent": "50", "yearly_percent": "4",
        "days": "30", "least": "20", "most": "500",
    }  # fmt: skip
    assert people["seller"].post("/finance/terms/", {"once": "a", **fields}).status_code == 403
    assert act(people["bank"], "/finance/terms/", **fields | {"most": "1"}) == 422
    assert act(people["bank"], "/finance/terms/", **fields) == 302
    assert "50 %" in people["seller"].get("/finance/terms/").content.decode()
