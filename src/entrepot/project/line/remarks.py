"""Free text of import documents: a person of the document who is named there too is masked before it is stored.

A remark, what the goods are, a description: no rule reads them, and people write in them whom to ring. What came stays
in the sealed message. Names of goods are left as they are (customs reads them), and so is a person whom the document
itself does not name, but for an identity number, which gives itself away.
"""

import re

import polars as pl

from entrepot.kernel.person_numbers import number_is_right
from entrepot.store import identity
from entrepot.store.identity.masking import HIDDEN

FREE = ("note", "goods_info", "item_describe")
_LEAST = 2  # characters of what is looked for: a single one stands in many words
_ADDRESS = ["message_no", "document_no"]
_A_NUMBER = "[0-9]{17}[0-9Xx]"


def without_persons(heads: pl.DataFrame, lines: pl.DataFrame | None) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Heads and lines of import documents as decoded, their persons not sealed yet, with masks in the FREE columns."""
    clear = [column for column in heads.columns if column in identity.COLUMNS]
    masked = _masked(heads, clear)
    free = [column for column in FREE if lines is not None and column in lines.columns]
    if lines is None or not any(lines[column].null_count() < lines.height for column in free):
        return masked, lines
    beside = lines.join(heads.select(*_ADDRESS, *clear), on=_ADDRESS, how="left", maintain_order="left")
    return masked, _masked(beside, clear).select(lines.columns)


def _masked(rows: pl.DataFrame, clear: list[str]) -> pl.DataFrame:
    for column in (name for name in FREE if name in rows.columns):
        text = pl.col(column)
        named = [(pl.col(name).str.len_chars() >= _LEAST) & text.str.contains(pl.col(name), literal=True)
                 for name in clear]  # fmt: skip
        hit = rows.select(pl.any_horizontal(*named, text.str.contains(_A_NUMBER)).fill_null(value=False)).to_series()
        if hit.any():
            told = [_told(row[column], [row[name] for name in clear]) if is_hit else row[column]
                    for row, is_hit in zip(rows.iter_rows(named=True), hit, strict=True)]  # fmt: skip
            rows = rows.with_columns(pl.Series(column, told, pl.String))
    return rows


def _told(text: str, persons: list[str | None]) -> str:
    # the longest first: an address may hold a name
    for person in sorted((one for one in persons if one and len(one) >= _LEAST), key=len, reverse=True):
        text = text.replace(person, HIDDEN)
    return re.sub(_A_NUMBER, _hidden_number, text)


def _hidden_number(found: re.Match[str]) -> str:
    right = pl.select(number_is_right(pl.lit(found[0]))).item()
    return HIDDEN if right else found[0]
