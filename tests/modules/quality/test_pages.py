"""Pages of quality: the seller asks on the record, the inspection firm answers, nobody else sees it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from entrepot.project.practice.firms import BANK, INSPECTOR

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.inspections import Inspecting

PASSWORD = "a quiet harbour at dawn"


@pytest.fixture
def people(inspecting: "Inspecting") -> "Iterator[dict[str, Client]]":
    """seller, inspector, another (inspection firm) and bank, signed in."""
    from django.db import connections
    from django.test import Client

    from tests.factories.finance import sign_people

    lending = inspecting.shipping.lending
    everybody = {**lending.party, "inspector": inspecting.inspector, "another": inspecting.second}
    sign_people(replace(lending, party=everybody), PASSWORD)
    clients = {}
    for who in ("seller", "inspector", "another", "bank"):
        client = Client(HTTP_HOST="localhost")
        assert client.post("/sign-in/", {"username": who, "password": PASSWORD}).status_code == 302
        clients[who] = client
    yield clients
    connections.close_all()


def act(client: "Client", address: str, **fields: str) -> tuple[int, str]:
    """Status, and the text of the page or where to go."""
    key = client.get(address).content.decode().split('name="once" value="', 1)[1].split('"', 1)[0]
    answer = client.post(address, {"once": key, **fields})
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def addresses(inspecting: "Inspecting") -> tuple[str, str, str]:
    """The record, asking, sending."""
    lending = inspecting.shipping.lending
    name = f"{lending.marketplace_code}/{lending.order_no}/"
    return f"/records/{name}", f"/inspect/{name}", f"/ship/{name}"


WISH = {"firm": INSPECTOR.customs_code, "level": "III", "aql": "10"}


def test_from_the_record_to_a_failed_lot_and_back(inspecting: "Inspecting", people: "dict[str, Client]") -> None:
    record, inspect, ship = addresses(inspecting)
    seller, inspector = people["seller"], people["inspector"]
    assert inspect in seller.get(record).content.decode()
    status, plan = act(seller, inspect, **WISH)
    assert status == 302
    assert "Inspections to make" in inspector.get("/").content.decode()
    assert plan in inspector.get("/inspections/").content.decode()
    assert "An inspection waits for its result." in seller.get(ship).content.decode()
    row = inspecting.plan(int(plan.split("/")[-2]))
    counts = {"inspected": str(row.sample), "faulty": str(row.accept + 1)}
    assert act(inspector, plan, **counts, note="Dented lids") == (302, plan)
    assert f"Inspection plan {row.pk} failed" in seller.get(ship).content.decode()
    for who in ("seller", "inspector"):
        page = people[who].get(record).content.decode()
        assert "Inspection failed" in page, who
        assert "Dented lids" in page, who
    again = act(seller, inspect, **WISH)[1]
    assert act(inspector, again, **counts | {"faulty": "0"})[0] == 302
    assert "passed" in seller.get(again).content.decode()
    assert "Inspection plan" not in seller.get(ship).content.decode()


def test_others_see_nothing_and_record_nothing(inspecting: "Inspecting", people: "dict[str, Client]") -> None:
    record, inspect, _ = addresses(inspecting)
    plan = act(people["seller"], inspect, **WISH)[1]
    for who in ("another", "bank"):
        assert [people[who].get(path).status_code for path in (plan, inspect, record)] == [404, 404, 404]
        assert plan not in people[who].get("/inspections/").content.decode()
    assert people["inspector"].get(inspect).status_code == 404
    answer = people["seller"].post(plan, {"once": "a", "inspected": "80", "faulty": "0"})
    assert answer.status_code == 403
    assert inspecting.plan(int(plan.split("/")[-2])).state == "asked"


def test_what_cannot_be_asked_or_recorded_is_said(inspecting: "Inspecting", people: "dict[str, Client]") -> None:
    _, inspect, _ = addresses(inspecting)
    seller, inspector = people["seller"], people["inspector"]
    status, page = act(seller, inspect, **WISH | {"firm": BANK.customs_code})
    assert (status, "role inspection firm, found one without it" in page) == (422, True)
    assert act(seller, inspect, **WISH | {"aql": "3"})[0] == 422
    plan = act(seller, inspect, **WISH)[1]
    status, page = act(seller, inspect, **WISH)
    assert (status, "waits for its result already" in page) == (422, True)
    status, page = act(inspector, plan, inspected="0", faulty="0")
    assert (status, "units inspected and at most as many faulty; found 0 and 0" in page) == (422, True)
    assert act(inspector, plan, inspected="many", faulty="")[0] == 422


def test_a_result_is_recorded_once_however_often_the_form_is_sent(
    inspecting: "Inspecting", people: "dict[str, Client]"
) -> None:
    plan = act(people["seller"], addresses(inspecting)[1], **WISH)[1]
    row = inspecting.plan(int(plan.split("/")[-2]))
    page = people["inspector"].get(plan).content.decode()
    fields = {"once": page.split('name="once" value="', 1)[1].split('"', 1)[0], "inspected": str(row.sample)}
    for faulty in ("0", "1"):
        assert people["inspector"].post(plan, {**fields, "faulty": faulty}).status_code == 302
    assert inspecting.plan(row.pk).faulty == 0
