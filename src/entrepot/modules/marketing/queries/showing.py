"""What a hall shows to the reader of the transaction, signed in or not."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connections

from entrepot.modules.marketing.models import Exhibit, Hall, Invitation
from entrepot.modules.marketing.operations.enquiries import SHORTEST_KEY, key_hash
from entrepot.store.select import select


@dataclass(frozen=True)
class Entered:
    """A hall that the reader may enter."""

    seller_id: int
    address: str
    name_zh: str
    name_en: str
    opened_to: str
    prices_to: str
    practice: bool
    is_own: bool
    sees_prices: bool


@dataclass(frozen=True)
class Shown:
    """A ware in the hall; price None where the reader sees no prices; picture: digest, or an empty text."""

    item_no: str
    name_zh: str
    name_en: str
    width_mm: int
    height_mm: int
    depth_mm: int
    price: Decimal | None
    currency: str
    min_quantity: Decimal
    unit: str
    picture: str


@dataclass(frozen=True)
class Asked:
    """What a guest's key opens: its enquiry and what became of it."""

    id: int
    address: str
    seller_zh: str
    seller_en: str
    item_no: str
    name_zh: str
    name_en: str
    quantity: Decimal
    unit: str
    asked_at: datetime
    state: str
    price: Decimal | None
    currency: str
    valid_until: date | None
    reply: str
    quoted_at: datetime | None
    order_no: str


def enter_hall(address: str) -> Entered | None:
    """The hall at this address; None where there is none for the reader."""
    found = select(Entered, "SELECT e.FIELDS FROM marketing_enter(%s) e", (address,))
    return found[0] if found else None


def wares_in(address: str) -> list[Shown]:
    """The wares shown there, by their numbers."""
    return select(Shown, "SELECT w.FIELDS FROM marketing_wares(%s) w", (address,))


def picture_in(address: str, digest: str, *, small: bool) -> bytes | None:
    """A picture that hangs there, as WebP."""
    column = "small" if small else "body"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM marketing_picture_in(%s, %s)", (address, digest))
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def asked_with(key: str) -> Asked | None:
    """The enquiry that was asked with this key."""
    if len(key) < SHORTEST_KEY:
        return None
    found = select(Asked, "SELECT a.FIELDS FROM marketing_asked_with(%s) a", (key_hash(key),))
    return found[0] if found else None


def hall_of(seller_id: int, *, using: str = "default") -> Hall | None:
    """The firm's own hall."""
    return Hall.objects.using(using).filter(seller_id=seller_id).first()


def exhibits_of(seller_id: int, *, using: str = "default") -> list[Exhibit]:
    """What the firm has in its hall, shown or put away, by item number."""
    return list(Exhibit.objects.using(using).filter(seller_id=seller_id).order_by("item_no"))


def invitations_of(seller_id: int, *, using: str = "default") -> list[Invitation]:
    """Which firms may enter, the newest first."""
    rows = Invitation.objects.using(using).filter(seller_id=seller_id, ended_at__isnull=True)
    return list(rows.order_by("-id"))
