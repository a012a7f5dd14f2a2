"""Documents in JSON, up to 1,000 in a body: kept like a message, read by the same workers.

The answer is 202 with a status address, as for messages: the web role may not write documents, intake may have to wait
for judges, and what was sent is kept before it is read. Who sends `Prefer: wait=SECONDS` is answered with the outcome
of each item if a worker is done by then.
"""

import re
import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from entrepot.gateways import items
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Posted
from entrepot.project.api import shapes
from entrepot.project.api.bodies import json_body
from entrepot.project.api.item_schema import body_of_items
from entrepot.project.api.messages import in_full, keep, posted
from entrepot.project.api.problems import Problem, language_of
from entrepot.project.api.tokens import Caller, Needs, as_reader

router = Router(tags=["items"])
ADDRESSES = {
    "orders": "json-orders",
    "collection-slips": "json-collection-slips",
    "waybills": "json-waybills",
    "lists": "json-lists",
    "import-orders": "json-import-orders",
    "payments": "json-payments",
    "import-waybills": "json-import-waybills",
    # without a signature: a station that decides refuses them under M20, one that files checks all else
    "import-lists": "json-import-lists",
}
LONGEST_WAIT_S = 10.0
WAITING_AT_ONCE = 2  # of the threads of a web process; who finds these taken is answered 202 at once
_WAITING = threading.BoundedSemaphore(WAITING_AT_ONCE)
_LOOK_EVERY_S = 0.05
_WAIT = re.compile(r"(?:^|,)\s*wait\s*=\s*\"?([0-9]{1,4})\"?\s*(?:$|[,;])")

Answered = HttpResponse | Status[dict[str, object]]


def _poster(name: str, kind: str) -> Callable[[HttpRequest], Answered]:
    def post(request: HttpRequest) -> Answered:
        caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
        body = json_body(request, items.BYTES_A_BODY)
        language = language_of(request)
        try:
            items.items_of(body)
        except items.Unreadable as wrong:
            raise Problem("unreadable-items", sentence=items.sentence(wrong.rule, wrong.facts, language)) from wrong
        stored = keep(caller, kind, body, f"/api/v1/{name}")
        seconds = _seconds_to_wait(request)
        return _outcome(caller, stored, seconds, language) or posted(stored)

    post.__name__ = "post_" + name.replace("-", "_")
    return post


for _name, _kind in ADDRESSES.items():
    router.post(
        f"/{_name}",
        auth=Needs("messages:write"),
        response={202: shapes.Posted, 200: shapes.MessageInFull | shapes.Posted},
        openapi_extra={"requestBody": body_of_items(items.KINDS[_kind])},
    )(_poster(_name, _kind))


def _seconds_to_wait(request: HttpRequest) -> float:
    wanted = _WAIT.search(request.META.get("HTTP_PREFER", "")[:200])
    return min(float(wanted[1]), LONGEST_WAIT_S) if wanted else 0.0


def _outcome(caller: Caller, stored: Posted, seconds: float, language: str) -> Status[dict[str, object]] | None:
    """What became of each item, if that is known within `seconds`; None otherwise."""
    if stored.is_new and not seconds:
        return None
    found = _look(caller, stored, language)
    if found is not None or not seconds or not _WAITING.acquire(blocking=False):
        return found
    try:
        until = time.monotonic() + seconds
        while found is None and time.monotonic() < until:
            time.sleep(_LOOK_EVERY_S)
            found = _look(caller, stored, language)
        return found
    finally:
        _WAITING.release()


def _look(caller: Caller, stored: Posted, language: str) -> Status[dict[str, object]] | None:
    with as_reader(caller) as connection:
        row = exchange.seen(connection, stored.id)
        return Status(200, in_full(connection, row, language)) if row and row.state != "stored" else None
