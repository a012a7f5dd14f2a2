"""What is shared with the reader, on a page of its own and on the record; and what its owner may take back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kernel.codes import NO_MARKETPLACE
from entrepot.modules.declarations.operations import looking
from entrepot.modules.declarations.queries import shared
from entrepot.modules.declarations.web import parts, way, words
from entrepot.modules.declarations.web.codes import Codes
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Grant, OpenGrant, Reader
from entrepot.modules.trade.api import SharedPlace
from entrepot.shell import paging
from entrepot.shell.preferences import safe_next

PAGE = 50
_CLOSE_BEFORE = timedelta(minutes=1)
_NOBODY = Reader((), (), None, frozenset(), ())


@dataclass(frozen=True)
class SharedRow:
    """A grant that the reader holds. place: the address of its record; None while nothing stands there."""

    grant: Grant
    giver: str
    parts: str
    until: datetime
    place: SharedPlace | None

    @property
    def seller(self) -> str:
        """The seller's code where the address needs it: orders that name no marketplace are numbered by each seller."""
        return self.place.seller_code if self.place and self.place.marketplace_code == NO_MARKETPLACE else ""


@dataclass(frozen=True)
class Opened:
    """A grant with what it opens of the record that the page is about."""

    grant: Grant
    giver: str
    until: datetime
    parts: Sequence[parts.Part]
    way: way.Way | None


@dataclass(frozen=True)
class GivenRow:
    """A grant that the reader's firm gave on the record. over: why it opens nothing any more, else empty."""

    grant: Grant
    to: str
    parts: str
    until: datetime
    over: str | Promise
    looks: int
    last_look: datetime | None
    may_take_back: bool


def last_minute(grant: Grant) -> datetime:
    """The last minute in which it is open: valid_until is the first moment in which it is not."""
    return grant.valid_until - _CLOSE_BEFORE


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Grants to the reader's firms that are open now, the newest first."""
    reader, after = parties.reader_in(request) or _NOBODY, paging.after(request)
    numbers = sorted((each.grant_id for each in reader.grants if after is None or each.grant_id < after), reverse=True)
    rows = _rows(numbers[:PAGE], get_language() or "en")
    context = {
        "rows": rows,
        "first_query": paging.query(request),
        "next_query": paging.query(request, after=numbers[PAGE - 1] if len(numbers) > PAGE else None),
    }
    return render(request, "declarations/shared.html", context)


def _rows(numbers: Sequence[int], language: str) -> list[SharedRow]:
    found = parties.grants(numbers)
    places: dict[tuple[str, int, int], SharedPlace] = {}
    for place in shared.places([grant.order_no for grant in found]):
        places.setdefault((place.order_no, place.marketplace_id, place.owner_id), place)
    return [
        SharedRow(
            grant,
            words.named(grant.owner.name_zh, grant.owner.name_en, language),
            words.part_names(grant.parts, language),
            last_minute(grant),
            places.get((grant.order_no, grant.marketplace_id, grant.owner_id)),
        )
        for grant in found
    ]


def places(reader: Reader | None, order_no: str, marketplace_code: str) -> dict[int, SharedPlace]:
    """Marketplace id → the record with that number, filed under that code, which some grant opens to the reader."""
    if reader is None or not any(each.order_no == order_no for each in reader.grants):
        return {}
    found = [place for place in shared.places([order_no]) if place.marketplace_code == marketplace_code]
    return {place.marketplace_id: place for place in reversed(found)}


def opened(
    reader: Reader | None, place: SharedPlace | None, codes: Codes, language: str, *, keep_look_at: datetime | None
) -> list[Opened]:
    """What grants open of the record to the reader, who has entered the running transaction; each part once.

    keep_look_at: when the reader looks, which is kept for the owner to see; None: only a preview of the owner's own.
    """
    if reader is None or place is None:
        return []
    record = (place.order_no, place.marketplace_id, place.owner_id)
    of_record = (each for each in reader.grants if (each.order_no, each.marketplace_id, each.owner_id) == record)
    mine = {each.grant_id: each for each in of_record}
    shown: list[Opened] = []
    seen: set[str] = set()
    for grant in parties.grants(list(mine)):
        fresh = [part for part in grant.parts if part in looking.PARTS and part not in seen]
        seen.update(fresh)
        if fresh:
            rows = _look(reader, mine[int(grant.pk)], fresh, keep_look_at)
            giver = words.named(grant.owner.name_zh, grant.owner.name_en, language)
            found = [parts.shown(part, words.part_name(part, language), rows.parts[part], codes) for part in fresh]
            shown.append(Opened(grant, giver, last_minute(grant), found, _way(rows, language)))
    return shown


def _way(rows: looking.Shared, language: str) -> way.Way | None:
    """The way of the newest list, where transport is open; whether it was released, where customs is."""
    lists = rows.parts.get("transport", {}).get("lists", ())
    if not lists:
        return None
    states = [row["state"] for row in rows.parts.get("customs", {}).get("lists", ())]
    port, pod, country, mode = (str(lists[-1][name]) for name in ("port_code", "pod", "country", "traf_mode"))
    released = bool(states) and states[-1] == "released"
    return way.of(way.Leg(port, pod, country, mode, released), language)


def _look(reader: Reader, grant: OpenGrant, fresh: Sequence[str], at: datetime | None) -> looking.Shared:
    if at is None:
        return looking.opened(grant, fresh, using="default")
    return looking.look_at(reader=reader, grant_id=grant.grant_id, parts=fresh, now=at)


def given(
    reader: Reader | None, sellers: Iterable[int], order_no: str, marketplace_id: int, *, now: datetime
) -> list[GivenRow]:
    """The grants on the record that the reader's own firms gave, those that are open first."""
    own = sorted(set(sellers) & set(reader.party_ids)) if reader else []
    if reader is None or not own:
        return []
    rows = as_given(parties.grants_given(own, order_no, marketplace_id), reader, now)
    return sorted(rows, key=lambda row: bool(row.over))


def as_given(found: Iterable[parties.GivenGrant], reader: Reader | None, now: datetime) -> list[GivenRow]:
    """Grants that the reader's firms gave, as tables show them."""
    language = get_language() or "en"
    person = reader.person_id if reader else None
    hands = {
        party
        for party in (reader.party_ids if reader and person else ())
        if person and _may_take_back(person, party, now)
    }
    return [
        GivenRow(
            each.grant,
            words.named(each.grant.to_party.name_zh, each.grant.to_party.name_en, language),
            words.part_names(each.grant.parts, language),
            last_minute(each.grant),
            "" if each.is_open(now) else (_("Over") if each.grant.revoked_at is None else _("Taken back")),
            each.looks,
            each.last_look,
            each.is_open(now) and each.grant.owner_id in hands,
        )
        for each in found
    ]


def share_query(reader: Reader | None, sellers: Iterable[int], marketplace: str, order_no: str, seller: str) -> str:
    """The query of the page on which the reader shares the record, where one of its firms sells it; else empty."""
    if reader is None or reader.person_id is None or not set(sellers) & set(reader.party_ids):
        return ""
    return urlencode({"marketplace": marketplace, "order": order_no, "seller": seller})


def _may_take_back(person_id: int, party: int, now: datetime) -> bool:
    return bool(parties.places_of(person_id, party, now=now) & set(parties.STAFF))


@require_POST
def take_back(request: HttpRequest, grant_id: int) -> HttpResponse:
    """End a grant that one of the reader's firms gave; one that is over already stays as it is."""
    reader = parties.reader_in(request) or _NOBODY
    grant = next(iter(parties.grants([grant_id])), None)
    if grant is None or grant.owner_id not in reader.party_ids:
        raise Http404(str(grant_id))
    if grant.revoked_at is None:
        acting = parties.Acting(grant.owner_id, reader.person_id)
        try:
            parties.revoke_grant(acting=acting, grant_id=grant_id, now=timezone.now())
        except parties.UnableToAct as error:
            raise PermissionDenied from error
    return HttpResponseRedirect(safe_next(request))
