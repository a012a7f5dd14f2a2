# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Inspection plans of orders and their results."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from entrepot.modules.quality import words
from entrepot.store.columns import code_column


def _count(**options: Any) -> "models.BigIntegerField[Any, Any]":  # noqa: ANN401 - the options of any column
    return models.BigIntegerField(**options)


def _found() -> Q:
    """A result: at least the sample, at most the lot, and faulty ones among them."""
    there = Q(inspected__isnull=False, faulty__isnull=False, result_at__isnull=False)
    return there & Q(faulty__gte=0, faulty__lte=F("inspected"), inspected__gte=F("sample"), inspected__lte=F("lot"))


class Inspection(models.Model):
    """A seller has a lot looked at; seller and inspection firm see it, nobody else does."""

    seller_id = models.BigIntegerField()
    inspector_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    hold_id = models.BigIntegerField()  # that keeps the order from being shipped
    level = code_column()
    aql = models.DecimalField(max_digits=6, decimal_places=3)
    lot = _count()  # units
    letter = code_column()
    sample = _count()
    accept = _count()  # the lot passes with so many faulty units, and fails with one more
    state = code_column()
    inspected = _count(null=True, blank=True)
    faulty = _count(null=True, blank=True)
    note = models.TextField(blank=True, default="", db_default="")
    asked_at = models.DateTimeField()
    result_at = models.DateTimeField(null=True, blank=True)
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(words.STATES)), name="quality_inspection_states"),
            models.CheckConstraint(
                condition=Q(state="asked", inspected__isnull=True, faulty__isnull=True, result_at__isnull=True)
                | (_found() & Q(state="passed", faulty__lte=F("accept")))
                | (_found() & Q(state="failed", faulty__gt=F("accept"))),
                name="quality_inspection_counts",
            ),
            models.CheckConstraint(condition=~Q(seller_id=F("inspector_id")), name="quality_inspection_by_another"),
            models.UniqueConstraint(
                fields=["seller_id", "order_no", "marketplace_id"],
                condition=Q(state="asked"),
                name="quality_inspection_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["inspector_id", "-id"], name="quality_inspection_of_firm"),  # the firm's list
            models.Index(fields=["order_no", "marketplace_id"], name="quality_inspection_of_record"),  # the timeline
        ]
