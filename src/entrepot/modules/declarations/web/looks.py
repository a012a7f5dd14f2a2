"""Look as: one record through another party's eyes, in a practice folder on loopback only.

The page filters nothing: it changes the reader of the transaction, and row-level security decides what is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.shell.loopback import is_loopback
from entrepot.shell.station import is_practice


@dataclass(frozen=True)
class Look:
    """One party of the record. key: the value of `?as=`; name: as filed; party_id: None for a stranger."""

    key: str
    label: str | Promise
    icon: str
    name: str
    party_id: int | None


def allowed(request: HttpRequest) -> bool:
    """Whether this request may look through other eyes at all."""
    return is_practice() and is_loopback(request)


def of(record: Record) -> list[Look]:
    """The parties that the record names, and a stranger; a party that is not known yet is left out."""
    return [*_parties(record), Look("stranger", _("Stranger"), "stranger", "", None)]


def _parties(record: Record) -> Iterator[Look]:
    row = record.current_lists[-1] if record.current_lists else None
    head = row or (record.orders[-1] if record.orders else None)
    waybill = record.waybills[-1] if record.waybills else None
    if head:
        yield Look("seller", _("Seller"), "seller", head.seller_name, head.seller_id)
        yield Look("marketplace", _("Marketplace"), "marketplace", head.marketplace_name, head.marketplace_id)
    carrier = row or waybill
    if carrier:
        yield Look("carrier", _("Carrier"), "carrier", carrier.carrier_name, carrier.carrier_id)
    if row and row.agent_id != row.seller_id:
        yield Look("broker", _("Broker"), "broker", row.agent_name, row.agent_id)
    deciding = [decision.by_id for decision in record.decisions if decision.kind == "decision"]
    if deciding:
        yield Look("customs", _("Customs"), "customs", "", deciding[-1])


@contextmanager
def through(look: Look, request: HttpRequest, *, now: datetime) -> Iterator[Reader]:
    """Let the policies see that party inside the block, and afterwards the reader of the request again."""
    firms = () if look.party_id is None else (look.party_id,)
    eyes = parties.reader_of(person_id=None, firms=firms, now=now)
    parties.enter(eyes)
    yield eyes
    parties.enter(parties.reader_in(request))
