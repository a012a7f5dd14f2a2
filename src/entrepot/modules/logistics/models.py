# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Rates of carriers, bookings of parcels, and holds that keep an order from being shipped."""

from django.db import models
from django.db.models import F, Q

from entrepot.modules.logistics import words
from entrepot.store.columns import code_column, exact_column


class Rate(models.Model):
    """What a carrier takes for parcels of a lane and weight. The database refuses a second price for one parcel."""

    carrier_id = models.BigIntegerField()
    carrier_en = models.TextField()  # its names when it published: every firm may read them here
    carrier_zh = models.TextField()
    origin = code_column()  # 3-digit customs code of the country/region
    destination = code_column()
    from_kg = exact_column()
    to_kg = exact_column()  # the first weight that costs otherwise
    price = exact_column()
    per = code_column()
    currency = code_column()  # 3-digit customs code
    days = models.IntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the first day on which it no longer holds
    brought_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_kg__gte=0, to_kg__gt=F("from_kg")), name="logistics_rate_weights"),
            models.CheckConstraint(condition=Q(price__gt=0, days__gt=0), name="logistics_rate_price"),
            models.CheckConstraint(condition=Q(per__in=list(words.PER)), name="logistics_rate_per"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="logistics_rate_period"
            ),
        ]
        indexes = [models.Index(fields=["origin", "destination", "from_kg"], name="logistics_rate_of_lane")]  # quote


class Booking(models.Model):
    """A seller ships an order with a carrier at a rate; both see it, nobody else does."""

    seller_id = models.BigIntegerField()
    carrier_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    rate = models.ForeignKey(Rate, models.PROTECT, related_name="bookings")
    weight_kg = exact_column()
    price = exact_column()
    currency = code_column()
    state = code_column()
    label_no = code_column()  # empty until the label is printed
    booked_at = models.DateTimeField()
    labelled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(words.STATES)), name="logistics_booking_states"),
            models.UniqueConstraint(
                fields=["seller_id", "order_no", "marketplace_id"],
                condition=~Q(state="withdrawn"),
                name="logistics_booking_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["carrier_id", "-id"], name="logistics_booking_of_carrier"),  # the carrier's list
            models.Index(fields=["order_no", "marketplace_id"], name="logistics_booking_of_record"),  # the timeline
        ]


class Hold(models.Model):
    """Somebody keeps an order from being shipped, with the reason, until it lifts that itself."""

    seller_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    kind = code_column()  # inspection …
    why_en = models.TextField()
    why_zh = models.TextField()
    placed_by = models.BigIntegerField()
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["order_no", "marketplace_id"], name="logistics_hold_of_record"),  # booking, timeline
        ]
