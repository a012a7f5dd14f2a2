"""What is over is forgotten once an hour, by the worker; what is not stays."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.api.deliveries import run_webhooks, tidy

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
ENDS = {"before": -1, "soon": 30, "later": 600}  # name of a session → minutes after NOW in which it expires


@pytest.fixture
def sessions(owner: psycopg.Connection) -> psycopg.Connection:
    """Three sessions and a sign-in link; their names stand where the keys' hashes would."""
    for name, minutes in ENDS.items():
        row = (name.encode(), NOW + timedelta(minutes=minutes))
        owner.execute("INSERT INTO parties_session (hash, data, expires_at) VALUES (%s, '', %s)", row)
    parties.create_person(username="anna", name="Anna", now=NOW)
    parties.make_link(username="anna", now=NOW)
    return owner


def _left(owner: psycopg.Connection) -> tuple[list[str], int]:
    """Sessions that are left, and the number of links."""
    kept = owner.execute("SELECT convert_from(hash, 'UTF8') FROM parties_session ORDER BY expires_at").fetchall()
    links = owner.execute("SELECT count(*) FROM parties_sign_in_link").fetchone()
    assert links is not None
    return [name for (name,) in kept], int(links[0])


def test_what_has_expired_is_forgotten_and_nothing_else(sessions: psycopg.Connection) -> None:
    tidy(now=NOW)
    assert _left(sessions) == (["soon", "later"], 1)
    tidy(now=NOW + timedelta(minutes=30))
    assert _left(sessions) == (["later"], 0)


def test_a_file_nobody_agreed_on_is_withdrawn_after_a_week_with_its_bytes(owner: psycopg.Connection) -> None:
    from entrepot.modules.exchange.api import Sheet

    for days, state in ((8, "offered"), (6, "offered"), (8, "done")):
        at = NOW - timedelta(days=days)
        Sheet.objects.using("owner").create(
            party_id=1, by="Anna", name=f"{days} {state}", kind="", language="en", sha256=b"", body=b"x", body_bytes=1,
            state=state, created_at=at,
        )  # fmt: skip
    tidy(now=NOW)
    rows = owner.execute("SELECT name, state, body IS NULL FROM exchange_sheet ORDER BY id").fetchall()
    assert rows == [("8 offered", "withdrawn", True), ("6 offered", "offered", False), ("8 done", "done", False)]


def test_the_worker_forgets_at_its_start_and_once_an_hour(
    sessions: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    before: list[tuple[list[str], int]] = []
    minutes = iter((0, 59, 60, 61))
    monkeypatch.setattr(stop, "wait", lambda _seconds: stop.set() if len(before) == 4 else None)

    def clock() -> datetime:
        before.append(_left(sessions))
        return NOW + timedelta(minutes=next(minutes))

    run_webhooks(stop, clock, lambda *_: 200)
    both = (["soon", "later"], 1)
    assert before == [(["before", "soon", "later"], 1), both, both, (["later"], 0)]
