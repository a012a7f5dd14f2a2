"""Events are read on by each subscriber at its own pace, none lost, none jumped over (docs/decisions/0006)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from entrepot.store import connection, outbox

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def second(owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A transaction of somebody else."""
    with connection.owner() as other:
        yield other


def _announce(*kinds: str) -> None:
    with connection.owner() as own:
        for kind in kinds:
            outbox.announce(own, kind, {"keys": [kind]}, now=NOW)


def _read(subscriber: str, limit: int = 100) -> list[str]:
    heard: list[str] = []
    with connection.owner() as own:
        outbox.read_on(own, subscriber, lambda event: heard.append(event.kind), limit=limit)
    return heard


def test_an_event_is_told_once_to_a_subscriber(owner: psycopg.Connection) -> None:
    _announce("test.first", "test.second")
    assert _read("line") == ["test.first", "test.second"]
    assert _read("line") == []


def test_two_subscribers_keep_their_own_positions(owner: psycopg.Connection) -> None:
    _announce("test.first", "test.second")
    assert _read("line", limit=1) == ["test.first"]
    assert _read("webhooks") == ["test.first", "test.second"]
    assert _read("line") == ["test.second"]


def test_an_event_of_a_transaction_that_commits_late_is_not_jumped_over(second: psycopg.Connection) -> None:
    outbox.announce(second, "test.late", {"keys": []}, now=NOW)
    _announce("test.early")
    assert _read("line") == []
    second.commit()
    assert _read("line") == ["test.late", "test.early"]


def test_an_event_that_is_taken_back_is_never_told(second: psycopg.Connection) -> None:
    outbox.announce(second, "test.undone", {"keys": []}, now=NOW)
    second.rollback()
    _announce("test.done")
    assert _read("line") == ["test.done"]


def test_a_subscriber_that_fails_is_handed_the_same_events_again(owner: psycopg.Connection) -> None:
    _announce("test.first", "test.second")
    heard: list[str] = []

    def dies_at_the_second(event: outbox.Event) -> None:
        heard.append(event.kind)
        if event.kind == "test.second":
            raise KeyError(event.kind)

    with pytest.raises(KeyError), connection.owner() as own:
        outbox.read_on(own, "line", dies_at_the_second)
    assert heard == ["test.first", "test.second"]
    assert _read("line") == ["test.first", "test.second"]


def test_an_event_names_its_batch_and_time(owner: psycopg.Connection) -> None:
    told: list[outbox.Event] = []
    with connection.owner() as own:
        outbox.announce(own, "test.batch", {"keys": ["A-1", "A-2"], "owners": [7, 7]}, now=NOW)
    with connection.owner() as own:
        assert outbox.read_on(own, "line", told.append) == 1
    assert [(event.kind, event.at, event.batch) for event in told] == [
        ("test.batch", NOW, {"keys": ["A-1", "A-2"], "owners": [7, 7]})
    ]
