"""Customs messages over HTTP: kept at once, read by workers, told to their sender alone."""

import hashlib
from datetime import UTC, datetime

from entrepot.gateways.ceb import sign
from entrepot.gateways.ceb.software_keys import RsaSigner
from tests.factories.api import BROKER, MARKETPLACE, SELLERS, Station, sets_now
from tests.factories.line import messages_of

MESSAGES = "/api/v1/messages"


def stored(station: Station) -> list[tuple[object, ...]]:
    return station.line.setting.lookups.execute(
        "SELECT id, party_id, sha256, state, kind FROM exchange_message WHERE direction = 'in' ORDER BY id"
    ).fetchall()


def test_a_message_is_kept_as_it_came_and_answered_with_its_status_address(station: Station) -> None:
    (_, body), *_ = messages_of(sets_now(2), "order")
    answer = station.post(MARKETPLACE, MESSAGES, body)
    number = answer.json()["id"]
    assert (answer.status_code, answer.headers["Location"]) == (202, f"{MESSAGES}/{number}")
    assert answer.json() == {"id": number, "status": f"{MESSAGES}/{number}"}
    digest = hashlib.sha256(body).digest()
    assert stored(station) == [(number, station.parties[MARKETPLACE], digest, "stored", "message")]


def test_the_same_bytes_again_get_the_same_id_and_change_nothing(station: Station) -> None:
    (_, body), *_ = messages_of(sets_now(1), "order")
    first = station.post(MARKETPLACE, MESSAGES, body)
    before = stored(station)
    again = station.post(MARKETPLACE, MESSAGES, body)
    assert (again.status_code, again.json()) == (200, first.json())
    assert stored(station) == before


def test_the_same_bytes_of_another_sender_are_another_message(station: Station) -> None:
    (_, body), *_ = messages_of(sets_now(1), "order")
    first = station.post(MARKETPLACE, MESSAGES, body)
    other = station.post(SELLERS[0], MESSAGES, body)
    assert (other.status_code, other.json()["id"] != first.json()["id"]) == (202, True)


def test_its_sender_reads_what_became_of_each_document(station: Station) -> None:
    (number,) = station.send_sets(sets_now(2), ("order",))
    unread = station.get(MARKETPLACE, f"{MESSAGES}/{number}").json()
    assert (unread["state"], unread["outcomes"], unread["faults"]) == ("stored", [], [])
    station.read()
    read = station.get(MARKETPLACE, f"{MESSAGES}/{number}").json()
    assert (unread["signed_by"], read["signed_by"]) == ("", "")
    assert {name: read[name] for name in ("state", "kind", "documents", "accepted", "duplicates", "refused")} == {
        "state": "read", "kind": "order", "documents": 2, "accepted": 2, "duplicates": 0, "refused": 0,
    }  # fmt: skip
    assert read["outcomes"] == ["accepted", "accepted"]
    (reply,) = read["replies"]
    assert b"<ceb:CEB304Message" in station.get(MARKETPLACE, reply).content


def test_a_message_says_by_which_certificate_it_is_signed(station: Station) -> None:
    ((code, body),) = messages_of(sets_now(1), "list")
    signer = RsaSigner.generate("练习 PRACTICE", "01A2", datetime.now(UTC))
    number = station.post(code, MESSAGES, sign(body, signer)).json()["id"]
    station.read()
    assert station.get(code, f"{MESSAGES}/{number}").json()["signed_by"] == "01A2"
    (listed,) = station.get(code, MESSAGES).json()["messages"]
    assert listed["signed_by"] == "01A2"


def test_a_fault_is_told_with_its_place_and_a_sentence_in_the_language_asked_for(station: Station) -> None:
    ((code, body),) = messages_of(sets_now(2), "waybill")[:1]
    number = station.post(code, MESSAGES, body.replace(b"<ceb:packNo>1<", b"<ceb:packNo>x<", 1)).json()["id"]
    station.read()
    read = station.get(code, f"{MESSAGES}/{number}", {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}).json()
    assert read["outcomes"][0] == "refused"
    (fault,) = read["faults"]
    assert fault == {
        "document": 1,
        "path": "/CEB505Message/Logistics[1]/packNo",
        "value": "x",
        "rule": "ceb.not_whole",
        "sentence": "应为从 1 起、最多 9 位的整数，实为 x；请仅用数字填写。",
    }
    english = station.get(code, f"{MESSAGES}/{number}").json()["faults"][0]["sentence"]
    assert english.startswith("Expected a whole number of at most 9 digits")


def test_a_message_in_the_name_of_another_is_refused_by_the_worker(station: Station) -> None:
    (_, body), *_ = messages_of(sets_now(1), "order")
    number = station.post(BROKER, MESSAGES, body).json()["id"]
    station.read()
    read = station.get(BROKER, f"{MESSAGES}/{number}").json()
    assert (read["state"], read["documents"], read["accepted"], read["outcomes"]) == ("refused", 1, 0, [])
    assert [fault["rule"] for fault in read["faults"]] == ["line.other_sender"]


def test_nobody_else_reads_a_message(station: Station) -> None:
    (number,) = station.send_sets(sets_now(1), ("order",))
    station.read()
    for stranger in (SELLERS[3], BROKER):
        answer = station.get(stranger, f"{MESSAGES}/{number}")
        assert (answer.status_code, answer.json()["type"]) == (404, "/api/v1/docs#not-found")


def test_read_messages_are_read_on_from_a_cursor(station: Station) -> None:
    ids = [
        station.post(MARKETPLACE, MESSAGES, body).json()["id"]
        for n in range(3)
        for _, body in messages_of(sets_now(1, first_no=n + 1), "order")
    ]
    nothing = station.get(MARKETPLACE, MESSAGES).json()
    assert (nothing["messages"], nothing["more"]) == ([], False)
    station.read()
    first = station.get(MARKETPLACE, f"{MESSAGES}?limit=2&after={nothing['next']}").json()
    second = station.get(MARKETPLACE, f"{MESSAGES}?limit=2&after={first['next']}").json()
    assert [row["id"] for row in first["messages"] + second["messages"]] == ids
    assert (first["more"], second["more"]) == (True, False)
    assert station.get(MARKETPLACE, f"{MESSAGES}?after={second['next']}").json()["messages"] == []
    assert station.get(BROKER, MESSAGES).json()["messages"] == []
