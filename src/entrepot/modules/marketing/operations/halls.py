"""Open a showroom, say who may enter and who reads prices, invite firms."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from entrepot.modules.marketing.errors import UnableToMarket, require_staff
from entrepot.modules.marketing.models import OPENED_TO, PRICES_TO, Hall, Invitation
from entrepot.modules.parties import api as parties

RESERVED = ("desk", "enquiries", "listings")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
_SCHEMES = ("customs10", "uscc18")


@dataclass(frozen=True)
class Opening:
    """How a hall stands open. marketplace: on which its orders stand, None for the firm's own shop."""

    address: str
    opened_to: str
    prices_to: str
    marketplace: "Marketplace | None" = None


@dataclass(frozen=True)
class Marketplace:
    """A marketplace as an order names it."""

    party_id: int
    code: str
    name: str


def open_hall(
    *, acting: parties.Acting, opening: Opening, now: datetime, practice: bool, using: str = "default"
) -> None:
    """Open the firm's hall so, or change how it stands open. Raises UnableToMarket."""
    _check(opening)
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        firm = parties.firms([acting.party_id], using=using).get(acting.party_id)
        code = _code_of(firm)
        if firm is None or not code:
            raise UnableToMarket("no_code")
        place = opening.marketplace or Marketplace(acting.party_id, code, firm.name_zh or firm.name_en)
        facts = {
            "address": opening.address, "opened_to": opening.opened_to, "prices_to": opening.prices_to,
            "name_zh": firm.name_zh, "name_en": firm.name_en, "seller_code": code, "marketplace_id": place.party_id,
            "marketplace_code": place.code, "marketplace_name": place.name, "changed_at": now,
        }  # fmt: skip
        try:
            with transaction.atomic(using=using):
                changed = Hall.objects.using(using).filter(seller_id=acting.party_id).update(**facts)
                if not changed:
                    Hall.objects.using(using).create(seller_id=acting.party_id, practice=practice, **facts)
        except IntegrityError as taken:
            raise UnableToMarket("address_taken", found=opening.address) from taken
        parties.record(
            "hall_opened", now=now, using=using, acting=acting, subject=f"hall:{opening.address}",
            opened_to=opening.opened_to, prices_to=opening.prices_to,
        )  # fmt: skip


def _check(opening: Opening) -> None:
    if not _ADDRESS.fullmatch(opening.address) or opening.address in RESERVED:
        raise UnableToMarket("address_form", reserved=", ".join(RESERVED), found=opening.address[:60])
    if opening.opened_to not in OPENED_TO:
        raise UnableToMarket("opened_to", found=opening.opened_to)
    if opening.prices_to not in PRICES_TO:
        raise UnableToMarket("prices_to", found=opening.prices_to)


def _code_of(firm: parties.Firm | None) -> str:
    codes = dict(firm.codes) if firm else {}
    return next((codes[scheme] for scheme in _SCHEMES if scheme in codes), "")


def invite(*, acting: parties.Acting, party_id: int, now: datetime, using: str = "default") -> bool:
    """Let a firm into the hall, and to its prices; whether it is new there. Raises UnableToMarket."""
    if party_id == acting.party_id:
        raise UnableToMarket("invite_self")
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        if not Hall.objects.using(using).filter(seller_id=acting.party_id).exists():
            raise UnableToMarket("no_hall")
        known = Invitation.objects.using(using).filter(
            seller_id=acting.party_id, party_id=party_id, ended_at__isnull=True
        )
        if known.exists():
            return False
        firm = parties.firms([party_id], using=using).get(party_id)
        Invitation.objects.using(using).create(
            seller_id=acting.party_id,
            party_id=party_id,
            name_zh=firm.name_zh if firm else "",
            name_en=firm.name_en if firm else "",
            invited_at=now,
            person_id=acting.person_id,
        )
        parties.record("hall_invited", now=now, using=using, acting=acting, subject=f"party:{party_id}")
    return True


def end_invitation(*, acting: parties.Acting, number: int, now: datetime, using: str = "default") -> bool:
    """From now on the firm enters no more than everybody does; whether there was such an invitation."""
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        open_ones = Invitation.objects.using(using).filter(pk=number, seller_id=acting.party_id, ended_at__isnull=True)
        ended = open_ones.update(ended_at=now) == 1
        if ended:
            parties.record("hall_invitation_ended", now=now, using=using, acting=acting, subject=f"invitation:{number}")
    return ended
