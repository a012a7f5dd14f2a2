"""Remembered columns: what was agreed stands in settings until it is forgotten, by its own firm alone."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from entrepot.gateways.sheets.fields import fields_of
from entrepot.modules.exchange.api import SheetMapping
from tests.factories.portal import Portal
from tests.modules.portal.test_imports import agreed, brought

SignedIn = Callable[[str], Client]


@pytest.fixture
def kept(portal: Portal, signed_in: SignedIn) -> str:
    """The address at which what qinghe agreed to is forgotten."""
    portal.line.setting.lookups.execute("TRUNCATE exchange_sheet, exchange_sheet_part, exchange_sheet_mapping")
    client = signed_in("qinghe")
    agreed(client, brought(client))
    page = client.get("/settings/columns/").content.decode()
    found = re.search(r'action="(/settings/columns/\d+/forget/)"', page)
    assert found is not None
    return found[1]


def _count() -> int:
    return SheetMapping.objects.using("owner").count()


def test_what_was_agreed_is_listed_with_its_columns_and_constants(kept: str, signed_in: SignedIn) -> None:
    page = signed_in("qinghe").get("/settings/columns/").content.decode()
    assert re.search(r'<th scope="row">订单号</th><td>order number</td>', page)
    assert "<dd>9999961001</dd>" in page
    assert "shop.csv" in page
    chinese = signed_in("qinghe").get("/settings/columns/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert f'<th scope="row">订单号</th><td>{fields_of("order-lines")["order_no"].zh}</td>' in chinese


def test_what_is_forgotten_is_asked_about_again(kept: str, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    assert "as last time" in client.get(brought(client, name="again.csv")).content.decode()
    assert client.post(kept).headers["Location"] == "/settings/columns/?done"
    assert _count() == 0
    assert "Forgotten." in client.get("/settings/columns/?done").content.decode()
    assert "as last time" not in client.get(brought(client, name="third.csv")).content.decode()
    assert client.post(kept).status_code == 404


def test_nobody_else_sees_or_forgets_it(kept: str, signed_in: SignedIn) -> None:
    for who in ("yunshan", "stranger", "officer", "tonghui"):
        client = signed_in(who)
        assert "shop.csv" not in client.get("/settings/columns/").content.decode()
        assert client.post(kept).status_code == 404
    assert _count() == 1
