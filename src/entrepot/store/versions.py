"""Versions of documents: one current row a key, older rows superseded, every repeat told apart from a change.

new, key free → accepted                       new, same content → duplicate
new, key taken by other content → refused      new, current is parked or deleted → accepted as the next version
change or delete, no target → refused          change, same content → duplicate
change, older than the current version → late  change, key held by a decision → refused as decided
(docs/decisions/0002)
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
import psycopg
from psycopg import sql

from entrepot.store.copying import copy_in, copy_out
from entrepot.store.gate import NeedsGate
from entrepot.store.numbering import reserve
from entrepot.store.staging import insert_new, stage

NEW, CHANGE, DELETE = "1", "2", "3"
PARKED = "1"

OUTCOMES = {
    "message_no": pl.Int64,
    "document_no": pl.Int32,
    "outcome": pl.String,
    "reason": pl.String,
    "id": pl.Int64,
}


def in_own_table(connection: psycopg.Connection, document: "DocumentTable", rows: pl.DataFrame) -> pl.Series:
    """Store new heads where their key is free; ids of those stored."""
    return insert_new(connection, document.table, rows, key=tuple(document.key), where="superseded_by IS NULL")


def _nothing(connection: psycopg.Connection, rows: pl.DataFrame) -> None:
    """No other table follows the versions of this document."""


@dataclass(frozen=True)
class Side:
    """A table for columns that only some documents of a kind have: one row beside each of their heads.

    It has the column that the head's key begins with, `owner` for the head's id, and `columns`.
    """

    table: str
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class DocumentTable:
    """Where one kind of document lies, and how its current version is found.

    `key`: column → SQL type, unique among current rows. `number`: the column the primary key begins with.
    `current`: SQL that joins keys `k` to current rows `t`. `insert` stores new heads where their key is free.
    `superseded` follows new versions in other tables of the module.
    """

    table: str
    key: dict[str, str]
    number: str
    sequence: str
    current: str
    lines: str = ""
    line_owner: str = ""
    side: Side | None = None
    insert: Callable[[psycopg.Connection, "DocumentTable", pl.DataFrame], pl.Series] = in_own_table
    superseded: Callable[[psycopg.Connection, pl.DataFrame], None] = _nothing


Held = Callable[[psycopg.Connection, pl.DataFrame], pl.Series]
"""Given current rows (key columns, current_id, current_number): the current_ids that a decision holds."""


def take(
    connection: psycopg.Connection,
    document: DocumentTable,
    heads: pl.DataFrame,
    lines: pl.DataFrame | None,
    *,
    held: Held,
    gate_held: bool,
) -> pl.DataFrame:
    """Store the documents of a batch as versions; returns OUTCOMES, one row a document.

    `heads`: columns of the table without id, version, superseded_by, deleted, plus message_no, document_no.
    `lines`: message_no, document_no and the columns of the line table without its owner's id.
    """
    ordered = heads.sort("message_no", "document_no").with_columns(
        turn=pl.int_range(pl.len(), dtype=pl.Int64).over(list(document.key)), action=pl.col("app_type")
    )
    is_first = (ordered["turn"] == 0) & (ordered["action"] == NEW)
    first, rest = (
        (ordered, ordered.clear()) if is_first.all() else (ordered.filter(is_first), ordered.filter(~is_first))
    )
    if not gate_held and (rest["action"] != NEW).any():
        raise NeedsGate
    outcomes = [_take_new(connection, document, first, lines)]
    if outcomes[0].height < first.height:
        rest = pl.concat([first.join(outcomes[0], on=["message_no", "document_no"], how="anti"), rest])
    for turn in sorted(rest["turn"].unique()):
        batch = rest.filter(pl.col("turn") == turn)
        outcomes += _take_round(connection, document, batch, lines, held=held, gate_held=gate_held)
    return pl.concat(outcomes)


def outcome(frame: pl.DataFrame, word: str, reason: str = "") -> pl.DataFrame:
    """OUTCOMES rows for all rows of `frame`."""
    return frame.select(
        "message_no",
        pl.col("document_no").cast(pl.Int32),
        outcome=pl.lit(word),
        reason=pl.lit(reason),
        id=pl.col("id") if "id" in frame.columns else pl.lit(None, pl.Int64),
    )


def _stored(document: DocumentTable, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns that go into the table."""
    working = {"message_no", "turn", "action", "reason", *(document.side.columns if document.side else ())}
    return frame[[c for c in frame.columns if c not in working and not c.startswith("current_")]]


def _take_new(
    connection: psycopg.Connection, document: DocumentTable, first: pl.DataFrame, lines: pl.DataFrame | None
) -> pl.DataFrame:
    if first.is_empty():
        return pl.DataFrame(schema=OUTCOMES)
    numbered = first.with_columns(
        reserve(connection, document.sequence, first.height), version=pl.lit(1, pl.Int32), deleted=pl.lit(value=False)
    )
    ids = document.insert(connection, document, _stored(document, numbered))
    taken = numbered if len(ids) == numbered.height else numbered.filter(pl.col("id").is_in(ids.implode()))
    _store_beside(connection, document, taken, lines)
    return outcome(taken, "accepted")


def _store_beside(
    connection: psycopg.Connection, document: DocumentTable, taken: pl.DataFrame, lines: pl.DataFrame | None
) -> None:
    """Lines and side rows of the heads that were taken."""
    if document.side is not None:
        side = document.side
        rows = taken.select(document.number, pl.col("id").alias(side.owner), *side.columns)
        copy_in(connection, side.table, rows)
    if lines is None or taken.is_empty():
        return
    owners = taken.select("message_no", "document_no", "order_no", pl.col("id").alias(document.line_owner))
    rows = lines.drop("order_no", strict=False).join(owners, on=["message_no", "document_no"], how="inner")
    copy_in(connection, document.lines, rows[[c for c in rows.columns if c not in {"message_no", "document_no"}]])


_CURRENT = {
    "current_id": pl.Int64(),
    "current_version": pl.Int32(),
    "current_hash": pl.Binary(),
    "current_app_time": pl.Datetime("us", "UTC"),
    "current_app_status": pl.String(),
    "current_deleted": pl.Boolean(),
    "current_number": pl.String(),
}


def current_rows(connection: psycopg.Connection, document: DocumentTable, keys: pl.DataFrame) -> pl.DataFrame:
    """The current version of each key: the key columns and current_id, current_version, current_hash, …"""
    name = f"{document.table}_keys"
    stage(connection, name, document.key, keys.select(list(document.key)).unique())
    query = (
        f"SELECT {', '.join('k.' + c for c in document.key)}, t.id, t.version, t.content_hash, t.app_time,"
        f" t.app_status, t.deleted, t.{document.number} FROM {name} k {document.current}"
    )
    schema: dict[str, pl.DataType] = {
        column: pl.String() if kind.startswith("text") else pl.Int64() for column, kind in document.key.items()
    }
    return copy_out(connection, query, schema | _CURRENT)


def _take_round(
    connection: psycopg.Connection,
    document: DocumentTable,
    batch: pl.DataFrame,
    lines: pl.DataFrame | None,
    *,
    held: Held,
    gate_held: bool,
) -> list[pl.DataFrame]:
    current = current_rows(connection, document, batch)
    numbers = [pl.col(c).cast(pl.Int64) for c, kind in document.key.items() if not kind.startswith("text")]
    met = batch.with_columns(numbers).join(current, on=list(document.key), how="left").with_columns(reason=_reason())
    of_reason = met.partition_by("reason", as_dict=True)
    changing = of_reason.pop(("",), met.clear())
    free = of_reason.pop(("free",), met.clear()).drop("reason", *_CURRENT)
    same = of_reason.pop(("duplicate",), met.clear()).with_columns(id=pl.col("current_id"))
    if changing.height and not gate_held:
        raise NeedsGate
    blocked = held(connection, changing).implode() if changing.height else pl.Series([[]], dtype=pl.List(pl.Int64))
    is_decided = pl.col("current_id").is_in(blocked)
    return [
        outcome(same, "duplicate"),
        _supersede(connection, document, changing.filter(~is_decided), lines),
        _take_new(connection, document, free, lines),
        outcome(changing.filter(is_decided), "refused", "decided"),
        *(outcome(frame, "refused", reason) for (reason,), frame in of_reason.items()),
    ]


def _reason() -> pl.Expr:
    """What becomes of a document that met its key: '' means that it supersedes the current version."""
    absent, new = pl.col("current_id").is_null(), pl.col("action") == NEW
    gone, parked = pl.col("current_deleted"), pl.col("current_app_status") == PARKED
    same = (pl.col("content_hash") == pl.col("current_hash")) & (pl.col("app_status") == pl.col("current_app_status"))
    opens = gone | (parked & (pl.col("app_status") != PARKED))
    return (
        pl.when(absent & new)
        .then(pl.lit("free"))
        .when(absent | (~new & gone))
        .then(pl.lit("no_target"))
        .when(same & ~gone & (pl.col("action") != DELETE))
        .then(pl.lit("duplicate"))
        .when(new & ~opens)
        .then(pl.lit("exists"))
        .when(pl.col("app_time") < pl.col("current_app_time"))
        .then(pl.lit("late"))
        .otherwise(pl.lit(""))
    )


def _supersede(
    connection: psycopg.Connection, document: DocumentTable, going: pl.DataFrame, lines: pl.DataFrame | None
) -> pl.DataFrame:
    if going.is_empty():
        return pl.DataFrame(schema=OUTCOMES)
    numbered = going.with_columns(
        reserve(connection, document.sequence, going.height),
        version=pl.col("current_version") + 1,
        deleted=pl.col("action") == DELETE,
    )
    name = f"{document.table}_superseded"
    stage(connection, name, {"current_number": "text", "current_id": "bigint", "id": "bigint"}, numbered)
    statement = (
        "UPDATE {table} t SET superseded_by = s.id FROM {name} s"
        " WHERE t.{number} = s.current_number AND t.id = s.current_id"
    )
    connection.execute(
        sql.SQL(statement).format(
            table=sql.Identifier(document.table), name=sql.Identifier(name), number=sql.Identifier(document.number)
        )
    )
    copy_in(connection, document.table, _stored(document, numbered))
    _store_beside(connection, document, numbered, lines)
    document.superseded(connection, numbered)
    return outcome(numbered, "accepted", "changed")
