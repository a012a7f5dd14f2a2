"""Take what import adds: orders and waybills in the tables of all, with a row beside for what only they have; payments
and states of parcels. Persons come sealed and hashed (columns *_hash, identity_block, identity_key).
"""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import psycopg

from entrepot.modules.trade.operations.documents import ORDER, WAYBILL, take_uses
from entrepot.store.versions import DocumentTable, Held, Side, take

_ADDRESS = ["message_no", "document_no"]
_SEALED = ("identity_block", "identity_key")
_CONSIGNEE = ("consignee_hash", "consignee_telephone_hash", "consignee_address_hash")

_ORDER_SIDE = (
    "discount", "tax_total", "actual_paid", "payer_id", "pay_code", "pay_name", "pay_transaction_no", "batch_numbers",
    "buyer_id_type", "consignee_district", "line_models", "line_countries", "buyer_hash", "person_hash", *_CONSIGNEE,
    *_SEALED,
)  # fmt: skip
_WAYBILL_SIDE = ("order_no", "bill_no", *_CONSIGNEE, *_SEALED)

IMPORT_ORDER = replace(ORDER, side=Side("trade_order_import", "order_id", _ORDER_SIDE))
IMPORT_WAYBILL = replace(WAYBILL, side=Side("trade_waybill_import", "waybill_id", _WAYBILL_SIDE))
PAYMENT = DocumentTable(
    table="trade_payment",
    key={"pay_transaction_no": 'text COLLATE "C"', "payer_id": "bigint"},
    number="pay_transaction_no",
    sequence="trade_document_id",
    current="JOIN trade_payment t ON t.pay_transaction_no = k.pay_transaction_no AND t.payer_id = k.payer_id"
    " AND t.superseded_by IS NULL",
)
STATE = DocumentTable(
    table="trade_waybill_state",
    key={"waybill_no": 'text COLLATE "C"', "carrier_id": "bigint", "logistics_status": 'text COLLATE "C"'},
    number="waybill_no",
    sequence="trade_document_id",
    current="JOIN trade_waybill_state t ON t.waybill_no = k.waybill_no AND t.carrier_id = k.carrier_id"
    " AND t.logistics_status = k.logistics_status AND t.superseded_by IS NULL",
)


def take_import_orders(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame, *, held: Held, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of import orders with their lines; returns store.versions.OUTCOMES, one row an order."""
    beside = lines.group_by(_ADDRESS).agg(line_models=pl.col("model"), line_countries=pl.col("country"))
    whole = heads.join(beside, on=_ADDRESS, how="left", maintain_order="left")
    kept = lines.drop("model", "country").with_columns(pl.col("item_no").fill_null(""))
    return take(connection, IMPORT_ORDER, whole, kept, held=held, gate_held=gate_held)


def take_import_waybills(
    connection: psycopg.Connection, heads: pl.DataFrame, *, reuse: timedelta, held: Held, gate_held: bool
) -> pl.DataFrame:
    """Store a batch of import waybills; uses of numbers as in export."""
    named = heads.with_columns(pl.col("goods_info").fill_null(""))
    return take_uses(connection, IMPORT_WAYBILL, named, reuse=reuse, held=held, gate_held=gate_held)


def take_payments(connection: psycopg.Connection, heads: pl.DataFrame, *, held: Held, gate_held: bool) -> pl.DataFrame:
    """Store a batch of payments; the key is the payment institution with its transaction number."""
    return take(connection, PAYMENT, heads, None, held=held, gate_held=gate_held)


def take_waybill_states(connection: psycopg.Connection, heads: pl.DataFrame, *, gate_held: bool) -> pl.DataFrame:
    """Store what carriers say of parcels; no decision rests on it, so nothing holds it."""
    return take(connection, STATE, heads, None, held=_nobody, gate_held=gate_held)


def _nobody(_connection: psycopg.Connection, _rows: pl.DataFrame) -> pl.Series:
    return pl.Series([], dtype=pl.Int64)
