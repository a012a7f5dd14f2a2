"""The secret seed of each day: made once, its hash published at once, itself when the day is over."""

import secrets
from datetime import date, datetime

import psycopg

from entrepot.engines.clearance import commitment


def seed_of(connection: psycopg.Connection, day: date, *, now: datetime) -> bytes:
    """The seed of `day` (China time), made by whoever asks first; every worker gets the same."""
    seed = secrets.token_bytes(32)
    connection.execute(
        "INSERT INTO declarations_seed (day, seed, commitment, published_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (day) DO NOTHING",
        (day, seed, commitment(seed), now),
    )
    row = connection.execute("SELECT seed FROM declarations_seed WHERE day = %s", (day,)).fetchone()
    if row is None:
        raise LookupError(f"the selection seed of {day} was stored but cannot be read")
    return bytes(row[0])
