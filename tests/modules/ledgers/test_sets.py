"""A set of wishes is served whole or not at all, in the order of arrival over the whole batch."""

from datetime import date
from decimal import Decimal

import polars as pl
import psycopg
import pytest

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.store import connection as connections
from tests.modules.ledgers.sets import (
    BROKER,
    NOW,
    accounts,
    admitted,
    counted,
    decimals,
    outcomes,
    parts,
    sides,
    wishes,
)


def test_a_set_that_finds_too_little_in_one_account_takes_nothing_of_the_other(owner: psycopg.Connection) -> None:
    (person,), (cover,) = admitted(owner, 1, 1, cover="100")
    rows = [("a", person, "500"), ("a", cover, "45"), ("b", person, "600"), ("b", cover, "55.01"), ("c", cover, "55")]
    answers = ledgers.reserve_together(owner, wishes(rows), now=NOW)
    assert answers.rows() == [
        ("a", "held", None, None, None),
        ("b", "refused", cover, Decimal(55), Decimal("55.01")),
        ("c", "held", None, None, None),
    ]
    assert sides(owner, person) == counted(owner, person) == decimals("25500", "500", "0")
    assert sides(owner, cover) == counted(owner, cover) == decimals("0", "100", "0")


def test_who_came_first_is_served_first_whatever_the_order_of_the_batch(owner: psycopg.Connection) -> None:
    _, (cover,) = admitted(owner, 0, 1, cover="100")
    rows = [("late", cover, "60"), ("early", cover, "60"), ("small", cover, "40")]
    answers = ledgers.reserve_together(owner, wishes(rows, minutes={"late": 2, "early": 1, "small": 3}), now=NOW)
    assert outcomes(answers) == {"early": "held", "late": "refused", "small": "held"}
    assert answers["set_key"].to_list() == ["early", "late", "small"]


@pytest.mark.parametrize(
    ("amount", "outcome"), [("25999.99", "held"), ("26000.00", "held"), ("26000.01", "refused")]
)  # fmt: skip
def test_a_year_holds_its_limit_to_the_cent(owner: psycopg.Connection, amount: str, outcome: str) -> None:
    (person,), _ = admitted(owner, 1)
    answers = ledgers.reserve_together(owner, wishes([("a", person, "20000"), ("b", person, "5999.99")]), now=NOW)
    assert outcomes(answers) == {"a": "held", "b": "held"}
    ledgers.release_many(owner, wishes([("a", person, "1"), ("b", person, "1")]).rename({"set_key": "key"}), now=NOW)
    answers = ledgers.reserve_together(owner, wishes([("c", person, amount)]), now=NOW)
    assert outcomes(answers) == {"c": outcome}
    assert sides(owner, person)[1] == (Decimal(amount) if outcome == "held" else 0)


def test_a_guarantee_that_runs_out_in_the_middle_serves_those_before_and_small_ones_after(
    owner: psycopg.Connection,
) -> None:
    people, (cover,) = admitted(owner, 6, 1, cover="100")
    taxes = ["40", "40", "40", "20", "0.01", "1"]
    rows = [row for at, tax in enumerate(taxes) for row in ((str(at), people[at], "500"), (str(at), cover, tax))]
    answers = ledgers.reserve_together(owner, wishes(rows, minutes={str(at): at for at in range(6)}), now=NOW)
    assert answers["outcome"].to_list() == ["held", "held", "refused", "held", "refused", "refused"]
    assert answers["free"].to_list() == [None, None, Decimal(20), None, Decimal(0), Decimal(0)]
    assert [sides(owner, person)[1] for person in people] == [500, 500, 0, 500, 0, 0]
    assert sides(owner, cover) == decimals("0", "100", "0")


def test_a_set_that_stands_is_answered_again_and_changes_nothing(owner: psycopg.Connection) -> None:
    (person,), (cover,) = admitted(owner, 1, 1)
    asked = wishes([("a", person, "26000"), ("a", cover, "1000")])
    ledgers.reserve_together(owner, asked, now=NOW)
    again = ledgers.reserve_together(owner, asked.vstack(wishes([("b", cover, "0.01")])), now=NOW)
    assert outcomes(again) == {"a": "repeated", "b": "refused"}
    assert sides(owner, cover) == counted(owner, cover) == decimals("0", "1000", "0")


@pytest.mark.parametrize("rows", [[("a", 0, "30.01")], [("a", 0, "30"), ("a", 1, "1")]])
def test_a_set_that_comes_back_otherwise_is_refused_and_nothing_of_its_batch_is_held(
    owner: psycopg.Connection, rows: list[tuple[str, int, str]]
) -> None:
    _, covers = admitted(owner, 0, 2)
    ledgers.reserve_together(owner, wishes([("a", covers[0], "30")]), now=NOW)
    with pytest.raises(ledgers.UnableToMove, match="stand under a already, found others"):
        ledgers.reserve_together(
            owner, wishes([("0", covers[1], "5"), *((key, covers[at], amount) for key, at, amount in rows)]), now=NOW
        )
    assert sides(owner, covers[0]) == decimals("970", "30", "0")
    assert sides(owner, covers[1]) == decimals("1000", "0", "0")


def test_what_is_spent_at_once_is_never_held(owner: psycopg.Connection) -> None:
    (person,), _ = admitted(owner, 1)
    asked = wishes([("a", person, "500"), ("b", person, "600")])
    answers = ledgers.reserve_together(
        owner, asked.with_columns(at_once=asked["set_key"] == "a"), now=NOW, why="released"
    )
    assert outcomes(answers) == {"a": "held", "b": "held"}
    assert sides(owner, person) == counted(owner, person) == decimals("24900", "600", "500")
    ledgers.commit_many(owner, asked.rename({"set_key": "key"}), now=NOW)
    assert sides(owner, person) == counted(owner, person) == decimals("24900", "0", "1100")


def test_amounts_of_one_set_on_one_account_add_up(owner: psycopg.Connection) -> None:
    _, (cover,) = admitted(owner, 0, 1, cover="100")
    rows = [("a", cover, "60"), ("a", cover, "40.01"), ("b", cover, "60"), ("b", cover, "40")]
    answers = ledgers.reserve_together(owner, wishes(rows), now=NOW)
    assert outcomes(answers) == {"a": "refused", "b": "held"}


@pytest.mark.parametrize("amount", ["0", "-0.01", "0.000001"])
def test_refuses_a_set_of_an_amount_that_no_account_can_hold(owner: psycopg.Connection, amount: str) -> None:
    _, (cover,) = admitted(owner, 0, 1)
    asked = wishes([("a", cover, "1"), ("b", cover, "1")]).with_columns(pl.col("amount").cast(pl.Decimal(38, 10)))
    asked = asked.with_columns(
        amount=pl.when(pl.col("set_key") == "b").then(pl.lit(Decimal(amount), pl.Decimal(38, 10))).otherwise("amount")
    )
    with pytest.raises(ledgers.UnableToMove, match="Expected an amount above zero"):
        ledgers.reserve_together(owner, asked, now=NOW)
    assert sides(owner, cover) == decimals("1000", "0", "0")


def test_parts_go_back_and_never_more_than_was_spent(owner: psycopg.Connection) -> None:
    (person,), (cover,) = admitted(owner, 1, 1)
    asked = wishes([("a", person, "500"), ("a", cover, "45.5")])
    ledgers.reserve_together(owner, asked, now=NOW)
    ledgers.commit_many(owner, asked.rename({"set_key": "key"}), now=NOW)
    first = parts([("r1", person, "a", "200"), ("r1", cover, "a", "18.2")])
    more = parts([("r2", person, "a", "300"), ("r2", cover, "a", "27.31"), ("r3", person, "a", "300")])
    assert outcomes(ledgers.give_back_part(owner, first, now=NOW)) == {"r1": "given"}
    answers = ledgers.give_back_part(owner, first.vstack(more), now=NOW)
    assert answers.rows() == [
        ("r1", "repeated", None, None, None),
        ("r2", "refused", cover, Decimal("27.3"), Decimal("27.31")),
        ("r3", "given", None, None, None),
    ]
    assert sides(owner, person) == counted(owner, person) == decimals("26000", "0", "0")
    assert sides(owner, cover) == counted(owner, cover) == decimals("972.7", "0", "27.3")
    ledgers.give_back(owner, [(cover, "a")], now=NOW)
    assert sides(owner, cover) == counted(owner, cover) == decimals("1000", "0", "0")


def test_nothing_goes_back_of_what_was_not_spent(owner: psycopg.Connection) -> None:
    (person,), _ = admitted(owner, 1)
    ledgers.reserve_together(owner, wishes([("held", person, "500"), ("free", person, "1")]), now=NOW)
    ledgers.release(owner, [(person, "free")], now=NOW)
    rows = [("r1", person, "held", "0.01"), ("r2", person, "free", "1"), ("r3", person, "never", "1")]
    answers = ledgers.give_back_part(owner, parts(rows), now=NOW)
    assert outcomes(answers) == {"r1": "refused", "r2": "refused", "r3": "refused"}
    assert answers["left"].to_list() == [0, 0, 0]
    assert sides(owner, person) == counted(owner, person) == decimals("25500", "500", "0")


def test_the_database_itself_keeps_a_return_within_what_was_spent(owner: psycopg.Connection) -> None:
    (person,), _ = admitted(owner, 1)
    ledgers.reserve_together(owner, wishes([("a", person, "500")]), now=NOW)
    ledgers.commit(owner, [(person, "a")], now=NOW)
    with pytest.raises(psycopg.errors.CheckViolation, match="ledgers_reservation_returned"):
        owner.execute("UPDATE ledgers_reservation SET returned = 500.01")


def test_the_same_part_with_another_amount_is_refused(owner: psycopg.Connection) -> None:
    (person,), _ = admitted(owner, 1)
    ledgers.reserve_together(owner, wishes([("a", person, "500")]), now=NOW)
    ledgers.commit(owner, [(person, "a")], now=NOW)
    ledgers.give_back_part(owner, parts([("r1", person, "a", "200")]), now=NOW)
    with pytest.raises(ledgers.UnableToMove, match="went back under r1 already"):
        ledgers.give_back_part(owner, parts([("r1", person, "a", "201"), ("r2", person, "a", "1")]), now=NOW)
    assert sides(owner, person) == decimals("25700", "0", "300")


def test_accounts_are_opened_once_and_keep_unit_and_keeper(owner: psycopg.Connection) -> None:
    rows = [("person_year", "b", "CNY", None, Decimal(26000)), ("guarantee", "a", "CNY", BROKER, Decimal(0))]
    first = ledgers.admit_many(owner, accounts(rows[:1]), now=NOW)
    both = ledgers.admit_many(owner, accounts([*rows, rows[0]]), now=NOW)
    assert both.select("kind", "key", "limit").rows() == [
        ("guarantee", "a", Decimal(0)), ("person_year", "b", Decimal(26000)),
    ]  # fmt: skip
    assert both["account_id"][1] == first["account_id"][0]
    with pytest.raises(ledgers.UnableToKeepAccount, match="kept in CNY, found USD"):
        ledgers.admit_many(owner, accounts([("person_year", "b", "USD", None, Decimal(1))]), now=NOW)
    with pytest.raises(ledgers.UnableToKeepAccount, match="that you keep"):
        ledgers.admit_many(owner, accounts([("guarantee", "a", "CNY", BROKER + 1, Decimal(1))]), now=NOW)


def test_a_limit_of_a_later_edition_makes_the_difference_by_a_movement_of_its_name(owner: psycopg.Connection) -> None:
    (person, poor), _ = admitted(owner, 2, limit="20000")
    ledgers.reserve_together(owner, wishes([("a", poor, "19999")]), now=NOW)
    asked = accounts([("person_year", f"{0:032x}:2026", "CNY", None, Decimal(26000))])
    assert ledgers.admit_many(owner, asked, now=NOW)["limit"].to_list() == [20000]
    rows = wishes([("", person, "26000"), ("", poor, "26000")])
    for _ in range(2):
        limits = ledgers.set_limits(owner, rows, key="2019-01-01", why="Caiguanshui 2018-49", now=NOW)
        assert limits["limit"].to_list() == [26000, 26000]
    assert [(one.key, one.source, one.amount) for one in ledgers.movements(owner, person)] == [
        ("opening", "outside", Decimal(20000)), ("2019-01-01", "outside", Decimal(6000)),
    ]  # fmt: skip
    lower = wishes([("", person, "5000"), ("", poor, "5000")])
    limits = ledgers.set_limits(owner, lower, key="back", why="lower", now=NOW)
    assert limits["limit"].to_list() == [5000, 19999]
    assert sides(owner, poor) == counted(owner, poor) == decimals("0", "19999", "0")


@pytest.mark.parametrize("kind", ["deciding", "filing"])
def test_what_no_firm_keeps_is_read_by_the_deciding_authority_alone(owner: psycopg.Connection, kind: str) -> None:
    role = "authority" if kind == "deciding" else "declarant"
    office, broker = (
        parties.register_enterprise(
            name_zh=name, name_en="", codes=[], own_codes=[name], roles=[role], valid_from=date(2020, 1, 1), now=NOW
        )
        for name in ("OFFICE", "BROKER")
    )
    parties.create_station(kind=kind, owner_id=office, signing_key="0" * 64, now=NOW)
    (person,), (cover,) = admitted(owner, 1, 1)
    ledgers.reserve_together(owner, wishes([("a", person, "500"), ("a", cover, "45")]), now=NOW)
    readers = {"officer": ([office], 7), "no person": ([office], None), "firm": ([broker, BROKER], 8)}
    seen = {}
    for who, (firms, reader) in readers.items():
        with connections.web(firms, person_id=reader) as web:
            tables = ("ledgers_account", "ledgers_reservation", "ledgers_movement")
            key = {"ledgers_account": "id"}
            seen[who] = [
                {row[0] for row in web.execute(f"SELECT {key.get(table, 'account_id')} FROM {table}")}
                for table in tables
            ]
            with pytest.raises((psycopg.errors.InsufficientPrivilege, ledgers.UnableToMove)):
                ledgers.release(web, [(person, "a")], now=NOW)
    decides = {person, cover} if kind == "deciding" else set()
    assert seen == {"officer": [decides] * 3, "no person": [set()] * 3, "firm": [{cover}] * 3}
    assert sides(owner, person) == decimals("25500", "500", "0")
