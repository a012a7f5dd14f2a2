"""Change goods: a set of wares at once, each change a new version with who and why."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
import psycopg

from entrepot.kernel.initials import keys_of
from entrepot.modules.catalogue.elements import join_elements
from entrepot.modules.catalogue.queries.goods import CELLS, STORED, goods_for
from entrepot.store.copying import put_in

_KEY = ["seller_id", "item_no"]


class UnableToKeepGoods(ValueError):
    """The wares cannot be stored as they are; the message says which and why."""


@dataclass(frozen=True)
class Kept:
    """How many wares were new, changed, or given again as they stood."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True)
class Change:
    """Who changes goods, why, when; practice: whether the station is one of practice."""

    by: str
    why: str
    now: datetime
    practice: bool


def keep_goods(connection: psycopg.Connection, goods: pl.DataFrame, change: Change) -> Kept:
    """Store wares (seller_id, item_no, any columns of queries.goods.CELLS); a null cell leaves what stood there.

    `elements` as in CELLS: a JSON text; given elements replace those of the same name and are added after the others.
    Wares with nothing new get no version. Two callers with the same wares wait for each other. Raises
    UnableToKeepGoods for a ware given twice.
    """
    if goods.select(_KEY).is_duplicated().any():
        twice = goods.filter(goods.select(_KEY).is_duplicated())["item_no"][0]
        raise UnableToKeepGoods(f"expected each ware once, found item {twice!r} twice; take one of the two rows out")
    with connection.transaction():
        for seller in sorted(goods["seller_id"].unique().to_list()):
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('catalogue_goods'), %s)", (seller % 2**31,))
        current = goods_for(connection, goods["seller_id"].unique().to_list(), goods["item_no"].unique().to_list())
        met = _merged(goods, current)
        _check_weights(met)
        new, changed = met.filter(pl.col("version") == 1), met.filter(pl.col("differs") & (pl.col("version") > 1))
        _supersede(connection, changed)
        rows = pl.concat([new, changed]).with_columns(
            changed_by=pl.lit(change.by),
            why=pl.lit(change.why),
            at=pl.lit(change.now).cast(pl.Datetime("us", "UTC")),
            practice=pl.lit(change.practice),
        )
        put_in(connection, "catalogue_goods", rows.select(*STORED, "changed_by", "why", "at", "practice"))
        _let_find(connection, rows)
    return Kept(new.height, changed.height, met.height - new.height - changed.height)


def _check_weights(met: pl.DataFrame) -> None:
    wrong = met.filter(pl.col("net_weight_kg") > pl.col("gross_weight_kg"))
    if wrong.height:
        item, net, gross = wrong.select("item_no", "net_weight_kg", "gross_weight_kg").row(0)
        raise UnableToKeepGoods(
            f"expected item {item!r} to weigh net no more than gross, found {net} kg net and {gross} kg gross; "
            "correct the one that is wrong"
        )


def _merged(goods: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    given = [name for name in CELLS if name in goods.columns]
    wares = goods.select(*_KEY, *given).with_columns(
        pl.lit(None, dtype=kind).alias(name) for name, kind in CELLS.items() if name not in given
    )
    met = wares.join(current, on=_KEY, how="left", suffix="_before", maintain_order="left")
    elements = pl.struct("elements", "elements_before").map_elements(_elements_together, return_dtype=pl.String)
    met = met.with_columns(
        *(pl.coalesce(name, f"{name}_before").alias(name) for name in CELLS if name != "elements"),
        elements.alias("elements"),
    )
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in CELLS)
    return met.with_columns(differs=differs, version=(pl.col("version").fill_null(0) + 1).cast(pl.Int32))


def _elements_together(pair: dict[str, str | None]) -> str:
    return join_elements(pair["elements_before"], pair["elements"])


def _supersede(connection: psycopg.Connection, changed: pl.DataFrame) -> None:
    connection.execute(
        "UPDATE catalogue_goods g SET superseded = true FROM unnest(%s::bigint[], %s::text[]) AS k (seller_id, item_no)"
        " WHERE g.seller_id = k.seller_id AND g.item_no = k.item_no AND NOT g.superseded",
        (changed["seller_id"].to_list(), changed["item_no"].to_list()),
    )


def _let_find(connection: psycopg.Connection, rows: pl.DataFrame) -> None:
    """From now on these wares are found by their numbers and names as they stand, and by no others."""
    wares = rows.select(*_KEY, pl.col("declared_name", "item_name").fill_null(""))
    connection.execute(
        "DELETE FROM catalogue_found_by f USING unnest(%s::bigint[], %s::text[]) AS k (seller_id, item_no)"
        " WHERE f.seller_id = k.seller_id AND f.item_no = k.item_no",
        (wares["seller_id"].to_list(), wares["item_no"].to_list()),
    )
    found_by = [(seller, item, key) for seller, item, *names in wares.rows() for key in keys_of(item, *names)]
    schema = {"seller_id": pl.Int64, "item_no": pl.String, "key": pl.String}
    put_in(connection, "catalogue_found_by", pl.DataFrame(found_by, schema=schema, orient="row"))
