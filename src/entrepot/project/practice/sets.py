"""Clean sets for benches and tests: order, collection slip, waybill and declaration list that agree in every figure.

A set is a pure function of (seed, number): the same arguments give the same bytes, and a part of a long series can be
made alone with `first_no`. Nothing is planted here; faults are put in by `faults`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl

from entrepot.project.practice import wares
from entrepot.project.practice.firms import BROKER, CARRIERS, MARKETPLACE, PAYMENT_FIRM, SELLERS, Firm
from entrepot.project.practice.identity import with_hashes

EXACT = pl.Decimal(38, 10)
DOCUMENTS_PER_MESSAGE = 100  # the interface takes 1..100 documents a message (edition 202205)
_FIRST_DAY = datetime(2026, 3, 1, 16, tzinfo=UTC)  # midnight of 2 March in China
SECONDS_USED = 72_000  # of the day, so that the later documents of a set fall on the same day in China
_DESTINATIONS = ("502", "303", "304", "305", "116", "601")  # US, GB, DE, FR, JP, AU: old customs codes
_USD, _CNY = "502", "142"
_TARE_GRAMS = 60  # a carton and its filling, one a set
_SET = ["message_no", "document_no"]


@dataclass(frozen=True)
class Sets:
    """Decoded frames as the contract of frames has them: heads one row a document, lines one row a line, no ids."""

    orders: pl.DataFrame
    order_lines: pl.DataFrame
    slips: pl.DataFrame
    waybills: pl.DataFrame
    lists: pl.DataFrame
    list_lines: pl.DataFrame


def generate_sets(n: int, seed: int, lines_per_order: int = 2, first_no: int = 1, at: datetime = _FIRST_DAY) -> Sets:
    """Make `n` consistent sets, numbered from `first_no`, with content hashes; see `bare_sets`."""
    sets = bare_sets(n, seed, lines_per_order, first_no, at)
    return Sets(
        with_hashes("order", sets.orders, sets.order_lines),
        sets.order_lines,
        with_hashes("slip", sets.slips),
        with_hashes("waybill", sets.waybills),
        with_hashes("list", sets.lists, sets.list_lines),
        sets.list_lines,
    )


def bare_sets(n: int, seed: int, lines_per_order: int = 2, first_no: int = 1, at: datetime = _FIRST_DAY) -> Sets:
    """Sets without the column content_hash (six times quicker), for those who write messages of them.

    `at`: aware; sets are submitted from then on, one a second for 20 hours, then again from `at`. Amounts are
    Decimal(38, 10) with at most 5 places. Make a million in parts of some ten thousands, each with its `first_no`.
    Raises ValueError when a number is out of range.
    """
    if n < 0 or first_no < 1 or not 1 <= lines_per_order <= DOCUMENTS_PER_MESSAGE:
        raise ValueError(
            f"expected n >= 0, first_no >= 1 and 1 to 100 lines an order, found {n}, {first_no} and {lines_per_order}"
        )
    keys = _keys(n, seed, first_no, at)
    lines = _lines(keys, seed, lines_per_order)
    heads = keys.hstack(
        lines.group_by("k", maintain_order=True)
        .agg(
            goods_value=pl.col("total_price").sum(),
            net_weight_kg=pl.col("net_kg").sum(),
            goods_info=pl.col("declared_name").first(),
        )
        .drop("k")
    ).with_columns(
        gross_weight_kg=pl.col("net_weight_kg") + _exact(Decimal(_TARE_GRAMS) / 1000),
        line_count=pl.lit(lines_per_order, dtype=pl.Int32),
    )
    return Sets(_orders(heads), _order_lines(lines), _slips(heads), _waybills(heads), _lists(heads), _list_lines(lines))


def _exact(value: Decimal | int) -> pl.Expr:
    return pl.lit(Decimal(value), dtype=EXACT)


def draw(number: pl.Expr, seed: int, salt: int, choices: int) -> pl.Expr:
    """A whole number below `choices`, drawn from (number, seed, salt) alone: splitmix64 in wrapping arithmetic."""
    start = ((seed * 0x9E3779B97F4A7C15) ^ (salt * 0xD1B54A32D192ED03)) % 2**64
    z = number.cast(pl.UInt64) * pl.lit(0x9E3779B97F4A7C15, dtype=pl.UInt64) + pl.lit(start, dtype=pl.UInt64)
    z = (z ^ (z // 2**30)) * pl.lit(0xBF58476D1CE4E5B9, dtype=pl.UInt64)
    z = (z ^ (z // 2**27)) * pl.lit(0x94D049BB133111EB, dtype=pl.UInt64)
    return ((z ^ (z // 2**31)) % choices).cast(pl.Int64)


def _pick(values: tuple[str, ...], index: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(values))).gather(index)


def _firm(prefix: str, firms: tuple[Firm, ...], index: pl.Expr) -> list[pl.Expr]:
    return [
        _pick(tuple(firm.customs_code for firm in firms), index).alias(f"{prefix}_code"),
        _pick(tuple(firm.filed_name for firm in firms), index).alias(f"{prefix}_name"),
    ]


def _keys(n: int, seed: int, first_no: int, at: datetime) -> pl.DataFrame:
    k = pl.col("k")
    number = (k + first_no).cast(pl.String).str.zfill(10)
    later = pl.duration(seconds=(k + first_no - 1) % SECONDS_USED)
    return pl.DataFrame({"k": pl.int_range(n, eager=True)}).select(
        "k",
        (k // DOCUMENTS_PER_MESSAGE).alias("message_no"),
        (k % DOCUMENTS_PER_MESSAGE + 1).cast(pl.Int32).alias("document_no"),
        pl.concat_str(pl.lit(f"P{seed:04d}-"), number).alias("order_no"),
        pl.concat_str(pl.lit(f"PWB{seed:04d}"), number).alias("waybill_no"),
        pl.concat_str(pl.lit(f"PL{seed:04d}-"), number).alias("cop_no"),
        pl.concat_str(pl.lit(f"PPAY{seed:04d}"), number).alias("pay_no"),
        pl.concat_str(pl.lit(f"-{seed % 65536:04X}-4000-8000-00"), number).alias("guid_tail"),
        pl.lit(at).cast(pl.Datetime("us", "UTC")).add(later).alias("at"),
        *_firm("seller", SELLERS, draw(k + first_no, seed, 1, len(SELLERS))),
        *_firm("carrier", CARRIERS, draw(k + first_no, seed, 2, len(CARRIERS))),
        _pick(_DESTINATIONS, draw(k + first_no, seed, 3, len(_DESTINATIONS))).alias("country"),
        (draw(k + first_no, seed, 4, 900) + 100).alias("freight_fen"),
        (k + first_no).alias("number"),
    )


def _lines(keys: pl.DataFrame, seed: int, lines_per_order: int) -> pl.DataFrame:
    gnums = pl.DataFrame({"gnum": pl.int_range(1, lines_per_order + 1, dtype=pl.Int32, eager=True)})
    lines = keys.select("k", *_SET, "number", "country").join(gnums, how="cross", maintain_order="left_right")
    draws = pl.col("number") * DOCUMENTS_PER_MESSAGE + pl.col("gnum").cast(pl.Int64)
    ware = lines.select(draw(draws, seed, 5, wares.frame().height).alias("ware"))["ware"]
    lines = lines.hstack(wares.frame()[ware])
    weight = pl.col("grams").cast(EXACT) * _exact(Decimal("0.001"))
    return (
        lines.with_columns(
            qty=(draw(draws, seed, 6, 6) + 1).cast(EXACT),
            price=(pl.col("cents") + draw(draws, seed, 7, 200)).cast(EXACT) * _exact(Decimal("0.01")),
        )
        .with_columns(total_price=pl.col("qty") * pl.col("price"), net_kg=pl.col("qty") * weight)
        .with_columns(
            qty1=pl.when(pl.col("unit1") == pl.col("unit")).then("qty").otherwise("net_kg"),
            qty2=pl.when(pl.col("unit2").is_not_null()).then("net_kg"),
        )
    )


def _head(kind: str, minutes: int) -> list[pl.Expr]:
    """The technical head of a document of this message kind, submitted so many minutes after its set began."""
    return [
        pl.col("message_no"),
        pl.col("document_no"),
        pl.concat_str(pl.lit(f"E0{kind}000"), "guid_tail").alias("guid"),
        pl.lit("1").alias("app_type"),
        (pl.col("at") + pl.duration(minutes=minutes)).alias("app_time"),
        pl.lit("2").alias("app_status"),
    ]


def _marketplace() -> list[pl.Expr]:
    return [
        pl.lit(MARKETPLACE.customs_code).alias("marketplace_code"),
        pl.lit(MARKETPLACE.filed_name).alias("marketplace_name"),
    ]


def _absent(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=pl.String).alias(name) for name in names]


def _orders(heads: pl.DataFrame) -> pl.DataFrame:
    return heads.select(
        *_head("303", 0),
        pl.lit("E").alias("order_type"),
        "order_no",
        *_marketplace(),
        "seller_code",
        "seller_name",
        "goods_value",
        _exact(0).alias("freight"),
        pl.lit(_USD).alias("currency"),
        *_absent("note"),
        "line_count",
        pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("placed_at"),
        *_absent("destination"),
    )


def _order_lines(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select(
        *_SET,
        "gnum",
        "item_no",
        "item_name",
        *_absent("item_describe", "barcode"),
        "unit",
        pl.lit(_USD).alias("currency"),
        "qty",
        "price",
        "total_price",
        *_absent("note"),
        pl.lit(None, dtype=pl.Int32).alias("repeat_of"),
    )


def _slips(heads: pl.DataFrame) -> pl.DataFrame:
    return heads.select(
        *_head("403", 2),
        *_marketplace(),
        "seller_code",
        "seller_name",
        "order_no",
        pl.lit(PAYMENT_FIRM.customs_code).alias("pay_code"),
        pl.lit(PAYMENT_FIRM.filed_name).alias("pay_name"),
        "pay_no",
        pl.col("goods_value").alias("charge"),
        pl.lit(_USD).alias("currency"),
        (pl.col("at") + pl.duration(minutes=1)).alias("accounting_date"),
        *_absent("note"),
    )


def _freight() -> pl.Expr:
    return pl.col("freight_fen").cast(EXACT) * _exact(Decimal("0.01"))


def _waybills(heads: pl.DataFrame) -> pl.DataFrame:
    return heads.select(
        *_head("505", 3),
        "carrier_code",
        "carrier_name",
        "waybill_no",
        _freight().alias("freight"),
        _exact(0).alias("insured_fee"),
        pl.lit(_CNY).alias("currency"),
        "gross_weight_kg",
        pl.lit(1, dtype=pl.Int64).alias("pack_no"),
        "goods_info",
        "seller_code",
        "seller_name",
        *_absent("seller_telephone", "note"),
    )


def _lists(heads: pl.DataFrame) -> pl.DataFrame:
    china_day = (pl.col("at") + pl.duration(minutes=5)).dt.convert_time_zone("Asia/Shanghai").dt.date()
    return heads.select(
        *_head("603", 5),
        pl.lit("5141").alias("customs_code"),
        *_marketplace(),
        "order_no",
        "carrier_code",
        "carrier_name",
        "waybill_no",
        "cop_no",
        *_absent("pre_no", "invt_no"),
        pl.lit("E").alias("ie_flag"),
        pl.lit("5141").alias("port_code"),
        china_day.alias("ie_date"),
        pl.lit("B").alias("statistics_flag"),
        pl.lit(BROKER.customs_code).alias("agent_code"),
        pl.lit(BROKER.filed_name).alias("agent_name"),
        "seller_code",
        "seller_name",
        pl.col("seller_code").alias("owner_code"),
        pl.col("seller_name").alias("owner_name"),
        *_absent("warehouse_code", "warehouse_name", "ems_no"),
        pl.lit("9610").alias("trade_mode"),
        *_transport(),
        "country",
        pl.col("country").alias("pod"),
        _freight().alias("freight"),
        pl.lit(_CNY).alias("freight_currency"),
        pl.lit("3").alias("freight_flag"),
        _exact(0).alias("insured_fee"),
        pl.lit(_CNY).alias("insured_currency"),
        pl.lit("3").alias("insured_flag"),
        pl.lit("2").alias("wrap_type"),
        pl.lit(1, dtype=pl.Int64).alias("pack_no"),
        "gross_weight_kg",
        "net_weight_kg",
        *_absent("note"),
        "line_count",
    )


def _transport() -> list[pl.Expr]:
    """By air (old code 5), one flight a day, its bill and consolidated bags numbered by the message."""
    bag = pl.concat_str(pl.lit("PBAG"), pl.col("message_no").cast(pl.String).str.zfill(8))
    return [
        pl.lit("5").alias("traf_mode"),
        pl.lit("PX").alias("traf_name"),
        pl.lit("PX9610").alias("voyage_no"),
        pl.lit("99900000010").alias("bill_no"),
        bag.alias("total_package_no"),
        *_absent("loct_no", "licence_no"),
    ]


def _list_lines(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select(
        *_SET,
        "gnum",
        "item_no",
        *_absent("item_record_no"),
        "item_name",
        "hs_code",
        "declared_name",
        "model",
        pl.lit("无").alias("barcode"),
        "country",
        pl.lit(_USD).alias("currency"),
        "qty",
        "qty1",
        "qty2",
        "unit",
        "unit1",
        "unit2",
        "price",
        "total_price",
        *_absent("note"),
    )
