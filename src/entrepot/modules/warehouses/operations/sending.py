"""Orders filled from stock: reserved first come first served, picked by scan, packed, shipped."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connections, transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.warehouses.errors import UnableToStore
from entrepot.modules.warehouses.models import Dispatch, Filling, Lot
from entrepot.modules.warehouses.operations.acting import (
    checked_quantity,
    is_practice,
    plain,
    require_operator,
    require_staff,
)
from entrepot.modules.warehouses.operations.receiving import STOCK
from entrepot.modules.warehouses.scanning import LONGEST, read_code
from entrepot.modules.warehouses.words import DISPATCH_STATES
from entrepot.store.connection import under_django

# Who wants the same ware in the same warehouse waits for its turn: what is seen free below is then still free.
_TURN = "SELECT pg_advisory_xact_lock(%s::integer, hashtext(%s))"


@dataclass(frozen=True)
class Wanted:
    """What an order needs of a warehouse."""

    warehouse: str
    seller_id: int
    item_no: str
    quantity: Decimal
    order_no: str
    marketplace_id: int | None = None


def reserve(*, acting: parties.Acting, wanted: Wanted, now: datetime, using: str = "default") -> str:
    """The seller, or the operator for it, takes stock for an order; the oldest lots first. Returns the dispatch number.

    Raises UnableToStore where less is free; then nothing is taken.
    """
    quantity = checked_quantity(wanted.quantity)
    if not 0 < len(wanted.order_no.strip()) <= LONGEST:
        raise UnableToStore("order_missing", found=len(wanted.order_no.strip()))
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        lots = _lots(acting, wanted, using)
        first = lots[0]
        with connections[using].cursor() as cursor:
            cursor.execute(_TURN, (first.warehouse_id, f"{first.seller_id} {first.item_no}"))
        taken = _taken(lots, quantity, wanted, using)
        row = Dispatch.objects.using(using).create(
            dispatch_no=_number(using), warehouse_id=first.warehouse_id, operator_id=first.operator_id,
            seller_id=first.seller_id, order_no=wanted.order_no.strip(), marketplace_id=wanted.marketplace_id,
            item_no=first.item_no, barcode=first.barcode, name=first.name, unit=first.unit, quantity=quantity,
            reserved_at=now, practice=is_practice(using),
        )  # fmt: skip
        requests = [
            ledgers.Request(account, f"dispatch-{row.pk}", amount, now, by_id=first.seller_id)
            for _, account, amount in taken
        ]
        answers = ledgers.reserve(under_django(using), requests, now=now)
        if any(answer.outcome != "held" for answer in answers):
            raise _short(wanted, min(answers, key=lambda one: one.free).free)
        Filling.objects.using(using).bulk_create(
            Filling(dispatch=row, lot=lot, operator_id=row.operator_id, seller_id=row.seller_id, quantity=amount)
            for lot, _, amount in taken
        )
    return str(row.dispatch_no)


def _lots(acting: parties.Acting, wanted: Wanted, using: str) -> list[Lot]:
    """The seller's lots of the ware, the oldest first. Raises UnableToStore where the acting party has no part."""
    lots = Lot.objects.using(using).filter(
        warehouse__code=wanted.warehouse, seller_id=wanted.seller_id, item_no=wanted.item_no.strip()
    )
    mine = [lot for lot in lots.order_by("pk") if acting.party_id in {lot.seller_id, lot.operator_id}]
    if not mine:
        raise _short(wanted, Decimal(0))
    return [lot for lot in mine if lot.barcode == mine[0].barcode and lot.unit == mine[0].unit]


def _taken(lots: list[Lot], quantity: Decimal, wanted: Wanted, using: str) -> list[tuple[Lot, int, Decimal]]:
    """From which lot how much: (lot, account, amount). Raises UnableToStore."""
    accounts = ledgers.balances(under_django(using), STOCK, [str(lot.pk) for lot in lots])
    taken, left = [], quantity
    for lot in lots:
        balance = accounts[str(lot.pk)]
        amount = min(left, balance.free)
        if amount > 0:
            taken.append((lot, balance.account_id, amount))
            left -= amount
    if left > 0:
        raise _short(wanted, quantity - left)
    return taken


def _short(wanted: Wanted, free: Decimal) -> UnableToStore:
    facts = {"item_no": wanted.item_no, "free": plain(free), "warehouse": wanted.warehouse}
    return UnableToStore("no_stock", wanted=plain(wanted.quantity), **facts)


def _number(using: str) -> str:
    """Letter and eight digits, free as far as the caller sees; the database refuses a true repeat."""
    while True:
        number = f"S{secrets.randbelow(10**8):08}"
        if not Dispatch.objects.using(using).filter(dispatch_no=number).exists():
            return number


def pick(
    *,
    acting: parties.Acting,
    dispatch_no: str,
    scanned: str,
    quantity: Decimal = Decimal(1),
    now: datetime,
    using: str = "default",
) -> Decimal:
    """So many were taken from the shelf and scanned. Returns how many are left to pick; at zero the order is picked.

    Raises UnableToStore, for another ware with what was expected.
    """
    code, amount = read_code(scanned), checked_quantity(quantity)
    with transaction.atomic(using=using):
        row = _standing(acting, dispatch_no, "reserved", now, using)
        if code != row.barcode:
            raise UnableToStore("wrong_ware", expected=row.barcode, name=row.name or row.item_no, found=code)
        left = Decimal(row.quantity - row.picked - amount)
        if left < 0:
            missing = plain(row.quantity - row.picked)
            raise UnableToStore("too_many", expected=row.barcode, left=missing, found=plain(amount))
        changes: dict[str, object] = {"picked": row.picked + amount}
        if not left:
            changes |= {"state": "picked", "picked_at": now}
        Dispatch.objects.using(using).filter(pk=row.pk).update(**changes)
    return left


def pack(*, acting: parties.Acting, dispatch_no: str, now: datetime, using: str = "default") -> None:
    """All of it is in its box. Raises UnableToStore."""
    with transaction.atomic(using=using):
        row = _standing(acting, dispatch_no, "picked", now, using)
        Dispatch.objects.using(using).filter(pk=row.pk).update(state="packed", packed_at=now)


def ship(
    *, acting: parties.Acting, dispatch_no: str, carrier: str, waybill_no: str, now: datetime, using: str = "default"
) -> None:
    """Handed to a carrier under a waybill number: the stock is gone. Raises UnableToStore."""
    number = waybill_no.strip()
    if not 0 < len(number) <= LONGEST:
        raise UnableToStore("waybill", found=len(number))
    with transaction.atomic(using=using):
        row = _standing(acting, dispatch_no, "packed", now, using)
        Dispatch.objects.using(using).filter(pk=row.pk).update(
            state="shipped", shipped_at=now, carrier=carrier.strip()[:200], waybill_no=number
        )
        lots = [str(lot) for lot in row.fillings.using(using).values_list("lot_id", flat=True)]
        accounts = ledgers.balances(under_django(using), STOCK, lots)
        keys = [(balance.account_id, f"dispatch-{row.pk}") for balance in accounts.values()]
        ledgers.commit(under_django(using), keys, now=now, why="shipped")


def _standing(acting: parties.Acting, dispatch_no: str, expected: str, now: datetime, using: str) -> Dispatch:
    """The operator's order in this state, locked. Raises UnableToStore."""
    require_operator(acting, now=now, using=using)
    rows = Dispatch.objects.using(using).filter(dispatch_no=dispatch_no.strip(), operator_id=acting.party_id)
    seen = rows.first()
    if seen is None:
        raise UnableToStore("no_dispatch", found=dispatch_no)
    row = rows.select_for_update().filter(state=expected).first()
    if row is None:
        seen.refresh_from_db(using=using)
        words = {name: "·".join(pair) for name, pair in DISPATCH_STATES.items()}
        raise UnableToStore("state", expected=words[expected], found=dispatch_no, state=words[seen.state])
    return row
