"""Corrected documents as messages of the firms that may send them, kept for a worker to take in."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from entrepot.gateways import ceb
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.project.portal.corrections.documents import Document, frame_of
from entrepot.shell.station import is_practice
from entrepot.store.connection import under_django

NAME = "correction"
_CHANGE, _DECLARED = "2", "2"  # appType, appStatus


def message_of(document: Document, *, now: datetime) -> bytes:
    """A change of the document, later than its current version. Raises UnableToWrite."""
    assert document.sender is not None
    message = MESSAGES[document.kind]
    head: dict[str, Any] = {
        **document.head,
        "guid": _guid(),
        "app_type": _CHANGE,
        "app_status": _DECLARED,
        "app_time": max(now, document.head["app_time"]),
    }
    lines = frame_of(message.line, document.lines) if message.line else None
    sender = document.sender
    # as `entrepot file` does: who has no address at the e-port is named by its code in that place
    envelope = ceb.Envelope(_guid(), sender.code, sender.name, sender.code, practice=is_practice())
    return ceb.write(document.kind, frame_of(message.head, [head]), lines, envelope)


def send(reader: Reader, documents: Sequence[Document], *, now: datetime) -> list[int]:
    """Keep a message for each document, in this order, within the running transaction; returns their numbers."""
    kept = []
    for document in documents:
        assert document.sender is not None
        incoming = Incoming("message", document.sender.party_id, message_of(document, now=now), NAME)
        posted = exchange.post_message(
            under_django(),
            incoming,
            reader_ids=reader.party_ids,
            person_id=reader.person_id,
            now=now,
            practice=is_practice(),
        )
        kept.append(posted.id)
    parties.enter(reader)  # storing a message left the transaction with the sender's eyes alone
    return kept


def wake() -> None:
    """Have a worker read it as soon as it is committed."""
    exchange.wake_readers(under_django())


def _guid() -> str:
    return str(uuid.uuid4()).upper()
