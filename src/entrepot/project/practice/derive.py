"""What a practice folder lacks to declare its orders: waybills, collection slips and goods data, invented from a seed.

Everything is a pure function of the orders and the seed, plausible and marked PRACTICE · 练习. Filed for real, an
invented payment or waybill would be an offence; the command that calls this works in practice folders only.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import polars as pl

from entrepot.gateways.sheets.order_lines import with_identity as with_order_identity
from entrepot.modules.catalogue import api as catalogue
from entrepot.project.practice import wares
from entrepot.project.practice.firms import CARRIERS, PAYMENT_FIRM
from entrepot.project.practice.identity import placed, with_identity

BY = "practice generator · 练习生成器"
WHY = "invented for practice · 练习虚构"
EXACT = pl.Decimal(38, 10)
TIME = pl.Datetime("us", "UTC")
_CHINA = ZoneInfo("Asia/Shanghai")
_ORDER = ["order_no", "marketplace_code"]
# The waybill message has no field for the order; the carrier's note names it, in the words of the interface.
_NOTE = r"^orderNo=(?<order_no>.*);ebpCode=(?<marketplace_code>[^;]*)$"
_TARE_KG = Decimal("0.05")
_FURTHER_ELEMENTS = (("use", "用途"), ("material", "材质"), ("brand", "品牌"))
_ELEMENT_NAMES = (catalogue.BRAND_KIND, catalogue.PREFERENCE, *(name for _, name in _FURTHER_ELEMENTS))


def draws(texts: Sequence[str], seed: int, salt: str) -> pl.Series:
    """A number (UInt64) for each text that depends on text, seed and salt alone."""
    key = f"{seed}:{salt}".encode()
    numbers = [int.from_bytes(hashlib.blake2b(text.encode(), key=key, digest_size=8).digest(), "big") for text in texts]
    return pl.Series("draw", numbers, dtype=pl.UInt64)


def moved(orders: pl.DataFrame, to: date) -> timedelta:
    """By how much times move so that the earliest order falls on the day `to` in China, spacing kept."""
    times = orders["placed_at"].drop_nulls()
    if times.is_empty():
        raise ValueError(
            "expected orders with the time at which they were placed, found none; import an order file first"
        )
    first: datetime = times.sort()[0]
    return timedelta(days=(to - first.astimezone(_CHINA).date()).days)


def move_orders(orders: pl.DataFrame, lines: pl.DataFrame, by: timedelta, now: datetime) -> pl.DataFrame:
    """The orders as changes (app_type 2) placed that much later; decoded heads with new hash and guid."""
    later = orders.with_columns(pl.col("placed_at") + by, app_type=pl.lit("2"), app_time=pl.lit(now).cast(TIME))
    return with_order_identity(later.drop("content_hash", "guid", strict=False), lines)


def derive_goods(lines: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Goods data (seller_id and the cells of the catalogue) for each ware in `lines`.

    lines: seller_id, item_no, item_name, unit. Declared units are those of the lines; a ware sold in several units gets
    the first.
    """
    known = lines.group_by("seller_id", "item_no", maintain_order=True).agg(
        pl.col("item_name").first(), pl.col("unit").first()
    )
    kinds = wares.frame()
    number = draws(known["item_no"].to_list(), seed, "goods")
    kind = kinds[(number % kinds.height).cast(pl.UInt32)]
    grams = (number // 1000 % 900 + 100).cast(pl.Int64)
    cells = known.hstack(kind.select("declared_name", "hs_code", "model", "unit1", "unit2")).with_columns(
        net_weight_kg=grams.cast(EXACT) * Decimal("0.001"),
        gross_weight_kg=(grams + grams // 8 + 5).cast(EXACT) * Decimal("0.001"),
    )
    counted = pl.col("unit1") != "035"
    one = pl.lit(Decimal(1), dtype=EXACT)
    weighed = pl.lit("035")
    elements = [
        catalogue.write_elements(list(zip(_ELEMENT_NAMES, model.split("|"), strict=True))) for model in cells["model"]
    ]
    return cells.with_columns(
        pl.Series("elements", elements),
        unit1=pl.when(counted).then("unit").otherwise(weighed),
        factor1=pl.when(counted).then(one).otherwise("net_weight_kg"),
        unit2=pl.when(counted).then(weighed),
        factor2=pl.when(counted).then("net_weight_kg"),
        hs_chosen_by=pl.lit(BY),
        hs_reason=pl.lit(WHY),
        origin=pl.lit("142"),
        gtin=pl.lit(None, dtype=pl.String),
        **{name: pl.lit(value=False) for name in ("battery", "liquid", "branded")},
    ).select("seller_id", "item_no", *catalogue.GOODS_CELLS)


def derive_waybills(
    orders: pl.DataFrame, lines: pl.DataFrame, goods: pl.DataFrame, seed: int, later: timedelta = timedelta()
) -> pl.DataFrame:
    """A waybill an order: decoded heads with order_no and marketplace_code beside.

    orders: decoded heads with seller_id and placed_at; lines: with order_no and marketplace_code of their order,
    item_no, qty; goods: as derived or stored. Weights follow from the goods; the parcel is handed over six hours after
    the order, moved by `later`.
    """
    weights = (
        lines.join(orders.select(*_ORDER, "seller_id"), on=_ORDER)
        .join(goods.select("seller_id", "item_no", "gross_weight_kg", "declared_name"), on=["seller_id", "item_no"])
        .sort(*_ORDER, "gnum")
        .group_by(_ORDER, maintain_order=True)
        .agg(
            kg=(pl.col("qty") * pl.col("gross_weight_kg")).sum().round(5, mode="half_away_from_zero"),
            goods_info=pl.col("declared_name").unique(maintain_order=True).head(3).str.join("、"),
        )
    )
    heads = orders.join(weights, on=_ORDER, maintain_order="left")
    number = draws([f"{row[1]}\x1f{row[0]}" for row in heads.select(_ORDER).iter_rows()], seed, "waybill")
    carrier = pl.Series([firm.customs_code for firm in CARRIERS]).gather((number % len(CARRIERS)).cast(pl.UInt32))
    names = pl.Series([firm.filed_name for firm in CARRIERS]).gather((number % len(CARRIERS)).cast(pl.UInt32))
    gross = pl.col("kg") + pl.lit(_TARE_KG, dtype=EXACT)
    waybills = heads.with_columns(
        carrier.alias("carrier_code"),
        names.alias("carrier_name"),
        (pl.lit("PX") + number.cast(pl.String).str.zfill(20)).alias("waybill_no"),
    ).select(
        *_ORDER,
        "carrier_code",
        "carrier_name",
        "waybill_no",
        "seller_code",
        "seller_name",
        "goods_info",
        app_type=pl.lit("1"),
        app_status=pl.lit("2"),
        app_time=pl.col("placed_at") + later + pl.duration(hours=6),
        freight=(pl.lit(Decimal(12), dtype=EXACT) + gross * Decimal(8)).round(2, mode="half_away_from_zero"),
        insured_fee=pl.lit(Decimal(0), dtype=EXACT),
        currency=pl.lit("142"),
        gross_weight_kg=gross,
        pack_no=(gross // Decimal(20)).cast(pl.Int64) + 1,
        seller_telephone=pl.lit(None, dtype=pl.String),
        note=pl.format("orderNo={};ebpCode={}", "order_no", "marketplace_code"),
    )
    return with_identity("waybill", placed(waybills))


def with_orders(waybills: pl.DataFrame) -> pl.DataFrame:
    """Stored waybills with order_no and marketplace_code from their notes; those that name no order are left out."""
    parts = pl.col("note").str.extract_groups(_NOTE)
    named = waybills.with_columns(parts.struct.field("order_no"), parts.struct.field("marketplace_code"))
    return named.drop_nulls("order_no")


def derive_slips(orders: pl.DataFrame, seed: int, later: timedelta = timedelta()) -> pl.DataFrame:
    """A collection slip an order, over its goods value and freight, five minutes after it was placed; decoded heads."""
    number = draws([f"{row[1]}\x1f{row[0]}" for row in orders.select(_ORDER).iter_rows()], seed, "slip")
    slips = orders.select(
        *_ORDER,
        "marketplace_name",
        "seller_code",
        "seller_name",
        "currency",
        pl.Series("pay_no", [f"PPAY{value:020d}" for value in number], dtype=pl.String),
        app_type=pl.lit("1"),
        app_status=pl.lit("2"),
        app_time=pl.col("placed_at") + later + pl.duration(minutes=10),
        pay_code=pl.lit(PAYMENT_FIRM.customs_code),
        pay_name=pl.lit(PAYMENT_FIRM.filed_name),
        charge=pl.col("goods_value") + pl.col("freight"),
        accounting_date=pl.col("placed_at") + later + pl.duration(minutes=5),
        note=pl.lit(WHY),
    )
    return with_identity("slip", placed(slips))
