"""Generated batches in which every document agrees, and ways to change one cell of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from entrepot.engines.clearance import Batch, Edition, References, frames

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)  # 20:00 in China
ARRIVED = NOW - timedelta(hours=1)
SUBMITTED = ARRIVED - timedelta(minutes=5)
PRICES = ("12.50", "0.99", "3.33333", "0")


def batch_of(
    n: int, *, lines: int = 0, first: int = 0, submitted: datetime = SUBMITTED, arrived: datetime = ARRIVED
) -> Batch:
    """`n` lists, each of its own order with `lines` lines (0: 2, 3 or 4 in turn), in which every check passes."""
    heads = [_head(first + k, _lines_of(first + k, lines), submitted, arrived) for k in range(n)]
    order_lines = [line for k in range(n) for line in _lines_of(first + k, lines)]
    listed = [{**line, "list_id": line["order_id"] - 10**6} for line in order_lines]
    return Batch(
        lists=_frame(heads, frames.LISTS),
        list_lines=_frame(listed, frames.LIST_LINES),
        orders=_frame(heads, frames.ORDERS),
        order_lines=_frame(order_lines, frames.ORDER_LINES),
        waybills=_frame(heads, frames.WAYBILLS),
        slips=_frame(heads, frames.SLIPS),
    )


def _frame(rows: list[dict[str, Any]], schema: frames.Schema) -> pl.DataFrame:
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=dict(schema))


def _lines_of(k: int, lines: int) -> list[dict[str, Any]]:
    return [_line(k, gnum) for gnum in range(1, (lines or 2 + k % 3) + 1)]


def _line(k: int, gnum: int) -> dict[str, Any]:
    qty, price = Decimal(1 + (k + gnum) % 5), Decimal(PRICES[(k + gnum) % len(PRICES)])
    return {
        "order_id": 2 * 10**6 + k, "gnum": gnum, "item_no": f"SKU-{gnum}", "hs_code": "6109100021", "country": "502",
        "currency": "502", "qty": qty, "qty1": qty, "qty2": qty * Decimal("0.25"), "unit": "011", "unit1": "011",
        "unit2": "035", "price": price, "total_price": qty * price,
    }  # fmt: skip


def _head(k: int, lines: list[dict[str, Any]], submitted: datetime, arrived: datetime) -> dict[str, Any]:
    goods_value = sum((line["total_price"] for line in lines), Decimal(0))
    return {
        "list_id": 10**6 + k, "order_id": 2 * 10**6 + k, "waybill_id": 3 * 10**6 + k, "slip_id": 4 * 10**6 + k,
        "order_no": f"ORDER-{k}", "marketplace_id": 11, "seller_id": 21 + k % 7, "carrier_id": 31,
        "cop_no": f"COP-{k}", "agent_code": "3301999001", "seller_code": f"33019990{10 + k % 7}",
        "waybill_no": f"WB-{k}", "app_time": submitted, "app_status": "2", "arrived_at": arrived, "ie_flag": "E",
        "trade_mode": "9610", "statistics_flag": "A" if k % 2 else "B", "licence_no": None, "country": "502",
        "freight_currency": "142", "insured_currency": "142", "pack_no": 1, "gross_weight_kg": Decimal("1.25"),
        "net_weight_kg": Decimal("1.1"), "deleted": False, "goods_value": goods_value, "freight": Decimal("2.5"),
        "currency": "502", "line_count": len(lines), "charge": goods_value + Decimal("2.5"),
    }  # fmt: skip


def with_cell(batch: Batch, frame: str, key: Mapping[str, Any], **cells: Any) -> Batch:  # noqa: ANN401
    """The batch with other values in the rows of `frame` that have these keys."""
    old = getattr(batch, frame)
    here = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == value for name, value in key.items()))
    new = [
        pl.when(here).then(pl.lit(value, dtype=old.schema[name])).otherwise(pl.col(name)).alias(name)
        for name, value in cells.items()
    ]
    return replace(batch, **{frame: old.with_columns(new)})


def without(batch: Batch, frame: str, **key: Any) -> Batch:  # noqa: ANN401
    """The batch without the rows of `frame` that have these keys."""
    here = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == value for name, value in key.items()))
    return replace(batch, **{frame: getattr(batch, frame).filter(~here)})


def only(batch: Batch, list_ids: list[int]) -> Batch:
    """The batch with these lists alone, the other documents left as they are."""
    here = pl.col("list_id").is_in(list_ids)
    return replace(batch, lists=batch.lists.filter(here), list_lines=batch.list_lines.filter(here))


def edition(kind: str, rows: Mapping[str, list[Any]], *, complete: bool = True) -> Edition:
    """An edition of a kind with these columns."""
    return Edition(kind, "test 2026", "made for this test", "00", pl.DataFrame(dict(rows)), complete)


@cache
def references() -> References:
    """Small complete editions that know every code of `batch_of`."""
    measures: dict[str, list[Any]] = {
        "prefix": ["61", "610910", "9303"],
        "licence": [False, False, True],
        "export_duty": [False, False, False],
        "refund": [True, False, False],
    }
    return References(
        {
            "units": edition("units", {"code": ["007", "011", "035"]}),
            "currencies": edition("currencies", {"code": ["142", "502"]}),
            "countries": edition("countries", {"code": ["502", "303"]}),
            "hs_codes": edition("hs_codes", {"code": ["6109100021", "6912001000", "9303300000"]}),
            "export_measures": edition("export_measures", measures),
        }
    )
