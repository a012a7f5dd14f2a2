"""Bring a file: guessed columns, answers checked, rows taken by a worker, rejected rows back and in again."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.modules.exchange.api import Sheet
from entrepot.project.line.worker import Worker
from entrepot.project.portal.start import sample
from tests.factories.portal import Portal

SignedIn = Callable[[str], Client]
ORDERS = """订单号,商品编码,商品名称,数量,单价,下单时间,国家
S1,L1,灯笼,3,24.00,2026-03-01 10:00:00,Germany
S1,L2,茶杯,1,5.50,2026-03-01 10:00:00,Germany
S2,L1,灯笼,two,24.00,2026-03-01 11:00:00,Japan
"""
CONSTANTS = {
    "constant-marketplace_code": "9999960001",
    "constant-marketplace_name": "望塘跨境电商平台（练习）",
    "constant-seller_code": "9999961001",
    "constant-seller_name": "青禾礼品有限公司（练习）",
    "constant-currency": "502",
    "constant-unit": "007",
}


@pytest.fixture(autouse=True)
def nothing_brought(portal: Portal) -> None:
    """The world of the pages stays; what a test before brought goes."""
    owner = portal.line.setting.lookups
    owner.execute("TRUNCATE exchange_sheet, exchange_sheet_part, exchange_sheet_mapping")
    owner.execute("DELETE FROM exchange_message WHERE kind = 'order-lines'")
    owner.execute("DELETE FROM trade_order WHERE order_no IN ('S1', 'S2', 'S9')")
    owner.execute("DELETE FROM trade_order_line WHERE order_no IN ('S1', 'S2', 'S9')")


def brought(client: Client, content: bytes = ORDERS.encode(), name: str = "shop.csv") -> str:
    """The address to which a brought file leads."""
    answer = client.post("/import/", {"file": SimpleUploadedFile(name, content), "firm": _firm(client)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def _firm(client: Client) -> str:
    found = re.search(r'name="firm" value="(\d+)"', client.get("/import/").content.decode())
    assert found is not None
    return found[1]


def chosen(client: Client, address: str) -> dict[str, str]:
    """The answers that the page of the columns offers, as a browser would send them."""
    page = client.get(address).content.decode()
    answers = {}
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        selected = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        answers[name] = (selected[1] or selected[2]) if selected else ""
    return answers | dict(re.findall(r'<input(?: id="[^"]+")? name="([^"]+)" value="([^"]*)"', page))


def agreed(client: Client, address: str) -> str:
    """Answer and confirm; returns the address of the sheet."""
    answer = client.post(address, chosen(client, address) | CONSTANTS)
    assert answer.status_code == 302, answer.content.decode()
    check = str(answer["Location"])
    assert "tried" in client.get(check).content.decode()
    return str(client.post(check)["Location"])


def worked(portal: Portal) -> None:
    Worker(portal.line.setting, lambda: datetime.now(UTC)).until_idle()


def test_a_file_of_a_shop_is_taken_and_its_rejected_row_comes_back_and_in_again(
    portal: Portal, signed_in: SignedIn
) -> None:
    client = signed_in("qinghe")
    address = brought(client)
    guessed = chosen(client, address)
    assert (guessed["constant-seller_code"], guessed["constant-marketplace_code"]) == ("9999961001", "")
    assert (guessed["column-order_no"], guessed["column-qty"], guessed["column-placed_at"]) == (
        "订单号", "数量", "下单时间",
    )  # fmt: skip
    sheet = agreed(client, address)
    assert "Waits for a worker" in client.get(sheet).content.decode()
    worked(portal)
    row = Sheet.objects.using("owner").get()
    assert (row.state, row.read, row.accepted, row.duplicates, row.rejected) == ("done", 3, 2, 0, 1)
    page = client.get(sheet).content.decode()
    assert "found two" in page
    problems = client.get(f"{sheet}problems/").content
    assert "S2" in problems.decode("utf-8-sig")
    again = brought(client, problems.replace(b",two,", b",2,"), "shop.csv.problems.csv")
    assert "S2" in client.get(again).content.decode()
    worked_sheet = agreed(client, again)
    worked(portal)
    assert [(one.read, one.accepted, one.rejected) for one in Sheet.objects.using("owner").order_by("id")] == [
        (3, 2, 1),
        (1, 1, 0),
    ]
    assert "2" in client.get(worked_sheet).content.decode()
    assert "S2" in client.get("/orders/").content.decode()


def test_the_sample_for_newcomers_is_taken_but_for_the_rows_that_its_page_names(
    portal: Portal, signed_in: SignedIn
) -> None:
    client = signed_in("qinghe")
    address = brought(client, sample.as_csv(datetime.now(UTC).date()), "sample.csv")
    assert "Atlantis" in client.get(address).content.decode()  # asked which code it has; nobody answers
    sheet = agreed(client, address)
    worked(portal)
    row = Sheet.objects.using("owner").get()
    assert (row.state, row.read, row.accepted, row.rejected) == ("done", 12, 12 - len(sample.BAD), len(sample.BAD))
    assert "found Atlantis" in client.get(sheet).content.decode()


def test_a_destination_picked_by_hand_is_understood_by_name(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    named = ORDERS.replace(",two,", ",2,").replace("国家", "wohin").replace("Japan", "日本")
    address = brought(client, f"{named}S9,L1,灯笼,1,2.00,2026-03-01 11:00:00,Atlantis\n".encode())
    offered = chosen(client, address)
    assert offered["column-destination"] == ""  # neither its name nor all of its values say it
    picked = offered | CONSTANTS | {"column-destination": "wohin", "constant-currency": "USD"}
    check = str(client.post(address, picked)["Location"])
    client.post(check)
    worked(portal)
    query = "SELECT order_no, destination, currency FROM trade_order WHERE order_no IN ('S1', 'S2', 'S9') ORDER BY 1"
    assert portal.line.setting.lookups.execute(query).fetchall() == [("S1", "304", "502"), ("S2", "116", "502")]
    row = Sheet.objects.using("owner").get()
    assert (row.state, row.accepted, row.rejected) == ("done", 3, 1)


def test_the_columns_of_a_sender_are_remembered(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    agreed(client, brought(client))
    again = client.get(brought(client, ORDERS.replace("S1", "S9").encode(), "next.csv")).content.decode()
    assert "as last time" in again
    assert 'value="9999961001"' in again
    other = signed_in("yunshan")
    assert "as last time" not in other.get(brought(other)).content.decode()


def test_nobody_else_reaches_a_file(portal: Portal, signed_in: SignedIn) -> None:
    address = brought(signed_in("qinghe"))
    sheet = address.removesuffix("columns/")
    for who in ("yunshan", "stranger", "officer"):
        client = signed_in(who)
        answers = [client.get(one).status_code for one in (address, sheet, f"{sheet}check/", f"{sheet}problems/")]
        assert answers == [404] * 4
        assert client.post(f"{sheet}withdraw/").status_code == 404
    assert Sheet.objects.using("owner").get().state == "offered"


def test_the_back_button_after_confirming_takes_nothing_twice(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    sheet = agreed(client, brought(client))
    assert client.post(f"{sheet}check/")["Location"] == sheet
    assert client.post(f"{sheet}columns/", CONSTANTS)["Location"] == sheet
    assert client.post(f"{sheet}withdraw/")["Location"] == sheet
    worked(portal)
    assert Sheet.objects.using("owner").get().accepted == 2


def test_a_needed_column_that_is_missing_is_told_beside_its_field_and_what_was_typed_is_kept(
    portal: Portal, signed_in: SignedIn
) -> None:
    client = signed_in("qinghe")
    address = brought(client)
    answer = client.post(address, chosen(client, address) | CONSTANTS | {"column-qty": "no such column"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#column-qty"' in page
    assert 'value="9999961001"' in page
    assert Sheet.objects.using("owner").get().state == "offered"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "found an empty file"),
        (b"%PDF-1.7\n%\xe2\xe3", "report.csv", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked.xlsx", "xlsx"),
    ],
)
def test_what_is_no_sheet_is_refused_beside_the_field_and_not_kept(
    portal: Portal, signed_in: SignedIn, content: bytes, name: str, said: str
) -> None:
    client = signed_in("qinghe")
    answer = client.post("/import/", {"file": SimpleUploadedFile(name, content), "firm": _firm(client)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Sheet.objects.using("owner").count() == 0


def test_a_file_larger_than_a_page_takes_is_answered_before_it_is_read(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    answer = client.post(
        "/import/", io.BytesIO(b"x").read(), content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 << 30)
    )
    assert answer.status_code == 413
    assert "at most 256 MB, found 2048 MB" in answer.content.decode()


def test_a_seller_cannot_bring_orders_of_another(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("yunshan")
    agreed(client, brought(client))
    worked(portal)
    row = Sheet.objects.using("owner").get()
    assert (row.accepted, row.rejected, row.by_reason) == (0, 3, {"line.sender": 2, "number_unreadable": 1})
