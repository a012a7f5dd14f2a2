"""Rows for pages: read on Django's default connection (the web role) as dataclasses, seen by the reader of the request."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db import connection, transaction

from entrepot.store.connection import bigint_array

Row = TypeVar("Row")

_READER = "SELECT reader_ids(), client_ids(), reader_person()"
_SET_READER = (
    "SELECT set_config('entrepot.reader', %s, true), set_config('entrepot.clients', %s, true),"
    " set_config('entrepot.person', %s, true)"
)


@dataclass(frozen=True)
class Reader:
    """Who reads in this transaction: own party ids, principals with a power of attorney valid today, the person."""

    own: tuple[int, ...]
    clients: tuple[int, ...] = ()
    person: int | None = None


def columns(row: type[Any], alias: str) -> str:
    """The fields of a dataclass as a list of columns of one table."""
    return ", ".join(f"{alias}.{field.name}" for field in fields(row))


def select(row: type[Row], sql: str, parameters: Mapping[str, object] | Sequence[object] = ()) -> list[Row]:
    """Run a query whose columns stand in the order of the fields of `row`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row(*values) for values in cursor]


def reader() -> Reader:
    """The reader that the policies see in the running transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_READER)
        own, clients, person = cursor.fetchone()
    return Reader(tuple(own), tuple(clients), person)


@contextmanager
def reading_as(other: Reader) -> Iterator[None]:
    """Let the policies see another reader inside the block; afterwards the former one again, also after an error."""
    with transaction.atomic():
        former = reader()
        _set(other)
        yield
        _set(former)


def _set(who: Reader) -> None:
    person = "" if who.person is None else str(who.person)
    with connection.cursor() as cursor:
        cursor.execute(_SET_READER, (bigint_array(who.own), bigint_array(who.clients), person))
