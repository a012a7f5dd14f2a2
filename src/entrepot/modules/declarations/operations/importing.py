"""Take import lists, and what their filers ask of them afterwards; payments that a decision holds.

An import list is a row of the same table, with what only it has in a row beside. Persons come sealed and hashed.
"""

from dataclasses import replace

import polars as pl
import psycopg

from entrepot.modules.declarations.operations.taking import FINAL_STATES, LIST, WAKE_JUDGES, decided_lists
from entrepot.store.versions import DocumentTable, Side, take

_ADDRESS = ["message_no", "document_no"]
_SEALED = ("identity_block", "identity_key")
_LIST_SIDE = (
    "assure_code", "guarantor_id", "decl_time", "buyer_id_type", "area_code", "area_name", "trade_countries",
    "buyer_hash", "person_hash", "consignee_address_hash", "person_valid", "signature_valid", *_SEALED,
)  # fmt: skip
IMPORT_LIST = replace(LIST, side=Side("declarations_list_import", "list_id", _LIST_SIDE))
WITHDRAWAL = DocumentTable(
    table="declarations_withdrawal",
    key={
        "order_no": 'text COLLATE "C"',
        "filer_id": "bigint",
        "cop_no": 'text COLLATE "C"',
        "kind": 'text COLLATE "C"',
    },
    number="order_no",
    sequence="declarations_list_id",
    current="JOIN declarations_withdrawal t ON t.order_no = k.order_no AND t.filer_id = k.filer_id"
    " AND t.cop_no = k.cop_no AND t.kind = k.kind AND t.superseded_by IS NULL",
)
_GOODS = {"hs_code": "hs_codes", "declared_name": "declared_names", "unit": "units"}
# What an export list must say and an import list does not: empty. Its currency is that of freight and insurance.
_NOT_IN_IMPORT = (
    "statistics_flag", "owner_code", "owner_name", "pod", "freight_flag", "insured_flag",
)  # fmt: skip


def take_import_lists(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame, *, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of import lists with their lines; returns store.versions.OUTCOMES, one row a list.

    heads: as decoded, with party ids, filer_id, guarantor_id, hashes, sealed block, person_valid, signature_valid.
    """
    beside = lines.group_by(_ADDRESS).agg(trade_countries=pl.col("trade_country").fill_null(""))
    whole = (
        heads.join(beside, on=_ADDRESS, how="left", maintain_order="left")
        .with_columns(
            *(pl.lit("").alias(column) for column in _NOT_IN_IMPORT),
            pl.col("wrap_type").fill_null(""),
            pl.coalesce("ie_date", "decl_time").alias("ie_date"),
            freight_currency="currency",
            insured_currency="currency",
        )
        .rename({"traf_no": "traf_name"})
        .drop("currency")
    )
    kept = lines.drop("trade_country").with_columns(pl.col("item_no", "barcode").fill_null(""))
    return take(connection, IMPORT_LIST, whole, kept, held=decided_lists, gate_held=gate_held)


def take_withdrawals(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame | None, *, gate_held: bool
) -> pl.DataFrame:
    """Store cancellations or returns (heads with `kind`, lines of returns) and have a worker look at them."""
    if lines is None:
        gnums, quantities = pl.lit([], pl.List(pl.Int32)), pl.lit([], pl.List(pl.Decimal(38, 10)))
        none = dict.fromkeys(_GOODS.values(), pl.lit([], pl.List(pl.String)))
        whole = heads.with_columns(gnums=gnums, quantities=quantities, **none)
    else:
        named = [pl.col(column).alias(name) for column, name in _GOODS.items()]
        beside = lines.group_by(_ADDRESS, maintain_order=True).agg(*named, gnums="gnum", quantities="qty")
        whole = heads.join(beside, on=_ADDRESS, how="left", maintain_order="left")
    outcomes = take(
        connection, WITHDRAWAL, whole.drop("line_count", strict=False), None, held=_looked_at, gate_held=gate_held
    )
    new = outcomes.filter(pl.col("outcome") == "accepted")["id"].to_list()
    if new:
        connection.execute(
            "INSERT INTO declarations_withdrawal_due (id, order_no) SELECT w.id, w.order_no"
            " FROM declarations_withdrawal w JOIN unnest(%s::bigint[], %s::text[]) k (id, order_no)"
            " ON w.order_no = k.order_no AND w.id = k.id WHERE w.app_status = '2' AND NOT w.deleted",
            (new, _order_nos(whole, outcomes)),
        )
        connection.execute(f"NOTIFY {WAKE_JUDGES}")
    return outcomes


def _order_nos(heads: pl.DataFrame, outcomes: pl.DataFrame) -> list[str]:
    new = outcomes.filter(pl.col("outcome") == "accepted")
    return new.join(heads, on=_ADDRESS, how="left", maintain_order="left")["order_no"].to_list()


def _looked_at(connection: psycopg.Connection, rows: pl.DataFrame) -> pl.Series:
    """Withdrawals that were answered: they take no change."""
    found = connection.execute(
        "SELECT d.id FROM declarations_withdrawn d JOIN unnest(%s::text[], %s::bigint[]) k (order_no, id)"
        " ON d.order_no = k.order_no AND d.id = k.id",
        (rows["current_number"].to_list(), rows["current_id"].to_list()),
    ).fetchall()
    return pl.Series([row[0] for row in found], dtype=pl.Int64)


def held_payment(connection: psycopg.Connection, rows: pl.DataFrame) -> pl.Series:
    """Payments bound by a list that is decided for good: they take no change."""
    found = connection.execute(
        """
        SELECT DISTINCT k.id FROM unnest(%s::text[], %s::bigint[]) k (number, id)
          JOIN trade_payments_v1 p ON p.pay_transaction_no = k.number AND p.id = k.id
          JOIN declarations_list l ON l.order_no = p.order_no
          JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
          JOIN declarations_decision d
            ON d.order_no = l.order_no AND d.list_id = l.id AND d.decision_no = w.decision_no
         WHERE w.state = ANY (%s) AND k.id = ANY (d.slip_ids)
        """,
        (rows["current_number"].to_list(), rows["current_id"].to_list(), list(FINAL_STATES)),
    ).fetchall()
    return pl.Series([row[0] for row in found], dtype=pl.Int64)
