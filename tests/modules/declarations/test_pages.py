"""Who sees what on the pages of lists, and what they say."""

import re
from collections.abc import Callable

from django.test import Client

from tests.factories.portal import BULK, CASES, Portal

SignedIn = Callable[[str], Client]
PATHS = ("/line/", "/refusals/", "/lists/", "/orders/", "/")


def _numbers(text: str) -> list[str]:
    return re.findall(r">(P0007-\d{10})</a>", text)


def test_a_stranger_sees_no_document_on_any_page(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("stranger")
    assert [_numbers(client.get(path).content.decode()) for path in PATHS] == [[]] * len(PATHS)
    answers = {client.get(portal.address(case)).status_code for case in portal.orders}
    assert answers == {404}


def test_what_is_not_ones_own_looks_like_what_does_not_exist(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("yunshan")
    other, nothing = client.get(portal.address("dear")), client.get("/records/9999960001/NO-SUCH-ORDER/")
    assert (other.status_code, nothing.status_code) == (404, 404)
    assert _without_tokens(other.content) == _without_tokens(nothing.content)


def _without_tokens(page: bytes) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return re.sub(r'name="next" value="[^"]*"', "", text)


def test_pages_of_lists_show_each_list_once_and_all_of_them(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("tonghui")
    seen, query = [], ""
    while True:
        text = client.get(f"/lists/?{query}").content.decode()
        seen += _numbers(text)
        following = re.search(r'href="\?([^"]+)" rel="next"', text)
        if following is None:
            break
        query = following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == BULK + len(CASES)
    assert seen == sorted(seen, reverse=True)


def test_lists_are_found_by_the_beginning_of_their_number(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    dear = portal.orders["dear"]
    assert _numbers(client.get("/lists/", {"number": dear[:-1]}).content.decode())[-1] == portal.orders["clean"]
    assert _numbers(client.get("/lists/", {"number": dear}).content.decode()) == [dear]
    for nothing in ("P0007-9", "%", "_", "p0007", "'", "0"):
        assert _numbers(client.get("/lists/", {"number": nothing}).content.decode()) == []
    assert len(_numbers(client.get("/lists/", {"number": "P0007\0"}).content.decode())) > 1


def test_a_state_filter_shows_that_state_alone(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    assert _numbers(client.get("/lists/?state=waiting").content.decode()) == [portal.orders["waiting"]]
    assert client.get("/lists/?state=sideways").status_code == 404


def test_refusals_are_filtered_by_rule_and_say_what_was_found(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    everything = client.get("/refusals/").content.decode()
    assert _numbers(everything) == [portal.orders["heavy"], portal.orders["dear"]]
    by_rule = client.get("/refusals/?rule=E06").content.decode()
    assert _numbers(by_rule) == [portal.orders["heavy"]]
    assert "4.18 kg" in by_rule
    assert _numbers(client.get("/refusals/?rule=E99").content.decode()) == []


def test_nobody_looks_as_another_from_elsewhere(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    path = f"{portal.address('dear')}?as=stranger"
    assert "This party sees nothing here" in client.get(path).content.decode()
    for elsewhere in ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": "192.0.2.7"}):
        client.defaults.update(elsewhere)
        text = client.get(path).content.decode()
        assert "Look as" not in text
        assert "E04" in text


def test_looking_as_another_ends_with_the_page(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    client.get(f"{portal.address('dear')}?as=stranger")
    assert "E04" in client.get(portal.address("dear")).content.decode()


def test_the_carrier_of_a_record_sees_its_waybill_and_no_price(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get(f"{portal.address('dear')}?as=carrier").content.decode()
    assert re.findall(r"<h3>([^<]+)</h3>", text) == ["Waybill"]
    assert "10.29" not in text
    assert "11.79" not in text


def test_the_home_page_counts_what_needs_the_reader(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get("/").content.decode()
    assert re.findall(r'class="many">([^<]+)<', text) == ["2", "1"]
    assert "Nothing waits for you" in signed_in("stranger").get("/").content.decode()


def test_a_page_of_chinese_explains_in_chinese(portal: Portal, signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get(portal.address("dear"), headers={"Accept-Language": "zh-CN"}).content.decode()
    assert "第 1 项的单价应与订单一致" in text
    assert "更正清单金额" in text
    assert "What to do" not in text
