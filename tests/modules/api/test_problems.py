"""Whatever is sent, the answer is what was asked for or a problem; never a fault of ours."""

import io
import json
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.gateways.ceb.raw import BYTES_A_MESSAGE
from entrepot.gateways.items import BYTES_A_BODY, ITEMS_A_BODY
from tests.factories.api import BROKER, JSON, MARKETPLACE, XML, Station, items_of, sets_now
from tests.modules.api.test_tokens import OPERATIONS, problem

MESSAGES, ORDERS = "/api/v1/messages", "/api/v1/orders"
HOSTILE = {
    "no JSON": (b"{", "unreadable-items"),
    "NaN": (b'{"items": [{"goods_value": NaN}]}', "unreadable-items"),
    "infinity": (b'{"items": [-Infinity]}', "unreadable-items"),
    "deep lists": (b"[" * 200_000, "unreadable-items"),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "unreadable-items"),
    "no UTF-8": (b'{"items": ["\xff"]}', "unreadable-items"),
    "UTF-16": ('{"items": [{}]}'.encode("utf-16"), "unreadable-items"),
    "a list": (b"[]", "unreadable-items"),
    "a number of 10,000 digits": (b"9" * 10_000, "unreadable-items"),
    "no items": (b'{"items": []}', "unreadable-items"),
    "items that are none": (b'{"items": {"0": {}}}', "unreadable-items"),
    "another member": (b'{"items": [{}], "x": 1}', "unreadable-items"),
    "items twice": (b'{"items": [{}], "items": [{}]}', "unreadable-items"),
    "too many items": (json.dumps({"items": [{}] * (ITEMS_A_BODY + 1)}).encode(), "unreadable-items"),
    "a million values": (b'{"items": [[' + b"1," * 999_999 + b"1]]}", "unreadable-items"),
}


def kept(owner: psycopg.Connection) -> int:
    row = owner.execute("SELECT count(*) FROM exchange_message").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_body_is_refused_with_a_sentence_and_nothing_is_kept(
    station: Station, owner: psycopg.Connection, case: str
) -> None:
    body, kind = HOSTILE[case]
    answer = station.post(MARKETPLACE, ORDERS, body, JSON)
    assert problem(answer) == (400, kind)
    assert "Expected" in answer.json()["detail"]
    assert kept(owner) == 0


@pytest.mark.parametrize(("address", "kind", "limit"), [(MESSAGES, XML, BYTES_A_MESSAGE), (ORDERS, JSON, BYTES_A_BODY)])
def test_a_body_that_is_too_large_is_refused_by_its_stated_length_alone(
    station: Station, owner: psycopg.Connection, address: str, kind: str, limit: int
) -> None:
    class Unread(io.BytesIO):
        """A body that must not be read."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    asked = {"Authorization": f"Bearer {station.token(MARKETPLACE)}"}
    said: dict[str, Any] = {"CONTENT_LENGTH": str(limit + 1), "wsgi.input": Unread()}
    answer = station.client.generic("POST", address, b"", kind, headers=asked, **said)
    assert problem(answer) == (413, "too-large")
    assert f"{limit}" in answer.json()["detail"]
    assert kept(owner) == 0


def test_a_body_must_state_its_length_and_be_whole(station: Station) -> None:
    asked = {"Authorization": f"Bearer {station.token(MARKETPLACE)}"}
    lengths = {
        "": (411, "no-length"),
        "0": (400, "empty"),
        "-1": (400, "bad-request"),
        "9": (400, "cut-off"),
        "0x4": (400, "bad-request"),
        "1" * 400: (413, "too-large"),
    }
    for length, expected in lengths.items():
        body: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"<a/>")}
        answer = station.client.generic("POST", MESSAGES, b"<a/>", XML, headers=asked, **body)
        assert (length, problem(answer)) == (length, expected)


@pytest.mark.parametrize(("address", "kind", "headers"), [
    (MESSAGES, "text/html", {}),
    (MESSAGES, JSON, {}),
    (ORDERS, XML, {}),
    (MESSAGES, XML, {"Content-Encoding": "gzip"}),
])  # fmt: skip
def test_a_body_in_another_form_is_refused(
    station: Station, owner: psycopg.Connection, address: str, kind: str, headers: dict[str, str]
) -> None:
    assert problem(station.post(MARKETPLACE, address, b"<a/>", kind, headers)) == (415, "media-type")
    assert kept(owner) == 0


@pytest.mark.parametrize(("method", "address"), [
    ("get", "/api/v1/nowhere"), ("get", "/api/"), ("get", "/api/v2/messages"), ("get", "/api/v1/messages/x"),
    ("get", "/api/v1/messages/" + "9" * 400), ("get", "/api/v1/replies/-1"), ("get", "/api/v1/replies/1e3"),
    ("delete", "/api/v1/webhooks/" + "9" * 30), ("get", "/api/v1/records/%00/%00"),
    ("get", "/api/v1/records/x/" + "y" * 5000),
    ("get", "/api/v1/records/%ED%A0%80/%FF"), ("get", "/api/v1/records/x"),
])  # fmt: skip
def test_an_address_that_leads_nowhere_is_a_problem(station: Station, method: str, address: str) -> None:
    ask = station.delete if method == "delete" else station.get
    assert problem(ask(BROKER, address)) == (404, "not-found")


@pytest.mark.parametrize(("query", "path"), [
    ("limit=0", "query.limit"), ("limit=1001", "query.limit"), ("limit=x", "query.limit"), ("limit=1.5", "query.limit"),
    ("limit=" + "9" * 5000, "query.limit"), ("limit=%00", "query.limit"),
])  # fmt: skip
def test_a_parameter_that_is_not_as_described_is_named(station: Station, query: str, path: str) -> None:
    answer = station.get(BROKER, f"{MESSAGES}?{query}")
    assert problem(answer) == (422, "bad-parameter")
    (error,) = answer.json()["errors"]
    assert error["path"] == path
    assert error["sentence"].startswith(f"Expected what the description says of {path}")


def test_a_wrong_method_is_answered_with_the_right_ones(station: Station) -> None:
    answer = station.client.put(MESSAGES)
    assert problem(answer) == (405, "method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_problems_are_told_in_chinese_too(station: Station) -> None:
    answer = station.client.get(MESSAGES, headers={"Accept-Language": "zh-Hans"})
    assert (answer.json()["title"], answer.headers["Content-Language"]) == ("未提供令牌", "zh")


def test_a_request_under_a_foreign_host_name_is_refused(station: Station) -> None:
    assert problem(station.client.get(MESSAGES, HTTP_HOST="evil.example")) == (400, "unknown-host")


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    from entrepot.modules.exchange import api as exchange

    def fails(*_: object, **__: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(exchange, "read_messages", fails)
    answer = station.get(BROKER, MESSAGES)
    assert problem(answer) == (500, "failed")
    assert "secret" not in answer.content.decode()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def test_whatever_is_in_an_item_the_worker_reads_on(station: Station, owner: psycopg.Connection) -> None:
    (good,) = items_of(sets_now(1), "orders", "order_lines")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from([*good, "x"]), ANYTHING, max_size=6), ANYTHING)
    def check(changed: dict[str, Any], other: object) -> None:
        body = json.dumps({"items": [{**good, **changed}, other]}).encode()
        answer = station.post(MARKETPLACE, ORDERS, body, JSON)
        assert answer.status_code in {200, 202, 400}, answer.content

    check()
    while station.read() is not None:
        pass
    states = owner.execute("SELECT state, count(*) FROM exchange_message WHERE direction = 'in' GROUP BY 1").fetchall()
    assert {state for state, _ in states} <= {"read", "refused"}


def test_any_bytes_and_any_query_are_answered(station: Station) -> None:
    token = station.token(BROKER)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(OPERATIONS), st.binary(max_size=200), st.text(max_size=30), st.sampled_from([JSON, XML, ""]))
    def check(operation: tuple[str, str, str], body: bytes, query: str, kind: str) -> None:
        method, address, _ = operation
        asked = {"Authorization": f"Bearer {token}"}
        place = f"{address}?after={quote(query, errors='replace')}&limit={quote(query, errors='replace')}"
        answer = station.client.generic(method.upper(), place, body, kind, headers=asked)
        assert answer.status_code < 500, (operation, body, query, answer.content)
        if answer.status_code >= 400:
            problem(answer)

    check()
