"""Rows for pages, as dataclasses: read on Django's default connection, the web role, by the reader of the request."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeAlias, TypeVar

from django.db import connection, transaction

Row = TypeVar("Row")
Parameters: TypeAlias = Mapping[str, Any] | Sequence[Any]

_SWITCH = (
    "SELECT set_config('enable_seqscan', %(value)s, true), set_config('enable_bitmapscan', %(value)s, true),"
    " set_config('enable_sort', %(value)s, true), set_config('enable_hashjoin', %(value)s, true),"
    " set_config('enable_mergejoin', %(value)s, true), set_config('jit', %(value)s, true)"
)


@dataclass(frozen=True)
class Reader:
    """Whose rows a query asks for: own party ids, and principals with a power of attorney valid today."""

    own: tuple[int, ...]
    clients: tuple[int, ...] = ()


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


def rows(sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
    """The lines of a query's answer, each as column → value: for documents that are handed on whole."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values, strict=True)) for values in cursor]


@contextmanager
def by_index() -> Iterator[None]:
    """Inside the block queries go from few keys to their rows by index, in the order of the index.

    The planner takes policies to be stricter than they are and would rather read and sort whole tables.
    """
    with transaction.atomic():
        _switch("off")
        yield
        _switch("on")


def _switch(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SWITCH, {"value": value})
