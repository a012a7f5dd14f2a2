"""Tax bills (816) and their states (818) as customs sends them to who filed the list: each kept once, none changed."""

from datetime import datetime

import polars as pl
import psycopg

from entrepot.store.copying import copy_out
from entrepot.store.staging import stage

_EXACT = pl.Decimal(38, 10)
_SUMS = ("customs_tax", "value_added_tax", "consumption_tax")
_BILL = {
    "bill_row": "bigint", "order_no": 'text COLLATE "C"', "list_id": "bigint", "tax_no": 'text COLLATE "C"',
    "invt_no": "text", "assure_code": "text", **dict.fromkeys(_SUMS, "numeric(19,5)"), "status": "text",
    "ent_duty_no": "text", "return_time": "timestamptz",
}  # fmt: skip
_LINE = {
    "order_no": "text", "list_id": "bigint", "tax_no": "text", "gnum": "integer", "hs_code": "text",
    "tax_price": "numeric(19,5)", **dict.fromkeys(_SUMS, "numeric(19,5)"),
}  # fmt: skip
_STATE = {"order_no": "text", "list_id": "bigint", "tax_no": "text", "status": "text", "return_time": "timestamptz",
          "ent_duty_no": "text"}  # fmt: skip
# A list under a number of customs: as its last reply named it. Two lists under one number: nobody knows which is meant.
_LISTS = """
    SELECT k.invt_no, r.order_no, max(r.list_id) FROM declarations_bills_numbered k
      JOIN declarations_reply r ON r.invt_no = k.invt_no
      JOIN declarations_list_import i ON i.order_no = r.order_no AND i.list_id = r.list_id
     GROUP BY k.invt_no, r.order_no
"""
_KEPT = f"""
    SELECT k.bill_row, {", ".join(f"b.{name}" for name in _SUMS)}, b.said_at FROM declarations_bills_came k
      JOIN declarations_tax_bill b ON b.order_no = k.order_no AND b.list_id = k.list_id AND b.tax_no = k.tax_no
"""
_KEEP = """
    INSERT INTO declarations_tax_bill (order_no, list_id, tax_no, invt_no, marketplace_id, agent_id, guarantor_id,
           assure_code, customs_tax, value_added_tax, consumption_tax, status, ent_duty_no, said_at, at, audience,
           practice)
    SELECT k.order_no, k.list_id, k.tax_no, k.invt_no, l.marketplace_id, l.agent_id, i.guarantor_id,
           coalesce(k.assure_code, i.assure_code), k.customs_tax, k.value_added_tax, k.consumption_tax, k.status,
           k.ent_duty_no, k.return_time, %s, l.audience, l.practice
      FROM declarations_bills_came k
      JOIN declarations_list l ON l.order_no = k.order_no AND l.id = k.list_id
      JOIN declarations_list_import i ON i.order_no = l.order_no AND i.list_id = l.id
     ORDER BY k.tax_no ON CONFLICT DO NOTHING
"""
_KEEP_LINES = f"""
    INSERT INTO declarations_tax_bill_line ({", ".join(_LINE)}) SELECT * FROM declarations_bill_lines_came
        ON CONFLICT DO NOTHING
"""
_KEEP_STATES = """
    INSERT INTO declarations_tax_bill_state (order_no, list_id, tax_no, status, said_at, ent_duty_no, at, by_id)
    SELECT order_no, list_id, tax_no, status, return_time, ent_duty_no, %s, %s FROM declarations_bill_states_came
        ON CONFLICT DO NOTHING RETURNING tax_no, status, said_at
"""


def take_bills(
    connection: psycopg.Connection, bills: pl.DataFrame, lines: pl.DataFrame, *, by_id: int, now: datetime
) -> pl.Series:
    """What became of each row of `bills`: accepted, known, differs (same number, other sums) or unknown (no such list).

    bills: heads of 816 with bill_row, unique; lines: theirs, with bill_row. The caller commits.
    """
    met = _with_lists(connection, bills).sort("return_time", "bill_row")
    known_here = met.filter(pl.col("list_id").is_not_null())
    stage(connection, "declarations_bills_came", _BILL, known_here)
    schema = {"bill_row": pl.Int64(), **{f"kept_{name}": _EXACT for name in _SUMS}, "said_at": pl.Datetime("us", "UTC")}
    kept = copy_out(connection, _KEPT, schema)
    first = pl.col("bill_row") == pl.col("bill_row").first().over("list_id", "tax_no")
    judged = met.join(kept, on="bill_row", how="left", maintain_order="left").with_columns(
        pl.coalesce(f"kept_{name}", pl.col(name).first().over("list_id", "tax_no")).alias(f"kept_{name}")
        for name in _SUMS
    )
    same = pl.all_horizontal(pl.col(name) == pl.col(f"kept_{name}") for name in _SUMS)
    outcome = (
        pl.when(pl.col("list_id").is_null())
        .then(pl.lit("unknown"))
        .when(~same)
        .then(pl.lit("differs"))
        .when(pl.col("said_at").is_null() & first)
        .then(pl.lit("accepted"))
        .otherwise(pl.lit("known"))
    )
    judged = judged.with_columns(outcome=outcome)
    _keep(connection, judged, lines, by_id=by_id, now=now)
    return bills.select("bill_row").join(judged, on="bill_row", how="left", maintain_order="left")["outcome"]


def _keep(
    connection: psycopg.Connection, judged: pl.DataFrame, lines: pl.DataFrame, *, by_id: int, now: datetime
) -> None:
    """New bills with their lines; a bill that is said again later, in another state, has that state."""
    new = judged.filter(pl.col("outcome") == "accepted")
    stage(connection, "declarations_bills_came", _BILL, new)
    connection.execute(_KEEP, (now,))
    own = lines.join(new.select("bill_row", "order_no", "list_id", "tax_no"), on="bill_row", how="inner")
    stage(connection, "declarations_bill_lines_came", _LINE, own)
    connection.execute(_KEEP_LINES)
    again = judged.filter((pl.col("outcome") == "known") & pl.col("return_time").ne_missing(pl.col("said_at")))
    stage(connection, "declarations_bill_states_came", _STATE, again)
    connection.execute(_KEEP_STATES, (now, by_id))


def take_bill_states(connection: psycopg.Connection, states: pl.DataFrame, *, by_id: int, now: datetime) -> pl.Series:
    """What became of each row of `states`, heads of 818 with bill_row: accepted, known or unknown (no such list).

    A state whose bill has not come yet is kept and counts when it comes.
    """
    met = _with_lists(connection, states)
    here = met.filter(pl.col("list_id").is_not_null()).unique(["list_id", "tax_no", "status", "return_time"])
    stage(connection, "declarations_bill_states_came", _STATE, here)
    rows = connection.execute(_KEEP_STATES, (now, by_id)).fetchall()
    noted = pl.DataFrame(
        rows, {"tax_no": pl.String, "status": pl.String, "return_time": pl.Datetime("us", "UTC")}, orient="row"
    )
    told = met.join(
        noted.with_columns(noted=pl.lit(value=True)),
        on=["tax_no", "status", "return_time"],
        how="left",
        maintain_order="left",
    )
    outcome = (
        pl.when(pl.col("list_id").is_null())
        .then(pl.lit("unknown"))
        .when("noted")
        .then(pl.lit("accepted"))
        .otherwise(pl.lit("known"))
    )
    return told.select(outcome=outcome)["outcome"]


def _with_lists(connection: psycopg.Connection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with order_no and list_id of the list under invt_no; null where there is none, or more than one."""
    stage(connection, "declarations_bills_numbered", {"invt_no": 'text COLLATE "C"'}, rows.select("invt_no").unique())
    found = copy_out(connection, _LISTS, {"invt_no": pl.String(), "order_no": pl.String(), "list_id": pl.Int64()})
    named = found.filter(pl.len().over("invt_no") == 1)
    return rows.join(named, on="invt_no", how="left", maintain_order="left")
