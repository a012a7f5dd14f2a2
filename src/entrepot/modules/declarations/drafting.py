"""Draft 9610 declaration lists from orders, waybills and goods. Pure: frames in, frames out.

Guarantees: a drafted order is declared whole, each line under the number it has in the order; at most as many lines a
list as the figures allow; the weights and charges of an order's lists add up to those of its waybill to the last digit;
the same order gives the same cop_no. What lacks a needed cell is not drafted, and exactly those cells are named.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from entrepot.modules.catalogue import api as catalogue
from entrepot.rulebook import Figures

EXACT = pl.Decimal(38, 10)
# Rounding: to the five places of the interface, half away from zero.
_PLACES = 5
_CHARS = {"item_no": 20, "declared_name": 250, "model": 250}  # itemNo, gname, gmodel of message 603
_NO_BARCODE = "无"  # none, as the interface wants it
_ORDER = ["order_no", "marketplace_id"]
_WARE = ["seller_id", "item_no"]
_LIST = [*_ORDER, "nth"]
_ORDER_LINE = ["gnum", "item_no", "item_name", "barcode", "unit", "currency", "qty", "price", "total_price"]
UNDRAFTED = {"order_no": pl.String, "marketplace_id": pl.Int64, "reason": pl.String}


@dataclass(frozen=True)
class Filer:
    """Who declares, where, and how the goods leave. Codes are customs codes of message 603.

    simplified: sellers (party ids) whose lists take part in summary statistics of a pilot zone (statistics mark A).
    """

    agent_code: str
    agent_name: str
    customs_code: str
    port_code: str
    traf_mode: str
    wrap_type: str
    traf_name: str | None = None
    voyage_no: str | None = None
    bill_no: str | None = None
    loct_no: str | None = None
    simplified: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Basis:
    """What lists are drafted from; columns as in the tables.

    orders: one row an order, with order_no, marketplace_id, seller_id, codes and names, destination. order_lines,
    waybills: with order_no and marketplace_id of their order. goods: catalogue.GOODS. second_units: see
    catalogue.missing_cells.
    """

    orders: pl.DataFrame
    order_lines: pl.DataFrame
    waybills: pl.DataFrame
    goods: pl.DataFrame
    second_units: pl.DataFrame | None = None


@dataclass(frozen=True)
class Drafts:
    """lists, list_lines: decoded frames (message_no 0, document_no from 1) without guid and content_hash.

    gaps: catalogue.GAPS, each missing cell once. undrafted: orders that have no list, and why: 'goods' (see gaps),
    'waybill' (none yet), 'several_waybills', 'destination' (none given), 'unit' (the order counts in another unit than
    the catalogue), 'too_long' (item number, name or elements do not fit message 603), 'weight' (the goods weigh more
    than the parcel).
    """

    lists: pl.DataFrame
    list_lines: pl.DataFrame
    gaps: pl.DataFrame
    undrafted: pl.DataFrame


def draft_lists(basis: Basis, figures: Figures, filer: Filer, now: datetime) -> Drafts:
    """Lists for every order that has all it needs. `now`: aware, becomes the time of submission and the day of exit.

    Raises RuleDataLapsed where the figures do not say how many lines a list may hold.
    """
    lines = basis.order_lines.select(*_ORDER, *_ORDER_LINE).join(
        basis.orders.select(*_ORDER, "seller_id", "destination"), on=_ORDER, maintain_order="left"
    )
    gaps = catalogue.missing_cells(lines.select(_WARE), basis.goods, basis.second_units)
    figured = _line_figures(lines, basis.goods)
    undrafted = _undrafted(basis, figured, gaps)
    kept = figured.join(undrafted, on=_ORDER, how="anti", maintain_order="left")
    priced = _numbered(kept, figures.whole("list_lines_max"))
    heads = _shares(basis, priced)
    heavy = heads.filter(pl.col("net_weight_kg") > pl.col("gross_weight_kg")).select(_ORDER).unique()
    heads = heads.join(heavy, on=_ORDER, how="anti", maintain_order="left").with_columns(
        message_no=pl.lit(0, dtype=pl.Int64), document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    )
    return Drafts(
        lists=_lists(heads, filer, now),
        list_lines=_list_lines(priced.join(heads.select(*_LIST, "message_no", "document_no"), on=_LIST)),
        gaps=gaps,
        undrafted=pl.concat([undrafted, heavy.with_columns(reason=pl.lit("weight"))]),
    )


def _undrafted(basis: Basis, lines: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """Orders that cannot be drafted, each with the first reason that holds."""
    parcels = basis.waybills.group_by(_ORDER).agg(parcels=pl.len())
    of_lines = (
        lines.join(gaps.select(_WARE).unique().with_columns(lacks=pl.lit(value=True)), on=_WARE, how="left")
        .group_by(_ORDER)
        .agg(
            lacks=pl.col("lacks").any(),
            other_unit=(pl.col("unit") != pl.col("declared_unit")).any(),
            too_long=pl.any_horizontal(pl.col(name).str.len_chars() > most for name, most in _CHARS.items()).any(),
        )
    )
    parcel = pl.col("parcels").fill_null(0)
    reason = (
        pl.when(pl.col("lacks").fill_null(value=True))
        .then(pl.lit("goods"))
        .when(parcel == 0)
        .then(pl.lit("waybill"))
        .when(parcel > 1)
        .then(pl.lit("several_waybills"))
        .when(pl.col("destination").is_null())
        .then(pl.lit("destination"))
        .when("other_unit")
        .then(pl.lit("unit"))
        .when("too_long")
        .then(pl.lit("too_long"))
    )
    met = basis.orders.join(of_lines, on=_ORDER, how="left", maintain_order="left").join(
        parcels, on=_ORDER, how="left", maintain_order="left"
    )
    return met.select(*_ORDER, reason.alias("reason")).drop_nulls("reason")


def _numbered(lines: pl.DataFrame, most: int) -> pl.DataFrame:
    """Lines with nth: which list of their order they stand in, from 1."""
    place = pl.int_range(pl.len(), dtype=pl.Int32).over(_ORDER)
    return lines.sort(*_ORDER, "gnum").with_columns(nth=place // most + 1)


def _rounded(column: pl.Expr) -> pl.Expr:
    return column.round(_PLACES, mode="half_away_from_zero")


def _line_figures(lines: pl.DataFrame, goods: pl.DataFrame) -> pl.DataFrame:
    """Lines with what the catalogue says of their wares, statutory quantities and net weight."""
    cells = goods.select(
        *_WARE, "declared_name", "hs_code", "elements", "gtin", "net_weight_kg", "factor1", "factor2", "unit1", "unit2",
        declared_unit="unit",
    )  # fmt: skip
    models = cells.select(pl.col("elements").unique().drop_nulls()).with_columns(
        model=pl.col("elements").map_elements(catalogue.as_model, return_dtype=pl.String)
    )
    met = lines.join(cells, on=_WARE, how="left", maintain_order="left")
    met = met.join(models, on="elements", how="left", maintain_order="left")
    qty, same = pl.col("qty"), pl.col("unit1") == pl.col("unit")
    return met.with_columns(
        qty1=pl.when(same).then(qty).otherwise(_rounded(qty * pl.col("factor1"))),
        qty2=_rounded(qty * pl.col("factor2")),
        net_kg=_rounded(qty * pl.col("net_weight_kg")),
    )


def _shares(basis: Basis, lines: pl.DataFrame) -> pl.DataFrame:
    """One row a list: its order and waybill, and its share of the waybill's weight and charges by net weight."""
    lists = lines.group_by(_LIST, maintain_order=True).agg(
        net_weight_kg=pl.col("net_kg").sum(), line_count=pl.len().cast(pl.Int32)
    )
    orders = basis.orders.select(
        *_ORDER, "seller_id", "marketplace_code", "marketplace_name", "seller_code", "seller_name", "destination"
    )
    parcels = basis.waybills.select(
        *_ORDER, "waybill_no", "carrier_code", "carrier_name", "pack_no", charge_currency="currency",
        parcel_gross="gross_weight_kg", parcel_freight="freight", parcel_insured="insured_fee",
    )  # fmt: skip
    met = lists.join(orders, on=_ORDER, maintain_order="left").join(parcels, on=_ORDER, maintain_order="left")
    until, whole = pl.col("net_weight_kg").cum_sum().over(_ORDER), pl.col("net_weight_kg").sum().over(_ORDER)
    before = until - pl.col("net_weight_kg")

    def share(name: str) -> pl.Expr:
        # differences of rounded running sums: the parts add up to the whole
        parcel = pl.col(name).cast(EXACT)
        return _rounded(parcel * until / whole) - _rounded(parcel * before / whole)

    return met.with_columns(
        gross_weight_kg=share("parcel_gross"), freight=share("parcel_freight"), insured_fee=share("parcel_insured")
    )


def _cop_no(row: Sequence[str | int]) -> str:
    marketplace_code, order_no, nth = row
    told = hashlib.blake2b(f"{marketplace_code}\x1f{order_no}".encode(), digest_size=5).hexdigest().upper()
    return f"{str(order_no)[:14]}-{told}-{nth}"


def _lists(heads: pl.DataFrame, filer: Filer, now: datetime) -> pl.DataFrame:
    numbers = [_cop_no(row) for row in heads.select("marketplace_code", "order_no", "nth").iter_rows()]
    moment = pl.lit(now).cast(pl.Datetime("us", "UTC"))
    simplified = pl.col("seller_id").is_in(list(filer.simplified))
    constants = {
        "app_type": "1", "app_status": "2", "ie_flag": "E", "trade_mode": "9610", "freight_flag": "3",
        "insured_flag": "3", "customs_code": filer.customs_code, "port_code": filer.port_code,
        "agent_code": filer.agent_code, "agent_name": filer.agent_name, "traf_mode": filer.traf_mode,
        "traf_name": filer.traf_name, "voyage_no": filer.voyage_no, "bill_no": filer.bill_no,
        "loct_no": filer.loct_no, "wrap_type": filer.wrap_type,
    } | dict.fromkeys(("pre_no", "invt_no", "warehouse_code", "warehouse_name", "ems_no", "total_package_no",
                       "licence_no", "note"))  # fmt: skip
    return heads.with_columns(pl.Series("cop_no", numbers, dtype=pl.String)).select(
        "message_no", "document_no", "order_no", "cop_no", "marketplace_code", "marketplace_name", "seller_code",
        "seller_name", "carrier_code", "carrier_name", "waybill_no", "pack_no", "freight", "insured_fee",
        "gross_weight_kg", "net_weight_kg", "line_count",
        *(pl.lit(value, dtype=pl.String).alias(name) for name, value in constants.items()),
        moment.alias("app_time"),
        moment.dt.convert_time_zone("Asia/Shanghai").dt.date().alias("ie_date"),
        pl.when(simplified).then(pl.lit("A")).otherwise(pl.lit("B")).alias("statistics_flag"),
        owner_code="seller_code", owner_name="seller_name", country="destination", pod="destination",
        freight_currency="charge_currency", insured_currency="charge_currency",
    )  # fmt: skip


def _list_lines(lines: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return lines.sort("document_no", "gnum").select(
        "message_no", "document_no", "gnum", "item_no",
        nothing.alias("item_record_no"),
        "item_name", "hs_code", "declared_name", "model",
        pl.coalesce("barcode", "gtin", pl.lit(_NO_BARCODE)).alias("barcode"),
        pl.col("destination").alias("country"),
        "currency", "qty", "qty1", "qty2", "unit", "unit1", "unit2", "price", "total_price",
        nothing.alias("note"),
    )  # fmt: skip
