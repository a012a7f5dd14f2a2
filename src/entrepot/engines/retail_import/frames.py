"""What the engine of retail import takes and gives: frames with fixed columns, checked when they are handed over.

Columns are named as the SQL columns; those with the same name mean the same as in `entrepot.engines.clearance.frames`.
Amounts, weights and quantities are Decimal(38, 10), times UTC. No identity value comes in: names, numbers, addresses
and telephones are keyed hashes (text), so no finding can show one. A frame may carry further columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import polars as pl

from entrepot.engines.clearance.frames import EXACT, TIME, WAYBILL_USES, Schema, check_frame, empty
from entrepot.engines.clearance.frames import VERDICTS as EXPORT_VERDICTS
from entrepot.engines.duty import AMOUNTS
from entrepot.rulebook import Figures

__all__ = ["AMOUNTS", "BATCH", "REFUSED", "VERDICTS", "WISHES", "Batch", "Verdicts"]

# One row a declaration list (message 621). order_id and waybill_id are null until the document has come.
# buyer_hash: of name, type and number; person_hash: of type and number: whose yearly amount it is.
# person_valid: whether the identity number is formed right (check digit); signature_valid: whether the signature of the
# message is; both null where nobody looked.
LISTS: Final[Schema] = {
    "list_id": pl.Int64,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "seller_id": pl.Int64,
    "carrier_id": pl.Int64,
    "order_id": pl.Int64,
    "waybill_id": pl.Int64,
    "cop_no": pl.String,
    "agent_code": pl.String,
    "marketplace_code": pl.String,
    "seller_code": pl.String,
    "carrier_code": pl.String,
    "assure_code": pl.String,
    "waybill_no": pl.String,
    "app_time": TIME,
    "app_status": pl.String,
    "arrived_at": TIME,
    "ie_flag": pl.String,
    "trade_mode": pl.String,
    "traf_no": pl.String,
    "voyage_no": pl.String,
    "bill_no": pl.String,
    "country": pl.String,
    "currency": pl.String,
    "freight": EXACT,
    "insured_fee": EXACT,
    "pack_no": pl.Int64,
    "gross_weight_kg": EXACT,
    "net_weight_kg": EXACT,
    "buyer_id_type": pl.String,
    "buyer_hash": pl.String,
    "person_hash": pl.String,
    "consignee_address_hash": pl.String,
    "person_valid": pl.Boolean,
    "signature_valid": pl.Boolean,
}
# One row a line of a list.
LIST_LINES: Final[Schema] = {
    "list_id": pl.Int64,
    "gnum": pl.Int32,
    "item_no": pl.String,
    "declared_name": pl.String,
    "hs_code": pl.String,
    "country": pl.String,
    "currency": pl.String,
    "qty": EXACT,
    "qty1": EXACT,
    "qty2": EXACT,
    "unit": pl.String,
    "unit1": pl.String,
    "unit2": pl.String,
    "price": EXACT,
    "total_price": EXACT,
}
# One row an order (311): the current versions that lists.order_id names.
ORDERS: Final[Schema] = {
    "order_id": pl.Int64,
    "seller_id": pl.Int64,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "goods_value": EXACT,
    "freight": EXACT,
    "discount": EXACT,
    "tax_total": EXACT,
    "actual_paid": EXACT,
    "currency": pl.String,
    "line_count": pl.Int32,
    "buyer_hash": pl.String,
    "pay_code": pl.String,
    "pay_transaction_no": pl.String,
    "consignee_hash": pl.String,
    "consignee_telephone_hash": pl.String,
    "consignee_address_hash": pl.String,
}
ORDER_LINES: Final[Schema] = {
    "order_id": pl.Int64,
    "gnum": pl.Int32,
    "item_no": pl.String,
    "item_name": pl.String,
    "unit": pl.String,
    "currency": pl.String,
    "qty": EXACT,
    "price": EXACT,
    "total_price": EXACT,
}
# Current payments (411) of the orders, by order_no and marketplace_id. payer_hash: of name, type and number, made as
# buyer_hash is, so that the two are equal for one person.
PAYMENTS: Final[Schema] = {
    "payment_id": pl.Int64,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "pay_code": pl.String,
    "pay_transaction_no": pl.String,
    "payer_hash": pl.String,
    "amount_paid": EXACT,
    "currency": pl.String,
}
# One row a waybill (511): the current versions of the latest use that lists.waybill_id names. order_no, freight and
# insured_fee: null where it has none (paper and schema differ on whether it must).
WAYBILLS: Final[Schema] = {
    "waybill_id": pl.Int64,
    "order_no": pl.String,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "freight": EXACT,
    "insured_fee": EXACT,
    "gross_weight_kg": EXACT,
    "pack_no": pl.Int64,
    "consignee_hash": pl.String,
    "consignee_telephone_hash": pl.String,
    "consignee_address_hash": pl.String,
}
# Living lists (not refused, not deleted) of the same orders that are not in the batch: one row a list.
SIBLINGS: Final[Schema] = {
    "list_id": pl.Int64,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "seller_id": pl.Int64,
    "cop_no": pl.String,
    "state": pl.String,
    "arrived_at": TIME,
}
BATCH: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "lists": LISTS,
        "list_lines": LIST_LINES,
        "orders": ORDERS,
        "order_lines": ORDER_LINES,
        "payments": PAYMENTS,
        "waybills": WAYBILLS,
        "siblings": SIBLINGS,
        "waybill_uses": WAYBILL_USES,
    }
)
# Columns that may be empty; every other one must be filled.
NULLABLE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "lists": frozenset(
            {"order_id", "waybill_id", "traf_no", "voyage_no", "bill_no", "person_valid", "signature_valid"}
        ),
        "list_lines": frozenset({"item_no", "qty2", "unit2"}),
        "orders": frozenset({"pay_code", "pay_transaction_no"}),
        "order_lines": frozenset({"item_no"}),
        "waybills": frozenset({"order_no", "freight", "insured_fee"}),
    }
)

# Findings have the columns of export; verdicts too (slip_ids is always empty), and
# payment_id: the payment that was compared, null without one;
# dutiable_value: goods, freight and insurance, CNY; tax: CNY to the cent, null where it could not be computed;
# single_item: above the limit of one transaction and let in as one indivisible item, taxed in full.
# waiting_for: order, payment, waybill.
VERDICTS: Final[Schema] = {
    **EXPORT_VERDICTS,
    "payment_id": pl.Int64,
    "dutiable_value": EXACT,
    "tax": EXACT,
    "single_item": pl.Boolean,
}
# What passed lists want of the ledgers. kind: person_year | guarantee; key: `<person_hash>:<year>` | firm code;
# limit: the amount an account of a person and year is opened with, null for a guarantee.
WISHES: Final[Schema] = {
    "list_id": pl.Int64,
    "kind": pl.String,
    "key": pl.String,
    "unit": pl.String,
    "amount": EXACT,
    "limit": EXACT,
    "arrived_at": TIME,
}
# What the ledgers say of wishes they refused, one row a list. kind: of the account that refused; free: what it had.
REFUSED: Final[Schema] = {"list_id": pl.Int64, "kind": pl.String, "free": EXACT}


@dataclass(frozen=True)
class Batch:
    """Lists to judge with all that was found to them. Only `lists` and `list_lines` are always needed.

    Raises NotTheFrame when a frame is not as its schema above says.
    """

    lists: pl.DataFrame
    list_lines: pl.DataFrame
    orders: pl.DataFrame = field(default_factory=lambda: empty(ORDERS))
    order_lines: pl.DataFrame = field(default_factory=lambda: empty(ORDER_LINES))
    payments: pl.DataFrame = field(default_factory=lambda: empty(PAYMENTS))
    waybills: pl.DataFrame = field(default_factory=lambda: empty(WAYBILLS))
    siblings: pl.DataFrame = field(default_factory=lambda: empty(SIBLINGS))
    waybill_uses: pl.DataFrame = field(default_factory=lambda: empty(WAYBILL_USES))

    def __post_init__(self) -> None:
        for name, schema in BATCH.items():
            check_frame(name, getattr(self, name), schema, NULLABLE.get(name, frozenset()))


@dataclass(frozen=True)
class Verdicts:
    """The answer: one verdict a list (in the order of the batch), its findings, its tax, and the figures in force.

    amounts: AMOUNTS of all lists whose tax is known, whatever the verdict.
    """

    verdicts: pl.DataFrame
    findings: pl.DataFrame
    amounts: pl.DataFrame
    figures: tuple[Figures, ...]
