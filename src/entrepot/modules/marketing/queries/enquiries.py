"""Enquiries and listings as the reader's firms see them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import psycopg
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.marketing.models import Enquiry, Listing
from entrepot.modules.parties import api as parties
from entrepot.shell.timeline import Entry

MOST = 200
_Details = tuple[tuple[str | Promise, object], ...]


def enquiries_at(seller_ids: Sequence[int], *, using: str = "default") -> list[Enquiry]:
    """What these sellers were asked, the newest first, at most MOST."""
    return list(Enquiry.objects.using(using).filter(seller_id__in=seller_ids).order_by("-id")[:MOST])


def enquiries_by(buyer_ids: Sequence[int], *, using: str = "default") -> list[Enquiry]:
    """What these firms asked, the newest first, at most MOST."""
    return list(Enquiry.objects.using(using).filter(buyer_id__in=buyer_ids).order_by("-id")[:MOST])


def enquiry(number: int, *, using: str = "default") -> Enquiry | None:
    """One enquiry, if the reader may see it."""
    return Enquiry.objects.using(using).filter(pk=number).first()


def waiting(seller_ids: Sequence[int], *, using: str = "default") -> int:
    """How many enquiries wait for an answer of these sellers."""
    return Enquiry.objects.using(using).filter(seller_id__in=seller_ids, state="asked").count()


def listings_of(seller_ids: Sequence[int], *, using: str = "default") -> list[Listing]:
    """What these sellers listed, stopped ones first, at most MOST."""
    rows = Listing.objects.using(using).filter(seller_id__in=seller_ids).exclude(state="withdrawn")
    return list(rows.order_by("-state", "-id")[:MOST])


def listings_at(marketplace_ids: Sequence[int], *, using: str = "default") -> list[Listing]:
    """What is listed on these marketplaces, the newest first, at most MOST."""
    rows = Listing.objects.using(using).filter(marketplace_id__in=marketplace_ids, state="out")
    return list(rows.order_by("-id")[:MOST])


def listing(number: int, *, using: str = "default") -> Listing | None:
    """One listing, if the reader may see it."""
    return Listing.objects.using(using).filter(pk=number).first()


def stopped(seller_ids: Sequence[int], *, using: str = "default") -> int:
    """How many listings of these sellers are held up."""
    return Listing.objects.using(using).filter(seller_id__in=seller_ids, state="stopped").count()


def any_stopped(connection: psycopg.Connection) -> bool:
    """Whether anything is held up at all; as the owner, by index."""
    row = connection.execute("SELECT EXISTS (SELECT FROM marketing_listing WHERE state = 'stopped')").fetchone()
    return bool(row and row[0])


def asker(row: Enquiry, language: str) -> str:
    """Who asked: a firm by its name, a guest by the name it gave."""
    return parties.named(row.buyer_zh, row.buyer_en, language) or row.guest_name


def record_entries(order_no: str, marketplace_id: int) -> Iterator[Entry]:
    """How an order came about that began as an enquiry: asked, quoted, ordered; source of `shell.timeline`."""
    language = get_language() or "en"
    for row in Enquiry.objects.filter(order_no=order_no, marketplace_id=marketplace_id):
        steps: tuple[tuple[str, datetime | None, str | Promise, _Details], ...] = (
            ("asked", row.asked_at, _("Asked for a quote of %(item)s: enquiry %(number)s"),
             ((_("Quantity"), row.quantity), (_("Message"), row.message))),
            ("quoted", row.quoted_at, _("Quoted for enquiry %(number)s"),
             ((_("Price"), row.price), (_("Good until"), row.valid_until), (_("Message"), row.reply))),
            ("ordered", row.ordered_at, _("Enquiry %(number)s became this order"), ()),
        )  # fmt: skip
        for what, at, title, details in steps:
            if at is not None:
                by = asker(row, language) if what == "asked" else parties.named(row.seller_zh, row.seller_en, language)
                facts = {"number": row.pk, "item": row.item_no}
                key = f"enquiry-{row.pk}-{what}"
                yield Entry(at, "enquiry", by, title, facts, details, icon="seller", key=key)
