# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""What firms did by day, counted from decisions: the ground of statistics, measures and clusters."""

from django.db import models
from django.db.models import Q

from entrepot.store.columns import code_column


class DayCount(models.Model):
    """Lists of a firm that came to stand in a state on a day (China time). millis: from arrival to that, summed."""

    firm_id = models.BigIntegerField()
    day = models.DateField()
    form = code_column()  # customs supervision mode: 9610 …
    country = code_column()  # of arrival, customs code
    state = code_column()
    lists = models.IntegerField()
    millis = models.BigIntegerField()

    class Meta:
        db_table = "pilot_zones_day_count"
        constraints = [
            models.UniqueConstraint(
                fields=["firm_id", "day", "form", "country", "state"], name="pilot_zones_day_count_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("released", "refused", "held")), name="pilot_zones_day_count_state"
            ),
        ]


class DayValue(models.Model):
    """What the released lists of a firm declared that day, by chapter and currency. Currencies are never summed."""

    firm_id = models.BigIntegerField()
    day = models.DateField()
    form = code_column()
    country = code_column()
    chapter = code_column()  # first two digits of the HS code
    currency = code_column()  # customs code
    value = models.DecimalField(max_digits=24, decimal_places=5)
    lines = models.IntegerField()

    class Meta:
        db_table = "pilot_zones_day_value"
        constraints = [
            models.UniqueConstraint(
                fields=["firm_id", "day", "form", "country", "chapter", "currency"], name="pilot_zones_day_value_once"
            ),
        ]


class Counted(models.Model):
    """How far was counted: one row, locked by whoever counts. No batch at or before the place is left out."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    transaction_id = models.BigIntegerField(default=0)
    batch_id = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "pilot_zones_counted"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="pilot_zones_counted_is_one")]
