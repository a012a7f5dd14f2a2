"""Goods data from a sheet into the catalogue: each row taken, nothing new, or rejected with a reason."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from entrepot.gateways.sheets.goods import GoodsSheet, read_goods
from entrepot.gateways.sheets.problems import write_problems
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.project.line.setting import Setting

KIND = "goods"


@dataclass(frozen=True)
class ImportedGoods:
    """What became of the rows: read = accepted + duplicates (nothing new in them) + rejected.

    new, changed, same: wares. problems: CSV, empty when no row was rejected.
    """

    read: int
    accepted: int
    duplicates: int
    rejected: int
    new: int
    changed: int
    same: int
    by_reason: dict[str, int]
    problems: bytes


def import_goods(setting: Setting, path: Path, *, seller_id: int, by: str, now: datetime) -> ImportedGoods:
    """Read a sheet of cells or a wide sheet and keep the goods of this seller; one transaction.

    Raises UnableToReadSheet when the file as a whole cannot be read, UnableToKeepGoods when its goods cannot be.
    """
    sheet = read_goods(path)
    goods = sheet.goods.with_columns(seller_id=pl.lit(seller_id, pl.Int64))
    change = catalogue.Change(by=by, why=path.name, now=now, practice=setting.practice)
    with setting.connection.transaction():
        before = _versions(setting, goods)
        kept = catalogue.keep_goods(setting.connection, goods, change)
        same = _versions(setting, goods).join(before, on=["item_no", "version"], how="semi")["item_no"]
        message = Incoming(KIND, setting.owner_id, path.read_bytes(), path.name, read_already=True)
        exchange.store_messages(setting.connection, [message], now=now, practice=setting.practice)
    rows = _rows(sheet, same)
    reasons = sheet.problems.unique(ROW_NO, keep="first").group_by("reason").len().sort("reason")
    rejected = rows.filter("rejected").height
    duplicates = rows.filter(~pl.col("rejected") & pl.col("nothing_new")).height
    return ImportedGoods(
        read=rows.height,
        accepted=rows.height - rejected - duplicates,
        duplicates=duplicates,
        rejected=rejected,
        new=kept.new,
        changed=kept.changed,
        same=kept.same,
        by_reason=dict(reasons.iter_rows()),
        problems=write_problems(sheet.table, sheet.problems) if rejected else b"",
    )


def _versions(setting: Setting, goods: pl.DataFrame) -> pl.DataFrame:
    sellers, items = goods["seller_id"].unique().to_list(), goods["item_no"].to_list()
    return catalogue.goods_for(setting.connection, sellers, items).select("item_no", "version")


def _rows(sheet: GoodsSheet, same: pl.Series) -> pl.DataFrame:
    """row_no, rejected, nothing_new: the ware of the row stands as it stood, or the row gave no value."""
    table = sheet.table
    item_no = pl.col(table.column("item_no")).str.strip_chars()
    values = (
        [table.column("value")] if "cell" in table.header else [c for c in table.frame.columns if c.startswith("c")]
    )
    given = pl.any_horizontal(pl.col(c).str.strip_chars().fill_null("") != "" for c in values if c != "cells_found")
    return table.frame.select(
        ROW_NO,
        rejected=pl.col(ROW_NO).is_in(sheet.problems[ROW_NO].implode()),
        nothing_new=~given | item_no.is_in(same.implode()).fill_null(value=True),
    )
