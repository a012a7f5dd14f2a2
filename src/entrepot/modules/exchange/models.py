# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Who is told of news over HTTP, and what is still to be told. Messages themselves lie in bulk tables (SQL)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from entrepot.store.columns import code_column

# event → (English, Chinese): what it tells of
WEBHOOK_EVENTS: dict[str, tuple[str, str]] = {
    "messages": ("messages of yours were read", "贵方报文已读取"),
    "replies": ("replies to you were written", "已生成给贵方的回执"),
    "decisions": ("lists of yours were decided or pre-checked", "贵方清单已审核或预审"),
}
LONGEST_ADDRESS = 2_000


class Webhook(models.Model):
    """An address that a party wants to be told at. The secret lies apart, out of the web's reach."""

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField()  # who made it
    address = code_column()
    events = ArrayField(code_column())
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
            models.Index(
                fields=["id"],
                condition=Q(delivered_at__isnull=True) & ~Q(failure=""),
                name="exchange_delivery_failed",  # what failed, to the operator
            ),
        ]


SHEET_STATES = ("offered", "due", "running", "done", "refused", "withdrawn")


class Sheet(models.Model):
    """A file of rows that somebody brought: offered, then due once its columns are agreed on, taken part by part.

    The bytes lie here until the sheet is taken; then its message keeps them. seen: what the pages show of the file
    without reading it again. by_reason: rejected rows by reason. refusal_…: why the file as a whole was not taken.
    """

    party_id = models.BigIntegerField()  # the sender
    person_id = models.BigIntegerField(null=True, blank=True)  # none: the command line
    by = models.TextField()  # the name of who brought it
    name = models.TextField()
    kind = code_column()
    mapping = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    language = code_column()
    sha256 = models.BinaryField()
    body = models.BinaryField(null=True, blank=True)  # zstd, sealed
    key_id = models.BigIntegerField(null=True, blank=True)  # sealed body, problems and seen; none: a row of before
    body_bytes = models.BigIntegerField()
    state = code_column()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # the moment of submission of its documents
    ended_at = models.DateTimeField(null=True, blank=True)
    message_id = models.BigIntegerField(null=True, blank=True)
    parts = models.IntegerField(default=0)
    parts_done = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    duplicates = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    by_reason = models.JSONField(default=dict)
    more = models.JSONField(default=dict)  # other counts of this kind: of goods how many wares were new
    problems = models.BinaryField(null=True, blank=True)  # the rejected rows, in the shape of the sheet; as body
    refusal_en = models.TextField(blank=True, default="")
    refusal_zh = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SHEET_STATES), name="exchange_sheet_states"),
        ]
        indexes = [
            models.Index(fields=["party_id", "-id"], name="exchange_sheet_of_party"),
            models.Index(fields=["id"], condition=Q(state__in=["due", "running"]), name="exchange_sheet_to_take"),
        ]


class SheetPart(models.Model):
    """What became of one part of a sheet; written in the transaction that kept its documents, so a part counts once."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="taken")
    part_no = models.IntegerField()
    outcomes = models.BinaryField()  # zstd of JSON, sealed
    key_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        db_table = "exchange_sheet_part"
        constraints = [models.UniqueConstraint(fields=["sheet", "part_no"], name="exchange_sheet_part_once")]


class SheetMapping(models.Model):
    """Which column means what in sheets with these headers, as a sender last agreed to it."""

    party_id = models.BigIntegerField()
    kind = code_column()
    headers = ArrayField(models.TextField())
    headers_sha256 = models.BinaryField()
    mapping = models.JSONField()
    name = models.TextField()  # of the sheet for which it was agreed
    used_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_sheet_mapping"
        constraints = [
            models.UniqueConstraint(fields=["party_id", "kind", "headers_sha256"], name="exchange_sheet_mapping_once"),
        ]


STANDINGS = ("first", "seen", "confirmed", "other_key")


class Received(models.Model):
    """A signed record that somebody else handed over: their statement, kept as it came, beside our own documents.

    standing, at the time it came: the issuer's key was seen for the first time, had been seen, was compared with what
    the issuer told by another way, or is another one than this issuer had before.
    """

    party_id = models.BigIntegerField()  # to whom it was handed
    fingerprint = code_column()  # SHA-256 of the key that signed
    standing = code_column()
    issuer_zh = models.TextField(blank=True)
    issuer_en = models.TextField(blank=True)
    issuer_code = code_column()
    station = code_column()  # practice, filing or deciding, as the issuer says
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField()
    order_no = code_column()
    marketplace_code = code_column()
    seller_name = models.TextField(blank=True)
    parts = ArrayField(code_column())
    signature = code_column()  # the same package has the same one
    body = models.BinaryField()  # the file as it came, sealed: see queries/received.py
    key_id = models.BigIntegerField(null=True, blank=True)  # which key sealed it; null: of before, as it came

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(standing__in=STANDINGS), name="exchange_received_standings"),
            models.UniqueConstraint(fields=["party_id", "signature"], name="exchange_received_once"),
        ]
        indexes = [
            models.Index(fields=["party_id", "-id"], name="exchange_received_of_party"),
        ]
