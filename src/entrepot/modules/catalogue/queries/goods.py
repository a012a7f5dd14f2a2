"""Goods of sellers as frames, and which of their cells are missing."""

from collections.abc import Sequence

import polars as pl
import psycopg

from entrepot.modules.catalogue.elements import read_elements
from entrepot.modules.catalogue.words import BRAND_KIND, ELEMENT, PREFERENCE
from entrepot.store.copying import copy_out

EXACT = pl.Decimal(38, 10)
# The cells of a ware. elements: JSON text, see `elements`; factors: statutory units in one declared unit.
CELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "item_name": pl.String,
    "declared_name": pl.String,
    "hs_code": pl.String,
    "hs_chosen_by": pl.String,
    "hs_reason": pl.String,
    "elements": pl.String,
    "unit": pl.String,
    "unit1": pl.String,
    "factor1": EXACT,
    "unit2": pl.String,
    "factor2": EXACT,
    "net_weight_kg": EXACT,
    "gross_weight_kg": EXACT,
    "origin": pl.String,
    "gtin": pl.String,
    "battery": pl.Boolean,
    "liquid": pl.Boolean,
    "branded": pl.Boolean,
}
STORED = ("seller_id", "item_no", "version", *CELLS)
GOODS: dict[str, pl.DataType | type[pl.DataType]] = {
    "seller_id": pl.Int64,
    "item_no": pl.String,
    "version": pl.Int32,
    **CELLS,
}
GAPS = {"seller_id": pl.Int64, "item_no": pl.String, "item_name": pl.String, "cell": pl.String}
_PLAIN = ("declared_name", "hs_code", "unit", "unit1", "factor1", "net_weight_kg", "gross_weight_kg")


def goods_for(connection: psycopg.Connection, seller_ids: Sequence[int], item_nos: Sequence[str]) -> pl.DataFrame:
    """GOODS: the current cells of the wares of these sellers with these item numbers, one row a ware."""
    columns = ", ".join(f"g.{name}" for name in GOODS)
    query = f"""
        SELECT {columns}
          FROM unnest(%s::bigint[]) AS s (seller_id), unnest(%s::text[]) AS i (item_no), catalogue_goods g
         WHERE g.seller_id = s.seller_id AND g.item_no = i.item_no COLLATE "C" AND NOT g.superseded
         ORDER BY g.seller_id, g.item_no"""
    return copy_out(connection, query, GOODS, (list(seller_ids), list(item_nos)))


def all_goods(connection: psycopg.Connection, seller_id: int) -> pl.DataFrame:
    """GOODS: every ware of one seller."""
    columns = ", ".join(GOODS)
    query = f"SELECT {columns} FROM catalogue_goods WHERE seller_id = %s AND NOT superseded ORDER BY item_no"
    return copy_out(connection, query, GOODS, (seller_id,))


def gaps(
    connection: psycopg.Connection, seller_id: int, item_nos: Sequence[str], second_units: pl.DataFrame | None = None
) -> pl.DataFrame:
    """GAPS: exactly the cells that a 9610 list of these wares needs and that are missing; see `missing_cells`."""
    wanted = pl.DataFrame(
        {"seller_id": [seller_id] * len(item_nos), "item_no": list(item_nos)},
        schema={"seller_id": pl.Int64, "item_no": pl.String},
    )
    return missing_cells(wanted, goods_for(connection, [seller_id], item_nos), second_units)


def missing_cells(wanted: pl.DataFrame, goods: pl.DataFrame, second_units: pl.DataFrame | None = None) -> pl.DataFrame:
    """GAPS: the missing cells of the wares in `wanted` (seller_id, item_no), in its order. Pure.

    `second_units`: code, unit2 of the HS edition; a ware whose code has a second statutory unit needs it too.
    """
    known = pl.lit(value=True).alias("known")
    met = wanted.unique(maintain_order=True).join(
        goods.with_columns(known), on=["seller_id", "item_no"], how="left", maintain_order="left"
    )
    due = pl.lit(None, dtype=pl.String)
    if second_units is not None:
        met = met.join(
            second_units.select(hs_code="code", due="unit2"), on="hs_code", how="left", maintain_order="left"
        )
        due = pl.col("due")
    names = pl.col("elements").map_elements(_answered, return_dtype=pl.List(pl.String)).fill_null([])
    lacking = {name: pl.col(name).is_null() for name in _PLAIN}
    lacking |= {f"{ELEMENT}{name}": ~names.list.contains(name) for name in (BRAND_KIND, PREFERENCE)}
    lacking["unit2"] = due.is_not_null() & pl.col("unit2").is_null()
    lacking["factor2"] = (pl.col("unit2").is_not_null() | due.is_not_null()) & pl.col("factor2").is_null()
    marks = [pl.when(lacks).then(pl.lit(name)).alias(f"_{name}") for name, lacks in lacking.items()]
    cells = pl.concat_list(f"_{name}" for name in lacking).list.drop_nulls()
    found = met.with_columns(marks).with_columns(cell=cells).filter(pl.col("cell").list.len() > 0)
    return found.select("seller_id", "item_no", "item_name", "cell").explode("cell")


def _answered(text: str) -> list[str]:
    return [name for name, value in read_elements(text) if value != ""]
