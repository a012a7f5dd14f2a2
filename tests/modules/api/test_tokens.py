"""Who is let in: a token that is good, of a firm its maker still belongs to, as far as its scopes reach."""

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.api import tokens
from tests.factories.api import BROKER, MARKETPLACE, SELLERS, Station, sets_now
from tests.factories.line import messages_of

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

MESSAGES = "/api/v1/messages"
OPERATIONS = [
    ("get", MESSAGES, "messages:write"),
    ("get", f"{MESSAGES}/1", "records:read"),
    ("post", MESSAGES, "messages:write"),
    ("post", "/api/v1/orders", "messages:write"),
    ("post", "/api/v1/collection-slips", "messages:write"),
    ("post", "/api/v1/waybills", "messages:write"),
    ("post", "/api/v1/lists", "messages:write"),
    ("post", "/api/v1/import-orders", "messages:write"),
    ("post", "/api/v1/payments", "messages:write"),
    ("post", "/api/v1/import-waybills", "messages:write"),
    ("post", "/api/v1/import-lists", "messages:write"),
    ("get", "/api/v1/replies", "decisions:read"),
    ("get", "/api/v1/replies/1", "decisions:read"),
    ("get", "/api/v1/decisions", "decisions:read"),
    ("get", "/api/v1/records/x/y", "records:read"),
    ("get", "/api/v1/webhooks", "decisions:read"),
    ("post", "/api/v1/webhooks", "decisions:read"),
    ("delete", "/api/v1/webhooks/1", "decisions:read"),
]


def problem(answer: "Answer") -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail", "instance"}
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["type"].partition("#")[2]


@pytest.mark.parametrize(("method", "address", "scope"), OPERATIONS)
def test_every_operation_asks_for_a_token_and_for_its_scope(
    station: Station, method: str, address: str, scope: str
) -> None:
    ask = getattr(station.client, method)
    without = ask(address)
    assert problem(without) == (401, "no-token")
    assert without.headers["WWW-Authenticate"] == 'Bearer realm="entrepot"'
    wrong = ask(address, headers={"Authorization": "Bearer ent_nobody"})
    assert problem(wrong) == (401, "unknown-token")
    assert 'error="invalid_token"' in wrong.headers["WWW-Authenticate"]
    short = station.token(BROKER, ("goods:write",))
    refused = ask(address, headers={"Authorization": f"Bearer {short}"})
    assert problem(refused) == (403, "token-scope")
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    enough = station.token(BROKER, (scope,))
    assert ask(address, headers={"Authorization": f"Bearer {enough}"}).status_code not in {401, 403}


NO_TOKENS = ["", "Bearer", "Bearer ", "Basic abc", "Bearer \xff", "bearer \x00", "Bearer " + "x" * 9000]


@pytest.mark.parametrize("header", NO_TOKENS)
def test_a_header_that_holds_no_token_is_refused(station: Station, header: str) -> None:
    answer = station.client.get(MESSAGES, HTTP_AUTHORIZATION=header)
    assert problem(answer)[0] == 401


def test_a_revoked_token_ends_within_seconds(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    token = station.token(BROKER)
    asked = {"Authorization": f"Bearer {token}"}
    assert station.client.get(MESSAGES, headers=asked).status_code == 200
    token_id = station.line.setting.lookups.execute("SELECT id FROM parties_token").fetchone()
    assert token_id is not None
    parties.revoke_token(
        acting=parties.Acting(station.parties[BROKER]), token_id=token_id[0], now=datetime.now(UTC), using="owner"
    )
    real = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: real + tokens.REMEMBERED_S + 1)
    assert tokens.REMEMBERED_S <= 10
    assert problem(station.client.get(MESSAGES, headers=asked)) == (401, "unknown-token")


def test_an_expired_token_is_refused(station: Station, owner: psycopg.Connection) -> None:
    token = station.token(BROKER)
    past = datetime.now(UTC) - timedelta(days=3)
    owner.execute("UPDATE parties_token SET created_at = %s, expires_at = %s", (past, past + timedelta(days=1)))
    assert problem(station.client.get(MESSAGES, headers={"Authorization": f"Bearer {token}"})) == (401, "unknown-token")


def test_a_token_of_somebody_who_has_left_the_firm_opens_nothing(station: Station, owner: psycopg.Connection) -> None:
    station.token(BROKER)
    owner.execute(
        "UPDATE parties_membership SET valid_until = '2021-01-01' WHERE person_id = %s", (station.people[BROKER],)
    )
    (_, body), *_ = messages_of(sets_now(1), "list")
    assert problem(station.post(BROKER, MESSAGES, body)) == (403, "not-of-the-firm")
    assert owner.execute("SELECT count(*) FROM exchange_message").fetchone() == (0,)


def test_requests_run_as_the_web_role_and_leave_no_reader_behind(station: Station) -> None:
    from django.db import connection

    station.get(MARKETPLACE, MESSAGES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, reader_ids(), client_ids(), reader_person()")
        assert cursor.fetchone() == ("entrepot_web", [], [], None)


def test_a_broker_reads_the_records_of_a_client_and_no_longer_when_the_power_ends(
    station: Station, owner: psycopg.Connection
) -> None:
    sets = sets_now(1)
    station.send_sets(sets, ("order",))
    station.read()
    seller = sets.orders["seller_code"][0]
    agent = next(code for code in SELLERS if code != seller)
    address = f"/api/v1/records/{MARKETPLACE}/{sets.orders['order_no'][0]}"
    assert station.get(agent, address).status_code == 404
    now = datetime.now(UTC)
    parties.give_power(
        acting=parties.Acting(station.parties[seller]),
        agent_id=station.parties[agent],
        valid_from=(now - timedelta(days=3)).date(),
        valid_until=None,
        now=now,
        using="owner",
    )
    tokens.forget_tokens()
    assert station.get(agent, address).status_code == 200
    owner.execute("UPDATE parties_power_of_attorney SET valid_until = valid_from + 1")
    tokens.forget_tokens()
    assert station.get(agent, address).status_code == 404
