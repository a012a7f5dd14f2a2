"""Ask for a quote, answer with a price, make the answer an order: each once."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connections, transaction

from entrepot.modules.marketing.errors import UnableToMarket, require_staff
from entrepot.modules.marketing.models import Enquiry, Hall
from entrepot.modules.marketing.operations.exhibits import is_amount
from entrepot.modules.marketing.operations.halls import Marketplace
from entrepot.modules.parties import api as parties

MOST_GUESTS = 50
LONGEST_MESSAGE = 1_000
LONGEST_NAME = 100
SHORTEST_KEY = 16
_ASK = """
    SELECT enquiry_id, refusal, fewest
      FROM marketing_ask(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class Guest:
    """Somebody without a firm here: what it takes to answer, nothing else."""

    name: str
    mail: str


@dataclass(frozen=True)
class Wish:
    """What is asked. key: a secret of at least 16 characters that the form went out with; the same key asks once."""

    address: str
    item_no: str
    quantity: Decimal
    message: str
    key: str


@dataclass(frozen=True)
class Quote:
    """An answered enquiry on its way to an order."""

    enquiry_id: int
    order_no: str
    seller_id: int
    seller_code: str
    seller_name: str
    marketplace: Marketplace
    item_no: str
    item_name: str
    quantity: Decimal
    unit: str
    price: Decimal
    currency: str
    to_firm: bool


def key_hash(key: str) -> bytes:
    """As which a key is kept."""
    return hashlib.sha256(key.encode()).digest()


def ask(*, wish: Wish, buyer: parties.Acting | None, guest: Guest | None, now: datetime, using: str = "default") -> int:
    """Keep an enquiry of a firm or of a guest; returns its number. The caller reads as the buyer (parties.reading).

    Raises UnableToMarket.
    """
    _check_wish(wish)
    asker: tuple[object, ...]
    if buyer is not None:
        require_staff(buyer, now=now, using=using)
        firm = parties.firms([buyer.party_id], using=using).get(buyer.party_id)
        asker = (buyer.party_id, firm.name_zh if firm else "", firm.name_en if firm else "", buyer.person_id, "", "")
    else:
        asker = (None, "", "", None, *_checked_guest(guest))
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(
            _ASK,
            (
                wish.address,
                wish.item_no,
                wish.quantity,
                wish.message.strip(),
                *asker,
                key_hash(wish.key),
                now,
                MOST_GUESTS,
            ),
        )
        number, refusal, least = cursor.fetchone() or (None, "hall_unknown", Decimal(0))
    if refusal:
        facts = {"item": wish.item_no[:60], "found": wish.address[:60], "most": MOST_GUESTS}
        if refusal == "enquiry_least":
            facts = {"least": f"{least.normalize():f}", "found": f"{wish.quantity:f}"}
        raise UnableToMarket(str(refusal), **facts)
    if number is None:  # the key is of an enquiry elsewhere
        raise UnableToMarket("hall_unknown", found=wish.address[:60])
    return int(number)


def _check_wish(wish: Wish) -> None:
    if len(wish.key) < SHORTEST_KEY:
        raise UnableToMarket("hall_unknown", found=wish.address[:60])
    if not is_amount(wish.quantity):
        raise UnableToMarket("enquiry_quantity", found=wish.quantity)
    if len(wish.message.strip()) > LONGEST_MESSAGE:
        raise UnableToMarket("enquiry_text", most=LONGEST_MESSAGE, found=len(wish.message.strip()))


def _checked_guest(guest: Guest | None) -> tuple[str, str]:
    name, mail = (guest.name.strip(), guest.mail.strip()) if guest else ("", "")
    there = [word for word, given in (("name", name), ("mail", "@" in mail.strip("@"))) if given]
    if len(there) < 2:
        raise UnableToMarket("enquiry_guest", found=", ".join(there) or "–")
    longest = max(len(name), len(mail))
    if longest > LONGEST_NAME:
        raise UnableToMarket("enquiry_text", most=LONGEST_NAME, found=longest)
    return name, mail


@dataclass(frozen=True)
class Answer:
    """What the seller says: a price of one unit in the currency of the ware, until when, and a few words."""

    price: Decimal
    valid_until: date | None
    reply: str = ""


def answer(*, acting: parties.Acting, enquiry_id: int, said: Answer, now: datetime, using: str = "default") -> None:
    """Answer with a price, or with another one while it is no order yet. Raises UnableToMarket."""
    if not is_amount(said.price):
        raise UnableToMarket("quote_price", found=said.price)
    if len(said.reply.strip()) > LONGEST_MESSAGE:
        raise UnableToMarket("enquiry_text", most=LONGEST_MESSAGE, found=len(said.reply.strip()))
    if said.valid_until is not None and said.valid_until < parties.china_day(now):
        raise UnableToMarket("quote_until", found=said.valid_until)
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        _locked(acting, enquiry_id, using)
        Enquiry.objects.using(using).filter(pk=enquiry_id).update(
            state="quoted", price=said.price, valid_until=said.valid_until, reply=said.reply.strip(), quoted_at=now
        )
        parties.record(
            "enquiry_answered",
            now=now,
            using=using,
            acting=acting,
            subject=f"enquiry:{enquiry_id}",
            price=str(said.price),
        )


def decline(*, acting: parties.Acting, enquiry_id: int, reply: str, now: datetime, using: str = "default") -> None:
    """Answer that there will be no offer; of a guest nothing is kept any longer. Raises UnableToMarket."""
    if len(reply.strip()) > LONGEST_MESSAGE:
        raise UnableToMarket("enquiry_text", most=LONGEST_MESSAGE, found=len(reply.strip()))
    with transaction.atomic(using=using):
        require_staff(acting, now=now, using=using)
        _locked(acting, enquiry_id, using)
        Enquiry.objects.using(using).filter(pk=enquiry_id).update(
            state="declined", reply=reply.strip(), quoted_at=now, guest_name="", guest_mail=""
        )
        parties.record("enquiry_declined", now=now, using=using, acting=acting, subject=f"enquiry:{enquiry_id}")


def _locked(acting: parties.Acting, enquiry_id: int, using: str) -> Enquiry:
    """The firm's enquiry that is not over, locked until the transaction ends. Raises UnableToMarket."""
    own = Enquiry.objects.using(using).filter(pk=enquiry_id, seller_id=acting.party_id)
    row = own.filter(state__in=("asked", "quoted")).select_for_update().first()
    if row is not None:
        return row
    over = own.first()
    if over is None:
        raise UnableToMarket("enquiry_unknown", number=enquiry_id)
    if over.state == "ordered":
        raise UnableToMarket("ordered_before", number=enquiry_id, order_no=over.order_no)
    raise UnableToMarket("enquiry_state", expected="asked / quoted", number=enquiry_id, found=over.state)


def quote_to_order(*, acting: parties.Acting, enquiry_id: int, now: datetime, using: str = "default") -> Quote:
    """The quote that becomes an order, locked: call it in the transaction that keeps the order's message.

    Raises UnableToMarket, also where the enquiry is an order already.
    """
    require_staff(acting, now=now, using=using)
    row = _locked(acting, enquiry_id, using)
    if row.state != "quoted" or row.price is None:
        raise UnableToMarket("enquiry_state", expected="quoted", number=enquiry_id, found=row.state)
    if row.valid_until is not None and row.valid_until < parties.china_day(now):
        raise UnableToMarket("quote_over", until=row.valid_until)
    hall = Hall.objects.using(using).get(seller_id=acting.party_id)
    place = Marketplace(hall.marketplace_id, hall.marketplace_code, hall.marketplace_name)
    return Quote(
        enquiry_id=enquiry_id,
        order_no=f"EQ{enquiry_id:08d}",
        seller_id=hall.seller_id,
        seller_code=hall.seller_code,
        seller_name=hall.name_zh or hall.name_en,
        marketplace=place,
        item_no=row.item_no,
        item_name=row.name_zh or row.name_en,
        quantity=row.quantity,
        unit=row.unit,
        price=row.price,
        currency=row.currency,
        to_firm=row.buyer_id is not None,
    )


def note_order(*, acting: parties.Acting, quote: Quote, message_id: int, now: datetime, using: str = "default") -> None:
    """The quote is an order now, kept as that message."""
    Enquiry.objects.using(using).filter(pk=quote.enquiry_id, state="quoted").update(
        state="ordered", order_no=quote.order_no, marketplace_id=quote.marketplace.party_id,
        marketplace_code=quote.marketplace.code, message_id=message_id, ordered_at=now,
    )  # fmt: skip
    parties.record(
        "enquiry_ordered", now=now, using=using, acting=acting, subject=f"enquiry:{quote.enquiry_id}",
        order_no=quote.order_no,
    )  # fmt: skip
