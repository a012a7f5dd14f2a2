"""Webhook deliveries: events of the outbox become deliveries, due deliveries are signed and sent.

A pass of its own beside the clearance worker's: an address that does not answer must not hold up lists. Being without
hurry, it also forgets what is over.
"""

import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from django.db import close_old_connections, connections, transaction
from django.db.utils import InterfaceError, OperationalError

from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Due
from entrepot.modules.parties import api as parties
from entrepot.project.api import destinations
from entrepot.project.api.destinations import NotTaken
from entrepot.project.line.deciding import LISTS_DECIDED
from entrepot.store import outbox
from entrepot.store.connection import under_django
from entrepot.store.outbox import Event

SUBSCRIBER = "webhooks"
SIGNATURE = "Entrepot-Signature"
TIMESTAMP = "Entrepot-Timestamp"
DELIVERY = "Entrepot-Delivery"
EVENTS_A_PASS = 200
DELIVERIES_A_PASS = 5  # a slow address holds up few others, and none beyond its lease
_REST_S = 2.0
_TIDY_EVERY = timedelta(hours=1)
_TAKEN = range(200, 300)

Send = Callable[[str, bytes, dict[str, str]], int]
"""Send `body` with `headers` to an address; the status of its answer. Raises NotTaken where there is none."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Passed:
    """What one pass did."""

    events: int
    taken: int
    failed: int

    @property
    def idle(self) -> bool:
        """Nothing was to be done."""
        return not (self.events or self.taken or self.failed)


def deliver_webhooks(*, now: datetime, send: Send, using: str = "owner") -> Passed:
    """One pass: note who is to be told of what, then tell those whose time has come."""
    with transaction.atomic(using=using):
        connection = under_django(using)
        events = outbox.read_on(
            connection, SUBSCRIBER, lambda event: _note(connection, event, now, using), limit=EVENTS_A_PASS
        )
    taken = failed = 0
    for due in exchange.claim_due(now=now, limit=DELIVERIES_A_PASS, using=using):
        if _tell(due, now, send, using):
            taken += 1
        else:
            failed += 1
    return Passed(events, taken, failed)


def _note(connection: psycopg.Connection, event: Event, now: datetime, using: str) -> None:
    told = _TOLD_AS.get(event.kind)
    if told is None:
        return
    name, counts = told
    exchange.owe(
        event_id=event.id,
        event=name,
        counts=counts(connection, _plain(event.batch)),
        read_at=f"/api/v1/{name}",
        at=event.at,
        now=now,
        using=using,
    )


def _plain(batch: object) -> Mapping[str, object]:
    """Django's connections leave JSON as text."""
    found = json.loads(batch) if isinstance(batch, str) else batch
    assert isinstance(found, dict)
    return found


def _named(_connection: psycopg.Connection, batch: Mapping[str, object]) -> dict[int, int]:
    parties = batch.get("parties")
    assert isinstance(parties, dict)
    return {int(party): int(count) for party, count in parties.items()}


def _of_batch(connection: psycopg.Connection, batch: Mapping[str, object]) -> dict[int, int]:
    number = batch.get("batch")
    return declarations.parties_of_batch(connection, number) if isinstance(number, int) else {}


_TOLD_AS: Mapping[str, tuple[str, Callable[[psycopg.Connection, Mapping[str, object]], dict[int, int]]]] = {
    exchange.MESSAGES_READ: ("messages", _named),
    exchange.MESSAGES_WRITTEN: ("replies", _named),
    LISTS_DECIDED: ("decisions", _of_batch),
}


def _tell(due: Due, now: datetime, send: Send, using: str) -> bool:
    body = due.body.encode()
    try:
        status = send(due.address, body, headers_of(due, body, now))
    except NotTaken as why:
        exchange.note_failed(due=due, status=None, failure=str(why), now=now, using=using)
        return False
    if status not in _TAKEN:
        failure = f"expected an answer of 200 to 299, found {status}"
        exchange.note_failed(due=due, status=status, failure=failure, now=now, using=using)
        return False
    exchange.note_taken(due=due, status=status, now=now, using=using)
    return True


def headers_of(due: Due, body: bytes, now: datetime) -> dict[str, str]:
    """What goes with a body: when it was signed (seconds since 1970), and the HMAC-SHA256 over `TIMESTAMP.BODY`."""
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Entrepot",
        DELIVERY: str(due.id),
        TIMESTAMP: timestamp,
        SIGNATURE: "v1=" + signature(due.secret, timestamp, body),
    }


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over timestamp, a point and body, in hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def tidy(*, now: datetime, using: str = "owner") -> None:
    """Forget what is over: deliveries of long ago, files nobody agreed on, expired sessions and sign-in links."""
    exchange.forget_old(now=now, using=using)
    exchange.forget_offers(now=now, using=using)
    parties.forget_sessions(now=now, using=using)
    parties.forget_links(now=now, using=using)


def run_webhooks(stop: threading.Event, clock: Callable[[], datetime], send: Send = destinations.send) -> None:
    """Pass after pass until `stop` is set, on a database connection of its own thread; once an hour, tidy up."""
    tidied: datetime | None = None
    while not stop.is_set():
        now = clock()
        try:
            done = deliver_webhooks(now=now, send=send)
            if tidied is None or now - tidied >= _TIDY_EVERY:
                tidy(now=now)
                tidied = now
            rest = 0.0 if not done.idle else _REST_S
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            log.warning("webhooks: the database did not answer (%s)", str(error).strip())
            close_old_connections()
            rest = _REST_S
        stop.wait(rest)
    connections["owner"].close()
