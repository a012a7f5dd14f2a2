"""Rates are brought, parcels booked and labelled; whoever has a reason holds an order back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.logistics import words
from entrepot.modules.logistics.errors import UnableToShip
from entrepot.modules.logistics.models import Booking, Hold, Rate
from entrepot.modules.parties import api as parties
from entrepot.modules.trade.api import OrderLine, OrderVersion
from entrepot.store.connection import under_django

CENT = Decimal("0.01")


@dataclass(frozen=True)
class NewRate:
    """One row of a rate sheet. Codes: 3-digit customs codes; weights in kg, from (included) to (not included)."""

    row_no: int
    origin: str
    destination: str
    from_kg: Decimal
    to_kg: Decimal
    price: Decimal
    per: str
    currency: str
    days: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class Parcel:
    """What is to be sent: an order of the acting seller with its lines, for a lane, with its gross weight."""

    order: OrderVersion
    lines: Sequence[OrderLine]
    rate_id: int
    weight_kg: Decimal


@dataclass(frozen=True)
class Ware:
    """One line as the label tells customs of it; net weight of the line in kg, value in the currency of the order."""

    gnum: int
    item_no: str
    item_name: str
    hs_code: str
    origin: str
    qty: Decimal
    net_weight_kg: Decimal
    value: Decimal
    currency: str


def bring_rates(
    *, acting: parties.Acting, rates: Sequence[NewRate], practice: bool, now: datetime, using: str = "default"
) -> int:
    """A carrier publishes the rows of a sheet, all or none. Returns how many. Raises UnableToShip, UnableToAct."""
    if not rates:
        raise UnableToShip("no_rates")
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        roles = parties.roles_of(acting.party_id, parties.china_day(now), using=using)
        if "carrier" not in roles:
            raise UnableToShip("not_carrier", found=", ".join(sorted(roles)) or "–")
        firm = parties.firms({acting.party_id}, using=using)[acting.party_id]
        for rate in rates:
            _bring(rate, firm, practice=practice, now=now, using=using)
        parties.record("rates_brought", now=now, using=using, acting=acting, count=len(rates))
    return len(rates)


def _bring(rate: NewRate, carrier: parties.Firm, *, practice: bool, now: datetime, using: str) -> None:
    columns = {name: value for name, value in vars(rate).items() if name != "row_no"}
    try:
        with transaction.atomic(using=using):
            Rate.objects.using(using).create(
                carrier_id=carrier.id, carrier_en=carrier.name_en or carrier.name_zh,
                carrier_zh=carrier.name_zh or carrier.name_en, practice=practice, brought_at=now, **columns,
            )  # fmt: skip
    except IntegrityError as error:
        if "logistics_rate_once" not in str(error):
            raise UnableToShip(
                "rate_cell", row=rate.row_no, field="from_kg – to_kg, price, per, days, valid_until",
                expected="0 ≤ from_kg < to_kg, price > 0, parcel / kg, days > 0, valid_until > valid_from",
                found=f"{rate.from_kg} – {rate.to_kg}, {rate.price}, {rate.per}, {rate.days}, {rate.valid_until}",
            ) from error  # fmt: skip
        lane, weight = f"{rate.origin} → {rate.destination}", f"{rate.from_kg} – {rate.to_kg} kg"
        raise UnableToShip("rate_overlaps", row=rate.row_no, lane=lane, weight=weight) from error


def price_of(rate: Rate, weight_kg: Decimal) -> Decimal:
    """What a parcel of this weight costs, in cents, half up."""
    price = rate.price * weight_kg if rate.per == "kg" else rate.price
    return Decimal(price).quantize(CENT, ROUND_HALF_UP)


def book(*, acting: parties.Acting, parcel: Parcel, now: datetime, using: str = "default") -> int:
    """The seller books a parcel for an order, unless that is held. Returns its number. Raises UnableToShip."""
    order, day = parcel.order, parties.china_day(now)
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        if order.seller_id != acting.party_id:
            raise UnableToShip("not_seller", order=order.order_no)
        _refuse_held(order.order_no, order.marketplace_id, using)
        rate = Rate.objects.using(using).filter(pk=parcel.rate_id, valid_from__lte=day).first()
        over = rate is None or (rate.valid_until is not None and rate.valid_until <= day)
        if rate is None or over or not rate.from_kg <= parcel.weight_kg < rate.to_kg:
            lane = (rate.origin, rate.destination) if rate else ("–", "–")
            raise UnableToShip(
                "no_rate", origin=lane[0], destination=lane[1], weight=parcel.weight_kg, day=day, near=("", "")
            )
        try:
            with transaction.atomic(using=using):
                row = Booking.objects.using(using).create(
                    seller_id=acting.party_id, carrier_id=rate.carrier_id, order_no=order.order_no,
                    marketplace_id=order.marketplace_id, rate=rate, weight_kg=parcel.weight_kg,
                    price=price_of(rate, parcel.weight_kg), currency=rate.currency, state="booked", label_no="",
                    booked_at=now, practice=order.practice,
                )  # fmt: skip
        except IntegrityError as error:
            first = Booking.objects.using(using).filter(
                seller_id=acting.party_id, order_no=order.order_no, marketplace_id=order.marketplace_id
            )
            number = first.exclude(state="withdrawn").values_list("pk", flat=True).first()
            raise UnableToShip("booked_before", order=order.order_no, booking=number or "–") from error
    return int(row.pk)


def print_label(
    *, acting: parties.Acting, booking_id: int, lines: Sequence[OrderLine], now: datetime, using: str = "default"
) -> list[Ware]:
    """What the label tells customs. Raises UnableToShip naming each thing that the catalogue lacks; prints again alike.

    lines: of the order's version that counts.
    """
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        row = _own(acting, booking_id, using)
        if row.state == "withdrawn":
            raise _wrong_state(row, ("booked", "labelled"))
        _refuse_held(row.order_no, row.marketplace_id, using)
        wares = _wares(row.seller_id, lines, using)
        net = sum((ware.net_weight_kg for ware in wares), Decimal(0))
        if net > row.weight_kg:
            raise UnableToShip("too_heavy", booked=f"{row.weight_kg.normalize():f}", found=f"{net.normalize():f}")
        if row.state == "booked":
            row.state, row.labelled_at, row.label_no = "labelled", now, f"{'PX' if row.practice else 'EN'}{row.pk:011d}"
            row.save(using=using, update_fields=["state", "labelled_at", "label_no"])
    return wares


def withdraw(*, acting: parties.Acting, booking_id: int, now: datetime, using: str = "default") -> None:
    """The seller takes a booking back; it may book again."""
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        row = _own(acting, booking_id, using)
        if row.state == "withdrawn":
            raise _wrong_state(row, ("booked", "labelled"))
        row.state, row.withdrawn_at = "withdrawn", now
        row.save(using=using, update_fields=["state", "withdrawn_at"])


@dataclass(frozen=True)
class Why:
    """Why an order is held: kind (inspection …), and the reason in both languages."""

    kind: str
    en: str
    zh: str


def place_hold(
    *, seller_id: int, order_no: str, marketplace_id: int, why: Why, placed_by: int, now: datetime,
    using: str = "default",
) -> int:  # fmt: skip
    """Keep an order from being booked and labelled until `placed_by` lifts that. Returns the hold's number."""
    row = Hold.objects.using(using).create(
        seller_id=seller_id, order_no=order_no, marketplace_id=marketplace_id, kind=why.kind, why_en=why.en,
        why_zh=why.zh, placed_by=placed_by, placed_at=now,
    )  # fmt: skip
    return int(row.pk)


def restate_hold(*, hold_id: int, why: Why, using: str = "default") -> None:
    """The same hold for another reason, by who placed it. Raises UnableToShip for one that is lifted or another's."""
    rows = Hold.objects.using(using).filter(pk=hold_id, lifted_at__isnull=True)
    if rows.update(why_en=why.en, why_zh=why.zh) != 1:
        raise UnableToShip("hold_unknown", hold=hold_id)


def lift_hold(*, hold_id: int, now: datetime, using: str = "default") -> None:
    """The order may be shipped as far as this hold goes. Raises UnableToShip for one that is lifted or another's."""
    if Hold.objects.using(using).filter(pk=hold_id, lifted_at__isnull=True).update(lifted_at=now) != 1:
        raise UnableToShip("hold_unknown", hold=hold_id)


def _refuse_held(order_no: str, marketplace_id: int, using: str) -> None:
    """A hold that is placed after the booking stops the label instead."""
    holds = Hold.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id, lifted_at__isnull=True)
    if (first := holds.order_by("id").first()) is not None:
        raise UnableToShip("barred", order=order_no, why=(first.why_en, first.why_zh))


def _own(acting: parties.Acting, booking_id: int, using: str) -> Booking:
    rows = Booking.objects.using(using).select_for_update(of=("self",))
    row = rows.filter(pk=booking_id, seller_id=acting.party_id).first()
    if row is None:
        raise UnableToShip("booking_unknown", booking=booking_id)
    return row


def _wrong_state(row: Booking, expected: Iterable[str]) -> UnableToShip:
    wanted = tuple(" / ".join(words.STATES[one][language] for one in expected) for language in (0, 1))
    return UnableToShip("state", booking=row.pk, found=words.STATES[row.state], expected=wanted)


def _wares(seller_id: int, lines: Sequence[OrderLine], using: str) -> list[Ware]:
    goods = catalogue.goods_for(under_django(using), [seller_id], [line.item_no for line in lines])
    known = {row["item_no"]: row for row in goods.iter_rows(named=True)}
    missing: list[tuple[str, str]] = []
    for line in lines:
        ware = known.get(line.item_no, {})
        for name, (en, zh) in words.CUSTOMS_DATA.items():
            if ware.get(name) in {None, ""}:
                missing.append((f"{line.item_no} {en}", f"{line.item_no} {zh}"))
    if missing:
        said = tuple("; ".join(each[language] for each in missing[:20]) for language in (0, 1))
        raise UnableToShip("customs_data", missing=said)
    return [
        Ware(
            line.gnum, line.item_no, known[line.item_no]["item_name"], known[line.item_no]["hs_code"],
            known[line.item_no]["origin"], line.qty, Decimal(known[line.item_no]["net_weight_kg"]) * line.qty,
            line.total_price, line.currency,
        )
        for line in lines
    ]  # fmt: skip
