"""Who may send what in whose name, and until which day."""

from datetime import UTC, date, datetime

import polars as pl
import psycopg
import pytest

from entrepot.modules.parties import api
from tests.modules.parties.world import NOW, TODAY, World, firm, make_world

LAST_DAY, DAY_AFTER = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


def _empower(world: World, *scope: str) -> int:
    return api.give_power(
        acting=api.Acting(world.seller), agent_id=world.broker, scope=scope or tuple(api.DOCUMENT_KINDS),
        valid_from=TODAY, valid_until=DAY_AFTER, now=NOW, using="owner",
    )  # fmt: skip


def test_a_firm_may_always_send_its_own(owner: psycopg.Connection, world: World) -> None:
    assert api.allowed_principals(owner, world.broker, TODAY) == {world.broker}


@pytest.mark.parametrize(("day", "holds"), [
    (date(2026, 3, 9), False), (TODAY, True), (LAST_DAY, True), (DAY_AFTER, False),
])  # fmt: skip
def test_a_power_of_attorney_holds_on_its_last_day_and_not_on_the_day_after(
    owner: psycopg.Connection, world: World, day: date, *, holds: bool
) -> None:
    _empower(world)
    expected = {world.broker, world.seller} if holds else {world.broker}
    assert api.allowed_principals(owner, world.broker, day) == expected
    agents = [(world.seller, [world.broker])] if holds else []
    assert api.agents_of(owner, [world.seller, world.carrier], day).rows() == agents


def test_a_revoked_power_no_longer_holds_on_the_day_it_is_revoked_but_held_before(
    owner: psycopg.Connection, world: World
) -> None:
    power = _empower(world)
    # 00:30 on 21 April in China, still the 20th in UTC
    api.revoke_power(
        acting=api.Acting(world.seller), power_id=power, now=datetime(2026, 4, 20, 16, 30, tzinfo=UTC), using="owner"
    )
    assert api.allowed_principals(owner, world.broker, date(2026, 4, 20)) == {world.broker, world.seller}
    assert api.allowed_principals(owner, world.broker, date(2026, 4, 21)) == {world.broker}


def test_a_power_for_lists_is_none_for_orders(owner: psycopg.Connection, world: World) -> None:
    _empower(world, "list")
    assert api.allowed_principals(owner, world.broker, TODAY, "list") == {world.broker, world.seller}
    assert api.allowed_principals(owner, world.broker, TODAY, "order") == {world.broker}
    assert api.allowed_principals(owner, world.broker, TODAY) == {world.broker}


def test_a_power_does_not_pass_on(owner: psycopg.Connection, world: World) -> None:
    _empower(world)
    other = firm("9999964002", "另一报关")
    api.give_power(
        acting=api.Acting(world.broker), agent_id=other, valid_from=TODAY, valid_until=None, now=NOW, using="owner"
    )
    assert api.allowed_principals(owner, other, TODAY) == {other, world.broker}


def test_a_firm_empowers_another_for_known_kinds_and_a_period_that_holds_a_day(
    owner: psycopg.Connection, world: World
) -> None:
    def refused(**changes: object) -> str:
        values: dict[str, object] = {"agent_id": world.broker, "scope": ["list"], "valid_until": None} | changes
        with pytest.raises(api.UnableToEmpower) as error:
            api.give_power(
                acting=api.Acting(world.seller),
                valid_from=TODAY,
                now=NOW,
                using="owner",
                **values,  # type: ignore[arg-type]
            )
        return error.value.reason

    assert refused(agent_id=world.seller) == "power_of_self"
    assert refused(scope=["list", "everything"]) == "scope_unknown"
    assert refused(scope=[]) == "scope_unknown"
    assert refused(valid_until=TODAY) == "period_empty"
    assert owner.execute("SELECT count(*) FROM parties_power_of_attorney").fetchone() == (0,)


def test_the_database_refuses_a_period_that_ends_before_it_begins(owner: psycopg.Connection, world: World) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="parties_role_period"):
        owner.execute(
            "INSERT INTO parties_role (enterprise_id, role, valid_from, valid_until) VALUES (%s, 'seller', %s, %s)",
            (world.seller, TODAY, TODAY),
        )


ALLOWED = [
    ("order", [True, True, False, False, False]),
    ("slip", [False, True, False, True, False]),
    ("waybill", [False, False, True, False, False]),
    ("list", [False, True, False, False, True]),
]


@pytest.mark.parametrize(("kind", "expected"), ALLOWED)
def test_each_kind_of_document_is_taken_from_the_senders_it_names(kind: str, expected: list[bool]) -> None:
    columns = ("marketplace_id", "seller_id", "carrier_id", "payer_id", "agent_id")
    rows = [{column: (7 if at == place else 1) for at, column in enumerate(columns)} for place in range(5)]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64))
    assert api.may_send(frame, kind, frozenset({7})).to_list() == expected


def test_a_document_that_names_nobody_is_taken_from_nobody() -> None:
    frame = pl.DataFrame(
        {"payer_id": [None, 7], "seller_id": [1, None]}, schema={"payer_id": pl.Int64, "seller_id": pl.Int64}
    )
    assert api.may_send(frame, "slip", frozenset({7})).to_list() == [False, True]
    assert api.may_send(frame, "slip", frozenset()).to_list() == [False, False]
