"""Webhooks of all parties as who runs the station sees them: how much is still to be told, what failed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.modules.exchange.models import Delivery

SHOWN = 50
COUNTED = 1_000
_STOPPED = "stopped"


@dataclass(frozen=True)
class Failing:
    """A delivery whose last try failed. next_at: of the next try; None: given up."""

    id: int
    party_id: int
    address: str
    attempts: int
    created_at: datetime
    next_at: datetime | None
    status: int | None
    failure: str


@dataclass(frozen=True)
class Telling:
    """Deliveries, counted up to COUNTED: to be told, of them tried in vain, and given up; the newest of these."""

    waiting: int
    failing: int
    given_up: int
    newest: Sequence[Failing]


def telling() -> Telling:
    """What is to be told to addresses, as the reader of the running transaction may see it."""
    rows = Delivery.objects.using("default")
    failed = rows.filter(delivered_at__isnull=True).exclude(failure="").exclude(failure=_STOPPED)
    retried, over = failed.filter(next_at__isnull=False), failed.filter(next_at__isnull=True)
    newest = failed.select_related("webhook").order_by("-id")[:SHOWN]
    return Telling(
        waiting=rows.filter(next_at__isnull=False)[:COUNTED].count(),
        failing=retried[:COUNTED].count(),
        given_up=over[:COUNTED].count(),
        newest=[
            Failing(
                row.pk,
                row.webhook.party_id,
                row.webhook.address,
                row.attempts,
                row.created_at,
                row.next_at,
                row.status,
                row.failure,
            )
            for row in newest
        ],
    )
