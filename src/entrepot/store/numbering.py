"""Numbers reserved in blocks, so that a batch knows its ids before it is stored."""

import polars as pl
import psycopg

# The sequences are made with INCREMENT BY this number: one nextval is the start of a block that is ours alone.
BLOCK = 1000


def reserve(connection: psycopg.Connection, sequence: str, count: int) -> pl.Series:
    """`count` new ids of `sequence`, ascending (Int64). The rest of the last block is never used: gaps are normal."""
    blocks = -(-count // BLOCK)
    rows = connection.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", (sequence, blocks)).fetchall()
    starts = sorted(int(row[0]) for row in rows)
    parts = [pl.int_range(start, start + BLOCK, dtype=pl.Int64, eager=True) for start in starts]
    return pl.concat(parts).head(count).alias("id") if parts else pl.Series("id", [], dtype=pl.Int64)
