"""What a problems file adds to the columns of a sheet, and how its text is kept from being run as a formula."""

import polars as pl

from entrepot.gateways.sheets.wording import Language, Sentence

REASON_COLUMNS = ("problem_row", "problem_columns", "problem_reasons", "problem_en", "problem_zh")
# What stands beside a rejected row for a reader of one language.
_BESIDE = (
    Sentence("Row in the file", "文件中的行"),
    Sentence("Columns", "有误的列"),
    Sentence("What is wrong", "问题原因"),
    Sentence("What to do", "处理办法"),
)
BESIDE: dict[Language, tuple[str, ...]] = {
    "en": tuple(one.en for one in _BESIDE),
    "zh": tuple(one.zh for one in _BESIDE),
}
# Every header that a problems file adds: known again when it comes back, and left out.
ADDED = (*REASON_COLUMNS, *BESIDE["en"], *BESIDE["zh"])
# What a spreadsheet takes for a formula, and our own sign before it
_FORMULA = r"^'*[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9][0-9.,' \u00a0]*$"


def neutralised(name: str) -> pl.Expr:
    """The text column `name` with an apostrophe before what a spreadsheet would run as a formula."""
    column = pl.col(name)
    harmful = column.str.contains(_FORMULA) & ~column.str.contains(_NUMBER)
    return pl.when(harmful).then(pl.lit("'") + column).otherwise(column).alias(name)
