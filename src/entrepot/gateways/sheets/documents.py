"""Orders, collection slips, waybills and declaration lists from a sheet, as customs messages bring them.

One row is one document; rows of a list with the same number of its own are its lines. What a cell says is put into the
form of the interface where it can be understood and left as it stands where it cannot, so that the field tables judge
all of it and every fault has its row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from entrepot.gateways import ceb
from entrepot.gateways.ceb.faults import Fault, frame
from entrepot.gateways.ceb.fields import LINES_A_DOCUMENT
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.sheets import problems as faults
from entrepot.gateways.sheets.cells import DAMAGED, ODD, SHORTENED
from entrepot.gateways.sheets.fields import DERIVED, DOCUMENTS, KEYS, Wanted, fields_of
from entrepot.gateways.sheets.fingerprint import content_hashes, guids
from entrepot.gateways.sheets.forms import in_form
from entrepot.gateways.sheets.mapping import Mapping as SheetMapping
from entrepot.gateways.sheets.table import CELLS_FOUND, ROW_NO, Table

_NUMBER = "document_no"
_LINE = "line_no"
_CHINA_IS_AHEAD = pl.duration(hours=8)  # China Standard Time: no summer time since 1991
_PLACES = 5  # N19,5
_EXACT = pl.Decimal(38, 10)


@dataclass(frozen=True)
class Documents:
    """A sheet of documents, read.

    decoded: one message (message_no 0) with a document for each key, as `ceb.decode` makes them, so that `ceb.validate`
    checks them. rows: row_no, message_no, document_no (null: the row came into no document), line_no (from 1).
    problems: problems.SCHEMA, of rows that came into no document and of cells that could not be read at all.
    """

    decoded: ceb.Decoded
    rows: pl.DataFrame
    problems: pl.DataFrame
    kind: str
    mapping: SheetMapping
    table: Table


def read_documents(table: Table, mapping: SheetMapping, kind: str, *, now: datetime) -> Documents:
    """Read the rows of a sheet as documents of `kind` (fields.DOCUMENTS). `now`: the moment of submission.

    Raises UnableToReadSheet when a mapped column is not in the sheet.
    """
    texts = _texts(table, mapping, kind)
    found = _row_problems(texts, table, mapping, kind)
    good = texts.join(found.select(ROW_NO).unique(), on=ROW_NO, how="anti", maintain_order="left")
    key = KEYS[kind]
    grouped = kind == "lists"
    broken = texts.join(good, on=ROW_NO, how="anti").drop_nulls(key)[key].unique().implode() if grouped else None
    held = good.filter(pl.col(key).is_in(broken)) if broken is not None else good.clear()
    found = pl.concat([found, _held_back(held, texts, found, key)]).sort(ROW_NO, maintain_order=True)
    good = good.join(held.select(ROW_NO), on=ROW_NO, how="anti", maintain_order="left")
    placed = _placed(good, key if grouped else ROW_NO)
    typed = placed.with_columns(in_form(placed, mapping, kind))
    decoded, further = _decoded(_computed(typed, kind), kind, now)
    rows = placed.select(ROW_NO, pl.lit(0, pl.Int64).alias("message_no"), _NUMBER, _LINE)
    none = texts.join(placed.select(ROW_NO), on=ROW_NO, how="anti", maintain_order="left").select(
        ROW_NO, *(pl.lit(None, dtype).alias(name) for name, dtype in list(rows.schema.items())[1:])
    )
    decoded = ceb.Decoded(decoded.messages, decoded.heads, decoded.lines, further)
    return Documents(decoded, pl.concat([rows, none]).sort(ROW_NO), found, kind, mapping, table)


# ---- rows ------------------------------------------------------------------------------------------------------------


def _texts(table: Table, mapping: SheetMapping, kind: str) -> pl.DataFrame:
    """row_no and a column of trimmed text for each field of the kind, from its column or its constant."""
    cells = []
    for name in fields_of(kind):
        constant = mapping.constants.get(name) or DERIVED.get(kind, {}).get(name)
        cell = pl.lit(None, dtype=pl.String)
        if name in mapping.columns:
            text = pl.col(table.column(mapping.columns[name])).str.strip_chars()
            cell = pl.when(text != "").then(text)
        cells.append((pl.coalesce(cell, pl.lit(constant)) if constant else cell).alias(name))
    texts = table.frame.select(ROW_NO, CELLS_FOUND, *cells)
    if kind != "lists":
        return texts
    first = {name: pl.col(name).drop_nulls().first().over(KEYS[kind]) for name in _heads(kind)}
    return texts.with_columns(pl.col(name).fill_null(value) for name, value in first.items())


def _heads(kind: str) -> list[str]:
    return [name for name, wanted in fields_of(kind).items() if wanted.part == "head" and name != KEYS[kind]]


def _row_problems(texts: pl.DataFrame, table: Table, mapping: SheetMapping, kind: str) -> pl.DataFrame:
    """Rows that cannot be given to a document: too few or too many cells, no key, cells that could not be read."""
    headers, key, width = mapping.columns, KEYS[kind], len(table.header)

    def failed(reason: str, name: str, condition: pl.Expr, **facts: pl.Expr) -> pl.DataFrame:
        column = pl.lit(headers.get(name), dtype=pl.String).alias("column")
        rows = texts.filter(condition).select(ROW_NO, column, pl.col(name).alias("found"), **facts)
        return faults.problems(rows, reason)

    parts = [
        failed("cells_missing", CELLS_FOUND, pl.col(CELLS_FOUND) < width, expected=pl.lit(width)),
        failed("cells_too_many", CELLS_FOUND, pl.col(CELLS_FOUND) > width, expected=pl.lit(width)),
        failed("cell_missing", key, pl.col(key).is_null()),
        table.faults.filter(pl.col("column").is_in(list(headers.values()))),
    ]
    codes = [wanted.name for wanted in fields_of(kind).values() if wanted.form == "code" and wanted.name in headers]
    parts += [failed("code_shortened", name, pl.col(name).str.contains(SHORTENED)) for name in codes]
    if kind == "orders":
        first = pl.col(ROW_NO).first().over(key)
        repeats = pl.col(key).is_not_null() & (first != pl.col(ROW_NO))
        parts.append(failed("order_repeats", key, repeats, first_row=first))
    for name in (name for name in _heads(kind) if kind == "lists" and name in headers):
        first = pl.col(name).first().over(key)
        parts.append(failed("document_disagrees", name, first != pl.col(name), expected=first, number=pl.col(key)))
    return pl.concat([faults.none(), *parts]).sort(ROW_NO, maintain_order=True)


def _held_back(rows: pl.DataFrame, texts: pl.DataFrame, found: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows with nothing wrong of documents where another row has something wrong."""
    bad = texts.join(found.select(ROW_NO).unique(), on=ROW_NO, how="semi").group_by(key).agg(
        first_row=pl.col(ROW_NO).min()
    )  # fmt: skip
    told = rows.select(ROW_NO, key).join(bad, on=key, maintain_order="left")
    nothing = pl.lit(None, dtype=pl.String)
    return faults.problems(
        told.select(ROW_NO, "first_row", column=nothing, found=nothing, number=key), "document_held_back"
    )


def _placed(good: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows with document_no, from 1 in the order of the file, and line_no within the document."""
    numbers = good.select(pl.col(key).unique(maintain_order=True)).with_row_index(_NUMBER, offset=1)
    placed = good.join(numbers.with_columns(pl.col(_NUMBER).cast(pl.Int32)), on=key, maintain_order="left")
    return placed.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_NUMBER).alias(_LINE))


# ---- documents -------------------------------------------------------------------------------------------------------


def _exact(name: str) -> pl.Expr:
    """A number where the text is one; it was put into form before, so the cast loses nothing."""
    text = pl.col(name)
    return pl.when(text.str.contains(r"^-?[0-9]{1,14}(\.[0-9]{1,5})?$")).then(text).cast(_EXACT, strict=False)


def _as_text(number: pl.Expr) -> pl.Expr:
    """Five places, half away from zero, as the interface has them; zeros behind them are left out."""
    text = number.round(_PLACES, mode="half_away_from_zero").cast(pl.Decimal(38, _PLACES)).cast(pl.String)
    return text.str.replace(r"\.?0+$", "")


def _computed(texts: pl.DataFrame, kind: str) -> pl.DataFrame:
    """What follows from other cells and was left out: totals, prices, the value of an order, the destination."""
    if "total_price" not in texts.columns:
        return texts
    qty, price, total = _exact("qty"), _exact("price"), _exact("total_price")
    texts = texts.with_columns(
        total_price=pl.coalesce("total_price", _as_text(qty * price)),
        price=pl.coalesce("price", pl.when(qty != 0).then(_as_text(total / qty))),
    )
    if kind == "orders":
        return texts.with_columns(goods_value=pl.coalesce("goods_value", "total_price"))
    same_unit = pl.col("unit1") == pl.col("unit")
    return texts.with_columns(
        line_country=pl.coalesce("line_country", "country"), qty1=pl.coalesce("qty1", pl.when(same_unit).then("qty"))
    )


def _decoded(texts: pl.DataFrame, kind: str, now: datetime) -> tuple[ceb.Decoded, pl.DataFrame]:
    """The frames of one message, and the faults that the field tables do not look for."""
    document = DOCUMENTS[kind]
    message = MESSAGES[document]
    fields = fields_of(kind)
    heads = texts.filter(pl.col(_LINE) == 1).select(
        pl.lit(0, pl.Int64).alias("message_no"), _NUMBER, *_columns(fields, "head")
    )
    lines = texts.select(pl.lit(0, pl.Int64).alias("message_no"), _NUMBER, *_columns(fields, "line"))
    lines = lines.with_columns(gnum=texts[_LINE].cast(pl.String))
    if "currency" not in lines.columns and "currency" in texts.columns:
        lines = lines.with_columns(texts["currency"])
    given = [name for name in heads.columns if name not in ("message_no", _NUMBER)]
    of_lines = [name for name in lines.columns if name not in ("message_no", _NUMBER)]
    body = (lines, of_lines) if message.line is not None else (None, None)
    heads = heads.with_columns(
        guids(content_hashes(heads, given, *body, key=[_NUMBER])).alias("guid"),
        app_type=pl.lit("1"),
        app_status=pl.lit("2"),
        app_time=(pl.lit(now).cast(pl.Datetime("us", "UTC")) + _CHINA_IS_AHEAD).dt.strftime("%Y%m%d%H%M%S"),
    )
    empty = ceb.decode([])
    facts = {"message_no": 0, "kind": document, "code": message.code, "practice": False, "signed": False,
             "documents": heads.height, "refused": False}  # fmt: skip
    decoded = ceb.Decoded(
        pl.DataFrame([facts], schema=empty.messages.schema),
        {**empty.heads, document: heads.select(empty.heads[document].columns)},
        {**empty.lines, **({document: lines.select(empty.lines[document].columns)} if message.line else {})},
        empty.faults,
    )
    return decoded, frame(_further_faults(texts, lines, kind))


def _columns(fields: Mapping[str, Wanted], part: str) -> list[pl.Expr]:
    return [pl.col(name).alias(wanted.column) for name, wanted in fields.items() if wanted.part == part]


def _further_faults(texts: pl.DataFrame, lines: pl.DataFrame, kind: str) -> list[Fault]:
    """Characters that no message can carry, or no code; too many lines."""
    message = MESSAGES[DOCUMENTS[kind]]
    found: list[Fault] = []
    for wanted in fields_of(kind).values():
        pattern = f"{DAMAGED}|{ODD}" if wanted.form == "code" else DAMAGED
        rows = texts.filter(pl.col(wanted.name).str.contains(pattern)).select(_NUMBER, _LINE, wanted.name)
        for number, line, value in rows.iter_rows():
            path = message.head_path(number) if wanted.part == "head" else message.line_path(number, line)
            sign = next(one for one in value if pl.Series([one]).str.contains(pattern).item())
            facts = {"found": f"U+{ord(sign):04X}", "position": value.index(sign) + 1}
            found.append(Fault(0, number, f"{path}/{_element(kind, wanted)}", value, "ceb.forbidden_character", facts))
    if message.line is None:
        return found
    counts = lines.group_by(_NUMBER, maintain_order=True).len()
    for number, count in counts.filter(pl.col("len") > LINES_A_DOCUMENT).iter_rows():
        facts = {"limit": LINES_A_DOCUMENT, "found": count}
        found.append(Fault(0, number, message.head_path(number), "", "ceb.too_many_lines", facts))
    return found


def _element(kind: str, wanted: Wanted) -> str:
    message = MESSAGES[DOCUMENTS[kind]]
    section = message.head if wanted.part == "head" or message.line is None else message.line
    return next(field.element for field in section.fields if field.column == wanted.column)
