# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Support measures as data, and what was granted."""

from django.db import models
from django.db.models import F, Q

from entrepot.store.columns import code_column, exact_column


class Measure(models.Model):
    """A measure that a pilot zone published: who, what, from when until when, budget, source. Never changed.

    conditions: a list of `conditions.Condition` as JSON. amount_cny: for each firm, once.
    """

    office_id = models.BigIntegerField()
    office_zh = models.TextField()
    office_en = models.TextField()
    code = code_column()
    name_zh = models.TextField()
    name_en = models.TextField()
    amount_cny = exact_column()
    budget_cny = exact_column()
    valid_from = models.DateField()
    valid_until = models.DateField()  # the first day on which it no longer holds
    source = models.TextField()
    conditions = models.JSONField()
    published_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True, blank=True)  # none: the command line

    class Meta:
        db_table = "pilot_zones_measure"
        constraints = [
            models.UniqueConstraint(fields=["office_id", "code"], name="pilot_zones_measure_once"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="pilot_zones_measure_period"),
            models.CheckConstraint(
                condition=Q(amount_cny__gt=0, budget_cny__gte=F("amount_cny")), name="pilot_zones_measure_budget"
            ),
        ]


class MeasureGrant(models.Model):
    """A firm was granted a measure, without applying. found: the figures that proved it, as JSON."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="grants")
    office_id = models.BigIntegerField()
    firm_id = models.BigIntegerField()
    firm_code = code_column()
    firm_zh = models.TextField()
    firm_en = models.TextField()
    amount_cny = exact_column()
    found = models.JSONField()
    granted_at = models.DateTimeField()

    class Meta:
        db_table = "pilot_zones_grant"
        constraints = [models.UniqueConstraint(fields=["measure", "firm_id"], name="pilot_zones_grant_once")]
        indexes = [
            models.Index(fields=["firm_id", "-granted_at"], name="pilot_zones_grant_of_firm"),
            models.Index(fields=["office_id", "-granted_at"], name="pilot_zones_grant_of_office"),
        ]
