"""Quotes, bookings and holds, as far as the reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from entrepot.modules.logistics.errors import UnableToShip
from entrepot.modules.logistics.models import Booking, Hold, Rate
from entrepot.modules.logistics.operations import price_of


@dataclass(frozen=True)
class Quote:
    """What one carrier takes for a parcel, in the currency of its rate."""

    rate: Rate
    price: Decimal


def quotes(*, origin: str, destination: str, weight_kg: Decimal, day: date, using: str = "default") -> list[Quote]:
    """Every carrier's price of a parcel, the cheapest of a currency first. Raises UnableToShip where there is none."""
    lane = Rate.objects.using(using).filter(origin=origin, destination=destination, valid_from__lte=day)
    lane = lane.exclude(valid_until__lte=day)
    fitting = lane.filter(from_kg__lte=weight_kg, to_kg__gt=weight_kg)[:200]
    if not fitting:
        bands = ", ".join(sorted({f"{one.from_kg.normalize():f} – {one.to_kg.normalize():f} kg" for one in lane[:20]}))
        near = (f"There are rates for {bands}.", f"现有重量段：{bands}。") if bands else ("", "")
        raise UnableToShip("no_rate", origin=origin, destination=destination, weight=weight_kg, day=day, near=near)
    found = [Quote(rate, price_of(rate, weight_kg)) for rate in fitting]
    return sorted(found, key=lambda one: (one.rate.currency, one.price, one.rate.days, one.rate.pk))


def rates_of(carrier_ids: Sequence[int], *, size: int, using: str = "default") -> list[Rate]:
    """The latest rates of these carriers."""
    return list(Rate.objects.using(using).filter(carrier_id__in=carrier_ids).order_by("-id")[:size])


def bookings_of(
    party_ids: Sequence[int], *, after: int | None = None, size: int, using: str = "default"
) -> list[Booking]:
    """Bookings in which these firms take part, the latest first."""
    rows = Booking.objects.using(using).filter(Q(seller_id__in=party_ids) | Q(carrier_id__in=party_ids))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.select_related("rate").order_by("-id")[:size])


def booking_of(party_ids: Sequence[int], booking_id: int, *, using: str = "default") -> Booking | None:
    """One of them."""
    rows = Booking.objects.using(using).filter(Q(seller_id__in=party_ids) | Q(carrier_id__in=party_ids), pk=booking_id)
    return rows.select_related("rate").first()


def bookings_on(order_no: str, marketplace_id: int) -> list[Booking]:
    """Bookings of a record, the oldest first."""
    rows = Booking.objects.filter(order_no=order_no, marketplace_id=marketplace_id)
    return list(rows.select_related("rate").order_by("id"))


def holds_on(order_no: str, marketplace_id: int, *, using: str = "default") -> list[Hold]:
    """Holds on a record, lifted ones too, the oldest first."""
    rows = Hold.objects.using(using).filter(order_no=order_no, marketplace_id=marketplace_id)
    return list(rows.order_by("id"))
