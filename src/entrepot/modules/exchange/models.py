# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Who is told of news over HTTP, and what is still to be told. Messages themselves lie in bulk tables (SQL)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

# event → (English, Chinese): what it tells of
WEBHOOK_EVENTS: dict[str, tuple[str, str]] = {
    "messages": ("messages of yours were read", "贵方报文已读取"),
    "replies": ("replies to you were written", "已生成给贵方的回执"),
    "decisions": ("lists of yours were decided or pre-checked", "贵方清单已审核或预审"),
}
LONGEST_ADDRESS = 2_000


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


class Webhook(models.Model):
    """An address that a party wants to be told at. The secret lies apart, out of the web's reach."""

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()  # who made it
    address = _code()
    events = ArrayField(_code())
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=list(WEBHOOK_EVENTS)) & Q(events__len__gt=0),
                name="exchange_webhook_events",
            ),
            models.CheckConstraint(condition=Q(address__regex=r"^https?://\S+$"), name="exchange_webhook_address"),
        ]
        indexes = [models.Index(fields=["party_id"], name="exchange_webhook_of_party")]


class WebhookSecret(models.Model):
    """The key of the signatures on what is sent to one address."""

    webhook = models.OneToOneField(Webhook, models.PROTECT, primary_key=True, related_name="+")
    secret = models.TextField()

    class Meta:
        db_table = "exchange_webhook_secret"


class Delivery(models.Model):
    """One event to be told to one address; tried until it is taken or given up."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    event_id = models.BigIntegerField()  # of the outbox
    body = models.TextField()  # JSON, as it is signed and sent
    created_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)  # none: taken, or given up
    delivered_at = models.DateTimeField(null=True, blank=True)
    status = models.IntegerField(null=True, blank=True)  # of the last answer; none: there was no answer
    failure = models.TextField(blank=True, default="")  # why the last try failed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="exchange_delivery_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="exchange_delivery_due"),
        ]
