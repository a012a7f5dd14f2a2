"""Carriers reach their waybills, each with the record as far as they may see it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from entrepot.modules.parties import api as parties
from entrepot.modules.trade.web import numbered
from entrepot.project.practice.firms import CARRIERS
from tests.factories.portal import PEOPLE, Portal, party, share

SignedIn = Callable[[str], Client]
HONGYAN = PEOPLE["hongyan"].customs_code


def _of(portal: Portal, carrier: str) -> list[str]:
    """Numbers of a carrier's waybills, the newest first."""
    ask = "SELECT waybill_no FROM trade_waybill WHERE carrier_code = %s ORDER BY id DESC"
    return [number for (number,) in portal.line.setting.lookups.execute(ask, (carrier,)).fetchall()]


def _listed(text: str) -> list[str]:
    return re.findall(r'href="/waybills/([^"/]+)/"', text)


def _record_of(portal: Portal, waybill: str) -> tuple[str, str, str]:
    """Order number, seller's code and amount on the record of a waybill."""
    ask = """SELECT l.order_no, l.seller_code, o.goods_value::text FROM declarations_list l
               JOIN trade_order o ON o.order_no = l.order_no WHERE l.waybill_no = %s AND o.superseded_by IS NULL"""
    ((order_no, seller, value),) = portal.line.setting.lookups.execute(ask, (waybill,)).fetchall()
    return order_no, seller, value.rstrip("0")


def test_a_carrier_pages_through_its_own_waybills_each_once(
    portal: Portal, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbered, "PAGE", 10)
    client, seen, query = signed_in("hongyan"), [], ""
    while True:
        text = client.get(f"/waybills/?{query}").content.decode()
        seen += _listed(text)
        following = re.search(r'href="\?([^"]+)" rel="next"', text)
        if following is None:
            break
        query = following[1].replace("&amp;", "&")
    assert len(seen) > 20
    assert seen == _of(portal, HONGYAN)


def test_waybills_are_found_by_the_beginning_of_their_number(portal: Portal, signed_in: SignedIn) -> None:
    client, (first, *_) = signed_in("hongyan"), _of(portal, HONGYAN)
    assert _listed(client.get("/waybills/", {"number": first}).content.decode()) == [first]
    assert first in _listed(client.get("/waybills/", {"number": first[:-2]}).content.decode())
    other = _of(portal, CARRIERS[1].customs_code)[0]
    for nothing in (other, "%", "'", "zz", first.lower()):
        assert _listed(client.get("/waybills/", {"number": nothing}).content.decode()) == []


def test_the_station_sees_every_waybill_and_who_carries_none_sees_none(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("officer").get("/waybills/").content.decode()
    everybody = sorted(_of(portal, HONGYAN) + _of(portal, CARRIERS[1].customs_code))
    assert _listed(text) == everybody[:50]
    assert "This station sees every waybill" in text
    for name in ("qinghe", "wangtang", "stranger"):
        assert "No waybill here" in signed_in(name).get("/waybills/").content.decode()


def test_a_carrier_sees_what_it_said_and_nothing_of_the_order(portal: Portal, signed_in: SignedIn) -> None:
    number = _of(portal, HONGYAN)[0]
    order_no, _, value = _record_of(portal, number)
    client = signed_in("hongyan")
    text = client.get(f"/waybills/{number}/").content.decode()
    assert re.findall(r"<h3>([^<]+)</h3>", text) == ["Waybill"]
    assert "None that you may see." in text
    assert [mark for mark in (order_no, value, "/records/") if mark in text] == []
    other = _of(portal, CARRIERS[1].customs_code)[0]
    assert (client.get(f"/waybills/{other}/").status_code, client.get("/waybills/NONE/1/").status_code) == (404, 404)


def test_a_waybill_leads_to_the_record_whose_transport_is_shared(portal: Portal, signed_in: SignedIn) -> None:
    number = _of(portal, HONGYAN)[0]
    order_no, seller, value = _record_of(portal, number)
    client, grants = signed_in("hongyan"), []
    for part, leads in (("order", []), ("transport", [order_no])):
        grants.append(share(portal, order_no, part, to="hongyan", by=seller))
        text = client.get(f"/waybills/{number}/").content.decode()
        assert re.findall(r'href="/records/\d+/([^"/]+)/"', text) == leads
    record = client.get(f"/records/9999960001/{order_no}/").content.decode()
    assert (number in record, value in record) == (True, False)
    for grant in grants:
        acting = parties.Acting(party(seller))
        parties.revoke_grant(acting=acting, grant_id=grant, now=datetime.now(UTC), using="owner")


def test_the_seller_reaches_its_record_from_the_waybill(portal: Portal, signed_in: SignedIn) -> None:
    ask = "SELECT waybill_no FROM declarations_list WHERE order_no = %s"
    ((number,),) = portal.line.setting.lookups.execute(ask, (portal.orders["clean"],)).fetchall()
    text = signed_in("qinghe").get(f"/waybills/{number}/", headers={"Accept-Language": "zh-CN"}).content.decode()
    assert f'href="{portal.address("clean")}"' in text
    assert "该运单的记录" in text
