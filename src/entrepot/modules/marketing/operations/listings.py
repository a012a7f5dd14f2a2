"""Offer a ware on a marketplace: checked before it goes out, stopped where the catalogue lacks something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import polars as pl
from django.db import transaction

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.marketing.errors import UnableToMarket, require_staff
from entrepot.modules.marketing.models import Listing
from entrepot.modules.marketing.operations.exhibits import is_amount
from entrepot.modules.marketing.operations.halls import Marketplace
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

NEEDED = ("declared_name", "hs_code", "origin")  # cells of the catalogue without which nothing goes out
_LOOKED_AT = 500


@dataclass(frozen=True)
class Offer:
    """A ware at a price on a marketplace. currency: 3-digit customs code."""

    marketplace: Marketplace
    item_no: str
    price: Decimal
    currency: str


def offer(*, acting: parties.Acting, wanted: Offer, now: datetime, practice: bool, using: str = "default") -> Listing:
    """List the ware, or list it anew at another price; it goes out if nothing is missing. Raises UnableToMarket."""
    _check(acting, wanted)
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        goods = _goods(using, acting.party_id, [wanted.item_no])
        if wanted.item_no not in goods:
            raise UnableToMarket("ware_unknown", item=wanted.item_no[:60])
        rows = Listing.objects.using(using)
        key = {"seller_id": acting.party_id, "marketplace_id": wanted.marketplace.party_id, "item_no": wanted.item_no}
        facts = {
            **_standing(goods[wanted.item_no], now),
            "price": wanted.price,
            "currency": wanted.currency,
            "offered_at": now,
        }
        row = rows.filter(**key).select_for_update().first()
        if row is None:
            row = rows.create(**key, **facts, marketplace_name=wanted.marketplace.name, practice=practice)
        else:
            rows.filter(pk=row.pk).update(**facts)
            row.refresh_from_db()
        parties.record(
            "listing_offered", now=now, using=using, acting=acting, subject=f"listing:{row.pk}", state=row.state,
            missing=list(row.missing),
        )  # fmt: skip
    return row


def _check(acting: parties.Acting, wanted: Offer) -> None:
    if wanted.marketplace.party_id == acting.party_id:
        raise UnableToMarket("listing_marketplace")
    if not is_amount(wanted.price):
        raise UnableToMarket("quote_price", found=wanted.price)
    if not (len(wanted.currency) == 3 and wanted.currency.isascii() and wanted.currency.isdigit()):
        raise UnableToMarket("ware_code", item=wanted.item_no, cell="currency", found=wanted.currency[:40])


def withdraw(*, acting: parties.Acting, listing_id: int, now: datetime, using: str = "default") -> bool:
    """Take a listing back; whether there was one."""
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        own = Listing.objects.using(using).filter(
            pk=listing_id, seller_id=acting.party_id, state__in=("stopped", "out")
        )
        gone = own.update(state="withdrawn", missing=[], checked_at=now) == 1
        if gone:
            parties.record("listing_withdrawn", now=now, using=using, acting=acting, subject=f"listing:{listing_id}")
    return gone


def check_stopped(*, seller_ids: Sequence[int] | None, now: datetime, using: str = "default") -> int:
    """Let stopped listings out whose catalogue is complete now, of these sellers or of all; returns how many."""
    with transaction.atomic(using=using):
        stopped = Listing.objects.using(using).filter(state="stopped")
        if seller_ids is not None:
            stopped = stopped.filter(seller_id__in=seller_ids)
        rows = list(stopped.order_by("id")[:_LOOKED_AT])
        out = 0
        for seller_id in sorted({row.seller_id for row in rows}):
            own = [row for row in rows if row.seller_id == seller_id]
            goods = _goods(using, seller_id, [row.item_no for row in own])
            out += sum(_check_again(row, goods.get(row.item_no, {}), now, using) for row in own)
    return out


def _check_again(row: Listing, cells: dict[str, Any], now: datetime, using: str) -> bool:
    standing = _standing(cells, now)
    if standing["missing"] == row.missing:
        return False
    changed = Listing.objects.using(using).filter(pk=row.pk, state="stopped").update(**standing)
    went_out = bool(changed) and standing["state"] == "out"
    if went_out:
        subject = f"listing:{row.pk}"
        parties.record("listing_out", now=now, using=using, acting=parties.Acting(row.seller_id), subject=subject)
    return went_out


def _goods(using: str, seller_id: int, items: Sequence[str]) -> dict[str, dict[str, Any]]:
    connection = under_django(using)
    frame: pl.DataFrame = catalogue.goods_for(connection, [seller_id], sorted(set(items)))
    return {str(row["item_no"]): row for row in frame.select("item_no", *NEEDED).iter_rows(named=True)}


def _standing(cells: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Where a listing stands by these cells of its ware."""
    held = {cell: cells.get(cell) or "" for cell in NEEDED}
    missing = [cell for cell in NEEDED if not held[cell]]
    out = not missing
    return {
        **held,
        "missing": missing,
        "state": "out" if out else "stopped",
        "checked_at": now,
        "out_at": now if out else None,
    }
