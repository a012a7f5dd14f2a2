"""What the clearance engine takes and gives: frames with fixed columns, checked when they are handed over.

Columns are named as the SQL columns. Amounts, weights and quantities are Decimal(38, 10) here and N19,5 at the edges;
times are UTC. A frame may carry further columns: the engine does not look at them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import polars as pl

from entrepot.rulebook import Figures

EXACT: Final = pl.Decimal(38, 10)
TIME: Final = pl.Datetime("us", "UTC")
Schema = Mapping[str, pl.DataType | type[pl.DataType]]

# One row a declaration list. order_id and waybill_id are null until the document has come.
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
    "seller_code": pl.String,
    "waybill_no": pl.String,
    "app_time": TIME,
    "app_status": pl.String,
    "arrived_at": TIME,
    "ie_flag": pl.String,
    "trade_mode": pl.String,
    "statistics_flag": pl.String,
    "licence_no": pl.String,
    "country": pl.String,
    "freight_currency": pl.String,
    "insured_currency": pl.String,
    "pack_no": pl.Int64,
    "gross_weight_kg": EXACT,
    "net_weight_kg": EXACT,
}
# One row a line of a list.
LIST_LINES: Final[Schema] = {
    "list_id": pl.Int64,
    "gnum": pl.Int32,
    "item_no": pl.String,
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
# One row an order: the current versions that lists.order_id names.
ORDERS: Final[Schema] = {
    "order_id": pl.Int64,
    "seller_id": pl.Int64,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "goods_value": EXACT,
    "freight": EXACT,
    "currency": pl.String,
    "line_count": pl.Int32,
}
ORDER_LINES: Final[Schema] = {
    "order_id": pl.Int64,
    "gnum": pl.Int32,
    "item_no": pl.String,
    "unit": pl.String,
    "currency": pl.String,
    "qty": EXACT,
    "price": EXACT,
    "total_price": EXACT,
}
# One row a waybill: the current versions of the latest use that lists.waybill_id names. seller_id: null if none named.
WAYBILLS: Final[Schema] = {
    "waybill_id": pl.Int64,
    "seller_id": pl.Int64,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "gross_weight_kg": EXACT,
    "pack_no": pl.Int64,
}
# Current collection slips of the orders; an order paid in parts has several.
SLIPS: Final[Schema] = {
    "slip_id": pl.Int64,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "seller_id": pl.Int64,
    "app_status": pl.String,
    "deleted": pl.Boolean,
    "charge": EXACT,
    "currency": pl.String,
}
# Living lists (not refused, not deleted) of the same orders that are not in the batch: one row a line, head repeated.
SIBLINGS: Final[Schema] = {
    "list_id": pl.Int64,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "seller_id": pl.Int64,
    "cop_no": pl.String,
    "state": pl.String,
    "arrived_at": TIME,
    "carrier_id": pl.Int64,
    "waybill_no": pl.String,
    "gross_weight_kg": EXACT,
    "gnum": pl.Int32,
    "total_price": EXACT,
}
# Living lists that name the same waybills and are not in the batch: one row a list. Lists of the same order may be
# among them; they are lawful and passed over.
WAYBILL_USES: Final[Schema] = {
    "list_id": pl.Int64,
    "carrier_id": pl.Int64,
    "waybill_no": pl.String,
    "order_no": pl.String,
    "marketplace_id": pl.Int64,
    "seller_id": pl.Int64,
    "state": pl.String,
    "app_time": TIME,
    "arrived_at": TIME,
}
BATCH: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "lists": LISTS,
        "list_lines": LIST_LINES,
        "orders": ORDERS,
        "order_lines": ORDER_LINES,
        "waybills": WAYBILLS,
        "slips": SLIPS,
        "siblings": SIBLINGS,
        "waybill_uses": WAYBILL_USES,
    }
)
# Columns that may be empty; every other one must be filled.
NULLABLE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "lists": frozenset({"order_id", "waybill_id", "licence_no"}),
        "list_lines": frozenset({"qty2", "unit2"}),
        "waybills": frozenset({"seller_id"}),
    }
)

# verdict: pass | fail | not_checked | wait. waiting_for: order, waybill, slip, sibling. lane: green | yellow | red, ''
# where none was drawn. law_date: the day in China that chose the law. figures_no: place in Verdicts.figures.
# slip_ids: the slips that were compared (none once slips are not required).
VERDICTS: Final[Schema] = {
    "list_id": pl.Int64,
    "verdict": pl.String,
    "waiting_for": pl.List(pl.String),
    "lane": pl.String,
    "law_date": pl.Date,
    "figures_no": pl.Int32,
    "slip_ids": pl.List(pl.Int64),
}
# outcome: failed | not_checked. gnum: null for the head. Ordered by list_id, rule, gnum, field, expected, found.
FINDINGS: Final[Schema] = {
    "list_id": pl.Int64,
    "rule": pl.String,
    "revision": pl.Int32,
    "outcome": pl.String,
    "gnum": pl.Int32,
    "field": pl.String,
    "found": pl.String,
    "expected": pl.String,
    "parameters": pl.List(pl.String),
}


class NotTheFrame(ValueError):
    """A frame lacks a column, has another type in it, or leaves a compulsory column empty."""


def empty(schema: Schema) -> pl.DataFrame:
    """A frame of these columns without rows."""
    return pl.DataFrame(schema=dict(schema))


def check_frame(name: str, frame: pl.DataFrame, schema: Schema, nullable: frozenset[str]) -> None:
    """Raise NotTheFrame, naming frame and column, unless `frame` has every column of `schema` filled and so typed."""
    found = frame.schema
    for column, expected in schema.items():
        if found.get(column) != expected:
            raise NotTheFrame(
                f"frame {name!r}: expected column {column!r} of type {expected}, "
                f"found {found.get(column, 'no such column')}"
            )
        if column not in nullable and frame[column].null_count():
            raise NotTheFrame(f"frame {name!r}: expected column {column!r} filled in every row, found empty cells")


@dataclass(frozen=True)
class Batch:
    """Lists to judge with all that was found to them. Only `lists` and `list_lines` are always needed.

    Raises NotTheFrame when a frame is not as its schema above says.
    """

    lists: pl.DataFrame
    list_lines: pl.DataFrame
    orders: pl.DataFrame = field(default_factory=lambda: empty(ORDERS))
    order_lines: pl.DataFrame = field(default_factory=lambda: empty(ORDER_LINES))
    waybills: pl.DataFrame = field(default_factory=lambda: empty(WAYBILLS))
    slips: pl.DataFrame = field(default_factory=lambda: empty(SLIPS))
    siblings: pl.DataFrame = field(default_factory=lambda: empty(SIBLINGS))
    waybill_uses: pl.DataFrame = field(default_factory=lambda: empty(WAYBILL_USES))

    def __post_init__(self) -> None:
        for name, schema in BATCH.items():
            check_frame(name, getattr(self, name), schema, NULLABLE.get(name, frozenset()))


@dataclass(frozen=True)
class Verdicts:
    """The answer: one verdict a list (in the order of the batch), its findings, and the figures that were in force."""

    verdicts: pl.DataFrame
    findings: pl.DataFrame
    figures: tuple[Figures, ...]
