# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Statements of accounts as banks gave them, their entries, and the orders that these settle."""

from typing import Any

from django.db import models
from django.db.models import Q

from entrepot.modules.payments import words


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _amount() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=20, decimal_places=5)


class Statement(models.Model):
    """A statement of one account of a firm; seen by that firm alone."""

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True, blank=True)
    account = _code()
    number = _code()  # as the bank numbered it
    currency = _code()  # ISO letters
    opened = _amount()
    closed = _amount()
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
    amount = _amount()  # signed
    currency = _code()
    reference = models.TextField()
    remittance = models.TextField()
    charges = _amount()
    state = _code()
    reason = _code()
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
    order_no = _code()
    marketplace_id = models.BigIntegerField()
    amount = _amount()
    currency = _code()
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

    order_no = _code()
    marketplace_id = models.BigIntegerField()
    pay_transaction_no = _code()
    total_amount = _amount()
    currency = _code()  # digits of customs
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

    side = _code()
    session_id = _code()
    order_no = _code()
    marketplace_id = models.BigIntegerField()
    authority_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    state = _code()
    code = _code()  # of the last answer
    message = models.TextField()
    pay_transaction_no = _code()
    total_amount = models.DecimalField(max_digits=20, decimal_places=5, null=True, blank=True)
    cert_no = _code()
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
