"""A sheet of orders to try the import with: ten good rows and three bad ones. Invented goods, nobody's orders."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter  # type: ignore[import-untyped] # it has no stubs

NAME = "orders-to-try"
HEADERS = ("Order no", "Ordered at", "SKU", "Goods", "Quantity", "Unit", "Unit price", "Currency", "Ship to")
Row = tuple[str, str, str, str, str, str, str, str, str]


@dataclass(frozen=True)
class Bad:
    """A row that cannot be taken. line: in the sheet, the headers being line 1; column: from 0."""

    line: int
    column: int

    @property
    def header(self) -> str:
        """The header of the column in which the fault is."""
        return HEADERS[self.column]


# (days ago and time, SKU, goods, quantity, unit, price, currency, destination) by order
_ORDERS: tuple[tuple[str, int, tuple[tuple[str, ...], ...]], ...] = (
    ("T-1001", 3, (("10:15", "PW-1001", "Stoneware mug", "2", "pcs", "6.50", "USD", "Germany"),
                   ("10:15", "PW-1007", "Paper lantern", "3", "pcs", "4.20", "USD", "Germany"))),
    ("T-1002", 3, (("11:02", "PW-1005", "Scented candle", "3", "pcs", "9.80", "USD", "Japan"),)),
    ("T-1003", 2, (("09:30", "PW-1008", "Plush bear", "1", "pcs", "12.40", "USD", "France"),
                   ("09:30", "PW-1002", "Glass storage jar", "2", "pcs", "7.10", "USD", "France"))),
    ("T-1004", 2, (("12:45", "PW-1007", "Paper lantern", "three", "pcs", "4.20", "USD", "Germany"),)),
    ("T-1005", 2, (("14:20", "PW-1010", "Ballpoint pen", "12", "pcs", "3.60", "USD", "United States"),)),
    ("T-1006", 1, (("08:05", "PW-1006", "Wooden photo frame", "2", "pcs", "", "USD", "Australia"),)),
    ("T-1007", 1, (("16:40", "PW-1003", "Melamine plate", "6", "pcs", "3.45", "USD", "United Kingdom"),
                   ("16:40", "PW-1004", "Cotton tote bag", "1", "pcs", "5.90", "USD", "United Kingdom"))),
    ("T-1008", 1, (("17:55", "PW-1009", "Metal bird ornament", "1", "pcs", "9.25", "USD", "Atlantis"),)),
    ("T-1009", 0, (("07:10", "PW-1005", "Scented candle", "2", "pcs", "9.80", "USD", "Japan"),)),
)  # fmt: skip
BAD = (Bad(7, 4), Bad(9, 6), Bad(12, 8))  # a quantity in words, a price that is missing, a place nobody knows


def rows(day: date) -> list[Row]:
    """The rows of the sheet, the newest order placed on `day`."""
    return [
        (number, f"{day - timedelta(days=ago)} {cells[0]}", *cells[1:])  # type: ignore[misc]
        for number, ago, lines in _ORDERS
        for cells in lines
    ]


def as_csv(day: date) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs know it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(rows(day))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(day: date) -> bytes:
    """A workbook of one sheet; every cell is text, as a person types it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Orders")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADERS, bold)
    for number, cells in enumerate(rows(day), 1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(HEADERS) - 1, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return file.getvalue()
