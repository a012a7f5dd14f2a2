"""Replies and decisions are read on from a cursor: nothing is jumped over, nobody reads another's."""

import psycopg
import pytest

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Outgoing
from entrepot.store import connection
from tests.factories.api import BROKER, CUSTOMS, MARKETPLACE, SELLERS, Station, sets_now

REPLIES, DECISIONS = "/api/v1/replies", "/api/v1/decisions"
FEEDS = (REPLIES, DECISIONS, "/api/v1/messages")


def decided(station: Station, count: int, first_no: int = 1) -> list[str]:
    """Sets sent, read and judged; the numbers of their lists."""
    sets = sets_now(count, first_no=first_no)
    station.send_sets(sets)
    station.read()
    assert station.judge() == count
    return list(sets.lists["cop_no"])


def test_replies_come_in_pages_and_their_bytes_from_their_addresses(station: Station) -> None:
    decided(station, 2)
    first = station.get(BROKER, f"{REPLIES}?limit=1").json()
    (reply,) = first["replies"]
    assert (reply["kind"], reply["documents"], first["more"]) == ("CEB604", 2, True)
    body = station.get(BROKER, reply["body"])
    assert (body.headers["Content-Type"], len(body.content)) == ("application/xml", reply["bytes"])
    assert b"CEB604Message" in body.content
    rest = station.get(BROKER, f"{REPLIES}?after={first['next']}").json()
    assert (rest["replies"], rest["more"]) == ([], False)


def test_a_decision_of_an_officer_names_who_decided(station: Station, owner: psycopg.Connection) -> None:
    decided(station, 2)
    owner.execute(
        """INSERT INTO declarations_review (order_no, list_id, decision_no, filer_id, cop_no, verdict, reason, found,
                  by_id, person_name, at, state)
           SELECT order_no, list_id, 0, filer_id, cop_no, 'released', '', 'as declared', 1, 'Officer Gu', now(), 'done'
             FROM declarations_work ORDER BY list_id LIMIT 1"""
    )
    first, second = station.get(BROKER, DECISIONS).json()["decisions"]
    assert (first["decided_by"], second["decided_by"]) == ("Officer Gu", "")
    (listed,) = station.get(BROKER, first["record"]).json()["lists"]
    assert [one["decided_by"] for one in listed["decisions"]] == ["Officer Gu"]


def test_another_firm_reads_neither_the_list_of_replies_nor_one_of_them(station: Station) -> None:
    decided(station, 1)
    (reply,) = station.get(BROKER, REPLIES).json()["replies"]
    for stranger in (SELLERS[3], CUSTOMS):
        assert station.get(stranger, REPLIES).json()["replies"] == []
        assert station.get(stranger, reply["body"]).status_code == 404


def test_a_message_is_no_reply_and_a_reply_no_message(station: Station) -> None:
    (number,) = station.send_sets(sets_now(1), ("order",))
    station.read()
    (reply,) = station.get(MARKETPLACE, REPLIES).json()["replies"]
    assert station.get(MARKETPLACE, f"{REPLIES}/{number}").status_code == 404
    assert station.get(MARKETPLACE, f"/api/v1/messages/{reply['id']}").status_code == 404


def test_a_reply_that_is_committed_late_is_not_jumped_over(station: Station, owner: psycopg.Connection) -> None:
    party, now = station.parties[SELLERS[0]], station.line.now

    def write(on: psycopg.Connection, body: bytes) -> None:
        exchange.write_messages(on, [Outgoing("CEB304", party, body, 1)], now=now, practice=True)

    with connection.owner() as late:
        write(late, b"late")
        with connection.owner() as early:
            write(early, b"early")
        page = station.get(SELLERS[0], REPLIES).json()
        assert page["replies"] == []
        late.commit()
    page = station.get(SELLERS[0], f"{REPLIES}?after={page['next']}").json()
    assert [station.get(SELLERS[0], reply["body"]).content for reply in page["replies"]] == [b"late", b"early"]


def test_decisions_come_in_the_order_in_which_they_were_made(station: Station) -> None:
    numbers = decided(station, 3) + decided(station, 2, first_no=11)
    found, after = [], ""
    for _ in range(4):
        page = station.get(BROKER, f"{DECISIONS}?limit=2&after={after}").json()
        found += page["decisions"]
        after = page["next"]
    assert [row["cop_no"] for row in found] == numbers
    assert {(row["verdict"], row["lane"], row["return_status"], row["kind"]) for row in found} == {
        ("released", "green", "800", "decision")
    }
    assert station.get(BROKER, f"{DECISIONS}?after={after}").json()["decisions"] == []


def test_a_seller_reads_the_decisions_on_its_own_lists_alone(station: Station) -> None:
    sets = sets_now(4)
    station.send_sets(sets)
    station.read()
    station.judge()
    for code in SELLERS:
        own = station.get(code, DECISIONS).json()["decisions"]
        assert sorted(row["order_no"] for row in own) == sorted(sets.lists.filter(seller_code=code)["order_no"])
    assert station.get(station_stranger(station), DECISIONS).json()["decisions"] == []


def station_stranger(station: Station) -> str:
    """A firm that no list names as agent or seller."""
    return next(code for code in station.parties if code not in {*SELLERS, BROKER, CUSTOMS, MARKETPLACE})


def test_a_refusal_says_what_was_found(station: Station) -> None:
    sets = sets_now(1)
    sets = sets.__class__(**{**vars(sets), "lists": sets.lists.with_columns(pack_no=sets.lists["pack_no"] + 5)})
    station.send_sets(sets)
    station.read()
    assert station.judge() == 1
    (row,) = station.get(BROKER, DECISIONS).json()["decisions"]
    assert (row["verdict"], row["return_status"]) == ("refused", "100")
    assert [(finding["field"], finding["outcome"]) for finding in row["findings"]] == [("pack_no", "failed")]


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("broken", ["x", "!!!", "%00", "é", "bTEuMi4z", "ci4xLjI" * 50, "ci4tMS4y", "ci4xZTMuMg"])
def test_a_broken_cursor_is_answered_with_a_sentence(station: Station, address: str, broken: str) -> None:
    answer = station.get(BROKER, f"{address}?after={broken}")
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/docs#bad-cursor")
    assert answer.json()["detail"].startswith("Expected in `after` a cursor that this address gave as `next`")


def test_the_cursor_of_one_feed_is_none_of_another(station: Station) -> None:
    cursors = {address: station.get(BROKER, address).json()["next"] for address in FEEDS}
    taken = {
        (one, other): station.get(BROKER, f"{one}?after={cursors[other]}").status_code
        for one in FEEDS
        for other in FEEDS
    }
    assert taken == {(one, other): 200 if one == other else 400 for one in FEEDS for other in FEEDS}
