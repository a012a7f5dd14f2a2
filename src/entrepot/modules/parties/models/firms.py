# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Firms: who they are, by which codes they are known, what they may be and whom they let act for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from entrepot.modules.parties import words
from entrepot.modules.parties.models.columns import half_open, one_of, some_of
from entrepot.store.columns import code_column


class Enterprise(models.Model):
    """A party. `provisional`: named in a document, claimed by nobody yet."""

    name_zh = models.TextField(blank=True, default="", db_default="")
    name_en = models.TextField(blank=True, default="", db_default="")
    country = code_column(blank=True, default="", db_default="")  # country/region, ISO 3166 alpha-2; empty: not known
    provisional = models.BooleanField(default=False, db_default=False)
    named_as = code_column(blank=True, default="", db_default="")  # the role in which a document first named it
    # where orders with marketplace code 无 of this seller are kept
    is_pseudo_marketplace_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="pseudo_marketplace"
    )
    # this party turned out to be that firm under another code
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_zh="") | ~Q(name_en=""), name="parties_enterprise_has_a_name"),
            models.CheckConstraint(condition=Q(country__regex=r"^([A-Z]{2})?$"), name="parties_enterprise_country"),
        ]


class EnterpriseCode(models.Model):
    """One code of a firm; a code belongs to one firm only."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="codes")
    scheme = code_column()
    code = code_column(unique=True)

    class Meta:
        db_table = "parties_code"
        constraints = [
            one_of(words.CODE_SCHEMES, "scheme", "parties_code_scheme"),
            # nobody takes an official code under another scheme
            models.CheckConstraint(
                condition=Q(scheme="customs10", code__regex=r"^[0-9]{4}[0-9A-Z]{6}$")
                | Q(scheme="uscc18", code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$")
                | Q(scheme="own", code__regex=r"^\S{1,60}$")
                & ~Q(code__regex=r"^([0-9]{4}[0-9A-Z]{6}|[0-9A-Z]{18}|无)$"),
                name="parties_code_form",
            ),
        ]


class EnterpriseRole(models.Model):
    """What a firm is, from a day until a day."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="roles")
    role = code_column()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "parties_role"
        constraints = [
            one_of(words.ROLES, "role", "parties_role_role"),
            half_open("parties_role_period"),
            models.UniqueConstraint(fields=["enterprise", "role", "valid_from"], name="parties_role_once"),
        ]


class Filing(models.Model):
    """A filing (备案) with an authority. An approved one is the only way to claim a provisional party or a code."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="filings")
    code = code_column()  # the code that the filing is about
    authority = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    kind = code_column()  # customs, commerce, market …
    number = code_column(blank=True, default="", db_default="")  # given by the authority
    state = code_column(default="applied")
    applicant = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="", db_default="")  # of the authority; a refusal has one
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of(words.FILING_STATES, "state", "parties_filing_state"),
            half_open("parties_filing_period"),
            models.CheckConstraint(
                condition=Q(state="applied", decided_at__isnull=True)
                | Q(state="refused", decided_at__isnull=False)
                | Q(state="approved", decided_at__isnull=False, valid_from__isnull=False),
                name="parties_filing_decided",
            ),
        ]


class PowerOfAttorney(models.Model):
    """The principal lets the agent act for it from a day until a day, for the kinds of document in `scope`."""

    principal = models.ForeignKey(Enterprise, models.PROTECT, related_name="powers_given")
    agent = models.ForeignKey(Enterprise, models.PROTECT, related_name="powers_held")
    scope = ArrayField(code_column())
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "parties_power_of_attorney"
        constraints = [
            some_of(words.DOCUMENT_KINDS, "scope", "parties_power_scope"),
            half_open("parties_power_period"),
        ]


class Certificate(models.Model):
    """A certificate with which the firm signs its messages, on file from a day until a day (China time)."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="certificates")
    number = code_column()  # as KeyName in a signature gives it
    sha256 = models.BinaryField()  # of the certificate (DER)
    der = models.BinaryField(null=True, blank=True)  # itself: for what names it without carrying it (announcement 179)
    valid_from = models.DateField()
    valid_until = models.DateField()
    filed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            half_open("parties_certificate_period"),
            models.CheckConstraint(condition=~Q(number=""), name="parties_certificate_number"),
            models.UniqueConstraint(
                fields=["enterprise", "sha256"], condition=Q(ended_at__isnull=True), name="parties_certificate_once"
            ),
        ]
