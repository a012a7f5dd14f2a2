# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Parks: units, leases, and what tenants ask for."""

from django.db import models
from django.db.models import F, Q

from entrepot.store.columns import code_column, exact_column

REQUEST_STATES = ("asked", "answered", "withdrawn")


class Park(models.Model):
    """A park, run by a park operator, within a pilot zone or not."""

    operator_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True, blank=True)  # of the pilot zone it lies in
    code = code_column()
    name_zh = models.TextField()
    name_en = models.TextField()
    place = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "pilot_zones_park"
        constraints = [models.UniqueConstraint(fields=["code"], name="pilot_zones_park_once")]


class Unit(models.Model):
    """A unit of a park that can be let. operator_id repeats the park's, for the policies."""

    park = models.ForeignKey(Park, models.PROTECT, related_name="units")
    operator_id = models.BigIntegerField()
    number = code_column()
    area_m2 = exact_column()

    class Meta:
        db_table = "pilot_zones_unit"
        constraints = [
            models.UniqueConstraint(fields=["park", "number"], name="pilot_zones_unit_once"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="pilot_zones_unit_area"),
        ]


class Lease(models.Model):
    """A firm holds a unit from a day up to, and without, `valid_until`. Two at a time on one unit are impossible:
    the migration has the exclusion. figures_open: the tenant lets the park see its trade of the time of the lease.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leases")
    operator_id = models.BigIntegerField()
    office_id = models.BigIntegerField(null=True, blank=True)
    tenant_id = models.BigIntegerField()
    tenant_code = code_column()
    tenant_zh = models.TextField()
    tenant_en = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    figures_open = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "pilot_zones_lease"
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="pilot_zones_lease_period"),
        ]
        indexes = [models.Index(fields=["tenant_id", "valid_from"], name="pilot_zones_lease_of_tenant")]


class TenantRequest(models.Model):
    """A tenant asks, the park answers; seen by the two alone."""

    lease = models.ForeignKey(Lease, models.PROTECT, related_name="requests")
    operator_id = models.BigIntegerField()
    tenant_id = models.BigIntegerField()
    wish = models.TextField()
    state = code_column()
    answer = models.TextField(default="", db_default="")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "pilot_zones_request"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=REQUEST_STATES), name="pilot_zones_request_state"),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="pilot_zones_request_answered",
            ),
        ]
        indexes = [models.Index(fields=["operator_id", "state"], name="pilot_zones_request_open")]
