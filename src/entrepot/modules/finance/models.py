# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Terms of financiers, cases that sellers open on their records, and what was done in each."""

from django.db import models
from django.db.models import F, Q

from entrepot.modules.finance import words
from entrepot.store.columns import code_column, exact_column


class Terms(models.Model):
    """On what terms a financier advances money: a share of what an order still brings, for days, at a rate."""

    bank_id = models.BigIntegerField()
    bank_en = models.TextField()  # the financier's names when it published: every firm may read them here
    bank_zh = models.TextField()
    name_en = models.TextField()
    name_zh = models.TextField()
    currency = code_column()  # 3-digit customs code
    advance_share = models.DecimalField(max_digits=6, decimal_places=4)
    yearly_rate = models.DecimalField(max_digits=6, decimal_places=4)  # of the advance, by days / 360
    days = models.IntegerField()  # until it is repaid
    least = exact_column()
    most = exact_column()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the first day on which nobody can ask any more
    published_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(advance_share__gt=0, advance_share__lte=1), name="finance_terms_share"),
            models.CheckConstraint(condition=Q(least__gt=0, most__gte=F("least")), name="finance_terms_amounts"),
            models.CheckConstraint(condition=Q(days__gt=0, yearly_rate__gte=0), name="finance_terms_price"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="finance_terms_period"
            ),
        ]


class Case(models.Model):
    """A seller asks a financier for money on one of its records; both see it, nobody else does."""

    terms = models.ForeignKey(Terms, models.PROTECT, related_name="cases")
    bank_id = models.BigIntegerField()
    seller_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    grant_id = models.BigIntegerField()  # with which the seller opened the record to the financier
    account_id = models.BigIntegerField()  # what is still to come in of the order, in the ledger
    currency = code_column()
    asked = exact_column()
    offered = exact_column(null=True, blank=True)
    fee = exact_column(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    state = code_column()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(words.STATES)), name="finance_case_states"),
            models.UniqueConstraint(
                fields=["bank_id", "seller_id", "order_no", "marketplace_id"],
                condition=Q(state__in=words.OPEN),
                name="finance_case_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["bank_id", "-id"], name="finance_case_of_bank"),  # the financier's list
            models.Index(fields=["seller_id", "-id"], name="finance_case_of_seller"),  # the seller's list
            models.Index(fields=["order_no", "marketplace_id"], name="finance_case_of_record"),  # the record's timeline
        ]


class Step(models.Model):
    """One thing that was done in a case. Never changed, never deleted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, blank=True)
    kind = code_column()  # the state that it led to
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="finance_step_of_case")]
