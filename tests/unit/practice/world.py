"""A small practice world of orders, in frames: imported, derived, drafted, judged."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from entrepot import rulebook
from entrepot.engines.clearance import Batch, Edition, References, Verdicts, judge
from entrepot.gateways.sheets.mapping import Mapping
from entrepot.gateways.sheets.order_lines import read_order_lines
from entrepot.modules.declarations.drafting import Basis, Drafts, Filer, draft_lists
from entrepot.project.practice import derive, faults
from entrepot.project.practice.editions import practice_editions
from entrepot.project.practice.firms import BROKER, GIFT_EXPORTER, MARKETPLACE

KEY = ["order_no", "marketplace_code"]
PLACE = ["message_no", "document_no"]
FILER = Filer(BROKER.customs_code, BROKER.filed_name, "5141", "5141", "5", "2", bill_no="99900000010")
BOOK = rulebook.load()
_FIELDS = ("order_no", "item_no", "item_name", "qty", "price", "placed_at")
MAPPING = Mapping(
    columns={name: name for name in _FIELDS},
    constants={
        "marketplace_code": MARKETPLACE.customs_code, "marketplace_name": MARKETPLACE.filed_name,
        "seller_code": GIFT_EXPORTER.customs_code, "seller_name": GIFT_EXPORTER.filed_name, "order_type": "E",
        "currency": "303", "unit": "007", "destination": "502",
    },
)  # fmt: skip
SELLER_ID, OTHER_ID, MARKETPLACE_ID = 7, 8, 1


@dataclass
class World:
    """The documents of one practice seller."""

    orders: pl.DataFrame
    lines: pl.DataFrame
    goods: pl.DataFrame
    waybills: pl.DataFrame
    slips: pl.DataFrame
    plan: pl.DataFrame
    now: datetime

    @property
    def order_lines(self) -> pl.DataFrame:
        heads = self.orders.select(*PLACE, *KEY, "seller_id", "marketplace_id")
        return self.lines.join(heads, on=PLACE, maintain_order="left")

    def basis(self) -> Basis:
        named = derive.with_orders(self.waybills.drop("order_no", "marketplace_code"))
        parcels = named.join(self.orders.select(*KEY, "marketplace_id"), on=KEY)
        return Basis(self.orders, self.order_lines, parcels, self.goods)

    def drafts(self) -> Drafts:
        return draft_lists(self.basis(), BOOK.at(self.now.date()), FILER, self.now)


def read_orders(counts: list[int], now: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Orders with so many lines each, as read from a sheet, with party ids."""
    rows = [
        f"A{n:04d},W{(n * 7 + k) % 40:02d},ware {k},{k % 5 + 1},{k % 9 + 1}.{n % 90 + 10},"
        f"2025-{n % 12 + 1:02d}-05 10:00:00"
        for n, count in enumerate(counts)
        for k in range(count)
    ]
    read = read_order_lines("\n".join([",".join(_FIELDS), *rows]).encode(), MAPPING, now=now)
    ids = {"seller_id": SELLER_ID, "marketplace_id": MARKETPLACE_ID}
    return read.orders.with_columns(
        pl.lit(value, dtype=pl.Int64).alias(name) for name, value in ids.items()
    ), read.lines


def world(counts: list[int], rate: str = "0", seed: int = 3, day: date = date(2026, 3, 2)) -> World:
    now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    orders, lines = read_orders(counts, now)
    rules = faults.rules_looking(BOOK, BOOK.at(day))
    plan = faults.plan_faults(orders, Decimal(rate), seed, rules)
    orders, lines = faults.plant("orders", orders, lines, plan)
    made = World(orders, lines, pl.DataFrame(), pl.DataFrame(), pl.DataFrame(), plan, now)
    later = derive.moved(orders, day)
    made.goods = derive.derive_goods(made.order_lines, seed)
    waybills = derive.derive_waybills(orders, made.order_lines, made.goods, seed, later)
    slips = derive.derive_slips(orders, seed, later)
    made.waybills, _ = faults.plant("waybills", waybills, waybills.clear(), plan)
    made.slips, _ = faults.plant("slips", slips, slips.clear(), plan)
    return made


def _party(column: str) -> pl.Expr:
    mine = pl.col(column) == GIFT_EXPORTER.customs_code
    return pl.when(pl.col(column).is_not_null()).then(pl.when(mine).then(SELLER_ID).otherwise(OTHER_ID)).cast(pl.Int64)


def _numbered(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(name))


def editions() -> References:
    """The practice editions, as the engine takes them."""
    found = {}
    for new, entries in practice_editions():
        rows = entries.select("code")
        if new.kind == "export_measures":
            rows = pl.DataFrame(
                [
                    {"prefix": code, **json.loads(text)}
                    for code, text in entries.select("code", "attributes").iter_rows()
                ]
            )
        if new.kind in {"units", "currencies", "countries", "hs_codes", "export_measures"}:
            found[new.kind] = Edition(new.kind, new.edition, new.source, "00", rows, complete=False)
    return References(found)


def judged(made: World, lists: pl.DataFrame, list_lines: pl.DataFrame) -> tuple[Verdicts, pl.DataFrame]:
    """The verdicts, and the lists with their ids."""
    orders = _numbered(made.orders, "order_id").with_columns(deleted=pl.lit(value=False))
    waybills = _numbered(made.waybills, "waybill_id").with_columns(
        _party("seller_code").alias("seller_id"), deleted=pl.lit(value=False)
    )
    heads = _numbered(lists, "list_id").with_columns(
        _party("seller_code").alias("seller_id"),
        marketplace_id=pl.lit(MARKETPLACE_ID, dtype=pl.Int64),
        carrier_id=pl.col("carrier_code").str.slice(-1).cast(pl.Int64),
        arrived_at=pl.lit(made.now).cast(pl.Datetime("us", "UTC")),
    )
    heads = heads.join(orders.select(*KEY, "order_id"), on=KEY, how="left", maintain_order="left").join(
        waybills.select("waybill_no", "carrier_code", "waybill_id"),
        on=["waybill_no", "carrier_code"], how="left", maintain_order="left",
    )  # fmt: skip
    slips = _numbered(made.slips, "slip_id").with_columns(
        marketplace_id=pl.lit(MARKETPLACE_ID, dtype=pl.Int64), seller_id=pl.lit(SELLER_ID, dtype=pl.Int64),
        deleted=pl.lit(value=False),
    )  # fmt: skip
    batch = Batch(
        lists=heads,
        list_lines=list_lines.join(heads.select(*PLACE, "list_id"), on=PLACE),
        orders=orders,
        order_lines=made.lines.join(orders.select(*PLACE, "order_id"), on=PLACE),
        waybills=waybills,
        slips=slips,
    )
    return judge(batch, BOOK, editions(), made.now), heads
