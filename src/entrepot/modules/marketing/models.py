# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Showrooms, what stands in them, what was asked about it, and where it is listed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from entrepot.store.columns import code_column, exact_column

OPENED_TO = ("nobody", "invited", "public")
PRICES_TO = ("invited", "public")
ENQUIRY_STATES = ("asked", "quoted", "declined", "ordered")
LISTING_STATES = ("stopped", "out", "withdrawn")
MOST_MM = 20_000


def _no_code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C", blank=True, default="")


class Hall(models.Model):
    """The showroom of a firm. opened_to, prices_to: who may enter and who reads prices; orders name the marketplace."""

    seller_id = models.BigIntegerField(primary_key=True)
    address = code_column()
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    opened_to = code_column()
    prices_to = code_column()
    seller_code = code_column()
    marketplace_id = models.BigIntegerField()
    marketplace_code = code_column()
    marketplace_name = models.TextField()
    changed_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], name="marketing_hall_address"),
            models.CheckConstraint(condition=Q(address__regex=r"^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$"),
                                   name="marketing_hall_address_form"),
            models.CheckConstraint(condition=Q(opened_to__in=OPENED_TO), name="marketing_hall_opened_to"),
            models.CheckConstraint(condition=Q(prices_to__in=PRICES_TO), name="marketing_hall_prices_to"),
        ]  # fmt: skip


class Invitation(models.Model):
    """A firm that may enter a hall that is open to invited firms, and reads the prices that invited firms read."""

    seller_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    invited_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_id", "party_id"], condition=Q(ended_at__isnull=True), name="marketing_invitation_once"
            )
        ]


class Exhibit(models.Model):
    """A ware as it stands in the hall: its size with packing, what it costs, the picture (a digest of Picture)."""

    seller_id = models.BigIntegerField()
    item_no = code_column()
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    width_mm = models.IntegerField()
    height_mm = models.IntegerField()
    depth_mm = models.IntegerField()
    price = exact_column()
    currency = code_column()
    min_quantity = exact_column()
    unit = code_column()
    picture = _no_code()
    shown = models.BooleanField()
    changed_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "item_no"], name="marketing_exhibit_once"),
            models.CheckConstraint(
                condition=Q(width_mm__range=(1, MOST_MM), height_mm__range=(1, MOST_MM), depth_mm__range=(1, MOST_MM)),
                name="marketing_exhibit_size",
            ),
            models.CheckConstraint(condition=Q(price__gt=0, min_quantity__gt=0), name="marketing_exhibit_numbers"),
        ]


class Picture(models.Model):
    """A picture as this program wrote it (WebP), whole and small; digest: SHA-256 of the whole one, hexadecimal."""

    seller_id = models.BigIntegerField()
    digest = code_column()
    width = models.IntegerField()
    height = models.IntegerField()
    body = models.BinaryField()
    small = models.BinaryField()
    kept_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller_id", "digest"], name="marketing_picture_once")]


class Enquiry(models.Model):
    """Somebody asks what a ware would cost: a firm, or a guest with a name and an address and nothing else.

    asked_key: hash of the key of the form that asked, so that it asks once; a guest reads the answer with it.
    """

    seller_id = models.BigIntegerField()
    seller_zh = models.TextField(blank=True)
    seller_en = models.TextField(blank=True)
    address = code_column()
    item_no = code_column()
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    quantity = exact_column()
    unit = code_column()
    message = models.TextField(blank=True)
    buyer_id = models.BigIntegerField(null=True, blank=True)
    buyer_zh = models.TextField(blank=True, default="")
    buyer_en = models.TextField(blank=True, default="")
    person_id = models.BigIntegerField(null=True, blank=True)
    guest_name = models.TextField(blank=True, default="")
    guest_mail = models.TextField(blank=True, default="")
    asked_key = models.BinaryField()
    asked_at = models.DateTimeField()
    state = code_column()
    currency = code_column()
    price = exact_column(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    reply = models.TextField(blank=True, default="")
    quoted_at = models.DateTimeField(null=True, blank=True)
    order_no = _no_code()
    marketplace_id = models.BigIntegerField(null=True, blank=True)
    marketplace_code = _no_code()
    message_id = models.BigIntegerField(null=True, blank=True)
    ordered_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_key"], name="marketing_enquiry_once"),
            models.UniqueConstraint(
                fields=["order_no", "marketplace_id"], condition=~Q(order_no=""), name="marketing_enquiry_order"
            ),
            models.CheckConstraint(condition=Q(state__in=ENQUIRY_STATES), name="marketing_enquiry_states"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="marketing_enquiry_quantity"),
            models.CheckConstraint(
                condition=~Q(state="ordered") | (~Q(order_no="") & Q(price__isnull=False)),
                name="marketing_enquiry_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["seller_id", "-id"], name="marketing_enquiry_of_seller"),
            models.Index(fields=["buyer_id", "-id"], name="marketing_enquiry_of_buyer"),
        ]


class Listing(models.Model):
    """A seller offers a ware on a marketplace. stopped: `missing` cells of the catalogue hold it up."""

    seller_id = models.BigIntegerField()
    marketplace_id = models.BigIntegerField()
    marketplace_name = models.TextField()
    item_no = code_column()
    declared_name = models.TextField(blank=True)
    hs_code = _no_code()
    origin = _no_code()
    price = exact_column()
    currency = code_column()
    state = code_column()
    missing = ArrayField(code_column(), default=list)
    offered_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "marketplace_id", "item_no"], name="marketing_listing_once"),
            models.CheckConstraint(condition=Q(state__in=LISTING_STATES), name="marketing_listing_states"),
            models.CheckConstraint(condition=Q(price__gt=0), name="marketing_listing_price"),
            models.CheckConstraint(
                condition=~Q(state="out") | (~Q(origin="") & ~Q(hs_code="") & ~Q(declared_name="")),
                name="marketing_listing_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="stopped"), name="marketing_listing_stopped"),
            models.Index(fields=["marketplace_id", "-id"], name="marketing_listing_at"),
        ]
