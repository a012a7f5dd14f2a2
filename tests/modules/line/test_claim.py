"""Claim: nothing waits for what is committed, nothing is decided twice, no change slips past (docs/decisions/0004).

The races here run some dozens of times; `make soak` runs them a thousand times (the tests marked so below).
"""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.factories.line import NOW, Line, messages_of, some_sets

ROUNDS = 8
pytestmark = pytest.mark.timeout(600)  # two workers on one loaded machine are slow, never stuck


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions from one starting line; returns what each gave."""
    gate = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = action()
        except BaseException as error:  # noqa: BLE001 - handed to the test, which raises it
            results[place] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results


def race_arrivals(line: Line, second: Line, number: int) -> None:
    """Order and list are committed at the same instant, each by a worker that judges at once."""
    sets = some_sets(1, first_no=number)
    line.send(messages_of(sets, "waybill"))
    orders, lists = messages_of(sets, "order"), messages_of(sets, "list")

    def one(worker: Line, messages: list[tuple[str, bytes]]) -> None:
        worker.send(messages)
        worker.judge()

    at_once(lambda: one(line, orders), lambda: one(second, lists))
    line.judge()


def race_change(line: Line, second: Line, number: int) -> str:
    """A change of the order races the decision; what became of it."""
    sets = some_sets(1, first_no=number)
    line.send_sets(sets)
    change = messages_of(sets, "order", app_type="2", app_time=NOW + timedelta(seconds=1), note="changed")
    took, _ = at_once(lambda: second.send(change), line.judge)
    line.judge()
    (outcome,) = took.outcomes["order"]["reason"].to_list()  # type: ignore[attr-defined]
    row = line.setting.lookups.execute(
        "SELECT o.version FROM declarations_decision d JOIN trade_order o ON o.id = d.order_id WHERE o.order_no = %s",
        (sets.orders["order_no"][0],),
    ).fetchone()
    assert row is not None
    (version,) = row
    assert (outcome, version) in {("decided", 1), ("changed", 2)}
    return str(outcome)


def all_decided(line: Line, count: int) -> None:
    """Every list has exactly one decision that lets it pass; the draw keeps some of many for inspection."""
    states = line.states()
    assert set(states) <= {"released", "held"}
    assert sum(states.values()) == count
    found = line.setting.lookups.execute("SELECT count(*), max(decision_no) FROM declarations_decision").fetchone()
    assert found == (count, 1)


def test_no_set_waits_when_order_and_list_are_committed_at_the_same_instant(line: Line, second: Line) -> None:
    for number in range(1, ROUNDS + 1):
        race_arrivals(line, second, number)
    all_decided(line, ROUNDS)


def test_a_change_that_races_a_decision_is_used_by_it_or_refused_as_decided(line: Line, second: Line) -> None:
    for number in range(1, ROUNDS + 1):
        race_change(line, second, number)
    all_decided(line, ROUNDS)


def test_a_judge_that_dies_leaves_its_arrivals_to_another(line: Line, second: Line) -> None:
    line.send_sets(some_sets(5))
    backend = second.setting.connection.info.backend_pid
    with second.setting.connection.cursor() as cursor:
        cursor.execute("DELETE FROM declarations_arrival WHERE true")
        line.setting.lookups.execute("SELECT pg_terminate_backend(%s, 30000)", (backend,))  # and wait for its end
    assert line.judge() == 5
    assert line.states() == {"released": 5}


def test_two_judges_share_the_work_and_decide_nothing_twice(line: Line, second: Line) -> None:
    for start in range(1, 200, 20):
        line.send_sets(some_sets(20, first_no=start))
    decided = at_once(line.judge, second.judge)
    assert sum(decided) == 200  # type: ignore[arg-type]
    found = line.setting.lookups.execute("SELECT count(*), max(decision_no) FROM declarations_decision").fetchone()
    assert found == (200, 1)


def test_of_two_lists_for_one_order_only_the_first_is_released(line: Line, second: Line) -> None:
    sets = some_sets(1)
    line.send_sets(sets, ("order", "waybill"))
    one = messages_of(sets, "list")
    other = messages_of(sets, "list", cop_no="ANOTHER-LIST-1", waybill_no=sets.lists["waybill_no"][0])

    def send(worker: Line, messages: list[tuple[str, bytes]]) -> None:
        worker.send(messages)
        worker.judge()

    at_once(lambda: send(line, one), lambda: send(second, other))
    line.judge()
    assert line.states() == {"refused": 1, "released": 1}


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_thousand_sets_committed_at_the_same_instant_never_wait(line: Line, second: Line) -> None:
    for number in range(1, 1001):
        race_arrivals(line, second, number)
    all_decided(line, 1000)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_a_thousand_changes_that_race_decisions_are_used_or_refused(line: Line, second: Line) -> None:
    outcomes = [race_change(line, second, number) for number in range(1, 1001)]
    all_decided(line, 1000)
    assert set(outcomes) == {"changed", "decided"}  # both happen, or the race was none
