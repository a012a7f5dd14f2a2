# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Statements of accounts as banks gave them, their entries, and the orders that these settle."""

from django.db import models
from django.db.models import Q

from entrepot.modules.payments import words
from entrepot.store.columns import code_column, exact_column


class Statement(models.Model):
    """A statement of one account of a firm; seen by that firm alone."""

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, blank=True)
    account = code_column()
    number = code_column()  # as the bank numbered it
    currency = code_column()  # ISO letters
    opened = exact_column()
    closed = exact_column()
    sha256 = models.BinaryField()
    brought_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_id", "account", "number"], name="payments_statement_once")
        ]


class StatementEntry(models.Model):
    """One line of a statement, and what became of it."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="entries")
    entry_no = models.IntegerField()
    booked_on = models.DateField()
    amount = exact_column()  # signed
    currency = code_column()
    reference = models.TextField()
    remittance = models.TextField()
    charges = exact_column()
    state = code_column()
    reason = code_column()
    facts = models.JSONField(default=dict)

    class Meta:
        db_table = "payments_entry"
        constraints = [
            models.UniqueConstraint(fields=["statement", "entry_no"], name="payments_entry_once"),
            models.CheckConstraint(condition=Q(state__in=list(words.STATES)), name="payments_entry_states"),
        ]


class Settlement(models.Model):
    """An entry settles an order, wholly or in part. Never changed, never deleted."""

    entry = models.ForeignKey(StatementEntry, models.PROTECT, related_name="settlements")
    party_id = models.BigIntegerField()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    amount = exact_column()
    currency = code_column()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payments_settlement_amount")]
        indexes = [
            models.Index(fields=["order_no", "marketplace_id"], name="payments_settlement_of_record"),  # its timeline
        ]


class OriginalPayment(models.Model):
    """What marketplace and payment institution said to each other about a payment; the marketplace's own.

    The text lies sealed: it may name the payer. Never changed; a later one of the same order counts.
    """

    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    pay_transaction_no = code_column()
    total_amount = exact_column()
    currency = code_column()  # digits of customs
    sha256 = models.BinaryField()  # of the text
    identity_block = models.BinaryField(null=True, blank=True)
    identity_key = models.BigIntegerField(null=True, blank=True)
    kept_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        db_table = "payments_original"
        constraints = [
            models.UniqueConstraint(fields=["order_no", "marketplace_id", "sha256"], name="payments_original_once")
        ]


class PaymentQuestion(models.Model):
    """Customs asked for the payment of an order, and what came of it; one row at each side.

    side customs: asked here, `authority_id` asked; marketplace: received here. upload: the sealed text that was taken.
    """

    side = code_column()
    session_id = code_column()
    order_no = code_column()
    marketplace_id = models.BigIntegerField()
    authority_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    state = code_column()
    code = code_column()  # of the last answer
    message = models.TextField()
    pay_transaction_no = code_column()
    total_amount = exact_column(null=True, blank=True)
    cert_no = code_column()
    identity_block = models.BinaryField(null=True, blank=True)
    identity_key = models.BigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()
    practice = models.BooleanField()

    class Meta:
        db_table = "payments_question"
        constraints = [
            models.UniqueConstraint(fields=["side", "session_id"], name="payments_question_once"),
            models.CheckConstraint(condition=Q(side__in=list(words.SIDES)), name="payments_question_sides"),
            models.CheckConstraint(condition=Q(state__in=list(words.QUESTIONS)), name="payments_question_states"),
        ]
        indexes = [
            models.Index(fields=["order_no", "marketplace_id"], name="payments_question_of_record"),  # its timeline
            # what is still to be uploaded
            models.Index(fields=["id"], condition=Q(side="marketplace", state="open"), name="payments_question_due"),
        ]
