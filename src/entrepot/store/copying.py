"""COPY in and out between polars frames and PostgreSQL: text all the way, so numbers stay exact."""

import io
from collections.abc import Mapping, Sequence

import polars as pl
import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

# Stands for NULL in CSV both ways. A control character, which intake refuses in every text, so no value equals it.
_NULL = "\x02"


def copy_in(connection: psycopg.Connection, table: str, frame: pl.DataFrame) -> int:
    """COPY all rows of `frame` into the columns of `table` that carry the same names; returns the number of rows."""
    if frame.is_empty():
        return 0
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\x02')").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    )
    data = csv_bytes(frame)
    with connection.cursor().copy(statement) as copy:
        copy.write(data)
    return frame.height


FEW = 500


def put_in(connection: psycopg.Connection, table: str, frame: pl.DataFrame) -> None:
    """As `copy_in`; a few rows by INSERT, which the web role may do where a policy lets it: COPY it never may."""
    if frame.height > FEW:
        copy_in(connection, table, frame)
        return
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, frame.columns)),
        sql.SQL(", ").join(sql.Placeholder() for _ in frame.columns),
    )
    if frame.height:
        psycopg.Cursor(connection).executemany(statement, frame.rows())


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """CSV without header as COPY takes it: lists as array literals, bytes in hexadecimal, NULL unquoted."""
    literals = [
        *(_array_literal(name, dtype) for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)),
        *(_bytea(name) for name, dtype in frame.schema.items() if dtype == pl.Binary),
    ]
    ready = frame.with_columns(literals) if literals else frame
    buffer = io.BytesIO()
    ready.write_csv(
        buffer,
        include_header=False,
        null_value=_NULL,
        quote_style="necessary",
        datetime_format="%Y-%m-%d %H:%M:%S%.6f+00",
    )
    return buffer.getvalue()


def _bytea(name: str) -> pl.Expr:
    return (pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name)


def _array_literal(name: str, dtype: pl.List) -> pl.Expr:
    items = pl.col(name)
    if dtype.inner == pl.String:
        quoted = pl.element().str.replace_all("\\", "\\\\", literal=True).str.replace_all('"', '\\"', literal=True)
        items = items.list.eval(pl.lit('"') + quoted + pl.lit('"'))
    else:
        items = items.cast(pl.List(pl.String))
    return (pl.lit("{") + items.list.join(",") + pl.lit("}")).alias(name)


def copy_out(
    connection: psycopg.Connection,
    query: str,
    schema: Mapping[str, pl.DataType | type[pl.DataType]],
    parameters: Sequence[object] | Mapping[str, object] = (),
) -> pl.DataFrame:
    """The rows of `query` as a frame of `schema`; columns in this order. Decimals and times are exact.

    Arrays arrive as text in PostgreSQL's literal form: ask for them with `array_to_string`.
    """
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, NULL '\x02')").format(sql.SQL(query))
    with connection.cursor().copy(statement, parameters) as copy:
        data = _sent(copy)
    return read_csv(data, schema)


def _sent(copy: psycopg.Copy) -> bytes:
    """All that COPY sends. What has arrived already is taken straight from libpq: to ask psycopg for each row costs
    more than to parse it.
    """
    libpq = copy.connection.pgconn
    rows: list[Buffer] = []
    while row := copy.read():  # waits for the next one
        size = 1
        while size > 0:
            rows.append(row)
            size, row = libpq.get_copy_data(1)
        if size < 0:
            _end(libpq)
            break
    return b"".join(rows)


def _end(libpq: PGconn) -> None:
    """After the last row: raise what ended COPY early, if anything did."""
    for result in list(iter(libpq.get_result, None)):
        if result.status != ExecStatus.COMMAND_OK:
            raise psycopg.errors.error_from_result(result)


def read_csv(data: bytes, schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """COPY's CSV as a frame."""
    if not data:
        return pl.DataFrame(schema=dict(schema))
    as_text = {name: _carrier(dtype) for name, dtype in schema.items()}
    frame = pl.read_csv(data, has_header=False, schema=as_text, null_values=_NULL, empty_string_is_null=False)
    return frame.with_columns(*(_from_text(name, dtype) for name, dtype in schema.items() if as_text[name] != dtype))


def _carrier(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType | type[pl.DataType]:
    direct = (pl.Int64, pl.Int32, pl.String)
    return dtype if isinstance(dtype, pl.Decimal) or any(dtype == kind for kind in direct) else pl.String


def _from_text(name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.Boolean:
        return (column == "t").alias(name)
    if dtype == pl.Binary:
        return column.str.slice(2).str.decode("hex").alias(name)
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d").alias(name)
    if isinstance(dtype, pl.Datetime):
        return column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%#z", time_unit="us", time_zone="UTC").alias(name)
    return column.cast(dtype).alias(name)
