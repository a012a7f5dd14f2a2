"""The test harness itself: each test begins with the tables as the migrations left them."""

import psycopg
import pytest


@pytest.mark.parametrize("turn", [1, 2])
def test_begins_with_empty_tables_and_numbers_from_one(owner: psycopg.Connection, turn: int) -> None:
    empty = owner.execute("SELECT count(*) FROM store_event").fetchone()
    announced = "INSERT INTO store_event (kind, at, batch) VALUES ('test.turn', now(), '{}') RETURNING id"
    assert (empty, owner.execute(announced).fetchone()) == ((0,), (1,))


@pytest.mark.parametrize("turn", [1, 2])
def test_brings_back_what_the_migrations_wrote(owner: psycopg.Connection, turn: int) -> None:
    applied = owner.execute("SELECT count(*) FROM django_migrations WHERE app = 'store'").fetchone()
    assert applied is not None
    assert applied[0] >= 1
    owner.execute("DELETE FROM django_migrations")
