"""Accounts: never more is reserved than there is, in any order of threads, and every amount can be followed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.modules.ledgers import api as ledgers
from entrepot.store import connection as connections

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOLDER, GUEST, STRANGER, BANK = 11, 12, 13, 14
SIDES = ("free", "held", "spent")


def opened(connection: psycopg.Connection, key: str = "lamps", amount: str = "100") -> int:
    return ledgers.open_account(
        connection, kind="stock", key=key, unit="pcs", holder_id=HOLDER, amount=Decimal(amount), now=NOW,
        audience=[GUEST],
    )  # fmt: skip


def wish(account: int, key: str, amount: str, minute: int = 0) -> ledgers.Request:
    return ledgers.Request(account, key, Decimal(amount), NOW + timedelta(minutes=minute))


def sides(connection: psycopg.Connection, key: str = "lamps") -> tuple[Decimal, ...]:
    balance = ledgers.balances(connection, "stock", [key])[key]
    return tuple(getattr(balance, side) for side in SIDES)


def decimals(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


def from_movements(connection: psycopg.Connection, account: int) -> tuple[Decimal, ...]:
    moved = ledgers.movements(connection, account)
    return tuple(
        sum((m.amount * ((m.target == side) - (m.source == side)) for m in moved), Decimal(0)) for side in SIDES
    )


def test_first_come_is_first_served_whatever_the_order_of_the_batch(owner: psycopg.Connection) -> None:
    account = opened(owner)
    wishes = [wish(account, "c", "50", 3), wish(account, "a", "60", 1), wish(account, "b", "40", 2)]
    answers = ledgers.reserve(owner, wishes, now=NOW)
    assert [(one.key, one.outcome, one.free) for one in answers] == [
        ("c", "refused", Decimal(0)), ("a", "held", Decimal(40)), ("b", "held", Decimal(0)),
    ]  # fmt: skip
    assert sides(owner) == decimals(0, 100, 0)


def test_of_two_that_came_at_once_the_smaller_key_is_served(owner: psycopg.Connection) -> None:
    account = opened(owner)
    answers = ledgers.reserve(owner, [wish(account, "b", "100"), wish(account, "a", "100")], now=NOW)
    assert [one.outcome for one in answers] == ["refused", "held"]


def test_what_was_answered_before_is_not_reserved_again(owner: psycopg.Connection) -> None:
    account = opened(owner)
    ledgers.reserve(owner, [wish(account, "a", "30")], now=NOW)
    (again,) = ledgers.reserve(owner, [wish(account, "a", "30")], now=NOW)
    assert (again.outcome, again.amount, sides(owner)) == ("repeated", Decimal(30), decimals(70, 30, 0))


def test_an_amount_goes_out_and_comes_back_and_every_step_is_noted(owner: psycopg.Connection) -> None:
    account = opened(owner)
    ledgers.reserve(owner, [wish(account, "a", "30"), wish(account, "b", "20")], now=NOW)
    ledgers.commit(owner, [(account, "a")], now=NOW)
    ledgers.commit(owner, [(account, "a")], now=NOW)
    ledgers.release(owner, [(account, "b")], now=NOW)
    assert sides(owner) == decimals(70, 0, 30)
    ledgers.give_back(owner, [(account, "a")], now=NOW, why="repaid")
    assert sides(owner) == from_movements(owner, account) == decimals(100, 0, 0)
    assert ledgers.movements(owner, account)[-1].why == "repaid"
    with pytest.raises(ledgers.UnableToMove, match="was returned"):
        ledgers.reserve(owner, [wish(account, "a", "30")], now=NOW)


def test_a_move_from_another_state_is_refused_and_nothing_of_its_batch_is_moved(owner: psycopg.Connection) -> None:
    account = opened(owner)
    ledgers.reserve(owner, [wish(account, "a", "30"), wish(account, "b", "20")], now=NOW)
    ledgers.release(owner, [(account, "b")], now=NOW)
    with pytest.raises(ledgers.UnableToMove, match="under b is released; only what is held"):
        ledgers.commit(owner, [(account, "a"), (account, "b")], now=NOW)
    with pytest.raises(ledgers.UnableToMove, match="Nothing was reserved under x"):
        ledgers.release(owner, [(account, "a"), (account, "x")], now=NOW)
    assert sides(owner) == decimals(70, 30, 0)


@pytest.mark.parametrize("amount", ["0", "-1", "0.000001", "1e15", "NaN", "Infinity"])
def test_refuses_an_amount_that_no_account_can_hold(owner: psycopg.Connection, amount: str) -> None:
    account = opened(owner)
    with pytest.raises(ledgers.UnableToMove, match="Expected an amount above zero"):
        ledgers.reserve(owner, [wish(account, "a", "1"), wish(account, "b", amount)], now=NOW)
    assert sides(owner) == decimals(100, 0, 0)


def test_an_account_is_opened_once_and_keeps_its_unit(owner: psycopg.Connection) -> None:
    assert opened(owner) == opened(owner)
    assert sides(owner) == decimals(100, 0, 0)
    with pytest.raises(ledgers.UnableToKeepAccount, match="kept in pcs, found kg"):
        ledgers.open_account(owner, kind="stock", key="lamps", unit="kg", holder_id=HOLDER, now=NOW)


def test_what_is_held_cannot_be_taken_out(owner: psycopg.Connection) -> None:
    account = opened(owner)
    ledgers.reserve(owner, [wish(account, "a", "70")], now=NOW)
    with pytest.raises(ledgers.UnableToKeepAccount, match="at most 30 pcs"):
        ledgers.put_in(owner, account, Decimal(-31), key="sold", why="sold off", now=NOW)
    for _ in range(2):
        ledgers.put_in(owner, account, Decimal(-30), key="sold", why="sold off", now=NOW)
    assert sides(owner) == from_movements(owner, account) == decimals(0, 70, 0)


def test_64_threads_on_the_last_units_hold_them_once(owner: psycopg.Connection) -> None:
    accounts = [opened(owner, "lamps", "10"), opened(owner, "vases", "10")]

    def one(number: int) -> list[str]:
        wishes = [wish(account, f"order {number:02}", "1") for account in accounts]
        with connections.owner() as connection:
            turned = wishes if number % 2 else wishes[::-1]
            return [answer.outcome for answer in ledgers.reserve(connection, turned, now=NOW)]

    with ThreadPoolExecutor(64) as pool:
        outcomes = list(pool.map(one, range(64)))
    assert outcomes.count(["held", "held"]) == 10
    assert outcomes.count(["refused", "refused"]) == 54
    assert [sides(owner, key) for key in ("lamps", "vases")] == [decimals(0, 10, 0)] * 2


def test_an_account_is_moved_by_its_holder_seen_by_its_audience_and_hidden_from_strangers(
    owner: psycopg.Connection,
) -> None:
    account = opened(owner)
    with connections.web([HOLDER]) as web:
        assert ledgers.reserve(web, [wish(account, "a", "30")], now=NOW)[0].outcome == "held"
    with connections.web([GUEST]) as web:
        assert sides(web) == decimals(70, 30, 0)
        assert ledgers.movements(web, account) == []
        with pytest.raises(ledgers.UnableToMove, match="that you keep"):
            ledgers.reserve(web, [wish(account, "b", "30")], now=NOW)
    with connections.web([STRANGER]) as web:
        assert ledgers.balances(web, "stock", ["lamps"]) == {}
        with pytest.raises(ledgers.UnableToMove, match="that you keep"):
            ledgers.release(web, [(account, "a")], now=NOW)
    assert sides(owner) == decimals(70, 30, 0)


def test_a_party_that_is_let_in_moves_what_is_reserved_for_it_alone(owner: psycopg.Connection) -> None:
    account = opened(owner)
    ledgers.admit(owner, account, BANK)
    ledgers.reserve(owner, [wish(account, "other", "30")], now=NOW)
    with connections.web([BANK]) as web:
        mine = ledgers.Request(account, "mine", Decimal(80), NOW, BANK)
        assert ledgers.reserve(web, [mine], now=NOW)[0].outcome == "refused"
        mine = ledgers.Request(account, "mine", Decimal(70), NOW, BANK)
        assert ledgers.reserve(web, [mine], now=NOW)[0].outcome == "held"
        ledgers.commit(web, [(account, "mine")], now=NOW)
        with pytest.raises(ledgers.UnableToMove, match="Nothing was reserved under other"):
            ledgers.release(web, [(account, "other")], now=NOW)
    assert sides(owner) == decimals(0, 30, 70)


def test_what_the_caller_undoes_was_never_reserved(owner: psycopg.Connection) -> None:
    account = opened(owner)
    with connections.owner() as connection:
        assert ledgers.reserve(connection, [wish(account, "a", "30")], now=NOW)[0].outcome == "held"
        connection.rollback()
    assert sides(owner) == decimals(100, 0, 0)


AMOUNTS = st.decimals("0.00001", "60", places=5)
WISHES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20), AMOUNTS, st.integers(0, 5)), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WISHES)
def test_a_batch_equals_its_single_cases(
    owner: psycopg.Connection, asked: Sequence[tuple[int, int, Decimal, int]]
) -> None:
    outcomes = []
    for one_by_one in (False, True):
        with owner.transaction(force_rollback=True):
            accounts = [opened(owner, "lamps"), opened(owner, "vases")]
            wishes = [
                ledgers.Request(accounts[at], str(key), amount, NOW + timedelta(minutes=minute))
                for (at, key), (amount, minute) in {row[:2]: row[2:] for row in asked}.items()
            ]
            wishes.sort(key=lambda one: (one.account_id, one.arrived_at, one.key))
            batches = [[one] for one in wishes] if one_by_one else [wishes]
            answers = [answer for batch in batches for answer in ledgers.reserve(owner, batch, now=NOW)]
            assert all(
                sides(owner, key) == from_movements(owner, account)
                for key, account in zip(("lamps", "vases"), accounts, strict=True)
            )
            outcomes.append([(one.key, one.outcome, one.amount, one.free) for one in answers])
    assert outcomes[0] == outcomes[1]
