"""COPY between frames and the database: exact values both ways, errors raised, connections usable afterwards."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import psycopg
import pytest

from entrepot.store.copying import copy_in, copy_out

ROWS = pl.DataFrame(
    {
        "number": [1, 2, None],
        "text": ['a "quoted", line\nwith a break', "", None],
        "amount": [Decimal("12345678901234.12345"), Decimal("-0.00001"), None],
        "at": [datetime(2026, 1, 5, 23, 59, 59, 999_999, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC), None],
        "day": [date(2026, 1, 5), date(1900, 2, 28), None],
        "yes": [True, False, None],
        "bytes": [b"\x00\xff", b"", None],
    },
    schema_overrides={"amount": pl.Decimal(19, 5), "at": pl.Datetime("us", "UTC")},
)
TABLE = (
    "CREATE TEMPORARY TABLE copied"
    " (number bigint, text text, amount numeric(19, 5), at timestamptz, day date, yes boolean, bytes bytea)"
)


def test_what_goes_in_comes_out_exactly(owner: psycopg.Connection) -> None:
    owner.execute(TABLE)
    assert copy_in(owner, "copied", ROWS) == 3
    assert copy_out(owner, "SELECT * FROM copied ORDER BY number", ROWS.schema).equals(ROWS)


def test_more_rows_than_arrive_at_once_all_come_out(owner: psycopg.Connection) -> None:
    found = copy_out(owner, "SELECT g FROM generate_series(1, %s) g", {"g": pl.Int64}, (300_000,))
    assert found["g"].equals(pl.int_range(1, 300_001, eager=True).alias("g"))


@pytest.mark.parametrize("rows", [1, 50_000])
def test_an_error_on_the_way_is_raised_and_leaves_the_connection_usable(owner: psycopg.Connection, rows: int) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), owner.transaction():
        copy_out(owner, "SELECT 1 / (g - %s) FROM generate_series(1, %s) g", {"g": pl.Int64}, (rows, rows))
    assert copy_out(owner, "SELECT 1", {"one": pl.Int64}).rows() == [(1,)]


def test_nothing_comes_out_as_an_empty_frame_of_the_same_columns(owner: psycopg.Connection) -> None:
    found = copy_out(owner, "SELECT 1, 'a' WHERE false", {"number": pl.Int64, "text": pl.String})
    assert found.equals(pl.DataFrame(schema={"number": pl.Int64, "text": pl.String}))
