"""Awkward workbooks, each with what is to become of it."""

from datetime import datetime
from typing import Any

from tests.factories.awkward import _READ, EN, FIELDS, MUG, MUGS, ROWS, TOWEL, Awkward, line
from tests.factories.sheets import bomb, changed, compound, lying_bomb, without_values, workbook

_NUMBERS = {3: int, 4: float}


def _cells(row: tuple[str, ...]) -> list[Any]:
    """A row with numbers as numbers and times as times."""
    cells: list[Any] = [_NUMBERS.get(place, str)(cell) for place, cell in enumerate(row)]
    cells[5] = datetime.fromisoformat(row[5])
    return cells


def _table(book: Any, sheet: Any, top: int = 0, left: int = 0, rows: tuple[tuple[str, ...], ...] = ROWS) -> None:  # noqa: ANN401 - xlsxwriter
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for number, row in enumerate((EN, *rows)):
        for place, cell in enumerate(row if number == 0 else _cells(row)):
            form = [moment] if isinstance(cell, datetime) else []
            sheet.write(top + number, left + place, cell, *form)


def dates_and_places() -> list[Awkward]:
    """Date systems, tables that do not begin in A1, numbers with noise, formats."""

    def titled(book: Any, sheet: Any) -> None:  # noqa: ANN401
        sheet.merge_range(0, 1, 0, 9, "Orders of March")
        _table(book, sheet, top=2, left=1)
        sheet.merge_range(6, 1, 6, 3, "合计")
        sheet.write_formula(6, 4, "=SUM(E4:E6)", None, 9)

    def noisy(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet, rows=(MUG,))
        sheet.write(1, 3, 2.0)
        sheet.write_formula(1, 4, "=6.4+0.1", None, 6.500000000000001)
        sheet.write_number(1, 1, 7, book.add_format({"num_format": "00000"}))

    def long(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet, rows=(MUG, MUGS))
        sheet.write_number(1, 0, 123456789012345678)

    def percent(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet, rows=(MUG, MUGS))
        sheet.write_number(1, 4, 0.12, book.add_format({"num_format": "0%"}))

    return [
        Awkward("a title over all columns, a total under merged cells", workbook(titled), lines=_READ,
                left_out=((1, "title"), (2, "empty"), (7, "totals"))),
        Awkward("days since 1904", workbook(_table, date_1904=True), lines=_READ),
        Awkward("numbers with noise, zeros in front", workbook(noisy), lines=(line(*_READ[0], item_no="00007"),)),
        Awkward("more digits than a number holds", workbook(long), lines=_READ[2:],
                problems=((2, "Order No.", "digits_lost"),)),
        Awkward("percent as a format", workbook(percent), lines=_READ[2:],
                problems=((2, "Unit Price", "number_unreadable"),)),
    ]  # fmt: skip


def _merged_quantity(book: Any, sheet: Any) -> None:  # noqa: ANN401
    _table(book, sheet)
    sheet.merge_range(1, 3, 2, 3, 2)


def merged() -> list[Awkward]:
    """Merged headers and merged cells."""

    def two_rows(book: Any, sheet: Any) -> None:  # noqa: ANN401
        for place in (0, 1, 2, 3, 5, 6, 7, 8):
            sheet.merge_range(0, place, 1, place, EN[place])
        sheet.write(0, 4, "Price")
        sheet.write(1, 4, "USD")
        for number, row in enumerate(ROWS, 2):
            sheet.write_row(number, 0, row)

    def joined(book: Any, sheet: Any) -> None:  # noqa: ANN401
        sheet.write_row(0, 0, ("Order No.", "SKU", "Product Name", "Quantity"))
        sheet.merge_range(0, 4, 0, 5, "Price")
        sheet.write_row(1, 4, ("USD", "EUR"))
        sheet.write_row(0, 6, ("Order Date", "Unit", "Country"))
        for number, row in enumerate(ROWS, 2):
            sheet.write_row(number, 0, (*row[:5], "", row[5], row[7], row[8]))

    def one_row(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet)
        sheet.merge_range(0, 1, 0, 3, "Goods")

    def orders(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet)
        for place in (0, 8):
            sheet.merge_range(1, place, 2, place, MUG[place])

    return [
        Awkward("names in two rows, most of them merged", workbook(two_rows), lines=_READ),
        Awkward("a price in two currencies under one name", workbook(joined), lines=_READ,
                means=(*FIELDS[:5], None, "placed_at", "unit", "destination"), constants={"currency": "502"}),
        Awkward("one name over three columns", workbook(one_row), refused=("header_merged", "B1:D1")),
        Awkward("an order number merged over its lines", workbook(orders), lines=_READ),
        Awkward("a quantity merged over two lines", workbook(_merged_quantity), lines=_READ[2:],
                problems=((2, "Quantity", "cells_merged"), (3, "Quantity", "cells_merged"))),
    ]  # fmt: skip


def formulas() -> list[Awkward]:
    """Formulas with and without their results, and errors."""

    def computed(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet, rows=(MUG, MUGS))
        sheet.write_formula(1, 4, "=13/2", None, 6.5)

    def failing(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet, rows=(MUG, MUGS))
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")

    macros = changed(workbook(ROWS_WITH_NAMES), xl__vbaProject_dot_bin="never run")
    return [
        Awkward("formulas with their results", workbook(computed), lines=(_READ[0], _READ[2])),
        Awkward("a formula without its result", without_values(workbook(computed)), lines=_READ[2:],
                problems=((2, "Unit Price", "cell_missing"), (2, "Unit Price", "formula_without_value"))),
        Awkward("an error in a cell", workbook(failing), lines=_READ[2:],
                problems=((2, "Unit Price", "number_unreadable"), (2, "Unit Price", "cell_error"))),
        Awkward("macros", macros, lines=_READ),
    ]  # fmt: skip


ROWS_WITH_NAMES = (EN, *ROWS)


def several() -> list[Awkward]:
    """More than one sheet, hidden ones."""

    def with_notes(book: Any, sheet: Any) -> None:  # noqa: ANN401
        sheet.write_row(0, 0, ("How to fill this in", "by whom"))
        _table(book, book.add_worksheet("Orders"))
        _table(book, hidden := book.add_worksheet("Old"), rows=(TOWEL,))
        hidden.hide()

    def two(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet)
        _table(book, book.add_worksheet("April"), rows=(TOWEL,))

    def hidden_only(book: Any, sheet: Any) -> None:  # noqa: ANN401
        book.add_worksheet("Empty").activate()
        _table(book, sheet)
        sheet.hide()

    def far(book: Any, sheet: Any) -> None:  # noqa: ANN401
        _table(book, sheet)
        sheet.write(1_000_000, 16_000, "lost")

    return [
        Awkward("a sheet of notes, one of orders, a hidden one", workbook(with_notes, name="Notes"), lines=_READ),
        Awkward("two sheets of orders", workbook(two, name="March"), refused=("sheet_choose", "March, April")),
        Awkward("orders on a hidden sheet", workbook(hidden_only), refused=("sheet_empty", "")),
        Awkward("a cell far out", workbook(far), refused=("too_wide", "512 columns")),
    ]  # fmt: skip


def closed() -> list[Awkward]:
    """Workbooks that are not opened."""
    return [
        Awkward("a password", compound("EncryptionInfo", "EncryptedPackage"), refused=("password", "password")),
        Awkward("the format before 2007", compound("Workbook"), refused=("old_workbook", "XLS")),
        Awkward("a bomb", bomb(), refused=("zip_bomb", "nothing of it was unpacked")),
        Awkward("a bomb with a false name on it", lying_bomb(), refused=("zip_bomb", "1000 bytes")),
        Awkward("half a workbook", workbook(ROWS_WITH_NAMES)[:2000], refused=("workbook_damaged", "damaged")),
    ]
