"""Awkward files: what people send, each with what is to become of it."""

import gzip
import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

import polars as pl

from tests.factories.sheets import separated

FIELDS = ("order_no", "item_no", "item_name", "qty", "price", "placed_at", "currency", "unit", "destination")
EN = ("Order No.", "SKU", "Product Name", "Quantity", "Unit Price", "Order Date", "Currency", "Unit", "Country")
ZH = ("订单编号", "商品编码", "品名", "数量", "单价", "下单时间", "币种", "单位", "目的国")
MUG = ("A-1001", "MUG-1", "Stoneware mug", "2", "6.50", "2026-03-01 10:15:00", "USD", "piece", "Germany")
TOWEL = ("A-1001", "TOWEL-3", "Cotton towel", "1", "4.20", "2026-03-01 10:15:00", "USD", "piece", "Germany")
MUGS = ("A-1002", "MUG-1", "Stoneware mug", "6", "6.50", "2026-03-01 11:40:00", "USD", "piece", "Japan")
ROWS = (MUG, TOWEL, MUGS)
ROWS_ZH = (
    ("A-1001", "MUG-1", "马克杯", "2", "6.50", "2026-03-01 10:15:00", "美元", "个", "德国"),
    ("A-1001", "TOWEL-3", "棉毛巾", "1", "4.20", "2026-03-01 10:15:00", "美元", "个", "德国"),
    ("A-1002", "MUG-1", "马克杯", "6", "6.50", "2026-03-01 11:40:00", "美元", "个", "日本"),
)
Line = tuple[str, str, str, str, str, str, str, str, str]


def line(*cells: str, **changes: str) -> Line:
    """What is to be read from a line: values as text, the moment in UTC."""
    values = dict(zip(FIELDS, cells, strict=True)) | changes
    return tuple(values[name] for name in FIELDS)  # type: ignore[return-value]  # there are nine


_IN_CODES = {"currency": "502", "unit": "007"}
_READ = (
    line(*MUG, **_IN_CODES, placed_at="2026-03-01 02:15:00", destination="304", price="6.5"),
    line(*TOWEL, **_IN_CODES, placed_at="2026-03-01 02:15:00", destination="304", price="4.2"),
    line(*MUGS, **_IN_CODES, placed_at="2026-03-01 03:40:00", destination="116", price="6.5"),
)
_READ_ZH = tuple(
    tuple({"Stoneware mug": "马克杯", "Cotton towel": "棉毛巾"}.get(cell, cell) for cell in one) for one in _READ
)


@dataclass(frozen=True)
class Awkward:
    """A file and what is to become of it.

    means: the field of each column, in their order, None for one without; lines: what is read of order lines; heads:
    columns of documents; refused: reason and a part of the sentence that names the place; problems: row, column and
    reason; left_out: first row and why; asked: what is asked about.
    """

    name: str
    data: bytes
    means: tuple[str | None, ...] = FIELDS
    kind: str = "order-lines"
    lines: tuple[tuple[str, ...], ...] | None = None
    heads: tuple[dict[str, object], ...] | None = None
    refused: tuple[str, str] | None = None
    problems: tuple[tuple[int, str | None, str], ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    asked: tuple[str, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)


def _with(row: tuple[str, ...], **changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, cell) for name, cell in zip(FIELDS, row, strict=True))


def encoded() -> list[Awkward]:
    """Encodings, delimiters and packing."""
    english, chinese = (EN, *ROWS), (ZH, *ROWS_ZH)
    cafe = _with(MUG, item_name="Café crème, größer", price="6,50", placed_at="13.03.2026 10:15")
    cafe_read = (*line(*_READ[0])[:2], "Café crème, größer", "2", "6.5", "2026-03-13 02:15:00", *_READ[0][6:])
    japanese = tuple(_with(row, item_name="マグカップ大") for row in ROWS)
    japanese_read = tuple((*one[:2], "マグカップ大", *one[3:]) for one in _READ)
    big5 = ("訂單編號", "商品編碼", "商品名稱", "數量", "單價", "下單時間", "幣別", "單位", "目的國")
    return [
        Awkward("utf-8 with mark, chinese", separated(chinese, encoding="utf-8-sig"), lines=_READ_ZH),
        Awkward("utf-16 little endian, tabs", separated(chinese, "\t", "utf-16"), lines=_READ_ZH),
        Awkward("utf-16 big endian", b"\xfe\xff" + separated(english, ";", "utf-16-be"), lines=_READ),
        Awkward("gb18030", separated(chinese, encoding="gb18030"), lines=_READ_ZH),
        Awkward("gbk, semicolons", separated(chinese, ";", "gbk"), lines=_READ_ZH),
        Awkward("big5", separated((big5, *(_with(row, item_name="馬克杯") for row in ROWS)), encoding="big5"),
                lines=tuple((*one[:2], "馬克杯", *one[3:]) for one in _READ)),
        Awkward("windows-1252, decimal comma, days with points", separated((EN, cafe), ";", "cp1252"),
                lines=(cafe_read,)),
        Awkward("shift_jis", separated((EN, *japanese), encoding="shift_jis"), lines=japanese_read),
        Awkward("pipes", separated(english, "|"), lines=_READ),
        Awkward("a line that names the delimiter", b"sep=;\r\n" + separated(english, ";"), lines=_READ,
                left_out=((1, "separator-hint"),)),
        Awkward("tabs, packed with gzip", gzip.compress(separated(english, "\t")), lines=_READ),
        Awkward("line ends of an old Mac", separated(english, line_end="\r"), lines=_READ),
    ]  # fmt: skip


def arranged() -> list[Awkward]:
    """Titles, headers in two rows, totals, empty rows and columns, repeats."""
    title = ("2026 年 3 月出口订单", *[""] * 8)
    blank = ("",) * 9
    total = ("合计", "", "", "9", "", "", "", "", "")
    two = (
        ("Order No.", "SKU", "Product Name", "Sale", "", "", "", "Order Date", "Country"),
        ("", "", "", "Quantity", "Unit Price", "Currency", "Unit", "", ""),
    )
    swapped = tuple((*row[:5], row[6], row[7], row[5], row[8]) for row in ROWS)
    gaps = [(*row[:3], "", *row[3:], "", "x") for row in (EN, *ROWS)]
    gaps[0] = (*EN[:3], "", *EN[3:], "", "SKU")
    odd = (_with(MUG, item_name='12" "mug",\nblue'), TOWEL)
    odd_read = ((*_READ[0][:2], '12" "mug",\nblue', *_READ[0][3:]), _READ[1])
    return [
        Awkward("title, blank rows, totals", separated((title, blank, ZH, *ROWS_ZH, blank, total)), lines=_READ_ZH,
                left_out=((1, "title"), (2, "empty"), (7, "empty"), (8, "totals"))),
        Awkward("names in two rows", separated((*two, *swapped)), lines=_READ,
                means=(*FIELDS[:5], "currency", "unit", "placed_at", "destination")),
        Awkward("empty columns and a repeated name", separated(gaps), lines=_READ,
                means=(*FIELDS, None)),
        Awkward("quotation marks and line ends in cells", separated((EN, *odd)), lines=odd_read),
        Awkward("a subtotal and a grand total", separated(
            (EN, *ROWS, ("Subtotal", *[""] * 8), ("Grand total", *[""] * 8))), lines=_READ,
            left_out=((5, "totals"), (6, "totals"))),
        Awkward("rows without names", separated(ROWS), refused=("header_not_found", "row 1")),
        Awkward("a letter", b"Dear all,\nplease find the orders attached.\n",
                refused=("header_not_found", "row 1")),
    ]  # fmt: skip


def written() -> list[Awkward]:
    """Numbers, times and characters as people write them."""
    wide = _with(MUG, qty="２", price="￥６．５０", placed_at="2026年3月1日 10:15:00", currency="CNY")
    large = (_with(MUG, price="$1,234.50"), _with(TOWEL, price="USD 4.20"), _with(MUGS, price="1,234,567.5"))
    large_read = tuple(
        (*one[:4], price, *one[5:]) for one, price in zip(_READ, ("1234.5", "4.2", "1234567.5"), strict=True)
    )
    continental = (_with(MUG, price="1.234,50 €", currency="EUR"), _with(TOWEL, price="4,20", currency="EUR"))
    continental_read = tuple(
        line(*one, price=price, currency="300") for one, price in zip(_READ, ("1234.5", "4.2"), strict=False)
    )
    days = tuple(_with(row, placed_at="03/04/2026 10:15") for row in ROWS)
    days_read = tuple(line(*one, placed_at="2026-04-03 02:15:00") for one in _READ)
    return [
        Awkward("full-width digits, yen sign, a day in Chinese", separated((EN, wide)),
                lines=(line(*_READ[0], currency="142"),)),
        Awkward("signs of thousands and currencies", separated((EN, *large)), lines=large_read),
        Awkward("points of thousands, decimal comma, euro", separated((EN, *continental)), lines=continental_read),
        Awkward("months and days that may be either", separated((EN, *days)), lines=days_read, asked=("date-order",)),
        Awkward("a comma that may be either", separated((EN, *(_with(row, price="1,500") for row in ROWS))),
                lines=tuple(line(*one, price="1500") for one in _READ), asked=("decimal-point",)),
        Awkward("percent", separated((EN, _with(MUG, price="12%"), TOWEL, MUGS)), lines=_READ[2:],
                problems=((2, "Unit Price", "number_unreadable"), (3, None, "order_held_back"))),
        Awkward("brackets and a minus behind", separated((EN, _with(MUG, qty="(2)"), _with(MUGS, qty="6-"))), lines=(),
                problems=((2, "Quantity", "quantity_not_positive"), (2, None, "order_worthless"),
                          (3, "Quantity", "quantity_not_positive"), (3, None, "order_worthless"))),
        Awkward("a currency sign of another currency", separated((EN, _with(MUG, price="€6.50"), MUGS)),
                lines=_READ[2:], problems=((2, "Unit Price", "currency_differs"),)),
        Awkward("a picture in an order number", separated((EN, _with(MUG, order_no="A-1001🎁"), MUGS)),
                lines=_READ[2:], problems=((2, "Order No.", "code_odd"),)),
        Awkward("a NUL in a cell", separated((EN, _with(MUG, item_name="mug\x00s"), MUGS)), lines=_READ[2:],
                problems=((2, "Product Name", "text_damaged"),)),
        Awkward("numbers kept as text by a formula sign", separated((EN, _with(MUG, item_no='="00123"'), MUGS)),
                lines=(line(*_READ[0], item_no="00123"), _READ[2])),
        Awkward("a number that a spreadsheet shortened", separated((EN, _with(MUG, order_no="1.23457E+11"), MUGS)),
                lines=_READ[2:], problems=((2, "Order No.", "code_shortened"),)),
        Awkward("a name without a code", separated((EN, _with(MUG, destination="Atlantis"), MUGS)), lines=_READ[2:],
                problems=((2, "Country", "code_unknown"),), asked=("codes",)),
    ]  # fmt: skip


def other_containers() -> list[Awkward]:
    """JSON lines, Parquet, and what is no table."""
    objects = [dict(zip(EN, row, strict=True)) for row in ROWS]
    text = "\n".join(json.dumps(one) for one in objects).replace('"6.50"', "6.50")
    frame = pl.DataFrame(
        [
            dict(zip(EN, row, strict=True))
            | {"Quantity": int(row[3]), "Unit Price": Decimal(row[4]),
               "Order Date": datetime.fromisoformat(row[5]).replace(tzinfo=UTC)}
            for row in ROWS
        ]
    )  # fmt: skip
    out = io.BytesIO()
    frame.write_parquet(out)
    later = tuple(line(*one, placed_at=row[5]) for one, row in zip(_READ, ROWS, strict=True))
    return [
        Awkward("json lines", text.encode(), lines=_READ),
        Awkward("parquet, times in UTC", out.getvalue(), lines=later),
        Awkward("json lines, one of them cut", text.encode()[:-9], refused=("line_not_json", "line 3")),
        Awkward("a page saved as a workbook", b"<html><table><tr><td>Order No.</td></tr></table>",
                refused=("markup", "HTML")),
        Awkward("a PDF", b"%PDF-1.7\n" + bytes(200), refused=("not_a_table", "PDF")),
    ]  # fmt: skip


def named_freely() -> list[Awkward]:
    """Headers that stand in no list: told by their words, or by their values."""
    english = ("Ord. Nr", "Item SKU Code", "Desc.", "Order Qty", "Net price each", "Ordered on (local)", "Cur.", "U/M",
               "Ship-to Country/Region")  # fmt: skip
    chinese = (
        "订单编码",
        "商家SKU",
        "产品中文名称",
        "订购量",
        "销售价",
        "订单创建日期",
        "结算货币",
        "销售单位",
        "收件人国家/地区",
    )
    further = ("Order Status", "Buyer Full Name", "Shipping Method", "Customer Note", "Total")
    wide = ((*english, *further), *((*row, "paid", "A. Buyer", "air", "wrap it", "13.00") for row in ROWS))
    return [
        Awkward("english names of no list", separated((english, *ROWS)), lines=_READ),
        Awkward("chinese names of no list", separated((chinese, *ROWS_ZH), encoding="gb18030"), lines=_READ_ZH),
        Awkward("columns that mean nothing here", separated(wide), lines=_READ,
                means=(*FIELDS, None, "buyer", None, "note", None)),
    ]  # fmt: skip
