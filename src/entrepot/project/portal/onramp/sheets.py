"""A product sheet: is it one, and what it says; nothing of it is kept before all of it is understood."""

import csv
import io
from decimal import Decimal

import polars as pl
import psycopg

from entrepot.gateways.sheets.fields import KEYS
from entrepot.gateways.sheets.goods import GoodsSheet, read_goods
from entrepot.gateways.sheets.proposing import propose
from entrepot.gateways.sheets.reading import read_sheet
from entrepot.modules.catalogue import api as catalogue
from entrepot.project.wording import Text

_FACTOR_BELOW = Decimal(10) ** 10
_NAMES = ("item_name", "declared_name")
NOT_PRODUCTS = Text(
    "{place}: expected a product sheet, a row a ware with an item number and a name; found {found}. "
    "Bring the product sheet here, and orders under “Bring a file”.",
    "{place}：应为商品表，每行一种商品，含货号和名称；实为{found}。请在此处导入商品表，订单请到“导入文件”。",
)
FOUND = {
    "order-lines": Text("order lines", "订单行"),
    "orders": Text("orders", "订单"),
    "slips": Text("collection slips", "收款单"),
    "payments": Text("payments", "支付记录"),
    "waybills": Text("waybills", "运单"),
    "lists": Text("declaration lists", "申报清单"),
    "item_no": Text("no column with item numbers", "没有货号列"),
    "name": Text("no column with names of goods", "没有商品名称列"),
    "rows": Text("no ware in it", "其中没有商品"),
}
TOO_LARGE = Text(
    "{place}: expected factors below {most}, found {found} for item {item}. Correct it; nothing was kept.",
    "{place}：折算系数应小于 {most}，货号 {item} 的为 {found}。请更正；未保存任何内容。",
)
SAMPLE = "products-to-try"
# Invented goods of the practice world, as a workshop keeps them: some codes and weights are missing.
_ROWS = (
    ("SKU", "Product name", "报关品名", "HS code", "Net weight kg", "Gross weight kg"),
    ("PX-2001", "Stoneware mug, printed", "陶瓷杯", "", "0.34", "0.38"),
    ("PX-2002", "Bamboo toothbrush", "竹牙刷", "", "", ""),
    ("PX-2003", "Cotton tote bag", "棉制手提袋", "4202220000", "0.15", "0.17"),
    ("PX-2004", "Wooden photo frame", "木制相框", "4414909000", "0.41", ""),
    ("PX-2005", "Folding umbrella", "折叠雨伞", "", "0.32", "0.35"),
    ("PX-2006", "Gift", "礼品", "", "", ""),
)


class UnableToReadProducts(ValueError):
    """The sheet is none of products; nothing was kept. `text` says why in both languages."""

    def __init__(self, text: Text, **values: object) -> None:
        self.en, self.zh = text.en.format(**values), text.zh.format(**values)
        super().__init__(self.en)


def read_products(body: bytes, name: str) -> GoodsSheet:
    """The wares of a product sheet in any shape that sheets are read in.

    Raises UnableToReadProducts, and UnableToReadSheet where the file is no table.
    """
    table = read_sheet(body, name=name)
    if "item_no" in table.header:
        return _checked(read_goods(table), name)
    likely = propose(table)
    if likely.kind != "goods" and KEYS[likely.kind] in likely.mapping.columns and likely.kind in FOUND:
        raise _other(name, likely.kind)
    found = propose(table, kinds=("goods",)).mapping
    if "item_no" not in found.columns:
        raise _other(name, "item_no")
    if not any(each in found.columns for each in _NAMES):
        raise _other(name, "name")
    return _checked(read_goods(table, mapping=found), name)


def _other(name: str, found: str) -> UnableToReadProducts:
    said = FOUND[found]
    both = UnableToReadProducts(NOT_PRODUCTS, place=name, found=said.en)
    both.zh = NOT_PRODUCTS.zh.format(place=name, found=said.zh)
    return both


def _checked(sheet: GoodsSheet, name: str) -> GoodsSheet:
    if sheet.goods.is_empty():
        raise _other(name, "rows")
    large = sheet.goods.filter((pl.col("factor1") >= _FACTOR_BELOW) | (pl.col("factor2") >= _FACTOR_BELOW))
    if large.height:
        row = large.row(0, named=True)
        found = max(value for value in (row["factor1"], row["factor2"]) if value is not None)
        raise UnableToReadProducts(TOO_LARGE, place=name, most=_FACTOR_BELOW, found=found, item=row["item_no"])
    return sheet


def keep_products(
    connection: psycopg.Connection, sheet: GoodsSheet, seller_id: int, change: catalogue.Change
) -> catalogue.Kept:
    """Put the wares into the catalogue of their seller. Raises catalogue.UnableToKeepGoods."""
    goods = sheet.goods.with_columns(seller_id=pl.lit(seller_id, pl.Int64))
    return catalogue.keep_goods(connection, goods, change)


def sample_csv() -> bytes:
    """The sheet to try, marked practice in its last column; UTF-8 with a mark, so that spreadsheet programs know it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    head, *rows = _ROWS
    writer.writerow((*head, "PRACTICE · 练习"))
    writer.writerows((*row, "PRACTICE · 练习") for row in rows)
    return text.getvalue().encode("utf-8-sig")
