"""Put wares of the catalogue into the hall: their true size, what they cost, a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from django.db import transaction

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.marketing.errors import UnableToMarket, require_staff
from entrepot.modules.marketing.models import MOST_MM, Exhibit, Hall, Picture
from entrepot.modules.marketing.pictures import Kept
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

MOST_WARES = 200
LONGEST_NAME = 250
_SIDES = ("width_mm", "height_mm", "depth_mm")
_NUMBERS = ("price", "min_quantity")
_CODES = ("currency", "unit")
_BELOW = Decimal(10) ** 14


@dataclass(frozen=True)
class Ware:
    """How a ware of the catalogue is shown; sizes with packing. currency, unit: 3-digit customs codes.

    Names left empty are those of the catalogue; picture None leaves what hangs there.
    """

    item_no: str
    width_mm: int
    height_mm: int
    depth_mm: int
    price: Decimal
    currency: str
    min_quantity: Decimal
    unit: str
    name_zh: str = ""
    name_en: str = ""
    picture: Kept | None = None
    shown: bool = True


def put_wares(
    *, acting: parties.Acting, wares: Sequence[Ware], now: datetime, practice: bool, using: str = "default"
) -> int:
    """Show these wares so, all of them or none; returns how many. Raises UnableToMarket."""
    items = [ware.item_no for ware in wares]
    for item in items:
        if items.count(item) > 1:
            raise UnableToMarket("ware_twice", item=item)
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        if not Hall.objects.using(using).filter(seller_id=acting.party_id).exists():
            raise UnableToMarket("no_hall")
        own = Exhibit.objects.using(using).filter(seller_id=acting.party_id)
        together = len({*items, *own.values_list("item_no", flat=True)})
        if together > MOST_WARES:
            raise UnableToMarket("too_many_wares", most=MOST_WARES, found=together)
        names = _names(under_django(using), acting.party_id, items)
        for ware in wares:
            _put(acting.party_id, _facts(ware, names, now), ware, practice=practice, using=using)
        parties.record(
            "wares_shown", now=now, using=using, acting=acting, subject=f"hall:{acting.party_id}", wares=len(wares)
        )
    return len(wares)


def _names(connection: psycopg.Connection, seller_id: int, items: list[str]) -> dict[str, tuple[str, str]]:
    """Item number → (Chinese, English) name in the catalogue. Raises UnableToMarket for a ware that is not there."""
    goods = catalogue.goods_for(connection, [seller_id], items)
    names = {
        row["item_no"]: (row["declared_name"] or row["item_name"] or "", row["item_name"] or "")
        for row in goods.iter_rows(named=True)
    }
    for item in items:
        if item not in names:
            raise UnableToMarket("ware_unknown", item=item[:60])
    return names


def _facts(ware: Ware, names: Mapping[str, tuple[str, str]], now: datetime) -> dict[str, Any]:
    for side in _SIDES:
        if not 1 <= getattr(ware, side) <= MOST_MM:
            raise UnableToMarket("ware_size", item=ware.item_no, side=side, most=MOST_MM, found=getattr(ware, side))
    for cell in _NUMBERS:
        if not is_amount(getattr(ware, cell)):
            raise UnableToMarket("ware_number", item=ware.item_no, cell=cell, found=getattr(ware, cell))
    for cell in _CODES:
        code = getattr(ware, cell)
        if not (len(code) == 3 and code.isascii() and code.isdigit()):
            raise UnableToMarket("ware_code", item=ware.item_no, cell=cell, found=code[:40])
    known_zh, known_en = names[ware.item_no]
    called = {"name_zh": ware.name_zh or known_zh, "name_en": ware.name_en or known_en}
    longest = max(len(name) for name in called.values())
    if not 0 < longest <= LONGEST_NAME:
        raise UnableToMarket("ware_name", item=ware.item_no, most=LONGEST_NAME, found=longest)
    plain = (*_SIDES, *_NUMBERS, *_CODES, "shown")
    return {**{name: getattr(ware, name) for name in plain}, **called, "changed_at": now}


def is_amount(value: Decimal) -> bool:
    """Whether this can be kept: above zero, below a hundred billion thousands, at most 5 places."""
    return value.is_finite() and 0 < value < _BELOW and value == value.quantize(Decimal("0.00001"))


def _put(seller_id: int, facts: dict[str, Any], ware: Ware, *, practice: bool, using: str) -> None:
    if ware.picture is not None:
        facts["picture"] = _keep(seller_id, ware.picture, facts["changed_at"], practice=practice, using=using)
    own = Exhibit.objects.using(using).filter(seller_id=seller_id, item_no=ware.item_no)
    if not own.update(**facts):
        Exhibit.objects.using(using).create(seller_id=seller_id, item_no=ware.item_no, practice=practice, **facts)


def _keep(seller_id: int, picture: Kept, now: datetime, *, practice: bool, using: str) -> str:
    rows = Picture.objects.using(using)
    if not rows.filter(seller_id=seller_id, digest=picture.digest).exists():
        rows.create(
            seller_id=seller_id, digest=picture.digest, width=picture.width, height=picture.height, body=picture.body,
            small=picture.small, kept_at=now, practice=practice,
        )  # fmt: skip
    return picture.digest


def put_away(*, acting: parties.Acting, item_no: str, now: datetime, using: str = "default") -> bool:
    """Show the ware no more; whether it was shown. What is known of it stays."""
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        shown = Exhibit.objects.using(using).filter(seller_id=acting.party_id, item_no=item_no, shown=True)
        gone = shown.update(shown=False, changed_at=now) == 1
        if gone:
            parties.record("ware_put_away", now=now, using=using, acting=acting, subject=f"ware:{item_no}")
    return gone
