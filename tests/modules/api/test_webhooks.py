"""Webhooks: told of news at their address, signed, again and again until taken; never where they must not go."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from entrepot.modules.exchange.api import BACK_OFF
from entrepot.project.api import destinations
from entrepot.project.api.deliveries import Passed, deliver_webhooks, run_webhooks
from entrepot.project.api.destinations import NotTaken, Unreachable, check_address
from tests.factories.api import BROKER, MARKETPLACE, SELLERS, Station, sets_now
from tests.modules.api.test_tokens import problem

WEBHOOKS = "/api/v1/webhooks"
ADDRESS = "https://93.184.215.14/hook?x=1"


@dataclass
class Post:
    """What was sent somewhere; `status` is what the address answers, None where nobody answers."""

    status: int | None = 200
    sent: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list)

    def __call__(self, address: str, body: bytes, headers: dict[str, str]) -> int:
        self.sent.append((address, body, headers))
        if self.status is None:
            raise NotTaken("nobody there")
        return self.status

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body, _ in self.sent]


def made(station: Station, code: str, *events: str, address: str = ADDRESS) -> dict[str, Any]:
    answer = station.post_json(code, WEBHOOKS, {"address": address, "events": list(events)})
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = answer.json()
    return told


def later(**by: int) -> datetime:
    return datetime.now(UTC) + timedelta(**by)


def test_each_party_is_told_of_its_own_news(station: Station) -> None:
    for code, address in ((MARKETPLACE, "https://93.184.215.14/m"), (BROKER, "https://93.184.215.14/b")):
        made(station, code, "messages", "replies", "decisions", address=address)
    station.send_sets(sets_now(3))
    station.read()
    station.judge()
    post = Post()
    deliver_until_idle(post)
    told = {(address[-1], json.loads(body)["event"], json.loads(body)["count"]) for address, body, _ in post.sent}
    of_marketplace = {("m", "messages", 1), ("m", "replies", 1)}
    assert told == of_marketplace | {("b", "messages", 1), ("b", "decisions", 3), ("b", "replies", 1)}
    assert {each["read"] for each in post.told()} == {"/api/v1/messages", "/api/v1/replies", "/api/v1/decisions"}


def deliver_until_idle(post: Callable[..., int], now: datetime | None = None) -> list[Passed]:
    passes = []
    while True:
        passes.append(deliver_webhooks(now=now or later(seconds=1), send=post))
        if passes[-1].idle:
            return passes


def test_a_delivery_is_signed_over_time_and_body_with_the_secret_shown_once(
    station: Station, owner: psycopg.Connection
) -> None:
    secret = made(station, MARKETPLACE, "messages")["secret"]
    station.send_sets(sets_now(1), ("order",))
    station.read()
    post = Post()
    deliver_until_idle(post)
    ((address, body, headers),) = post.sent
    over = headers["Entrepot-Timestamp"].encode() + b"." + body
    assert headers["Entrepot-Signature"] == "v1=" + hmac.new(secret.encode(), over, hashlib.sha256).hexdigest()
    assert (address, headers["Content-Type"]) == (ADDRESS, "application/json")
    (card,) = station.get(MARKETPLACE, WEBHOOKS).json()["webhooks"]
    assert "secret" not in card
    assert (card["waiting"], card["last_status"], card["last_failure"]) == (0, 200, "")
    may_read = "SELECT has_table_privilege('entrepot_web', 'exchange_webhook_secret', 'SELECT')"
    assert owner.execute(may_read).fetchone() == (False,)


def test_an_event_is_told_once_however_often_the_outbox_is_read(station: Station, owner: psycopg.Connection) -> None:
    made(station, MARKETPLACE, "messages")
    station.send_sets(sets_now(1), ("order",))
    station.read()
    post = Post()
    deliver_until_idle(post)
    owner.execute("UPDATE store_event_position SET transaction_id = '0', event_id = 0 WHERE subscriber = 'webhooks'")
    deliver_until_idle(post)
    assert len(post.sent) == 1


@pytest.mark.parametrize("status", [None, 500, 404, 302, 199])
def test_what_is_not_taken_comes_again_with_growing_pauses_until_it_is_given_up(
    station: Station, status: int | None
) -> None:
    made(station, MARKETPLACE, "messages")
    station.send_sets(sets_now(1), ("order",))
    station.read()
    post = Post(status)
    now = later(seconds=1)
    for turn, pause in enumerate((timedelta(0), *BACK_OFF), 1):
        if turn > 1:
            deliver_until_idle(post, now + pause - timedelta(seconds=1))
            assert len(post.sent) == turn - 1
        now += pause
        deliver_until_idle(post, now)
        assert len(post.sent) == turn
    deliver_until_idle(post, now + timedelta(days=20))
    assert len(post.sent) == len(BACK_OFF) + 1
    (card,) = station.get(MARKETPLACE, WEBHOOKS).json()["webhooks"]
    assert (card["waiting"], card["last_status"], bool(card["last_failure"])) == (0, status, True)


def test_a_pass_that_dies_while_it_tells_leaves_the_delivery_to_the_next(station: Station) -> None:
    made(station, MARKETPLACE, "messages")
    station.send_sets(sets_now(1), ("order",))
    station.read()

    def dies(*_: object) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_webhooks(now=later(seconds=1), send=dies)
    post = Post()
    deliver_until_idle(post, later(minutes=1))
    assert post.sent == []
    deliver_until_idle(post, later(minutes=10))
    assert len(post.sent) == 1


def test_the_loop_tells_until_it_is_stopped(station: Station) -> None:
    made(station, MARKETPLACE, "messages")
    station.send_sets(sets_now(1), ("order",))
    station.read()
    stop, post = threading.Event(), Post()

    def tells_and_stops(address: str, body: bytes, headers: dict[str, str]) -> int:
        stop.set()
        return post(address, body, headers)

    loop = threading.Thread(target=run_webhooks, args=(stop, lambda: later(seconds=1), tells_and_stops))
    loop.start()
    loop.join(30)
    assert (loop.is_alive(), len(post.sent)) == (False, 1)


def test_a_stopped_webhook_is_told_nothing_more(station: Station) -> None:
    number = made(station, MARKETPLACE, "messages")["id"]
    station.send_sets(sets_now(1), ("order",))
    station.read()
    stranger = station.delete(BROKER, f"{WEBHOOKS}/{number}")
    assert problem(stranger) == (404, "not-found")
    assert station.delete(MARKETPLACE, f"{WEBHOOKS}/{number}").status_code == 204
    assert problem(station.delete(MARKETPLACE, f"{WEBHOOKS}/{number}")) == (404, "not-found")
    post = Post()
    deliver_until_idle(post)
    assert (post.sent, station.get(MARKETPLACE, WEBHOOKS).json()["webhooks"]) == ([], [])


def test_a_firm_sees_its_own_webhooks_and_has_at_most_twenty(station: Station) -> None:
    for _ in range(20):
        made(station, MARKETPLACE, "messages")
    more = station.post_json(MARKETPLACE, WEBHOOKS, {"address": ADDRESS, "events": ["messages"]})
    assert problem(more) == (409, "too-many-webhooks")
    assert len(station.get(MARKETPLACE, WEBHOOKS).json()["webhooks"]) == 20
    assert station.get(SELLERS[0], WEBHOOKS).json()["webhooks"] == []


def test_nobody_is_told_of_what_the_token_may_not_read(station: Station) -> None:
    token = station.token(BROKER, ("messages:write",))
    answer = station.client.post(
        WEBHOOKS,
        {"address": ADDRESS, "events": ["decisions"]},
        "application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert problem(answer) == (403, "token-scope")


@pytest.mark.parametrize("address", [
    "ftp://93.184.215.14/", "file:///etc/passwd", "javascript:alert(1)", "//93.184.215.14/", "http://", "http://user@93.184.215.14/",
    "http://93.184.215.14:0/", "http://93.184.215.14:99999/", "http://93.184.215.14/#x", "http://93.184.215.14/a b", "http://[::1",
    "http://127.0.0.1:9/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
    "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "http://0.0.0.0/", "http://2130706433/",
    "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/", "http://[2002:7f00:1::]/", "http://no-such-host.invalid/",
])  # fmt: skip
def test_an_address_that_must_not_be_told_is_refused(station: Station, owner: psycopg.Connection, address: str) -> None:
    answer = station.post_json(MARKETPLACE, WEBHOOKS, {"address": address, "events": ["messages"]})
    assert problem(answer) == (422, "bad-webhook")
    assert "Expected" in answer.json()["detail"]
    assert owner.execute("SELECT count(*) FROM exchange_webhook").fetchone() == (0,)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"address": 1, "events": []}',
        b"[" * 5000,
        b'{"address": "x"}',
        b'{"address": "https://1.1.1.1/", "events": ["x"]}',
        b'{"address": "https://1.1.1.1/", "events": ["messages"], "more": 1}',
    ],
)
def test_a_webhook_that_is_not_as_described_is_refused(station: Station, body: bytes) -> None:
    answer = station.post(MARKETPLACE, WEBHOOKS, body, "application/json")
    assert problem(answer) == (422, "bad-parameter")
    assert answer.json()["errors"]


def test_private_addresses_are_told_where_the_setting_allows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreachable, match=destinations.PRIVATE):
        check_address("http://127.0.0.1:8080/x?y=1")
    monkeypatch.setenv(destinations.PRIVATE, "1")
    to = check_address("http://127.0.0.1:8080/x?y=1")
    assert (to.secure, to.host, to.port, to.name, to.target) == (False, "127.0.0.1", 8080, "127.0.0.1:8080", "/x?y=1")
    with pytest.raises(Unreachable):
        check_address("ftp://127.0.0.1/")
