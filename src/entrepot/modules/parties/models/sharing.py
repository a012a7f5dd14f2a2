# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""What a party opens to another, every look at it, and who did what when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from entrepot.modules.parties import words
from entrepot.modules.parties.models.columns import some_of
from entrepot.modules.parties.models.firms import Enterprise
from entrepot.modules.parties.models.people import Person
from entrepot.store.columns import code_column


class Grant(models.Model):
    """The owner opens parts of one record to another party until a time; it may take that back."""

    owner = models.ForeignKey(Enterprise, models.PROTECT, related_name="grants_given")
    order_no = code_column()
    marketplace = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    parts = ArrayField(code_column())
    to_party = models.ForeignKey(Enterprise, models.PROTECT, related_name="grants_held")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateTimeField()  # the first moment at which it no longer opens anything
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            some_of(words.PARTS, "parts", "parties_grant_parts"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("created_at")), name="parties_grant_period"),
            models.CheckConstraint(condition=~Q(order_no=""), name="parties_grant_order_no"),
        ]
        indexes = [models.Index(fields=["owner", "order_no"], name="parties_grant_of_record")]  # its page, to its owner


class Look(models.Model):
    """Somebody looked at parts of a record through a grant. Never changed, never deleted."""

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    by_party = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    parts = ArrayField(code_column())

    class Meta:
        constraints = [some_of(words.PARTS, "parts", "parties_look_parts")]
        indexes = [models.Index(fields=["at", "id"], name="parties_look_in_order")]  # who looked, to the operator


class Audit(models.Model):
    """Who did what when. Never changed, never deleted."""

    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    party = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="+")
    what = code_column()  # signed_in, token_made, grant_revoked …
    subject = code_column(blank=True, default="", db_default="")  # what it was done to: table:number or a record's key
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(what__regex=r"^[a-z_]+$"), name="parties_audit_what")]
        indexes = [models.Index(fields=["at", "id"], name="parties_audit_in_order")]  # what was done, to the operator
