"""Connections of one role each; the reader context is set inside the transaction and ends with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.db import connections

from entrepot.store import dsn


@contextmanager
def owner(*, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """A connection as entrepot_owner, committed at the end of the block."""
    with psycopg.connect(dsn.owner(), autocommit=autocommit) as connection:
        yield connection


@contextmanager
def web(
    reader_ids: Sequence[int] = (), client_ids: Sequence[int] = (), person_id: int | None = None
) -> Iterator[psycopg.Connection]:
    """A connection as entrepot_web that sees what this reader may see; without a reader: nothing."""
    with psycopg.connect(dsn.web()) as connection:
        set_reader(connection, reader_ids, client_ids, person_id)
        yield connection


def under_django(using: str = "default") -> psycopg.Connection:
    """The connection under Django's of that alias, in whatever transaction that is; opened where it is not yet."""
    connections[using].ensure_connection()
    driver: psycopg.Connection = connections[using].connection
    return driver


def set_reader(
    connection: psycopg.Connection, reader_ids: Sequence[int], client_ids: Sequence[int], person_id: int | None
) -> None:
    """Say who reads, until the end of the running transaction."""
    connection.execute(
        "SELECT set_config('entrepot.reader', %s, true), set_config('entrepot.clients', %s, true),"
        " set_config('entrepot.person', %s, true)",
        (bigint_array(reader_ids), bigint_array(client_ids), "" if person_id is None else str(person_id)),
    )


def bigint_array(numbers: Sequence[int]) -> str:
    """The text form of a bigint array, as the reader settings hold it."""
    return "{" + ",".join(str(int(number)) for number in numbers) + "}"
