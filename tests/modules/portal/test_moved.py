"""Home says which replies came since yesterday; the page of orders where the lists of each stand."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
LINE = re.compile(r'<li class="tone-(\w+)"><a href="([^"]+)">.*?"title">([^<]+)<.*?"hint">([^<]+?) · ', re.DOTALL)


@pytest.fixture(scope="module")
def today(portal: "Portal") -> None:
    """A set that was sent, judged and answered an hour ago, and an order of which a field was wrong."""
    from entrepot.project.practice import firms
    from tests.factories.line import messages_of, some_sets
    from tests.factories.portal import sold_by

    portal.line.now = datetime.now(UTC) - timedelta(hours=1)
    portal.line.send_sets(sold_by(firms.SELLERS[0], some_sets(1, first_no=800)))
    ((sender, spoilt),) = messages_of(some_sets(1, first_no=801), "order")
    portal.line.send([(sender, spoilt.replace(b"currency>", b"currency>X", 1))])
    portal.line.judge()


def moved(client: "Client") -> set[tuple[str, str, str, str]]:
    """(tone, address, title, hint) of what moved."""
    _, _, part = client.get("/").content.decode().partition("What moved since yesterday")
    return set(LINE.findall(part))


def test_replies_to_messages_count_among_what_moved(today: None, signed_in: SignedIn) -> None:
    assert moved(signed_in("wangtang")) >= {
        ("info", "/sent/", "Replies came", "1 document answered"),
    }
    assert ("info", "/sent/", "Replies came", "1 document answered") in moved(signed_in("tonghui"))


def test_who_sent_nothing_since_yesterday_reads_of_no_reply(today: None, signed_in: SignedIn) -> None:
    for name in ("qinghe", "yunshan", "stranger", "officer"):
        assert [each for each in moved(signed_in(name)) if each[2] == "Replies came"] == []


def test_replies_of_customs_that_were_taken_in_count_for_seller_and_agent(
    today: None, portal: "Portal", signed_in: SignedIn
) -> None:
    keep = """INSERT INTO declarations_reply
        (order_no, list_id, content_hash, message_id, return_status, return_time, return_info, by_id, at)
        SELECT order_no, list_id, '\\x01', 1, '120', %s, '', 1, %s FROM declarations_work WHERE order_no = %s"""
    now = datetime.now(UTC)
    lookups = portal.line.setting.lookups
    lookups.execute(keep, (now, now - timedelta(days=2), portal.orders["dear"]))
    assert [each for each in moved(signed_in("qinghe")) if each[2] == "Replies came"] == []
    lookups.execute(keep.replace("x01", "x02"), (now, now - timedelta(hours=2), portal.orders["dear"]))
    for name in ("qinghe", "tonghui"):
        assert ("info", "/lists/", "Replies came", "1 reply of customs") in moved(signed_in(name))
    assert [each for each in moved(signed_in("yunshan")) if each[2] == "Replies came"] == []


def test_the_state_of_its_list_stands_beside_each_order(portal: "Portal", signed_in: SignedIn) -> None:
    for name in ("qinghe", "wangtang"):
        text = signed_in(name).get("/orders/", {"number": "P0007-000000000"}).content.decode()
        cells = {
            number: re.sub(r"<[^>]+>|\s+", " ", cell).split()
            for number, cell in re.findall(
                r'>(P0007-\d+)</a></th>\s*<td data-label="Declaration list">(.*?)</td>', text, re.DOTALL
            )
        }
        assert cells[portal.orders["clean"]] == ["Released"]
        assert cells[portal.orders["dear"]] == ["Refused"]
        assert cells[portal.orders["waiting"]] == ["Waiting", "the", "waybill"]


def test_the_states_of_a_page_of_orders_are_one_question(portal: "Portal", signed_in: SignedIn) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("wangtang")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/orders/").content.decode().count('<th scope="row">') == 50
    assert len([one for one in asked if "declarations_work" in one["sql"]]) == 1


def test_an_order_without_a_list_says_so(portal: "Portal", signed_in: SignedIn) -> None:
    from tests.factories.line import some_sets

    alone = some_sets(1, first_no=950)
    portal.line.send_sets(alone, ("order",))
    text = signed_in("wangtang").get("/orders/", {"number": alone.orders["order_no"][0]}).content.decode()
    assert "no list yet" in text
