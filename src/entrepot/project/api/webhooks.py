"""Webhooks of the caller's firm: made, listed, stopped."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status
from pydantic import ValidationError

from entrepot.modules.exchange import api as exchange
from entrepot.project.api import destinations, shapes
from entrepot.project.api.bodies import json_body
from entrepot.project.api.cursors import shown
from entrepot.project.api.parameters import LARGEST_ID
from entrepot.project.api.problems import Problem, language_of
from entrepot.project.api.refusals import bad_parameters
from entrepot.project.api.tokens import Caller, Needs, as_reader

router = Router(tags=["webhooks"])
# What an event tells of is read with this scope: who may not read it is not told of it.
SCOPE_OF = {"messages": "messages:write", "replies": "messages:write", "decisions": "decisions:read"}
_SCOPES = sorted(set(SCOPE_OF.values()))
_BYTES = 10_000
_BODY = {
    "required": True,
    "content": {"application/json": {"schema": shapes.WebhookWanted.model_json_schema()}},
}


@router.post(
    "/webhooks",
    auth=Needs(*_SCOPES),
    response={201: shapes.WebhookMade},
    openapi_extra={"requestBody": _BODY},
)
def post_webhook(request: HttpRequest) -> Status[dict[str, object]]:
    """Make a webhook."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    wanted = _wanted(json_body(request, _BYTES), language_of(request))
    for event in wanted.events:
        if SCOPE_OF[event] not in caller.reader.scopes:
            raise Problem("token-scope", needed=SCOPE_OF[event], held=", ".join(sorted(caller.reader.scopes)))
    try:
        destinations.check_address(wanted.address)
    except destinations.Unreachable as wrong:
        raise Problem("bad-webhook", sentence=wrong.sentence(language_of(request))) from wrong
    with as_reader(caller):
        try:
            made = exchange.make_webhook(
                party_id=caller.party_id,
                person_id=caller.person_id,
                address=wanted.address,
                events=wanted.events,
                now=caller.now,
            )
        except exchange.UnableToTell as wrong:
            raise Problem("too-many-webhooks", most=wrong.most) from wrong
    told = {"id": made.id, "address": wanted.address, "events": sorted(set(wanted.events)), "secret": made.secret}
    return Status(201, told)


@router.get("/webhooks", auth=Needs(*_SCOPES), response=shapes.Webhooks)
def read_webhooks(request: HttpRequest) -> dict[str, object]:
    """The webhooks of the caller's firm."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    with as_reader(caller):
        return {"webhooks": [vars(card) for card in exchange.webhooks_of(caller.party_id)]}


@router.delete("/webhooks/{int:webhook_id}", auth=Needs(*_SCOPES), response={204: None})
def stop_webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Stop a webhook."""
    caller: Caller = request.auth  # type: ignore[attr-defined] # the framework's
    with as_reader(caller):
        known = webhook_id <= LARGEST_ID
        if not known or not exchange.stop_webhook(party_id=caller.party_id, webhook_id=webhook_id, now=caller.now):
            raise Problem("not-found")
    return HttpResponse(status=204)


def _wanted(body: bytes, language: str) -> shapes.WebhookWanted:
    try:
        return shapes.WebhookWanted.model_validate_json(body)
    except ValidationError as wrong:
        faults = [(".".join(map(str, error["loc"])) or "–", error["type"]) for error in wrong.errors()]
        raise bad_parameters([(shown(path), rule) for path, rule in faults], language) from wrong
