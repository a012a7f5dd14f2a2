"""Names of countries/regions, currencies and units to 3-digit customs codes.

The codes are those of the customs parameter tables of 2018 (原报关代码), the numeric ones that messages of
edition 202205 carry; ISO 3166 and ISO 4217 letters and usual other names stand beside them in the data folder.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from entrepot.gateways.sheets.fields import CUSTOMS_CODES, data_rows

_FILES = {"countries": "countries.csv", "currencies": "currencies.csv", "units": "units.csv"}
_NAMED = ("alpha_2", "alpha_3", "name_zh", "name_en")
_CODE = re.compile(r"[0-9]{3}")


def key_of(name: str) -> str:
    """A name as it is compared: no case, no spaces at the ends, no full stop, full width as half width."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip().strip(".").casefold()


@cache
def names(table: str) -> Mapping[str, str]:
    """key_of(name) → code, of countries, currencies or units. A name that two codes have is none."""
    found: dict[str, str] = {}
    for row in data_rows(_FILES[table]):
        for name in (*(row.get(column, "") for column in _NAMED), *row["other_names"].split("|")):
            if name:
                found.setdefault(key_of(name), row["code"])
    return found


def codes_for(field: str, values: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The codes of the names among the values of a field, and the values that are neither a code nor a known name."""
    table = names(CUSTOMS_CODES[field])
    known: dict[str, str] = {}
    unknown: list[str] = []
    for value in values:
        if _CODE.fullmatch(value):
            continue
        code = table.get(key_of(value))
        if code is None:
            unknown.append(value)
        else:
            known[value] = code
    return known, unknown


def as_codes(field: str, texts: pl.Series, told: Mapping[str, str] | None = None) -> pl.Series:
    """The texts of a field with codes for names: those that the mapping tells, then those that everybody knows.

    So a column means the same whether it was guessed, picked by hand or written into a mapping. What is neither a code
    nor a name stays as it stands.
    """
    told = told or {}
    distinct = texts.drop_nulls().unique().to_list()
    known, _unknown = codes_for(field, (text for text in distinct if text not in told))
    table = {**known, **told}
    return texts.replace(list(table), list(table.values())) if table else texts
