"""What intake knows of each kind of document: its number, who is named in it, who may read it, who keeps it."""

from collections.abc import Callable
from datetime import timedelta

import polars as pl

from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.project.line.setting import Setting

KINDS = ("order", "slip", "waybill", "list")
IMPORT_KINDS = (
    "import_order", "payment", "import_waybill", "waybill_state", "import_list", "import_cancel", "import_return",
)  # fmt: skip
EVERY_KIND = (*KINDS, *IMPORT_KINDS)
# The number of a document in words to its sender, and the path of the party codes, by kind.
NUMBER = {
    "order": "order_no",
    "slip": "order_no",
    "waybill": "waybill_no",
    "list": "cop_no",
    "import_order": "order_no",
    "payment": "pay_transaction_no",
    "import_waybill": "waybill_no",
    "waybill_state": "waybill_no",
    "import_list": "cop_no",
    "import_cancel": "cop_no",
    "import_return": "cop_no",
}
_LIST_PARTIES = {
    "marketplace_id": "marketplace_code",
    "seller_id": "seller_code",
    "carrier_id": "carrier_code",
    "agent_id": "agent_code",
}
PARTIES = {
    "order": {"marketplace_id": "marketplace_code", "seller_id": "seller_code"},
    "slip": {"marketplace_id": "marketplace_code", "seller_id": "seller_code"},
    "waybill": {"carrier_id": "carrier_code"},
    "list": _LIST_PARTIES,
    "import_order": {"marketplace_id": "marketplace_code", "seller_id": "seller_code"},
    "payment": {"payer_id": "pay_code", "marketplace_id": "marketplace_code"},
    "import_waybill": {"carrier_id": "carrier_code"},
    "waybill_state": {"carrier_id": "carrier_code"},
    "import_list": _LIST_PARTIES,
    "import_cancel": _LIST_PARTIES,
    "import_return": _LIST_PARTIES,
}
AUDIENCE = {
    "order": ("marketplace_id", "seller_id", "sender_id"),
    "slip": ("marketplace_id", "seller_id", "payer_id", "sender_id"),
    "waybill": ("carrier_id", "seller_id", "sender_id"),
    "list": ("marketplace_id", "seller_id", "agent_id", "sender_id"),
    "import_order": ("marketplace_id", "seller_id", "sender_id"),
    "payment": ("marketplace_id", "payer_id", "sender_id"),
    "import_waybill": ("carrier_id", "sender_id"),
    "waybill_state": ("carrier_id", "sender_id"),
    "import_list": ("marketplace_id", "seller_id", "agent_id", "guarantor_id", "sender_id"),
    "import_cancel": ("marketplace_id", "seller_id", "agent_id", "sender_id"),
    "import_return": ("marketplace_id", "seller_id", "agent_id", "sender_id"),
}
# Which kinds wake the judges of an order or of a waybill, by the column that names it.
TOUCHING = {
    "order_no": ("order", "slip", "list", "import_order", "payment", "import_list"),
    "waybill_no": ("waybill", "list", "import_waybill", "import_list"),
}
NUMBER_OF = {"order_no": "order", "waybill_no": "waybill"}
# A number returns to its carrier after six months (field note of the interface, logisticsNo).
WAYBILL_REUSE = timedelta(days=183)

Taker = Callable[..., pl.DataFrame]


def import_columns(setting: Setting, kind: str, known: pl.DataFrame) -> pl.DataFrame:
    """Columns that only some import documents have, made from what they say; others unchanged."""
    if kind == "import_list":
        return _with_guarantor(setting, known)
    if kind in ("import_cancel", "import_return"):
        # `reason` is what the line says of a document
        return known.rename({"reason": "stated_reason"}).with_columns(kind=pl.lit(kind))
    return known


def _with_guarantor(setting: Setting, known: pl.DataFrame) -> pl.DataFrame:
    """guarantor_id: the party of assure_code; null where nobody has that code."""
    codes = known["assure_code"].unique()
    unknown = set(codes) - set(setting.codes)
    if unknown:
        setting.codes.update(parties.resolve(setting.lookups, pl.Series(sorted(unknown), dtype=pl.String)))
    named = {code: setting.codes.get(code) for code in codes}
    return known.with_columns(
        guarantor_id=pl.col("assure_code").replace_strict(named, default=None, return_dtype=pl.Int64)
    )


def _take_orders(setting: Setting, rows: pl.DataFrame, lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    assert lines is not None
    return trade.take_orders(setting.connection, rows, lines, held=declarations.held_order, gate_held=gate)


def _take_slips(setting: Setting, rows: pl.DataFrame, _lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    return trade.take_slips(setting.connection, rows, held=declarations.held_order, gate_held=gate)


def _take_waybills(setting: Setting, rows: pl.DataFrame, _lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    return trade.take_waybills(
        setting.connection, rows, reuse=WAYBILL_REUSE, held=declarations.held_waybill, gate_held=gate
    )


def _take_lists(setting: Setting, rows: pl.DataFrame, lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    assert lines is not None
    return declarations.take_lists(setting.connection, rows, lines, gate_held=gate)


def _take_import_orders(
    setting: Setting, rows: pl.DataFrame, lines: pl.DataFrame | None, *, gate: bool
) -> pl.DataFrame:
    assert lines is not None
    return trade.take_import_orders(setting.connection, rows, lines, held=declarations.held_order, gate_held=gate)


def _take_payments(setting: Setting, rows: pl.DataFrame, _lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    return trade.take_payments(setting.connection, rows, held=declarations.held_payment, gate_held=gate)


def _take_import_waybills(
    setting: Setting, rows: pl.DataFrame, _lines: pl.DataFrame | None, *, gate: bool
) -> pl.DataFrame:
    return trade.take_import_waybills(
        setting.connection, rows, reuse=WAYBILL_REUSE, held=declarations.held_waybill, gate_held=gate
    )


def _take_states(setting: Setting, rows: pl.DataFrame, _lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    return trade.take_waybill_states(setting.connection, rows, gate_held=gate)


def _take_import_lists(setting: Setting, rows: pl.DataFrame, lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    assert lines is not None
    return declarations.take_import_lists(setting.connection, rows, lines, gate_held=gate)


def _take_withdrawals(setting: Setting, rows: pl.DataFrame, lines: pl.DataFrame | None, *, gate: bool) -> pl.DataFrame:
    return declarations.take_withdrawals(setting.connection, rows, lines, gate_held=gate)


TAKERS: dict[str, Taker] = {
    "order": _take_orders,
    "slip": _take_slips,
    "waybill": _take_waybills,
    "list": _take_lists,
    "import_order": _take_import_orders,
    "payment": _take_payments,
    "import_waybill": _take_import_waybills,
    "waybill_state": _take_states,
    "import_list": _take_import_lists,
    "import_cancel": _take_withdrawals,
    "import_return": _take_withdrawals,
}
