"""Look as: one record through another party's eyes, in a practice folder on loopback only.

The page filters nothing: it changes the reader of the transaction, and row-level security decides what is seen.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entrepot.modules.declarations.queries.whole import Record
from entrepot.modules.declarations.web import words
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Grant, Reader
from entrepot.shell.loopback import is_loopback
from entrepot.shell.station import is_practice

# role of a firm to which a part is open → key, label, icon of looking as it
_SHARED_WITH: dict[str, tuple[str, str | Promise, str]] = {
    "financier": ("bank", _("Bank"), "bank"),
    "insurer": ("insurer", _("Insurer"), "bank"),
    "foreign_buyer": ("partner", _("Partner abroad"), "abroad"),
}


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


def of(record: Record, grants: Sequence[Grant], language: str, *, now: datetime) -> list[Look]:
    """The parties that the record names, those to whom a part of it is open, and a stranger.

    A party that is not known yet is left out. grants: those on the record that the reader gave.
    """
    named = [*_parties(record)]
    others = _opened_to(grants, {look.party_id for look in named}, language, now)
    return [*named, *others, Look("stranger", _("Stranger"), "stranger", "", None)]


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


def _opened_to(grants: Sequence[Grant], named: set[int | None], language: str, now: datetime) -> Iterator[Look]:
    """Each firm once to which some grant opens a part now. key: its role, or its number where the role is taken."""
    taken: set[str] = set()
    for grant in grants:
        party = grant.to_party_id
        if party in named or grant.revoked_at is not None or grant.valid_until <= now:
            continue
        named.add(party)
        roles = parties.roles_of(party, parties.china_day(now))
        role = next((role for role in _SHARED_WITH if role in roles), "")
        key, label, icon = _SHARED_WITH.get(role, ("party", _("Shared with"), "shared"))
        key = f"{key}-{party}" if key in taken or not role else key
        taken.add(key)
        yield Look(key, label, icon, named_in(grant, language), party)


def named_in(grant: Grant, language: str) -> str:
    """The firm to which a grant opens something."""
    return words.named(grant.to_party.name_zh, grant.to_party.name_en, language)


@contextmanager
def through(look: Look, request: HttpRequest, *, now: datetime) -> Iterator[Reader]:
    """Let the policies see that party inside the block, and afterwards the reader of the request again."""
    firms = () if look.party_id is None else (look.party_id,)
    eyes = parties.reader_of(person_id=None, firms=firms, now=now)
    parties.enter(eyes)
    yield eyes
    parties.enter(parties.reader_in(request))
