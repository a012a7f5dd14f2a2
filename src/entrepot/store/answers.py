"""Rows that a function of the database answers, as plain mappings."""

from collections.abc import Sequence

from django.db import connections
from psycopg import sql

Rows = list[dict[str, object]]


def rows_of(function: str, arguments: Sequence[str | int], *, using: str) -> Rows:
    """Column → value of each row; asked on Django's connection `using`, in the running transaction of its reader."""
    places = sql.SQL(", ").join(sql.Placeholder() for _ in arguments)
    query = sql.SQL("SELECT * FROM {}({})").format(sql.Identifier(function), places)
    with connections[using].cursor() as cursor:
        cursor.execute(query, list(arguments))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
