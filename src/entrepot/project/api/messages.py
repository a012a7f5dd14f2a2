"""Customs messages in: stored as they are and answered at once; workers read them."""

import json

import psycopg
from django.db import connection as django_connection
from django.http import HttpRequest, HttpResponse
from ninja import Router

from entrepot.gateways.ceb.raw import BYTES_A_MESSAGE
from entrepot.gateways.items import pointer_of
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming, Posted, Seen
from entrepot.project.api import shapes
from entrepot.project.api.bodies import xml_body
from entrepot.project.api.cursors import cursor, place_of
from entrepot.project.api.parameters import LARGEST_ID, After, Limit
from entrepot.project.api.problems import Problem, language_of
from entrepot.project.api.sentences import sentence_of
from entrepot.project.api.tokens import Caller, Needs, as_reader, raw_connection
from entrepot.shell.station import is_practice

router = Router(tags=["messages"])
ADDRESS = "/api/v1/messages"
FEED = "m"
FAULTS_SHOWN = 1_000
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"required": True, "content": {"application/xml": _BYTES, "application/octet-stream": _BYTES}}
OUTCOMES = {"a": "accepted", "d": "duplicate", "r": "refused"}


@router.post(
    "/messages",
    auth=Needs("messages:write"),
    response={202: shapes.Posted, 200: shapes.Posted},
    openapi_extra={"requestBody": _BODY},
)
def post_message(request: HttpRequest) -> HttpResponse:
    """Keep one customs message."""
    body = xml_body(request, BYTES_A_MESSAGE)
    stored = keep(request.auth, "message", body, ADDRESS)  # type: ignore[attr-defined] # the framework's
    return posted(stored)


def keep(caller: Caller, kind: str, body: bytes, address: str) -> Posted:
    """Store the bytes as those of the caller's firm, and wake the workers after the commit. Raises Problem."""
    incoming = Incoming(kind, caller.party_id, body, address)
    try:
        stored = _post(caller, incoming)
    except (
        psycopg.OperationalError
    ):  # the connection was lost since it was last used: the same bytes cannot be kept twice
        django_connection.close()
        stored = _post(caller, incoming)
    if stored.is_new:
        exchange.wake_readers(raw_connection())
    elif stored.name != address and stored.name.startswith("/api/"):
        raise Problem("sent-elsewhere", found=stored.name)
    return stored


def _post(caller: Caller, incoming: Incoming) -> Posted:
    return exchange.post_message(
        raw_connection(),
        incoming,
        reader_ids=caller.reader.party_ids,
        person_id=caller.person_id,
        now=caller.now,
        practice=is_practice(),
    )


def status_address(message_id: int) -> str:
    """Where to ask what became of a message."""
    return f"{ADDRESS}/{message_id}"


def posted(stored: Posted) -> HttpResponse:
    """202 with the status address, or 200 where the same bytes were here before."""
    address = status_address(stored.id)
    content = json.dumps({"id": stored.id, "status": address})
    response = HttpResponse(content, status=202 if stored.is_new else 200, content_type="application/json")
    response["Location"] = address
    return response


@router.get("/messages", auth=Needs("messages:write", "records:read"), response=shapes.Messages)
def read_messages(request: HttpRequest, after: After = None, limit: Limit = 100) -> dict[str, object]:
    """Messages of the caller that were read, after a cursor."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    place = place_of(FEED, after, 2)
    with as_reader(caller) as connection:
        rows, following = exchange.read_messages(
            connection, caller.reader.party_ids, after=(place[0], place[1]), limit=limit
        )
    messages = [described(row) for row in rows]
    return {"messages": messages, "next": cursor(FEED, following), "more": len(rows) == limit}


@router.get("/messages/{int:message_id}", auth=Needs("messages:write", "records:read"), response=shapes.MessageInFull)
def read_message(request: HttpRequest, message_id: int) -> dict[str, object]:
    """What became of one message."""
    if message_id > LARGEST_ID:
        raise Problem("not-found")
    with as_reader(request.auth) as connection:  # type: ignore[attr-defined] # the framework's
        row = exchange.seen(connection, message_id)
        if row is None or row.direction != "in":
            raise Problem("not-found")
        return in_full(connection, row, language_of(request))


def in_full(connection: psycopg.Connection, row: Seen, language: str) -> dict[str, object]:
    """A message with all that became of it."""
    faults = exchange.faults(connection, [row.id])
    in_json = row.name != ADDRESS and row.name.startswith("/api/")
    return {
        **described(row),
        "outcomes": [OUTCOMES[letter] for letter in row.outcomes],
        "faults": [
            {
                "document": fault.document_no,
                "path": pointer_of(fault.path, fault.document_no) if in_json else fault.path,
                "value": fault.value,
                "rule": fault.rule,
                "sentence": sentence_of(fault.rule, fault.facts, language),
            }
            for fault in faults[:FAULTS_SHOWN]
        ],
        "faults_left_off": len(faults) > FAULTS_SHOWN,
        "replies": [f"/api/v1/replies/{number}" for number in exchange.replies_with(connection, row)],
    }


def described(row: Seen) -> dict[str, object]:
    """A message as the API tells it."""
    return {
        "id": row.id,
        "status": status_address(row.id),
        "state": row.state,
        "kind": row.kind,
        "at": row.at,
        "bytes": row.body_bytes,
        "documents": row.documents,
        "accepted": row.accepted,
        "duplicates": row.duplicates,
        "refused": row.refused,
        "signed_by": row.key_name,
        "practice": row.practice,
    }
