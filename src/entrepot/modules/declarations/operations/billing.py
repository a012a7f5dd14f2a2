"""Tax bills (816, 818) of import lists, made where lists are decided: a released list has one, as its tax now stands.

What changes a list leaves its number in a queue, in the same transaction; a worker then compares the bill that stands
with what is owed. A bill is never changed: one that no longer holds is void, and another one follows for what is left.
The guarantee paid when the list was released (judging_import) and got back what came back: a bill moves no ledger.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
import psycopg

from entrepot.engines import retail_import
from entrepot.engines.duty import TAXES
from entrepot.modules.declarations.operations.taking import WAKE_JUDGES
from entrepot.store.copying import copy_in, copy_out
from entrepot.store.staging import stage

MADE, SUMMED, VOID = "1", "2", "3"  # status of a bill in the interface, edition 202205
_LOCK = 0x0E17_0005
_EXACT = pl.Decimal(38, 10)
_TIME = pl.Datetime("us", "UTC")
_AMOUNTS = {"duty": "customs_tax", "vat": "value_added_tax", "consumption_tax": "consumption_tax"}
_KEY = {"order_no": 'text COLLATE "C"', "list_id": "bigint"}
_NUMERIC = dict.fromkeys(_AMOUNTS.values(), "numeric(19,5)")


@dataclass(frozen=True)
class Billed:
    """looked: lists looked at. bills, lines: as 816 has them; states: as 818 has them. addressee: who filed the list;
    seller_code, carrier_code, agent_code, customs_code, assure_code as on the list. None is sent yet.
    """

    looked: int
    bills: pl.DataFrame
    lines: pl.DataFrame
    states: pl.DataFrame


NOTHING = Billed(0, pl.DataFrame(), pl.DataFrame(), pl.DataFrame())
_TAKE = """
    DELETE FROM declarations_tax_bill_due WHERE id IN (
        SELECT id FROM declarations_tax_bill_due ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING order_nos, list_ids
"""
# The number of a list that brought none is made as its reply made it: office, year of its first decision, own number.
_HEADS = """
    SELECT l.order_no, l.id, w.state, l.freight + l.insured_fee,
           coalesce(l.invt_no, l.customs_code || extract(year FROM f.at AT TIME ZONE 'Asia/Shanghai') || 'I'
                               || lpad(mod(l.id, 1000000000)::text, 9, '0')),
           l.agent_id, l.agent_code, l.seller_code, l.carrier_code, l.customs_code, i.assure_code,
           b.tax_no, b.customs_tax, b.value_added_tax, b.consumption_tax,
           coalesce(EXISTS (SELECT FROM declarations_tax_bill_state s WHERE s.order_no = b.order_no
                               AND s.list_id = b.list_id AND s.tax_no = b.tax_no AND s.status = '3'), false)
      FROM declarations_tax_bills_asked a
      JOIN declarations_list l ON l.order_no = a.order_no AND l.id = a.list_id
      JOIN declarations_list_import i ON i.order_no = l.order_no AND i.list_id = l.id
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
      JOIN declarations_decision f ON f.order_no = l.order_no AND f.list_id = l.id AND f.decision_no = 1
      LEFT JOIN LATERAL (SELECT * FROM declarations_tax_bill t WHERE t.order_no = l.order_no AND t.list_id = l.id
                          ORDER BY t.tax_no DESC LIMIT 1) b ON true
"""
_HEAD = {
    "order_no": pl.String(), "list_id": pl.Int64(), "state": pl.String(), "charges": _EXACT, "invt_no": pl.String(),
    "addressee": pl.Int64(), "agent_code": pl.String(), "seller_code": pl.String(), "carrier_code": pl.String(),
    "customs_code": pl.String(), "assure_code": pl.String(), "old_no": pl.String(), "old_duty": _EXACT,
    "old_vat": _EXACT, "old_consumption_tax": _EXACT, "void": pl.Boolean(),
}  # fmt: skip
_LINES = """
    SELECT k.list_id, k.gnum, k.hs_code, k.total_price, k.qty FROM declarations_tax_bills_asked a
      JOIN declarations_list_line k ON k.order_no = a.order_no AND k.list_id = a.list_id ORDER BY k.list_id, k.gnum
"""
_LINE = {"list_id": pl.Int64(), "gnum": pl.Int32(), "hs_code": pl.String(), "total_price": _EXACT, "qty": _EXACT}
_TAXES = """
    SELECT t.list_id, t.gnum, t.tax, t.amount FROM declarations_tax_bills_asked a
      JOIN declarations_tax t ON t.order_no = a.order_no AND t.list_id = a.list_id AND t.decision_no = 1
"""
_TAX = {"list_id": pl.Int64(), "gnum": pl.Int32(), "tax": pl.String(), "amount": _EXACT}
_RETURNED = """
    SELECT d.list_id, k.gnum, sum(k.qty) FROM declarations_tax_bills_asked a
      JOIN declarations_withdrawn d ON d.order_no = a.order_no AND d.list_id = a.list_id
     CROSS JOIN LATERAL unnest(d.gnums, d.quantities) k (gnum, qty)
     WHERE d.kind = 'import_return' AND d.outcome = 'done' GROUP BY 1, 2
"""
_BACK = {"list_id": pl.Int64(), "gnum": pl.Int32(), "returned": _EXACT}


def note_due(connection: psycopg.Connection, lists: pl.DataFrame) -> None:
    """Have a worker look at the bills of these lists (order_no, list_id): one row for all of them."""
    if lists.height:
        row = lists.select(order_nos=pl.col("order_no").implode(), list_ids=pl.col("list_id").implode())
        copy_in(connection, "declarations_tax_bill_due", row)


def wake(connection: psycopg.Connection) -> None:
    """Tell workers that something is due, when this transaction commits."""
    connection.execute(f"NOTIFY {WAKE_JUDGES}")


def make_bills(connection: psycopg.Connection, *, by_id: int, now: datetime, limit: int = 4) -> Billed:
    """Bring the bills of the lists in up to `limit` rows of the queue to what is owed. The caller sends and commits."""
    taken = connection.execute(_TAKE, (limit,)).fetchall()
    if not taken:
        return NOTHING
    # one at a time: of two that look at one list the second reads what the first made
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    pairs = [pair for order_nos, list_ids in taken for pair in zip(order_nos, list_ids, strict=True)]
    asked = pl.DataFrame(pairs, schema={"order_no": pl.String, "list_id": pl.Int64}, orient="row").unique()
    stage(connection, "declarations_tax_bills_asked", _KEY, asked)
    heads = copy_out(connection, _HEADS, _HEAD)
    sums, lines = _owed(connection, heads)
    met = heads.join(sums, on="list_id", how="left", maintain_order="left").with_columns(
        pl.col(TAXES).fill_null(0),  # no longer released, or nothing is left
        stands=pl.col("old_no").is_not_null() & ~pl.col("void"),
        as_it_was=pl.all_horizontal(pl.col(tax).eq_missing(pl.col(f"old_{tax}")) for tax in TAXES),
    )
    void = met.filter(pl.col("stands") & ~pl.col("as_it_was"))
    made = met.filter((pl.sum_horizontal(TAXES) > 0) & ~(pl.col("stands") & pl.col("as_it_was")))
    return Billed(
        asked.height, *_write_bills(connection, made, lines, now=now), _write_void(connection, void, by_id, now)
    )


def _owed(connection: psycopg.Connection, heads: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """retail_import.still_owed of the released lists, lines with hs_code."""
    released = heads.filter(pl.col("state") == "released").select("list_id", "charges")
    lines = copy_out(connection, _LINES, _LINE).join(released, on="list_id", how="inner", maintain_order="left")
    on = ["list_id", "gnum"]
    of_kind = [pl.col("amount").filter(pl.col("tax") == tax).sum().alias(tax) for tax in TAXES]
    taxes = copy_out(connection, _TAXES, _TAX).group_by(on).agg(of_kind)
    returned = copy_out(connection, _RETURNED, _BACK)
    whole = (
        lines.join(taxes, on=on, how="left", maintain_order="left")
        .join(returned, on=on, how="left", maintain_order="left")
        .with_columns(pl.col("returned", *TAXES).fill_null(0))
    )
    sums, owed = retail_import.still_owed(whole.select(list(retail_import.OWED)))
    return sums, owed.join(lines.select(*on, "hs_code"), on=on, how="left", maintain_order="left")


def _write_bills(
    connection: psycopg.Connection, made: pl.DataFrame, lines: pl.DataFrame, *, now: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keep new bills with their lines, each under the next number of its list; both as 816 has them."""
    last = pl.col("old_no").str.split("T").list.last().cast(pl.Int64).fill_null(0)
    bills = made.with_columns(
        tax_no=pl.col("invt_no") + pl.lit("T") + (last + 1).cast(pl.String).str.zfill(3),
        status=pl.lit(MADE),
        return_time=pl.lit(now).cast(_TIME),
    ).rename(_AMOUNTS)
    columns = {**_KEY, "tax_no": "text", "invt_no": "text", "status": "text", "return_time": "timestamptz", **_NUMERIC}
    stage(connection, "declarations_tax_bills_made", columns, bills)
    connection.execute(
        """
        INSERT INTO declarations_tax_bill (order_no, list_id, tax_no, invt_no, marketplace_id, agent_id, guarantor_id,
               assure_code, customs_tax, value_added_tax, consumption_tax, status, said_at, at, audience, practice)
        SELECT m.order_no, m.list_id, m.tax_no, m.invt_no, l.marketplace_id, l.agent_id, i.guarantor_id, i.assure_code,
               m.customs_tax, m.value_added_tax, m.consumption_tax, m.status, m.return_time, m.return_time, l.audience,
               l.practice
          FROM declarations_tax_bills_made m
          JOIN declarations_list l ON l.order_no = m.order_no AND l.id = m.list_id
          JOIN declarations_list_import i ON i.order_no = m.order_no AND i.list_id = m.list_id
        """
    )
    own = lines.rename(_AMOUNTS).join(bills.select("order_no", "list_id", "tax_no"), on="list_id", how="inner")
    columns_of_lines = ("order_no", "list_id", "tax_no", "gnum", "hs_code", "tax_price", *_NUMERIC)
    copy_in(connection, "declarations_tax_bill_line", own.select(columns_of_lines))
    return bills, own.sort("tax_no", "gnum")


def _write_void(connection: psycopg.Connection, void: pl.DataFrame, by_id: int, now: datetime) -> pl.DataFrame:
    """Note that these bills no longer stand; as 818 has it."""
    said = void.select(
        "order_no", "list_id", "invt_no", "assure_code", "addressee",
        tax_no="old_no", status=pl.lit(VOID), return_time=pl.lit(now).cast(_TIME),
    )  # fmt: skip
    rows = said.select(
        "order_no", "list_id", "tax_no", "status", said_at="return_time", at="return_time", by_id=pl.lit(by_id)
    )
    copy_in(connection, "declarations_tax_bill_state", rows)
    return said
