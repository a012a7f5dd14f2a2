"""Webhooks: a party names an address, each event for it becomes a delivery, tried until it is taken or given up.

What is told is only that there is news and how much; what it is, the party reads with its token, from its own cursor.
So a delivery holds nothing of anybody's documents, is small, and may come twice or late without harm.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from entrepot.modules.exchange.models import WEBHOOK_EVENTS, Delivery, Webhook, WebhookSecret

MOST_OF_A_PARTY = 20
LEASE = timedelta(minutes=5)  # whoever claims a delivery and dies has it this long
# After the first try failed, the second comes so much later, and so on; after the last the delivery is given up.
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400))
KEPT = timedelta(days=30)
_MARK = "whs_"


class UnableToTell(Exception):
    """A party has as many webhooks as it may have: `most`."""

    def __init__(self) -> None:
        self.most = MOST_OF_A_PARTY
        super().__init__(f"expected at most {MOST_OF_A_PARTY} webhooks of a party; stop one before making another")


@dataclass(frozen=True)
class NewWebhook:
    """`secret` is to be shown now and never again."""

    id: int
    secret: str


@dataclass(frozen=True)
class WebhookCard:
    """A webhook as its party sees it. last_status: of the last answer; waiting: deliveries not taken yet."""

    id: int
    address: str
    events: tuple[str, ...]
    created_at: datetime
    waiting: int
    last_status: int | None
    last_failure: str


@dataclass(frozen=True)
class Due:
    """A delivery to be tried now. attempts: which try this is, from 1."""

    id: int
    address: str
    secret: str
    body: str
    attempts: int


def make_webhook(
    *, party_id: int, person_id: int, address: str, events: Sequence[str], now: datetime, using: str = "default"
) -> NewWebhook:
    """Tell the party at this address from now on. Raises UnableToTell when it has too many."""
    secret = _MARK + secrets.token_urlsafe(32)
    with transaction.atomic(using=using):
        if _alive(party_id, using).count() >= MOST_OF_A_PARTY:
            raise UnableToTell
        row = Webhook.objects.using(using).create(
            party_id=party_id, person_id=person_id, address=address, events=sorted(set(events)), created_at=now
        )
        WebhookSecret.objects.using(using).create(webhook=row, secret=secret)
    return NewWebhook(int(row.pk), secret)


def stop_webhook(*, party_id: int, webhook_id: int, now: datetime, using: str = "default") -> bool:
    """Tell it no more; what is still to be told is dropped. False where the party has no such webhook."""
    return _alive(party_id, using).filter(pk=webhook_id).update(stopped_at=now) == 1


def webhooks_of(party_id: int, *, using: str = "default") -> list[WebhookCard]:
    """The webhooks of a party that are not stopped, the oldest first."""
    return [_card(row, using) for row in _alive(party_id, using).order_by("pk")]


def last_deliveries(*, party_id: int, webhook_id: int, limit: int, using: str = "default") -> list[Delivery]:
    """What was to be told at one webhook of the party, the newest first."""
    rows = Delivery.objects.using(using).filter(webhook=webhook_id, webhook__party_id=party_id)
    return list(rows.order_by("-pk")[:limit])


def _alive(party_id: int, using: str) -> QuerySet[Webhook]:
    return Webhook.objects.using(using).filter(party_id=party_id, stopped_at__isnull=True)


def _card(row: Webhook, using: str) -> WebhookCard:
    deliveries = Delivery.objects.using(using).filter(webhook=row)
    last = deliveries.filter(attempts__gt=0).order_by("-pk").first()
    return WebhookCard(
        id=int(row.pk),
        address=row.address,
        events=tuple(row.events),
        created_at=row.created_at,
        waiting=deliveries.filter(next_at__isnull=False).count(),
        last_status=last.status if last else None,
        last_failure=last.failure if last else "",
    )


# ---- for workers ----------------------------------------------------------------------------------------------------


def owe(
    *,
    event_id: int,
    event: str,
    counts: Mapping[int, int],
    read_at: str,
    at: datetime,
    now: datetime,
    using: str = "owner",
) -> int:
    """Note that these parties are to be told of `counts` things each; the same event again changes nothing.

    event: of WEBHOOK_EVENTS; read_at: the address that is read on from the party's cursor. Returns the number noted.
    """
    assert event in WEBHOOK_EVENTS
    hooks = Webhook.objects.using(using).filter(
        party_id__in=list(counts), stopped_at__isnull=True, events__contains=[event], created_at__lte=at
    )
    rows = [
        Delivery(
            webhook=hook,
            event_id=event_id,
            body=json.dumps({"event": event, "id": event_id, "at": at.isoformat(), "count": counts[hook.party_id],
                             "read": read_at}),
            created_at=now,
            next_at=now,
        )
        for hook in hooks
    ]  # fmt: skip
    Delivery.objects.using(using).bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def claim_due(*, now: datetime, limit: int, using: str = "owner") -> list[Due]:
    """Deliveries whose time has come, each for one worker alone until its lease ends."""
    with transaction.atomic(using=using):
        rows = list(
            Delivery.objects.using(using)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("webhook")
            .filter(next_at__lte=now)
            .order_by("next_at")[:limit]
        )
        stopped = [row.pk for row in rows if row.webhook.stopped_at is not None]
        alive = [row for row in rows if row.webhook.stopped_at is None]
        of_these = Delivery.objects.using(using)
        of_these.filter(pk__in=stopped).update(next_at=None, failure="stopped")
        of_these.filter(pk__in=[row.pk for row in alive]).update(next_at=now + LEASE, attempts=F("attempts") + 1)
        secret_of = dict(
            WebhookSecret.objects.using(using)
            .filter(webhook_id__in=[row.webhook.pk for row in alive])
            .values_list("webhook_id", "secret")
        )
    return [Due(row.pk, row.webhook.address, secret_of[row.webhook.pk], row.body, row.attempts + 1) for row in alive]


def note_taken(*, due: Due, status: int, now: datetime, using: str = "owner") -> None:
    """The address answered that it has it."""
    row = Delivery.objects.using(using).filter(pk=due.id)
    row.update(next_at=None, delivered_at=now, status=status, failure="")


def note_failed(*, due: Due, status: int | None, failure: str, now: datetime, using: str = "owner") -> None:
    """The try failed: the next one comes after BACK_OFF; after the last there is none."""
    given_up = due.attempts > len(BACK_OFF)
    next_at = None if given_up else now + BACK_OFF[due.attempts - 1]
    Delivery.objects.using(using).filter(pk=due.id).update(next_at=next_at, status=status, failure=failure[:500])


def forget_old(*, now: datetime, using: str = "owner") -> int:
    """Delete what was taken or given up long ago; returns how many."""
    old = Delivery.objects.using(using).filter(next_at__isnull=True, created_at__lt=now - KEPT)
    return int(old.delete()[0])
