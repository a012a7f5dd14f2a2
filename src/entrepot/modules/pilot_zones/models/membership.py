# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Pilot zones that this station serves, and the firms in them."""

from django.db import models
from django.db.models import F, Q

from entrepot.store.columns import code_column

MEMBER_STATES = ("offered", "member", "ended")
SIDES = ("firm", "office")


class PilotZone(models.Model):
    """A pilot zone whose office works here. party_id: the office, as a firm of the books."""

    party_id = models.BigIntegerField(unique=True)
    code = code_column()  # of the office, as it stood when the pilot zone was entered
    name_zh = models.TextField()
    name_en = models.TextField()
    place = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "pilot_zones_own"
        constraints = [models.CheckConstraint(condition=~Q(name_zh="") & ~Q(name_en=""), name="pilot_zones_own_named")]


class Member(models.Model):
    """A firm and a pilot zone, agreed by both: one begins (the office invites, or the firm asks), the other agrees.

    counts_from: the first day whose figures the firm opens to the pilot zone. Names are those of the agreement.
    """

    office_id = models.BigIntegerField()  # party_id of the pilot zone
    firm_id = models.BigIntegerField()
    firm_code = code_column()
    firm_zh = models.TextField(default="", db_default="")
    firm_en = models.TextField(default="", db_default="")
    place = models.TextField(default="", db_default="")
    begun_by = code_column()
    state = code_column()
    counts_from = models.DateField()
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "pilot_zones_member"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MEMBER_STATES), name="pilot_zones_member_state"),
            models.CheckConstraint(condition=Q(begun_by__in=SIDES), name="pilot_zones_member_side"),
            models.CheckConstraint(condition=~Q(office_id=F("firm_id")), name="pilot_zones_member_not_itself"),
            models.UniqueConstraint(
                fields=["office_id", "firm_id"], condition=~Q(state="ended"), name="pilot_zones_member_once"
            ),
        ]
        indexes = [models.Index(fields=["firm_id"], name="pilot_zones_member_of_firm")]
