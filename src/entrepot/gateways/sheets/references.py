"""Reference tables as CSV: our own headers, and those of the official parameter tables of Chinese customs.

Own headers: code (export_measures: prefix), name_zh, name_en; for hs_codes also unit1, unit2; for export_measures also
licence, export_duty, refund (yes, no, or empty where it is not known); for positive_list also from, until (days,
until empty while it lasts) and note; for import_rates (prefix) vat, consumption_tax, duty as shares of 1, empty where
they are not known, floor_gram and floor_sheet in yuan. Official tables: see _OFFICIAL; where one has the old numeric
code, that is the code, for customs messages of edition 202205 carry the old ones. HS tables: hscode, description.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import Table, read_table

# Headers of the official tables, with their meaning.
_OFFICIAL = {
    "old_code": ("old customs code", "原报关代码"),
    "new_code": ("code", "代码"),
    "name_zh": ("Chinese name", "中文名称"),
    "name_en": ("English name", "英文名称"),
}
# Column → headers in the file; the first that is there wins, so the old customs code comes before the new one.
_HEADERS = {
    "code": (_OFFICIAL["old_code"][1], _OFFICIAL["new_code"][1], "code", "prefix", "hscode"),
    "name_zh": (_OFFICIAL["name_zh"][1], "name_zh"),
    "name_en": (_OFFICIAL["name_en"][1], "name_en", "description"),
}
_ATTRIBUTES = {
    "hs_codes": ("unit1", "unit2"),
    "export_measures": ("licence", "export_duty", "refund"),
    "positive_list": ("from", "until", "note"),
    "import_rates": ("vat", "consumption_tax", "duty", "floor_gram", "floor_sheet"),
}
_RATE, _DAY, _PRICE = r"0(\.[0-9]{1,5})?", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{1,9}(\.[0-9]{1,5})?"
_FORMS = {
    "from": _DAY, "until": _DAY, "vat": _RATE, "consumption_tax": _RATE, "duty": _RATE, "floor_gram": _PRICE,
    "floor_sheet": _PRICE,
}  # fmt: skip
_COMPULSORY = {"positive_list": "from"}
_ANSWERS = {"yes": True, "no": False}
_NO_CODES = ("", "TOTAL")  # HS tables end in a row TOTAL
_CODES = {
    "units": r"^[0-9]{3}$",
    "currencies": r"^[0-9]{3}$",
    "countries": r"^[0-9]{3}$",
    "hs_codes": r"^[0-9]{2,10}$",
    "export_measures": r"^[0-9]{2,10}$",
    "customs_offices": r"^[0-9]{4}$",
    "transport_modes": r"^[0-9A-Z]$",
    "packages": r"^[0-9A-Z]$",
    "positive_list": r"^[0-9]{8}$",
    "import_rates": r"^[0-9]{2,10}$",
}


@dataclass(frozen=True)
class ReferenceTable:
    """One table.

    entries: the catalogue's ENTRIES, each code once; hash: SHA-256 of the file; left_out: rows without
    a code.
    """

    entries: pl.DataFrame
    hash: bytes
    left_out: int


def read_reference(kind: str, source: Path | bytes) -> ReferenceTable:
    """Read one table. Raises UnableToReadSheet, naming the first code or answer that does not fit the kind."""
    if kind not in _CODES:
        raise UnableToReadSheet("kind_unknown", place="KIND", expected=" | ".join(_CODES), found=repr(kind))
    table = read_table(source)
    columns = {name: _column(table, headers) for name, headers in _HEADERS.items()}
    code = columns["code"]
    if code is None:
        table.column("code")
    frame = table.frame.select(
        "row_no",
        *(
            (pl.lit(None, dtype=pl.String) if column is None else pl.col(column).str.strip_chars()).alias(name)
            for name, column in columns.items()
        ),
        *(pl.col(table.column(name)).str.strip_chars().alias(name) for name in _present(kind, table)),
    )
    coded = frame.filter(pl.col("code").is_not_null() & ~pl.col("code").is_in(_NO_CODES))
    _check_codes(kind, table, coded)
    first = _together(coded)
    attributes = [_attributes(kind, row, table.place) for row in first.iter_rows(named=True)]
    entries = first.select("code", pl.col("name_zh").fill_null(""), pl.col("name_en").fill_null("")).with_columns(
        pl.Series("attributes", attributes, dtype=pl.String)
    )
    return ReferenceTable(entries, _hash(source), frame.height - coded.height)


def _together(coded: pl.DataFrame) -> pl.DataFrame:
    """Each code once: an old code may stand for several new ones, then it carries all their names."""
    names = {
        name: pl.col(name).drop_nulls().unique(maintain_order=True).str.join("; ") for name in ("name_zh", "name_en")
    }
    rest = [pl.col(name).first() for name in coded.columns if name not in ("code", *names)]
    return coded.group_by("code", maintain_order=True).agg(*rest, **names)


def _hash(source: Path | bytes) -> bytes:
    return hashlib.sha256(source.read_bytes() if isinstance(source, Path) else source).digest()


def _column(table: Table, headers: tuple[str, ...]) -> str | None:
    return next((table.column(header) for header in headers if header in table.header), None)


def _present(kind: str, table: Table) -> list[str]:
    return [name for name in _ATTRIBUTES.get(kind, ()) if name in table.header]


def _check_codes(kind: str, table: Table, coded: pl.DataFrame) -> None:
    wrong = coded.filter(~pl.col("code").str.contains(_CODES[kind]))
    if wrong.height:
        row_no, code = wrong.select("row_no", "code").row(0)
        raise UnableToReadSheet(
            "entry_unfit", place=table.place, row=row_no, expected=f"{kind} {_CODES[kind]}", found=repr(code)
        )


def _attributes(kind: str, row: dict[str, str | None], place: str) -> str:
    found: dict[str, str | bool] = {}
    for name in _ATTRIBUTES.get(kind, ()):
        value = row.get(name)
        if value:
            found[name] = _attribute(kind, name, value, place, row["row_no"])
        elif _COMPULSORY.get(kind) == name:
            raise UnableToReadSheet("entry_unfit", place=place, row=row["row_no"], expected=name, found="''")
    return json.dumps(found, ensure_ascii=False)


def _attribute(kind: str, name: str, value: str, place: str, row_no: object) -> str | bool:
    """One cell as it is kept. Raises UnableToReadSheet."""
    if kind == "export_measures":
        if value in _ANSWERS:
            return _ANSWERS[value]
        expected = f"{name} yes | no"
    else:
        form = _FORMS.get(name)
        if form is None or re.fullmatch(form, value):
            return value
        expected = f"{name} {form}"
    raise UnableToReadSheet("entry_unfit", place=place, row=row_no, expected=expected, found=repr(value))
