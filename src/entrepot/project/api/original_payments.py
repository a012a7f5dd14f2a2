"""The two addresses of announcement 179: where customs asks a marketplace, and where marketplaces upload to customs.

Both are open: customs' question carries no token, an upload carries a signature. What comes is answered at once, with
status 200 and a code, as the interface has it.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from entrepot.gateways.original_payment import BYTES_A_BODY
from entrepot.modules.parties import api as parties
from entrepot.project.api.tokens import raw_connection
from entrepot.project.line import original_payments

_JSON = "application/json"


@csrf_exempt
@login_not_required
def open_request(request: HttpRequest, code: str) -> HttpResponse:
    """Customs asks the marketplace with this code for the payment of an order."""

    def answer(body: bytes, now: datetime) -> bytes | None:
        station = parties.station(raw_connection())
        marketplace_id = parties.known_code(code, using="owner")
        if station is None or marketplace_id is None or station.kind == "deciding":
            return None
        with parties.reading(parties.Reader((marketplace_id,), (), None, frozenset(parties.SCOPES), ())):
            return original_payments.take_question(
                body, marketplace_id=marketplace_id, now=now, practice=station.kind == "practice"
            )

    return _answered(request, answer)


@csrf_exempt
@login_not_required
def upload(request: HttpRequest) -> HttpResponse:
    """A marketplace uploads the payment that customs asked for."""

    def answer(body: bytes, now: datetime) -> bytes | None:
        station = parties.station(raw_connection())
        if station is None or station.kind == "filing":
            return None
        return original_payments.take_upload(body, authority_id=station.owner_id, now=now)

    return _answered(request, answer)


def _answered(request: HttpRequest, answer: Callable[[bytes, datetime], bytes | None]) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    # one byte more than is read, so that the reader finds it too large and says so
    said = answer(request.read(BYTES_A_BODY + 1), timezone.now())
    return HttpResponse(status=404) if said is None else HttpResponse(said, content_type=_JSON)
