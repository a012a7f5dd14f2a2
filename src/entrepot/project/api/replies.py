"""Replies to the caller, read on from a cursor."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Seen
from entrepot.project.api import shapes
from entrepot.project.api.cursors import cursor, place_of
from entrepot.project.api.parameters import LARGEST_ID, After, Limit
from entrepot.project.api.problems import Problem
from entrepot.project.api.tokens import Caller, Needs, as_reader
from entrepot.store import identity

router = Router(tags=["replies"])
ADDRESS = "/api/v1/replies"
FEED = "r"
XML_ANSWER = {"description": "OK", "content": {"application/xml": {"schema": {"type": "string"}}}}
_SCOPES = ("decisions:read", "messages:write")


@router.get("/replies", auth=Needs(*_SCOPES), response=shapes.Replies)
def read_replies(request: HttpRequest, after: After = None, limit: Limit = 100) -> dict[str, object]:
    """Replies after a cursor."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    place = place_of(FEED, after, 2)
    with as_reader(caller) as connection:
        rows, following = exchange.replies(connection, caller.reader.party_ids, after=(place[0], place[1]), limit=limit)
    return {"replies": [_described(row) for row in rows], "next": cursor(FEED, following), "more": len(rows) == limit}


@router.get("/replies/{int:reply_id}", auth=Needs(*_SCOPES), openapi_extra={"responses": {200: XML_ANSWER}})
def read_reply(request: HttpRequest, reply_id: int) -> HttpResponse:
    """One reply, byte for byte."""
    if reply_id > LARGEST_ID:
        raise Problem("not-found")
    with as_reader(request.auth) as connection:  # type: ignore[attr-defined] # the framework's
        row = exchange.seen(connection, reply_id)
        try:
            body = exchange.body_of(connection, reply_id) if row and row.direction == "out" else None
        except identity.UnableToOpen:
            raise Problem("gone") from None
    if body is None:
        raise Problem("not-found")
    return HttpResponse(body, content_type="application/xml")


def _described(row: Seen) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "at": row.at,
        "documents": row.documents,
        "bytes": row.body_bytes,
        "body": f"{ADDRESS}/{row.id}",
    }
