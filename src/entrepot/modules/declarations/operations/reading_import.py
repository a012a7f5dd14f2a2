"""What the judge of import lists needs beside the lists themselves: read like export, from its tables and side rows."""

from collections.abc import Mapping

import polars as pl
import psycopg

from entrepot.engines.clearance.frames import WAYBILL_USES
from entrepot.engines.retail_import import frames
from entrepot.modules.declarations.operations.reading import LIVING, OPEN_STATES
from entrepot.store.copying import copy_out
from entrepot.store.staging import stage

Types = Mapping[str, pl.DataType | type[pl.DataType]]
_ASKED = {"order_no": 'text COLLATE "C"', "list_id": "bigint"}
# A list's columns by where they lie, where that is not its own row.
_LIST = {
    "list_id": "l.id", "order_id": "oi.order_id", "waybill_id": "wi.waybill_id", "currency": "l.freight_currency",
    "traf_no": "l.traf_name",
}  # fmt: skip
_LIST_SIDE = ("assure_code", "buyer_id_type", "buyer_hash", "person_hash", "consignee_address_hash", "person_valid",
              "signature_valid")  # fmt: skip
_ORDER_SIDE = ("discount", "tax_total", "actual_paid", "buyer_hash", "pay_code", "pay_transaction_no", "consignee_hash",
               "consignee_telephone_hash", "consignee_address_hash")  # fmt: skip
_WAYBILL_SIDE = ("order_no", "consignee_hash", "consignee_telephone_hash", "consignee_address_hash")


def read_imports(connection: psycopg.Connection, lists: pl.DataFrame, station: str) -> frames.Batch:
    """The engine's frames of these open import lists (rows of `reading.Read.lists`), and list_id with guarantor_id.

    The lists are locked; each part is read at its current version.
    """
    stage(connection, "judge_imports", _ASKED, lists)
    heads = _read_heads(connection)
    states = OPEN_STATES["filing" if station == "filing" else "deciding"]
    orders = _part_of(heads, "order", frames.ORDERS)
    order_lines = _read(
        connection,
        frames.ORDER_LINES,
        "(SELECT DISTINCT order_no FROM judge_imports) j JOIN trade_order_lines_v1 x USING (order_no)",
        {"item_no": "nullif(x.item_no, '')"},
    )
    return frames.Batch(
        lists=heads.select(list(frames.LISTS)),
        list_lines=_read(
            connection,
            frames.LIST_LINES,
            "judge_imports j JOIN declarations_list_line x USING (order_no, list_id)",
            {"list_id": "j.list_id", "item_no": "nullif(x.item_no, '')"},
        ),
        orders=orders,
        order_lines=order_lines.join(orders, on="order_id", how="semi"),
        payments=_read(connection, frames.PAYMENTS, _PAYMENTS, {"payment_id": "x.id"}),
        waybills=_part_of(heads, "waybill", frames.WAYBILLS),
        siblings=_read_others(connection, frames.SIBLINGS, states),
        waybill_uses=_read_others(connection, WAYBILL_USES, states),
    )


_PAYMENTS = """(SELECT DISTINCT l.order_no, l.marketplace_id FROM judge_imports j
                  JOIN declarations_list l ON l.order_no = j.order_no AND l.id = j.list_id) j
               JOIN trade_payments_v1 x ON x.order_no = j.order_no AND x.marketplace_id = j.marketplace_id
                                       AND x.superseded_by IS NULL"""


def _read_heads(connection: psycopg.Connection) -> pl.DataFrame:
    """One row a list with its order and waybill beside it, whose columns begin with `order.` and `waybill.`."""
    lists = {name: _LIST.get(name, f"{'i' if name in _LIST_SIDE else 'l'}.{name}") for name in frames.LISTS}
    parts = list(lists.values())
    schema: dict[str, pl.DataType | type[pl.DataType]] = dict(frames.LISTS)
    for name, columns, side, ids in (
        ("order", frames.ORDERS, _ORDER_SIDE, "oi.order_id"),
        ("waybill", frames.WAYBILLS, _WAYBILL_SIDE, "wi.waybill_id"),
    ):
        head, beside = name[0], f"{name[0]}i"
        for column in columns:
            where = ids if column == f"{name}_id" else f"{beside if column in side else head}.{column}"
            parts.append(where)
            schema[f"{name}.{column}"] = columns[column]
    return copy_out(
        connection,
        f"""
        SELECT {", ".join(parts)}
          FROM judge_imports j
          JOIN declarations_list l ON l.order_no = j.order_no AND l.id = j.list_id
          JOIN declarations_list_import i ON i.order_no = j.order_no AND i.list_id = j.list_id
          LEFT JOIN trade_orders_v1 o ON o.order_no = l.order_no AND o.marketplace_id = l.marketplace_id
                                 AND o.superseded_by IS NULL
          LEFT JOIN trade_orders_import_v1 oi ON oi.order_no = o.order_no AND oi.order_id = o.id
          LEFT JOIN LATERAL (
               SELECT * FROM trade_waybills_v1 w WHERE w.waybill_no = l.waybill_no AND w.carrier_id = l.carrier_id
                  AND w.superseded_by IS NULL ORDER BY w.use DESC LIMIT 1) w ON true
          LEFT JOIN trade_waybills_import_v1 wi ON wi.waybill_no = w.waybill_no AND wi.waybill_id = w.id""",
        schema,
    ).sort("list_id")


def _part_of(heads: pl.DataFrame, name: str, schema: Types) -> pl.DataFrame:
    """The orders or waybills that stand beside the lists, each once. What export left has no side row: not come."""
    part = heads.select(pl.col(f"{name}.{column}").alias(column) for column in schema)
    return part.filter(pl.col(f"{name}_id").is_not_null()).unique(f"{name}_id", maintain_order=True)


def _read(connection: psycopg.Connection, schema: Types, source: str, renamed: Mapping[str, str]) -> pl.DataFrame:
    columns = ", ".join(renamed.get(column, f"x.{column}") for column in schema)
    return copy_out(connection, f"SELECT {columns} FROM {source}", schema)


def _read_others(connection: psycopg.Connection, schema: Types, states: tuple[str, ...]) -> pl.DataFrame:
    """Living lists that share order or waybill with those to judge and are decided already."""
    renamed = {"list_id": "l.id", "state": "j.state"}
    columns = ", ".join(renamed.get(column, f"l.{column}") for column in schema)
    return copy_out(
        connection,
        f"""SELECT {columns} FROM judge_locked j
              JOIN declarations_list l ON l.order_no = j.order_no AND l.id = j.list_id
             WHERE j.state = ANY (%(living)s)""",
        schema,
        {"living": [state for state in LIVING if state not in states]},
    )
