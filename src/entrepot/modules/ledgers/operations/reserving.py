"""Reservations: many at once, in one order for everybody, never more than there is.

Whoever reserves or moves takes the accounts concerned in the order of their numbers and holds them until the end of
its transaction, so two batches wait for each other and never for a ring. One transaction calls these functions once,
or with rising accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

import psycopg

from entrepot.modules.ledgers.amounts import checked
from entrepot.modules.ledgers.atomic import atomic
from entrepot.modules.ledgers.errors import UnableToMove

Key = tuple[int, str]  # account_id, key of the reservation


@dataclass(frozen=True)
class Request:
    """Somebody wants `amount` of an account. key: unique within it; arrived_at: aware, when it was asked for.

    by_id: the party it is for, where that is not the holder.
    """

    account_id: int
    key: str
    amount: Decimal
    arrived_at: datetime
    by_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """What became of a request. free: what is left after it; of a repeated one, `amount` is what it was given before.

    outcome: held; refused (nothing is kept, it may be asked for again); repeated (was answered before, stands so).
    """

    account_id: int
    key: str
    outcome: Literal["held", "refused", "repeated"]
    amount: Decimal
    free: Decimal


_LOCK = "SELECT id, free FROM ledgers_account WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
_STANDING = """
    SELECT r.account_id, r.key, r.state, r.amount FROM ledgers_reservation r
      JOIN unnest(%s::bigint[], %s::text[]) AS asked (account_id, key) USING (account_id, key)
"""
_RESERVE = """
    INSERT INTO ledgers_reservation (account_id, key, amount, state, arrived_at, changed_at, by_id)
    SELECT account_id, key, amount, 'held', arrived_at, %s, by_id
      FROM unnest(%s::bigint[], %s::text[], %s::numeric[], %s::timestamptz[], %s::bigint[])
           AS t (account_id, key, amount, arrived_at, by_id)
"""
_NOTE = """
    INSERT INTO ledgers_movement (account_id, key, source, target, amount, why, at)
    SELECT account_id, key, %s, %s, amount, %s, %s
      FROM unnest(%s::bigint[], %s::text[], %s::numeric[]) AS t (account_id, key, amount)
"""
_TURN = """
    UPDATE ledgers_reservation r SET state = %s, changed_at = %s
      FROM unnest(%s::bigint[], %s::text[]) AS t (account_id, key)
     WHERE r.account_id = t.account_id AND r.key = t.key
"""
_SUMS = """
    UPDATE ledgers_account a SET free = a.free + t.free, held = a.held + t.held, spent = a.spent + t.spent
      FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[], %s::numeric[]) AS t (id, free, held, spent)
     WHERE a.id = t.id
"""
_SIDES = ("free", "held", "spent")


@atomic
def reserve(connection: psycopg.Connection, requests: Sequence[Request], *, now: datetime) -> list[Answer]:
    """Hold what was asked for as far as it is there: first come first served by (arrived_at, key) in each account.

    One that does not fit is refused whole and later, smaller ones may still fit. Answers stand in the order of the
    requests. A batch gives what its requests would give one by one in that order. Raises UnableToMove, also for a key
    whose amount went back before: a new wish has a key of its own.
    """
    for request in requests:
        checked(request.amount, UnableToMove)
    free = _locked(connection, {request.account_id for request in requests})
    before = _standing(connection, [(request.account_id, request.key) for request in requests])
    answers: dict[Key, Answer] = {}
    held: list[Request] = []
    for request in sorted(requests, key=lambda one: (one.account_id, one.arrived_at, one.key)):
        place = (request.account_id, request.key)
        if place in answers:
            continue
        if place in before:
            answers[place] = Answer(*place, "repeated", _given(place, before), free[request.account_id])
        elif request.amount <= free[request.account_id]:
            free[request.account_id] -= request.amount
            held.append(request)
            answers[place] = Answer(*place, "held", request.amount, free[request.account_id])
        else:
            answers[place] = Answer(*place, "refused", request.amount, free[request.account_id])
    if held:
        rows = [(one.account_id, one.key, one.amount) for one in held]
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(_RESERVE, (now, *columns, [one.arrived_at for one in held], [one.by_id for one in held]))
        _move(connection, rows, "free", "held", why="reserved", now=now)
    return [answers[request.account_id, request.key] for request in requests]


def _given(place: Key, before: dict[Key, tuple[str, Decimal]]) -> Decimal:
    state, amount = before[place]
    if state not in {"held", "spent"}:
        raise UnableToMove("key_used", key=place[1], found=state)
    return amount


def commit(connection: psycopg.Connection, keys: Iterable[Key], *, now: datetime, why: str = "used") -> None:
    """What was held is spent. A key that is spent already stays so; raises UnableToMove for any other state."""
    _turn(connection, keys, "held", "spent", ("held", "spent"), why=why, now=now)


def release(connection: psycopg.Connection, keys: Iterable[Key], *, now: datetime, why: str = "released") -> None:
    """What was held is free again. A key that is released already stays so; raises UnableToMove for any other state."""
    _turn(connection, keys, "held", "released", ("held", "free"), why=why, now=now)


def give_back(connection: psycopg.Connection, keys: Iterable[Key], *, now: datetime, why: str = "returned") -> None:
    """What was spent is free again: a repayment, a return. Raises UnableToMove for what was never spent."""
    _turn(connection, keys, "spent", "returned", ("spent", "free"), why=why, now=now)


@atomic
def _turn(
    connection: psycopg.Connection,
    keys: Iterable[Key],
    expected: str,
    becomes: str,
    sides: tuple[str, str],
    *,
    why: str,
    now: datetime,
) -> None:
    places = sorted(set(keys))
    _locked(connection, {account_id for account_id, _ in places})
    standing = _standing(connection, places)
    rows = []
    for place in places:
        if place not in standing:
            raise UnableToMove("key_unknown", key=place[1])
        state, amount = standing[place]
        if state == expected:
            rows.append((*place, amount))
        elif state != becomes:
            raise UnableToMove("state_differs", key=place[1], found=state, expected=expected)
    if rows:
        connection.execute(_TURN, (becomes, now, [row[0] for row in rows], [row[1] for row in rows]))
        _move(connection, rows, *sides, why=why, now=now)


def _locked(connection: psycopg.Connection, account_ids: Iterable[int]) -> dict[int, Decimal]:
    """What is free in each account, locked in the order of their numbers; raises UnableToMove where one is missing."""
    wanted = sorted(account_ids)
    free = {row[0]: row[1] for row in connection.execute(_LOCK, (wanted,))}
    if missing := [number for number in wanted if number not in free]:
        raise UnableToMove("account_unknown", account=missing[0])
    return free


def _standing(connection: psycopg.Connection, places: Sequence[Key]) -> dict[Key, tuple[str, Decimal]]:
    """State and amount of reservations that were made before. Read after the locks, in a statement of its own."""
    found = connection.execute(_STANDING, ([place[0] for place in places], [place[1] for place in places]))
    return {(row[0], row[1]): (row[2], row[3]) for row in found}


def _move(
    connection: psycopg.Connection,
    rows: Sequence[tuple[int, str, Decimal]],
    source: str,
    target: str,
    *,
    why: str,
    now: datetime,
) -> None:
    """Note the movements and bring the sides of the accounts up to them."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.execute(_NOTE, (source, target, why, now, *columns))
    sums: defaultdict[int, Decimal] = defaultdict(Decimal)
    for account_id, _, amount in rows:
        sums[account_id] += amount
    accounts = sorted(sums)
    change = {side: [_sign(side, source, target) * sums[number] for number in accounts] for side in _SIDES}
    connection.execute(_SUMS, (accounts, change["free"], change["held"], change["spent"]))


def _sign(side: str, source: str, target: str) -> int:
    return (side == target) - (side == source)
