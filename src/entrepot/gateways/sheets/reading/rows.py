"""What of the rows under a header is no data: rows and columns without anything in them, totals at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from entrepot.gateways.sheets.fields import KEYS, forms_of, names_of
from entrepot.gateways.sheets.shape import LeftOut, letters
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO

_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|汇总|总数|(?:grand |sub[- ]?)?totals?|sum)\s*(?:\(?[A-Z]{3}\)?)?\s*[:：]?",
    re.IGNORECASE,
)
_ROWS_FROM_THE_END = 20


@dataclass(frozen=True)
class Trimmed:
    """The table without what is none: its columns renamed c0, c1, …; `places` of them in the file."""

    header: tuple[str, ...]
    frame: pl.DataFrame
    places: tuple[int, ...]
    left_out: tuple[LeftOut, ...]
    empty_columns: tuple[int, ...]


def frame_of(rows: Sequence[Sequence[str | None]], first_row: int, width: int) -> pl.DataFrame:
    """Rows of `width` cells as a frame; the first one has the number `first_row`."""
    columns = list(zip(*rows, strict=True)) or [()] * width
    return pl.DataFrame(
        [
            pl.Series(ROW_NO, range(first_row, first_row + len(rows)), dtype=pl.Int64),
            pl.Series(CELLS_FOUND, [width] * len(rows), dtype=pl.Int32),
            *(pl.Series(f"c{number}", column, dtype=pl.String) for number, column in enumerate(columns)),
        ]
    )


def trimmed(header: Sequence[str], frame: pl.DataFrame) -> Trimmed:
    """Leave out columns without name and value, rows without value, and totals after the last row.

    A column that has a name and no value stays: it is one that nobody filled this time.
    """
    frame = frame.with_columns(pl.col(f"c{n}").cast(pl.String) for n in range(len(header)))
    dropped = [number for number in _empty_columns(frame, len(header)) if not header[number]]
    kept = [number for number in range(len(header)) if number not in dropped]
    frame = _without_columns(frame, kept, dropped)
    names = tuple(header[number] or f"({letters(number)})" for number in kept)
    frame, blank = _without_blank_rows(frame, len(kept))
    frame, totals = _without_totals(frame, names)
    return Trimmed(names, frame, tuple(kept), (*blank, *totals), tuple(dropped))


def _has_text(name: str) -> pl.Expr:
    return pl.col(name).str.contains(r"\S").fill_null(value=False)


def _empty_columns(frame: pl.DataFrame, width: int) -> list[int]:
    filled = frame.select(_has_text(f"c{n}").any() for n in range(width)).row(0) if width else ()
    return [number for number, has in enumerate(filled) if not has]


def _without_columns(frame: pl.DataFrame, kept: list[int], dropped: list[int]) -> pl.DataFrame:
    found = pl.col(CELLS_FOUND)
    gone = pl.sum_horizontal((found > number).cast(pl.Int32) for number in dropped) if dropped else pl.lit(0, pl.Int32)
    return frame.select(ROW_NO, (found - gone).alias(CELLS_FOUND), *(
        pl.col(f"c{number}").alias(f"c{new}") for new, number in enumerate(kept)
    ))  # fmt: skip


def _without_blank_rows(frame: pl.DataFrame, width: int) -> tuple[pl.DataFrame, list[LeftOut]]:
    filled = pl.any_horizontal(_has_text(f"c{n}") for n in range(width))
    blank = frame.filter(~filled)[ROW_NO].to_list()
    if not blank:
        return frame, []
    runs: list[LeftOut] = []
    for row_no in blank:
        if runs and runs[-1].last == row_no - 1:
            runs[-1] = LeftOut(runs[-1].first, row_no, "empty")
        else:
            runs.append(LeftOut(row_no, row_no, "empty"))
    return frame.filter(filled), runs


def _without_totals(frame: pl.DataFrame, header: Sequence[str]) -> tuple[pl.DataFrame, list[LeftOut]]:
    key = _key_column(header)
    totals: list[LeftOut] = []
    for row in frame.tail(_ROWS_FROM_THE_END).reverse().iter_rows():
        cells = [(cell or "").strip() for cell in row[2:]]
        word = next((cell for cell in cells if _TOTAL.fullmatch(cell)), None)
        if word is None or (cells[key] and cells[key] != word):
            break
        totals.append(LeftOut(row[0], row[0], "totals", " ".join(cell for cell in cells if cell)[:80]))
    return frame.head(frame.height - len(totals)), totals[::-1]


def _key_column(header: Sequence[str]) -> int:
    """The column that tells documents apart: an order number, else the number of a waybill, list or ware, else A."""
    for field in dict.fromkeys(("order_no", "waybill_no", "cop_no", *KEYS.values())):
        names = {name for group in names_of(field) for name in group}
        for number, name in enumerate(header):
            if names & set(forms_of(name)):
                return number
    return 0
