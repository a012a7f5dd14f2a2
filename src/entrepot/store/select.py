"""Rows for pages, as dataclasses: read on Django's default connection, the web role, by the reader of the request."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeAlias, TypeVar

from django.db import connection, transaction

from entrepot.store.connection import bigint_array

Row = TypeVar("Row")
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Any]

_READER = "SELECT reader_ids(), client_ids(), reader_person()"
_SET_READER = (
    "SELECT set_config('entrepot.reader', %s, true), set_config('entrepot.clients', %s, true),"
    " set_config('entrepot.person', %s, true)"
)
_SWITCH = (
    "SELECT set_config('enable_seqscan', %(value)s, true), set_config('enable_bitmapscan', %(value)s, true),"
    " set_config('enable_sort', %(value)s, true), set_config('enable_hashjoin', %(value)s, true),"
    " set_config('enable_mergejoin', %(value)s, true), set_config('jit', %(value)s, true)"
)


@dataclass(frozen=True)
class Reader:
    """Who reads in this transaction: own party ids, principals with a power of attorney valid today, the person."""

    own: tuple[int, ...]
    clients: tuple[int, ...] = ()
    person: int | None = None


def select(row: Callable[..., Row], sql: str, parameters: Parameters = ()) -> list[Row]:
    """Run a query and make a `row` of each line of its answer.

    Where `row` is a dataclass, "t.FIELDS" in the query stands for its fields as columns of t.
    """
    if is_dataclass(row):
        names = [field.name for field in fields(row)]
        sql = re.sub(r"\b(\w+)\.FIELDS\b", lambda match: ", ".join(f"{match[1]}.{name}" for name in names), sql)
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
def by_index() -> Iterator[None]:
    """Inside the block queries go from few keys to their rows by index, in the order of the index.

    The planner takes policies to be stricter than they are and would rather read and sort whole tables.
    """
    with transaction.atomic():
        _switch("off")
        yield
        _switch("on")


@contextmanager
def reading_as(other: Reader) -> Iterator[None]:
    """Let the policies see another reader inside the block; afterwards the former one again, also after an error."""
    with transaction.atomic():
        former = reader()
        _set(other)
        yield
        _set(former)


def _switch(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SWITCH, {"value": value})


def _set(who: Reader) -> None:
    person = "" if who.person is None else str(who.person)
    with connection.cursor() as cursor:
        cursor.execute(_SET_READER, (bigint_array(who.own), bigint_array(who.clients), person))
