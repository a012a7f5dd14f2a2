# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Figures as they were last counted: of the whole installation, no party named, so everybody may read them."""

from django.db import models
from django.db.models import Q


class CountedFigure(models.Model):
    """One figure. Practice and live stand in columns of their own and are never added."""

    name: "models.TextField[str, str]" = models.TextField(db_collation="C", primary_key=True)
    practice = models.BigIntegerField()
    live = models.BigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "insights_figure"
        constraints = [
            models.CheckConstraint(condition=Q(practice__gte=0, live__gte=0), name="insights_figure_not_negative")
        ]
