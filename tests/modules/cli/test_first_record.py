"""The first record of the practice world: ten events and more with their authors, its way, and who sees which part."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from entrepot.project.practice.hamburg import CERTIFICATE
from tests.databases import Cleaner, Database
from tests.factories.newcomer import RECORD, link_of, loaded

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture(scope="module")
def world(_cleaner: tuple[Database, Cleaner], tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The practice world as a newcomer finds it, once for all tests of this file."""
    _cleaner[1].clean()
    with loaded(tmp_path_factory.mktemp("data")):
        yield


def signed_in(username: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    answer = client.post(link_of(username), {"next": RECORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, RECORD)
    return client


def shown(username: str, query: str = "", **headers: str) -> str:
    answer = signed_in(username).get(RECORD + query, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def entries(text: str) -> list[tuple[str, str]]:
    """(what was said, by whom) in the order of the timeline."""
    timeline = text[text.index('<ol class="timeline">') :].partition("</ol>")[0]
    found = re.findall(r"<h3>([^<]+)</h3>.*?<p class=\"by small\">([^<]*)</p>", timeline, re.DOTALL)
    assert len(found) == timeline.count("<li ")
    return found


def test_its_seller_reads_ten_events_and_more_each_with_its_author(world: None) -> None:
    found = [each for each in entries(shown("seller")) if not each[0].startswith("Reserved")]  # of a warehouse abroad
    assert len(found) == 14
    said = [title for title, _ in found]
    assert said[:6] == [
        "HS codes of 2 wares chosen", "Order", "Collection slip", "Order changed: version 2", "Waybill",
        "Declaration list WT-LIST-0001",
    ]  # fmt: skip
    assert said[6:8] == ["Signature verified", "Taken up by the judge"]
    assert said[8] in {"Decision: Released", "Decision: Held"}  # the lane is drawn from the seed of the day
    assert found[9:] == [
        ("Reply written to 通汇报关有限公司（练习）", "Practice customs"),
        ("Shared with Wangtang Bank", "Qinghe Gifts"),
        ("Shared with Elbe Trading", "Qinghe Gifts"),
        ("Looked at what is shared", "Wangtang Bank"),
        ("Looked at what is shared", "Elbe Trading"),
    ]
    assert [by for _, by in found if not by] == []


def test_the_parties_to_the_record_see_by_whom_its_list_was_signed_and_who_is_none_does_not(world: None) -> None:
    for party in ("broker", "seller"):
        text = shown(party)
        assert ("Signature verified", "通汇报关有限公司（练习）") in entries(text)
        assert CERTIFICATE in text
    for party in ("bank", "payment"):
        assert CERTIFICATE not in shown(party)


def test_its_way_is_drawn_and_told_in_words_and_in_a_table(world: None) -> None:
    text = shown("seller")
    label = re.search(r'role="img" aria-label="(Map of coasts[^"]+)"', text)
    assert label is not None
    assert "from Wangtang (practice) to Hamburg through Taiwan Strait, South China Sea" in label[1]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="nowrap">([^<]+)</td><td>([^<]+)</td>', text)
    assert (rows[0][0], rows[-1]) == ("Wangtang (practice)", ("Hamburg", "53°32′ N 9°58′ E", "not yet"))
    assert {"Strait of Malacca", "Suez Canal", "Strait of Gibraltar"} < {name for name, _, _ in rows}
    released = ("Decision: Released", "Practice customs") in entries(text)
    assert rows[0][2] == ("yes" if released else "not yet")


def test_bank_and_partner_see_the_parts_that_are_open_to_them_and_no_other(world: None) -> None:
    client = signed_in("seller")
    parts = {}
    for party in ("bank", "partner"):
        text = client.get(f"{RECORD}?as={party}").content.decode()
        parts[party] = re.findall(r'<h3 id="part-(\w+)"', text)
        assert '<ol class="timeline">' not in text
    assert parts == {"bank": ["order", "money"], "partner": ["order", "transport", "customs"]}
    assert re.findall(r'<h3 id="part-(\w+)"', shown("bank")) == parts["bank"]
    assert '<figure class="map">' in shown("partner")
    assert '<figure class="map">' not in shown("bank")


def test_customs_sees_the_documents_and_not_with_whom_they_are_shared(world: None) -> None:
    text = signed_in("seller").get(f"{RECORD}?as=customs").content.decode()
    said = [title for title, _ in entries(text)]
    assert "Declaration list WT-LIST-0001" in said
    assert [title for title in said if title.startswith(("Shared", "Looked", "HS code"))] == []


def test_the_guide_tells_what_to_try_and_is_gone_through_other_eyes(world: None) -> None:
    own, other = shown("seller"), shown("seller", "?as=bank")
    assert '<section class="welcome"' in own
    assert ('href="?as=customs"' in own, 'href="/refusals/"' in own, 'href="/start/"' in own) == (True, True, True)
    assert '<section class="welcome"' not in other
    chinese = shown("seller", **CHINESE)
    assert "一件包裹，正从望塘前往汉堡" in chinese
    assert "马六甲海峡" in chinese


def test_the_link_of_a_stranger_to_another_site_leads_home(world: None) -> None:
    link = link_of("seller")
    client = Client(HTTP_HOST="localhost")
    text = client.get(link, {"next": "https://example.org/"}).content.decode()
    assert '<input type="hidden" name="next" value="/">' in text
    assert client.post(link, {"next": "https://example.org/"}).headers["Location"] == "/"


def test_the_payment_firm_reads_its_collection_slip_and_nothing_else(world: None) -> None:
    assert [title for title, _ in entries(shown("payment"))] == ["Collection slip"]
