"""/metrics: numbers of the station for Prometheus. On this machine, or with a token of the station's own firm."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TypeVar

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import EDGES_MS, Tallies
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Backlog
from entrepot.modules.parties import api as parties
from entrepot.project.api.problems import Problem
from entrepot.project.api.tokens import caller_of, raw_connection
from entrepot.shell.loopback import is_loopback

Key = TypeVar("Key")
SCOPE = "metrics:read"
# After so long nothing is added any more to what was counted up to then: transactions are much shorter.
SETTLED = timedelta(minutes=10)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_SAFE = ("GET", "HEAD")


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers. Raises Problem for whoever may not have them."""
    if request.method not in _SAFE:
        return HttpResponseNotAllowed(_SAFE)
    connection = raw_connection()
    if not is_loopback(request):
        _require_own_firm(request, connection)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers(connection, timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _require_own_firm(request: HttpRequest, connection: psycopg.Connection) -> None:
    caller = caller_of(request)
    station = parties.station(connection)
    if SCOPE not in caller.reader.scopes or station is None or caller.party_id != station.owner_id:
        raise Problem("not-for-you")


@dataclass
class _Sums:
    """What only grows, added up once: what lies far enough back is remembered, the rest is asked for again."""

    documents: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    past: int = 0
    seen: tuple[datetime, int] = (_BEGINNING, 0)
    batches: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    millis: Counter[int] = field(default_factory=Counter)
    until: datetime = _BEGINNING
    lock: Lock = field(default_factory=Lock)

    def documents_now(
        self, connection: psycopg.Connection, backlog: Backlog, now: datetime
    ) -> Counter[tuple[str, str, str]]:
        """(direction, kind, outcome) → documents; outcome "all" counts each once."""
        with self.lock:
            self._settle_documents(connection, backlog, now)
            return _sum(self.documents, _documents(connection, self.past, backlog.last))

    def _settle_documents(self, connection: psycopg.Connection, backlog: Backlog, now: datetime) -> None:
        at, last = self.seen
        if now - at < SETTLED:
            return
        settled = min(last, (backlog.first or last + 1) - 1)
        if settled > self.past:
            self.documents.update(_documents(connection, self.past, settled))
            self.past = settled
        self.seen = (now, backlog.last)

    def tallies_now(self, connection: psycopg.Connection, now: datetime) -> Tallies:
        """All that was judged so far."""
        with self.lock:
            settled = now - SETTLED
            if settled > self.until:
                old = declarations.tallies(connection, since=self.until, until=settled)
                self.batches += old.batches
                self.verdicts.update(old.verdicts)
                self.millis.update(old.millis)
                self.until = settled
            late = declarations.tallies(connection, since=self.until, until=now + timedelta(days=1))
            verdicts, millis = _sum(self.verdicts, late.verdicts), _sum(self.millis, late.millis)
            return Tallies(self.batches + late.batches, verdicts, millis)


def _sum(settled: Mapping[Key, int], late: Mapping[Key, int]) -> Counter[Key]:
    """Both added up; what is counted as nothing stays (Counter's own plus leaves it out)."""
    both = Counter(settled)
    both.update(late)
    return both


def _documents(connection: psycopg.Connection, past: int, until: int) -> Counter[tuple[str, str, str]]:
    found: Counter[tuple[str, str, str]] = Counter()
    for row in exchange.documents(connection, past=past, until=until):
        counts = {"all": row.documents, "accepted": row.accepted, "duplicate": row.duplicates, "refused": row.refused}
        found.update({(row.direction, row.kind, outcome): count for outcome, count in counts.items()})
    return found


_sums = _Sums()


def forget_sums() -> None:
    """Begin to add up anew: for another database."""
    global _sums  # noqa: PLW0603 - one memory a process
    _sums = _Sums()


class _Numbers(Collector):
    """Asked once for each answer."""

    def __init__(self, connection: psycopg.Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    def collect(self) -> Iterable[Metric]:
        """All numbers, read now."""
        began = time.perf_counter()
        backlog = exchange.backlog(self.connection, past=_sums.past)
        yield from self._waiting(backlog)
        yield from self._judged()
        yield from self._documents(backlog)
        taken = GaugeMetricFamily("entrepot_metrics_seconds", "Time that it took to read these numbers")
        taken.add_metric([], time.perf_counter() - began)
        yield taken

    def _waiting(self, backlog: Backlog) -> Iterator[Metric]:
        numbers = declarations.numbers(self.connection)
        yield _gauge("entrepot_messages_to_read", "Messages stored and not read yet", backlog.count)
        yield _gauge("entrepot_oldest_message_seconds", "Age of the oldest of them", self._age(backlog.oldest))
        yield _gauge("entrepot_arrivals_waiting", "Batches of arrivals not judged yet", numbers.arrivals)
        yield _gauge("entrepot_oldest_arrival_seconds", "Age of the oldest of them", self._age(numbers.oldest))
        lists = GaugeMetricFamily("entrepot_lists_open", "Declaration lists now in each open state", labels=["state"])
        for state, count in sorted(numbers.states.items()):
            lists.add_metric([state], count)
        yield lists

    def _age(self, at: datetime | None) -> float:
        return max(0.0, (self.now - at).total_seconds()) if at else 0.0

    def _judged(self) -> Iterator[Metric]:
        told = _sums.tallies_now(self.connection, self.now)
        passes = CounterMetricFamily("entrepot_judging_passes", "Passes of workers that judged lists")
        passes.add_metric([], told.batches)
        yield passes
        decided = CounterMetricFamily("entrepot_decisions", "Verdicts given, by state of the list", labels=["state"])
        for state, count in sorted(told.verdicts.items()):
            decided.add_metric([state], count)
        yield decided
        times = HistogramMetricFamily("entrepot_verdict_seconds", "Time from arrival to verdict")
        times.add_metric([], buckets=_buckets(told.millis), sum_value=None)
        yield times

    def _documents(self, backlog: Backlog) -> Iterator[Metric]:
        sums = _sums.documents_now(self.connection, backlog, self.now)
        read = CounterMetricFamily(
            "entrepot_documents", "Documents read, by kind and outcome", labels=["kind", "outcome"]
        )
        written = CounterMetricFamily("entrepot_documents_written", "Documents written, by kind", labels=["kind"])
        for (direction, kind, outcome), count in sorted(sums.items()):
            if direction == "in" and outcome != "all":
                read.add_metric([kind, outcome], count)
            elif direction == "out" and outcome == "all":
                written.add_metric([kind], count)
        yield from (read, written)


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)


def _buckets(millis: dict[int, int]) -> list[tuple[str, float]]:
    """Cumulated: upper edge in seconds → lists."""
    total, found = 0, []
    for number, edge in enumerate(EDGES_MS):
        total += millis.get(number, 0)
        found.append((f"{edge / 1000:g}", float(total)))
    return [*found[:-1], ("+Inf", float(total))]
