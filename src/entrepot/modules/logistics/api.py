"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.logistics.errors import UnableToShip
from entrepot.modules.logistics.models import Booking, Hold, Rate
from entrepot.modules.logistics.operations import (
    NewRate,
    Parcel,
    Ware,
    Why,
    book,
    bring_rates,
    lift_hold,
    place_hold,
    price_of,
    print_label,
    restate_hold,
    withdraw,
)
from entrepot.modules.logistics.queries import (
    Quote,
    booking_of,
    bookings_of,
    bookings_on,
    holds_on,
    quotes,
    rates_of,
)
from entrepot.modules.logistics.words import CUSTOMS_DATA, PER, STATES

__all__ = [
    "CUSTOMS_DATA",
    "PER",
    "STATES",
    "Booking",
    "Hold",
    "NewRate",
    "Parcel",
    "Quote",
    "Rate",
    "UnableToShip",
    "Ware",
    "Why",
    "book",
    "booking_of",
    "bookings_of",
    "bookings_on",
    "bring_rates",
    "holds_on",
    "lift_hold",
    "place_hold",
    "price_of",
    "print_label",
    "quotes",
    "rates_of",
    "restate_hold",
    "withdraw",
]
