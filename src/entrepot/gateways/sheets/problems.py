"""Problems of rows: where, what was found, why, in both languages; and the file that gives them back."""

from dataclasses import replace

import polars as pl

from entrepot.gateways.sheets.adding import ADDED, BESIDE, REASON_COLUMNS, neutralised
from entrepot.gateways.sheets.problem_files import written
from entrepot.gateways.sheets.sentences import ROW, Language
from entrepot.gateways.sheets.table import CELLS_FOUND, PROBLEMS, ROW_NO, Table

__all__ = [
    "ADDED",
    "BESIDE",
    "REASON_COLUMNS",
    "SCHEMA",
    "beside",
    "neutral",
    "neutralised",
    "none",
    "parted",
    "problems",
    "suffix_of",
    "write_problems",
]

SCHEMA = PROBLEMS
_OURS = ({"problem_reasons"}, *({names[2], names[3]} for names in BESIDE.values()))  # together they mark a file as ours
_VALUE_CHARS = 200


def none() -> pl.DataFrame:
    """No problems."""
    return pl.DataFrame(schema=SCHEMA)


def problems(rows: pl.DataFrame, reason: str) -> pl.DataFrame:
    """A problem for each of `rows` (row_no, column, found, and the other facts of the sentence)."""
    sentence = ROW[reason]
    cut = rows.with_columns(pl.col("found").cast(pl.String).str.slice(0, _VALUE_CHARS))
    return cut.select(
        pl.col(ROW_NO).cast(pl.Int64),
        pl.col("column").cast(pl.String),
        pl.col("found").alias("value"),
        pl.lit(reason).alias("reason"),
        sentence.column("en").alias("en"),
        sentence.column("zh").alias("zh"),
    )


def neutral(table: Table, *, always: bool = False) -> Table:
    """The table as it was before `write_problems`: without the columns and the apostrophes that it puts in.

    Tables that are not ours (none of the columns) stay as they are, unless `always`; apostrophes go only into text.
    """
    ours = any(names <= set(table.header) for names in _OURS)
    if not ours and not always:
        return table
    kept = [number for number, name in enumerate(table.header) if name not in ADDED or not ours]
    cells = [pl.col(f"c{number}") for number in kept]
    if table.shape.container == "separated":
        marked = r"^'+[=+\-@\t\r]"
        cells = [pl.when(cell.str.contains(marked)).then(cell.str.slice(1)).otherwise(cell) for cell in cells]
    dropped = [number for number in range(len(table.header)) if number not in kept]
    found = pl.col(CELLS_FOUND)
    gone = pl.sum_horizontal([pl.lit(0, pl.Int32), *((found > number).cast(pl.Int32) for number in dropped)])
    cells = [cell.alias(f"c{new}") for new, cell in enumerate(cells)]
    frame = table.frame.select(ROW_NO, (found - gone).alias(CELLS_FOUND), *cells)
    places = tuple(table.shape.places[number] for number in kept) if table.shape.places else ()
    header = tuple(table.header[number] for number in kept)
    return replace(table, header=header, frame=frame, shape=replace(table.shape, places=places))


def write_problems(table: Table, found: pl.DataFrame, language: Language | None = None) -> bytes:
    """The rejected rows in the shape of the input, and beside each why, and what to do, in the reader's language.

    Text keeps its delimiter and its encoding, where that has the characters (UTF-8 with mark otherwise); a workbook and
    Parquet become a workbook, its wrong cells coloured; JSON lines stay JSON lines. Without a language the reasons are
    named by code and said in both. Formulas become text, which `neutral` turns back when the file comes back.
    """
    return written(table, beside(table, found, language), found)


def suffix_of(table: Table) -> str:
    """The ending of a problems file's name."""
    if table.shape.container == "separated":
        return ".tsv" if table.delimiter == "\t" else ".csv"
    return ".jsonl" if table.shape.container == "json-lines" else ".xlsx"


def beside(table: Table, found: pl.DataFrame, language: Language | None) -> pl.DataFrame:
    """The rejected rows: row_no, the columns c0, c1, … of the sheet, and the added columns under their headers."""
    lines = found.group_by(ROW_NO, maintain_order=True).agg(
        pl.col("column").drop_nulls().unique(maintain_order=True).str.join("; ").alias("columns"),
        pl.col("reason").unique(maintain_order=True).str.join("; ").alias("reasons"),
        pl.col("en").unique(maintain_order=True).alias("en"),
        pl.col("zh").unique(maintain_order=True).alias("zh"),
    )
    if language is None:
        names: tuple[str, ...] = REASON_COLUMNS
        said = [pl.col("reasons"), pl.col("en").list.join(" "), pl.col("zh").list.join("")]
    else:
        names = BESIDE[language]
        said = [_told(language, part) for part in (0, 1)]
    row_no = pl.col(ROW_NO).cast(pl.String)
    told = [column.alias(name) for name, column in zip(names, (row_no, pl.col("columns"), *said), strict=True)]
    cells = [f"c{number}" for number, name in enumerate(table.header) if name not in ADDED]
    return table.frame.join(lines.select(ROW_NO, *told), on=ROW_NO, how="inner", maintain_order="left").select(
        ROW_NO, *cells, *names
    )


def _told(language: Language, part: int) -> pl.Expr:
    """The sentences of a row: what was expected and found (0), or what to do (1), which is the last part of each."""
    between = "" if language == "zh" else " "
    return pl.col(language).map_elements(
        lambda said: between.join(parted(one, language)[part] for one in said), return_dtype=pl.String
    )


def parted(sentence: str, language: Language) -> tuple[str, str]:
    """A sentence as what is wrong and what to do."""
    end, signs = ("。", "。；") if language == "zh" else (".", ".;")
    body = sentence.rstrip(end)
    at = max(body.rfind(f"{sign}{'' if language == 'zh' else ' '}") for sign in signs)
    if at < 0:
        return sentence, ""
    todo = body[at + 1 :].strip()
    return body[:at] + end, (todo[:1].upper() + todo[1:] if language == "en" else todo) + end
