"""Goods data from a sheet into the catalogue: each row taken, nothing new, or rejected with a reason. One part."""

import polars as pl

from entrepot.gateways.sheets.goods import GoodsSheet, is_of_cells, read_goods
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import ROW_NO
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.exchange.api import Counts, ToTake
from entrepot.project.line.setting import Setting, day_in_china
from entrepot.project.line.sheets.files import Notes, Outcomes, agreement_of, counted, language_of, table_of


class Goods:
    """A sheet of cells or a wide sheet of one seller's wares, kept in one transaction."""

    parts = 1

    def __init__(self, setting: Setting, sheet: ToTake) -> None:
        self.setting, self.sheet = setting, sheet
        agreed = agreement_of(sheet)
        self.seller_id = agreed.seller_id or sheet.party_id
        if sheet.party_id != setting.owner_id and self.seller_id not in setting.allowed_principals(
            sheet.party_id, day_in_china(sheet.submitted_at), "list"
        ):
            raise UnableToReadSheet("goods_of_others", place=sheet.name)
        self.read: GoodsSheet = read_goods(table_of(sheet, agreed.mapping), mapping=agreed.mapping)

    def take(
        self,
        number: int,  # noqa: ARG002 - there is one
        message_id: int,  # noqa: ARG002 - goods name who and why, not a message
        *,
        gate: bool,  # noqa: ARG002 - wares have a lock of their own
    ) -> Outcomes:
        """Keep the wares. Raises UnableToReadSheet where they cannot be kept as they are."""
        goods = self.read.goods.with_columns(seller_id=pl.lit(self.seller_id, pl.Int64))
        change = catalogue.Change(
            by=self.sheet.by, why=self.sheet.name, now=self.sheet.submitted_at, practice=self.setting.practice
        )
        before = self._versions(goods)
        try:
            kept = catalogue.keep_goods(self.setting.connection, goods, change)
        except catalogue.UnableToKeepGoods as error:
            raise UnableToReadSheet("goods_not_kept", place=self.sheet.name, found=str(error)) from error
        same = self._versions(goods).join(before, on=["item_no", "version"], how="semi")["item_no"]
        return {"same": same.to_list(), "new": kept.new, "changed": kept.changed, "stood": kept.same}

    def _versions(self, goods: pl.DataFrame) -> pl.DataFrame:
        wares = catalogue.goods_for(self.setting.connection, [self.seller_id], goods["item_no"].to_list())
        return wares.select("item_no", "version")

    def counts(self, notes: Notes) -> Counts:
        note = notes[0]
        rows = _rows(self.read, pl.Series(note["same"], dtype=pl.String))
        return counted(
            self.read.table,
            self.read.problems,
            read=rows.height,
            duplicates=rows.filter(~pl.col("rejected") & pl.col("nothing_new")).height,
            language=language_of(self.sheet),
            more={"new": int(str(note["new"])), "changed": int(str(note["changed"])), "same": int(str(note["stood"]))},
        )


def _rows(sheet: GoodsSheet, same: pl.Series) -> pl.DataFrame:
    """row_no, rejected, nothing_new: the ware of the row stands as it stood, or the row gave no value."""
    table = sheet.table
    item_no = pl.col(table.column(sheet.item_header)).str.strip_chars()
    values = [table.column("value")] if is_of_cells(table) else [c for c in table.frame.columns if c.startswith("c")]
    given = pl.any_horizontal(pl.col(c).str.strip_chars().fill_null("") != "" for c in values if c != "cells_found")
    return table.frame.select(
        ROW_NO,
        rejected=pl.col(ROW_NO).is_in(sheet.problems[ROW_NO].implode()),
        nothing_new=~given | item_no.is_in(same.implode()).fill_null(value=True),
    )
