"""What is shared with a firm is reachable in pages: exactly the granted parts, each look kept, until taken back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from entrepot.modules.declarations.operations.looking import PARTS
from entrepot.modules.parties import api as parties
from tests.factories.portal import PASSWORD, SINCE, Portal, party, share

SignedIn = Callable[[str], Client]


def _end(*grants: int, by: str = "qinghe") -> None:
    for grant in grants:
        parties.revoke_grant(acting=parties.Acting(party(by)), grant_id=grant, now=datetime.now(UTC), using="owner")


def _looks(grant: int) -> list[tuple[int, list[str]]]:
    return [(look.by_party_id, look.parts) for look in parties.looks_at(party("qinghe"), using="owner")
            if look.grant_id == grant]  # fmt: skip


def _marks(portal: Portal, order_no: str) -> dict[str, set[str]]:
    """part → texts that stand in that part of the record and in no other."""
    ask = portal.line.setting.lookups.execute
    lines = "SELECT item_name, total_price FROM trade_order_line WHERE order_no = %s"
    names, totals = zip(*ask(lines, (order_no,)).fetchall(), strict=True)
    codes = ask("SELECT DISTINCT hs_code FROM declarations_list_line WHERE order_no = %s", (order_no,)).fetchall()
    waybills = ask("SELECT waybill_no FROM declarations_list WHERE order_no = %s", (order_no,)).fetchall()
    return {
        "order": set(names),
        "money": {f"{total.normalize():f}" for total in totals},
        "goods": {code for (code,) in codes},
        "transport": {number for (number,) in waybills},
        "customs": {"E04", "Refused"},
    }


@pytest.mark.parametrize("part", PARTS)
def test_the_record_shows_the_granted_part_and_nothing_of_another(
    portal: Portal, signed_in: SignedIn, part: str
) -> None:
    marks = _marks(portal, portal.orders["dear"])
    grant = share(portal, "dear", part, to="yunshan")
    client = signed_in("yunshan")
    text = client.get(portal.address("dear")).content.decode()
    _end(grant)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("entrepot_web",)
    assert {name for name, each in marks.items() if any(mark in text for mark in each)} == {part}
    assert [mark for mark in marks[part] if mark not in text] == []
    assert "Shared with you by Qinghe Gifts" in text
    assert re.findall(r"<h3 id=\"part-\w+\">(\w+)<", text) == [part.capitalize()]
    assert "Who said what, and when" not in text
    assert client.get(portal.address("dear")).status_code == 404


def test_the_country_of_a_declared_line_is_where_the_goods_end_and_not_where_they_come_from(
    portal: Portal, signed_in: SignedIn
) -> None:
    grant = share(portal, "foreign", "goods", "transport", to="yunshan")
    client = signed_in("yunshan")
    text = client.get(portal.address("foreign")).content.decode()
    chinese = client.get(portal.address("foreign"), headers={"Accept-Language": "zh-CN"}).content.decode()
    _end(grant)
    goods = text[text.index('id="part-goods"') :]
    assert "999" in goods[goods.index("Country/region of destination") : goods.index("</table>")]
    assert ("Country/region of arrival" in text, "Origin" in text) == (True, False)
    assert ("最终目的国（地区）" in chinese, "运抵国（地区）" in chinese, "原产国" in chinese) == (True, True, False)


def test_each_look_through_the_page_is_kept_and_a_refused_one_is_none(portal: Portal, signed_in: SignedIn) -> None:
    grant = share(portal, "clean", "order", "transport", to="yunshan")
    client = signed_in("yunshan")
    for _ in range(2):
        assert client.get(portal.address("clean")).status_code == 200
    assert client.get(portal.address("heavy")).status_code == 404
    assert signed_in("hongyan").get(portal.address("clean")).status_code == 404
    assert _looks(grant) == [(party("yunshan"), ["order", "transport"])] * 2
    _end(grant)
    assert client.get(portal.address("clean")).status_code == 404
    assert len(_looks(grant)) == 2


def test_two_grants_on_a_record_open_each_part_once(portal: Portal, signed_in: SignedIn) -> None:
    first, second = (
        share(portal, "clean", "order", "goods", to="yunshan"),
        share(portal, "clean", "goods", "customs", to="yunshan"),
    )
    text = signed_in("yunshan").get(portal.address("clean")).content.decode()
    assert re.findall(r"<h3 id=\"part-(\w+)\"", text) == ["goods", "customs", "order"]
    assert (_looks(first)[0][1], _looks(second)[0][1]) == (["order"], ["customs", "goods"])
    _end(first, second)


def test_what_is_shared_stands_on_a_page_with_giver_parts_and_last_minute(portal: Portal, signed_in: SignedIn) -> None:
    grant = share(portal, "heavy", "order", "customs", days=30, to="yunshan")
    over = share(portal, "clean", "order", days=1 / 86400, to="yunshan")
    nothing = share(portal, "dear", "order", by="wangtang", to="yunshan")
    connections["owner"].cursor().execute("SELECT pg_sleep(1.1)")
    text = signed_in("yunshan").get("/shared/").content.decode()
    assert re.findall(r'href="(/records/[^"]+)">([^<]+)<', text) == [(portal.address("heavy"), portal.orders["heavy"])]
    row = text[text.index(portal.orders["heavy"]) :]
    assert re.findall(r'<td data-label="(?:Shared by|Parts)">([^<]+)<', row)[:2] == [
        "Qinghe Gifts (practice)",
        "order, customs",
    ]
    assert text.count(portal.orders["dear"]) == text.count("nothing on record") == 1
    assert signed_in("yunshan").get(portal.address("dear")).status_code == 404
    assert "Nothing is shared with you" in signed_in("tonghui").get("/shared/").content.decode()
    _end(grant, over)
    _end(nothing, by="wangtang")


def test_the_page_of_what_is_shared_is_read_in_pages_each_grant_once(portal: Portal, signed_in: SignedIn) -> None:
    grants = [share(portal, f"NOTHING-{number:03}", to="officer") for number in range(120)]
    client = signed_in("officer")
    seen, query, pages = [], "", 0
    while True:
        text = client.get(f"/shared/?{query}").content.decode()
        seen += re.findall(r"NOTHING-\d{3}", text)
        pages += 1
        following = re.search(r'href="\?([^"]+)" rel="next"', text)
        if following is None:
            break
        query = following[1]
    assert (seen, pages) == ([f"NOTHING-{number:03}" for number in reversed(range(120))], 3)
    _end(*grants)


def test_the_giver_sees_whom_it_opened_what_and_takes_it_back(portal: Portal, signed_in: SignedIn) -> None:
    grant = share(portal, "waiting", "order", "money", to="yunshan")
    reader, giver = signed_in("yunshan"), signed_in("qinghe")
    assert reader.get(portal.address("waiting")).status_code == 200
    text = giver.get(portal.address("waiting")).content.decode()
    given = text[text.index('id="given"') :]
    assert "Yunshan" in given
    assert re.findall(r'data-label="(?:Parts|Looks)"[^>]*>([^<]+)<', given) == ["order, money", "1"]
    answer = giver.post(f"/shared/{grant}/take-back/", {"next": portal.address("waiting")})
    assert (answer.status_code, answer.headers["Location"]) == (302, portal.address("waiting"))
    after = giver.get(portal.address("waiting")).content.decode()
    assert "Taken back" in after
    assert f"/shared/{grant}/take-back/" not in after
    assert reader.get(portal.address("waiting")).status_code == 404
    assert giver.post(f"/shared/{grant}/take-back/").status_code == 302


def test_what_a_firm_gave_is_shown_to_it_alone(portal: Portal, signed_in: SignedIn) -> None:
    foreign = portal.orders["foreign"]
    ask = "SELECT carrier_code FROM declarations_list WHERE order_no = %s"
    ((carrier,),) = portal.line.setting.lookups.execute(ask, (foreign,)).fetchall()
    grant = share(portal, "foreign", "order", to=carrier)
    for other in ("wangtang", "tonghui", "officer"):
        text = signed_in(other).get(portal.address("foreign")).content.decode()
        assert (foreign in text, "Shared with others" in text) == (True, False)
    text = signed_in("qinghe").get(f"{portal.address('foreign')}?as=carrier").content.decode()
    assert ("Shared with others" in text, re.findall(r"<h3 id=\"part-(\w+)\"", text)) == (False, ["order"])
    assert _looks(grant) == []
    _end(grant)


def test_nobody_else_takes_a_grant_back(portal: Portal, signed_in: SignedIn) -> None:
    grant = share(portal, "changed", "order", to="yunshan")
    person = parties.create_person(username="onlooker", name="Onlooker", password=PASSWORD, now=datetime.now(UTC))
    parties.add_member(
        acting=parties.Acting(party("qinghe")), person_id=person, place="viewer", valid_from=SINCE,
        now=datetime.now(UTC), using="owner",
    )  # fmt: skip
    path = f"/shared/{grant}/take-back/"
    refused = {name: signed_in(name).post(path).status_code for name in ("yunshan", "stranger", "onlooker")}
    assert refused == {"yunshan": 404, "stranger": 404, "onlooker": 403}
    assert "take-back" not in signed_in("onlooker").get(portal.address("changed")).content.decode()
    assert signed_in("qinghe").get(path).status_code == 405
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.cookies = signed_in("qinghe").cookies
    assert strict.post(path).status_code == 403
    (kept,) = parties.grants([grant], using="owner")
    assert kept.revoked_at is None
    _end(grant)


def test_what_is_shared_is_said_in_chinese(portal: Portal, signed_in: SignedIn) -> None:
    grant = share(portal, "heavy", "customs", "money", to="yunshan")
    client = signed_in("yunshan")
    page = client.get("/shared/", headers={"Accept-Language": "zh-CN"}).content.decode()
    record = client.get(portal.address("heavy"), headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "与我方共享" in page
    assert "资金、通关" in page
    assert re.findall(r"<h3 id=\"part-\w+\">([^<]+)<", record) == ["资金", "通关"]
    assert "退回" in record
    assert "Refused" not in record
    _end(grant)
