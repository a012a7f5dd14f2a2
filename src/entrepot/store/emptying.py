"""Empty the tables of modules: for practice folders that begin again."""

from collections.abc import Sequence

import psycopg
from psycopg import sql


def empty(connection: psycopg.Connection, modules: Sequence[str]) -> None:
    """Remove every row of these modules' tables. The caller commits, and has made sure that nothing real is lost."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND split_part(relname, '_', 1) = ANY (%s) ORDER BY relname",
        (list(modules),),
    ).fetchall()
    if rows:
        names = sql.SQL(", ").join(sql.Identifier(name) for (name,) in rows)
        connection.execute(sql.SQL("TRUNCATE {}").format(names))
