"""Rates, bookings and holds."""

from pathlib import Path
from typing import Any

from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _amount() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(decimal_places=5, max_digits=20)


def _moment() -> "models.DateTimeField[Any, Any]":
    return models.DateTimeField(blank=True, null=True)


_RATE = migrations.CreateModel(
    name="Rate",
    fields=[
        _ID,
        ("carrier_id", models.BigIntegerField()),
        ("carrier_en", models.TextField()),
        ("carrier_zh", models.TextField()),
        ("origin", _code()),
        ("destination", _code()),
        ("from_kg", _amount()),
        ("to_kg", _amount()),
        ("price", _amount()),
        ("per", _code()),
        ("currency", _code()),
        ("days", models.IntegerField()),
        ("valid_from", models.DateField()),
        ("valid_until", models.DateField(blank=True, null=True)),
        ("brought_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("from_kg__gte", 0), ("to_kg__gt", models.F("from_kg"))),
                name="logistics_rate_weights",
            ),
            models.CheckConstraint(condition=models.Q(("price__gt", 0), ("days__gt", 0)), name="logistics_rate_price"),
            models.CheckConstraint(condition=models.Q(("per__in", ["parcel", "kg"])), name="logistics_rate_per"),
            models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                ),
                name="logistics_rate_period",
            ),
        ],
        "indexes": [models.Index(fields=["origin", "destination", "from_kg"], name="logistics_rate_of_lane")],
    },
)
_BOOKING = migrations.CreateModel(
    name="Booking",
    fields=[
        _ID,
        ("seller_id", models.BigIntegerField()),
        ("carrier_id", models.BigIntegerField()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("rate", models.ForeignKey(on_delete=models.PROTECT, related_name="bookings", to="logistics.rate")),
        ("weight_kg", _amount()),
        ("price", _amount()),
        ("currency", _code()),
        ("state", _code()),
        ("label_no", _code()),
        ("booked_at", models.DateTimeField()),
        ("labelled_at", _moment()),
        ("withdrawn_at", _moment()),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("state__in", ["booked", "labelled", "withdrawn"])), name="logistics_booking_states"
            ),
            models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("seller_id", "order_no", "marketplace_id"),
                name="logistics_booking_open_once",
            ),
        ],
        "indexes": [
            models.Index(fields=["carrier_id", "-id"], name="logistics_booking_of_carrier"),
            models.Index(fields=["order_no", "marketplace_id"], name="logistics_booking_of_record"),
        ],
    },
)
_HOLD = migrations.CreateModel(
    name="Hold",
    fields=[
        _ID,
        ("seller_id", models.BigIntegerField()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("kind", _code()),
        ("why_en", models.TextField()),
        ("why_zh", models.TextField()),
        ("placed_by", models.BigIntegerField()),
        ("placed_at", models.DateTimeField()),
        ("lifted_at", _moment()),
    ],
    options={"indexes": [models.Index(fields=["order_no", "marketplace_id"], name="logistics_hold_of_record")]},
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        _RATE,
        _BOOKING,
        _HOLD,
        migrations.RunSQL((Path(__file__).parent / "0001_policies.sql").read_text("utf-8")),
    ]
