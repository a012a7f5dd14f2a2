"""Clean import sets: order, payment, waybill and list of one buyer that agree in every figure, their tax withheld.

Made of export sets, whose goods, firms and days they keep: priced in CNY at a stated rate, with invented buyers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import polars as pl

from entrepot.engines import duty
from entrepot.engines.clearance import Edition
from entrepot.project.practice.firms import PAYMENT_FIRM
from entrepot.project.practice.people import people
from entrepot.project.practice.sets import EXACT, Sets, bare_sets, draw

CNY = "142"
CNY_A_USD = Decimal("7.1")  # of the practice world; no rate of any day
SHARE = Decimal("0.7")  # of consumption tax and VAT that is levied within the limits (Caiguanshui [2018] 49)
_SET = ["message_no", "document_no"]
_CENT = 2
_FROM_ABROAD = "502"


@dataclass(frozen=True)
class ImportSets:
    """Decoded frames by kind of document: heads one row a document, lines one row a line, no ids, no hashes."""

    orders: pl.DataFrame
    order_lines: pl.DataFrame
    payments: pl.DataFrame
    waybills: pl.DataFrame
    lists: pl.DataFrame
    list_lines: pl.DataFrame


# kind → heads, lines
FRAMES = {
    "import_order": ("orders", "order_lines"),
    "payment": ("payments", ""),
    "import_waybill": ("waybills", ""),
    "import_list": ("lists", "list_lines"),
}
SENDER: Mapping[str, str] = {
    "import_order": "marketplace_code",
    "payment": "pay_code",
    "import_waybill": "carrier_code",
    "import_list": "agent_code",
}


def import_sets(
    n: int, seed: int, rates: Edition, *, first_no: int = 1, at: datetime, lines_per_order: int = 2, buyers: int = 0
) -> ImportSets:
    """Make `n` sets as `practice.sets.bare_sets`, of `buyers` persons (0: a person a set)."""
    sets = bare_sets(n, seed, lines_per_order, first_no, at)
    number = pl.int_range(n, dtype=pl.Int64, eager=True) + first_no
    drawn = number.to_frame("k").select(draw(pl.col("k"), seed, 8, buyers)).to_series() if buyers else number
    return as_import(sets, drawn, rates, CNY_A_USD)


def as_import(sets: Sets, persons: pl.Series, rates: Edition, cny: Decimal) -> ImportSets:
    """Export sets whose heads stand side by side, one waybill and list an order, as import sets.

    persons: the number of the buyer of each set (practice.people); cny: CNY for one of the sets' currency; rates: an
    edition `import_rates` that knows all codes.
    """
    order_lines = _priced(sets.order_lines, cny).with_columns(
        item_name=sets.list_lines["declared_name"], model=sets.list_lines["model"], country=pl.lit(_FROM_ABROAD)
    )
    list_lines = _list_lines(sets.list_lines, cny)
    freight = sets.waybills["freight"]
    value = order_lines.group_by(_SET, maintain_order=True).agg(pl.col("total_price").sum())["total_price"]
    tax = _tax(list_lines, freight, value, rates)
    heads = sets.orders.with_columns(
        goods_value=value, freight=freight, tax_total=tax, actual_paid=value + freight + tax
    ).hstack(people(persons))
    paid = _payments(heads, sets.slips)
    named = heads.with_columns(paid["pay_code"], paid["pay_name"], paid["pay_transaction_no"])
    return ImportSets(_orders(named), order_lines, paid, _waybills(sets, named), _lists(sets, named), list_lines)


def _priced(lines: pl.DataFrame, cny: Decimal) -> pl.DataFrame:
    price = (pl.col("price") * pl.lit(cny, EXACT)).round(_CENT, mode="half_away_from_zero").cast(EXACT)
    return (
        lines.with_columns(price=price, currency=pl.lit(CNY))
        .with_columns(total_price=pl.col("qty") * pl.col("price"))
        .drop("repeat_of", strict=False)
    )


def _list_lines(lines: pl.DataFrame, cny: Decimal) -> pl.DataFrame:
    return _priced(lines, cny).with_columns(
        country=pl.lit(_FROM_ABROAD), trade_country=pl.lit(_FROM_ABROAD), item_name="declared_name"
    )


def _tax(lines: pl.DataFrame, freight: pl.Series, value: pl.Series, rates: Edition) -> pl.Series:
    """What the law asks of each set, to the cent."""
    sets = lines.select(_SET).unique(maintain_order=True).with_row_index("list_id")
    sets = sets.with_columns(freight.alias("charges"), value.alias("goods_total"), pl.col("list_id").cast(pl.Int64))
    asked = lines.join(sets, on=_SET, maintain_order="left").with_columns(in_full=pl.lit(value=False))
    taxed = duty.taxed(asked, duty.Rates(rates), SHARE)
    return duty.bills(taxed).sort("list_id")["tax"].cast(EXACT)


def _text(*names: str) -> list[pl.Expr]:
    return [pl.lit(None, pl.String).alias(name) for name in names]


def _orders(heads: pl.DataFrame) -> pl.DataFrame:
    return heads.with_columns(
        order_type=pl.lit("I"),
        currency=pl.lit(CNY),
        discount=pl.lit(Decimal(0), EXACT),
        batch_numbers=pl.lit(None, pl.String),
    ).drop("placed_at", "destination", strict=False)


def _payments(heads: pl.DataFrame, slips: pl.DataFrame) -> pl.DataFrame:
    return heads.select(
        *_SET,
        slips["guid"],
        slips["app_type"],
        slips["app_time"],
        "app_status",
        "order_no",
        "marketplace_code",
        "marketplace_name",
        slips["pay_no"].alias("pay_transaction_no"),
        payer_id_type="buyer_id_type",
        payer_id_number="buyer_id_number",
        payer_name="buyer_name",
        payer_telephone="buyer_telephone",
        pay_code=pl.lit(PAYMENT_FIRM.customs_code),
        pay_name=pl.lit(PAYMENT_FIRM.filed_name),
        amount_paid="actual_paid",
        currency=pl.lit(CNY),
        pay_time=slips["accounting_date"],
        note=pl.lit(None, pl.String),
    )


_CONSIGNEE = ("consignee", "consignee_telephone", "consignee_address")


def _waybills(sets: Sets, heads: pl.DataFrame) -> pl.DataFrame:
    beside = heads.select("order_no", *_CONSIGNEE)
    return (
        sets.waybills.drop("seller_code", "seller_name", "seller_telephone", "order_no", strict=False)
        .hstack(beside)
        .with_columns(*_text("bill_no"), pack_no=pl.lit(1, pl.Int64))  # one parcel a list, however heavy (M14)
    )


def _lists(sets: Sets, heads: pl.DataFrame) -> pl.DataFrame:
    buyer = ("buyer_id_type", "buyer_id_number", "buyer_name", "buyer_telephone", "consignee_address")
    day = pl.col("app_time").dt.convert_time_zone("Asia/Shanghai").dt.date()
    not_here = (
        "statistics_flag", "owner_code", "owner_name", "warehouse_code", "warehouse_name", "pod", "freight_currency",
        "freight_flag", "insured_currency", "insured_flag", "total_package_no",
    )  # fmt: skip
    return (
        sets.lists.drop(not_here, strict=False)
        .rename({"traf_name": "traf_no"})
        .hstack(heads.select(buyer))
        .with_columns(
            *_text("area_code", "area_name"),
            cop_no=pl.col("cop_no").str.slice(-20),
            freight=heads["freight"],
            assure_code="marketplace_code",
            ie_flag=pl.lit("I"),
            decl_time=day,
            country=pl.lit(_FROM_ABROAD),
            currency=pl.lit(CNY),
            pack_no=pl.lit(1, pl.Int64),
        )
    )
