"""Declaration lists whole, as filed: for messages and sheets going out; as the owner, on the caller's connection."""

from collections.abc import Mapping

import polars as pl
import psycopg

from entrepot.store import identity
from entrepot.store.copying import copy_out
from entrepot.store.staging import stage

_TIME = pl.Datetime("us", "UTC")
_EXACT = pl.Decimal(38, 10)
Types = Mapping[str, pl.DataType | type[pl.DataType]]

_TEXTS = (
    "guid", "app_type", "app_status", "customs_code", "marketplace_code", "marketplace_name", "order_no",
    "carrier_code", "carrier_name", "waybill_no", "cop_no", "pre_no", "invt_no", "ie_flag", "port_code",
    "statistics_flag", "agent_code", "agent_name", "seller_code", "seller_name", "owner_code", "owner_name",
    "warehouse_code", "warehouse_name", "ems_no", "trade_mode", "traf_mode", "traf_name", "voyage_no", "bill_no",
    "total_package_no", "loct_no", "licence_no", "country", "pod", "freight_currency", "freight_flag",
    "insured_currency", "insured_flag", "wrap_type", "note",
)  # fmt: skip
LIST_HEAD: Types = {
    **dict.fromkeys(_TEXTS, pl.String),
    "app_time": _TIME,
    "ie_date": pl.Date,
    **dict.fromkeys(("freight", "insured_fee", "gross_weight_kg", "net_weight_kg"), _EXACT),
    "pack_no": pl.Int64,
    "line_count": pl.Int32,
}
LIST_LINE: Types = {
    "gnum": pl.Int32,
    **dict.fromkeys(("item_no", "item_record_no", "item_name", "hs_code", "declared_name", "model"), pl.String),
    **dict.fromkeys(("barcode", "country", "currency"), pl.String),
    **dict.fromkeys(("qty", "qty1", "qty2"), _EXACT),
    **dict.fromkeys(("unit", "unit1", "unit2"), pl.String),
    **dict.fromkeys(("price", "total_price"), _EXACT),
    "note": pl.String,
}
_KEYS = {"order_no": 'text COLLATE "C"', "list_id": "bigint"}


def whole_lists(connection: psycopg.Connection, keys: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lists with these (order_no, list_id) and their lines.

    heads: message_no 0, document_no from 1 in the order of `keys`, list_id and LIST_HEAD; lines: message_no,
    document_no, order_no, list_id and LIST_LINE, in the order of heads, then of gnum. Inside a transaction.
    """
    stage(connection, "declarations_lists_asked", _KEYS, keys)
    heads = copy_out(
        connection,
        f"SELECT a.list_id, {', '.join('l.' + name for name in LIST_HEAD)} FROM declarations_lists_asked a"
        " JOIN declarations_list l ON l.order_no = a.order_no AND l.id = a.list_id",
        {"list_id": pl.Int64, **LIST_HEAD},
    )
    lines = copy_out(
        connection,
        f"SELECT a.order_no, a.list_id, {', '.join('i.' + name for name in LIST_LINE)} FROM declarations_lists_asked a"
        " JOIN declarations_list_line i ON i.order_no = a.order_no AND i.list_id = a.list_id",
        {"order_no": pl.String, "list_id": pl.Int64, **LIST_LINE},
    )
    places = keys.select(
        "list_id", message_no=pl.lit(0, pl.Int64), document_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    )
    return (
        places.join(heads, on="list_id", maintain_order="left"),
        places.join(lines, on="list_id").sort("document_no", "gnum"),
    )


_PERSONS = ("buyer_id_number", "buyer_name", "buyer_telephone", "consignee_address")
_SIDE: Types = {
    **dict.fromkeys(("assure_code", "buyer_id_type", "area_code", "area_name"), pl.String),
    "decl_time": pl.Date,
    "trade_countries": pl.String,
    identity.BLOCK: pl.Binary,
    identity.KEY: pl.Int64,
}
_BETWEEN = ","  # country codes hold none


def as_import(
    connection: psycopg.Connection, heads: pl.DataFrame, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Import lists as `whole_lists` gives them, as message 621 has them, persons in clear. Inside a transaction.

    Raises store.identity.KeyDestroyed where retention has ended.
    """
    stage(connection, "declarations_lists_asked", _KEYS, heads.select("order_no", "list_id"))
    columns = ", ".join(
        f"array_to_string(i.{name}, '{_BETWEEN}')" if name == "trade_countries" else f"i.{name}" for name in _SIDE
    )
    side = copy_out(
        connection,
        f"SELECT a.list_id, {columns} FROM declarations_lists_asked a"
        " JOIN declarations_list_import i ON i.order_no = a.order_no AND i.list_id = a.list_id",
        {"list_id": pl.Int64, **_SIDE},
    )
    whole = heads.join(identity.opened(connection, side, _PERSONS), on="list_id", maintain_order="left")
    countries = whole.select("list_id", pl.col("trade_countries").str.split(_BETWEEN).alias("countries"))
    place = pl.int_range(pl.len()).over("list_id")
    full_lines = lines.join(countries, on="list_id", maintain_order="left").with_columns(
        trade_country=_filled(pl.col("countries").list.get(place, null_on_oob=True)),
        item_no=_filled(pl.col("item_no")),
        barcode=_filled(pl.col("barcode")),
    )
    full_heads = whole.with_columns(
        currency="freight_currency", traf_no="traf_name", wrap_type=_filled(pl.col("wrap_type"))
    )
    return full_heads.drop("trade_countries"), full_lines.drop("countries")


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)
