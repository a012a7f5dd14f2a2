"""What a sheet of each kind may hold: fields, their labels in both languages, and what their columns may be called.

Names, lengths and forms of documents are those of the customs interface (`ceb.tables`); labels and headers stand in
data/fields.toml, known exports in data/presets.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from entrepot.gateways.ceb.fields import Field, Kind
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.modules.catalogue import api as catalogue

Form = Literal["text", "code", "number", "whole", "time", "date", "customs-code", "choice", "flag"]
Part = Literal["head", "line"]
# kind of sheet → kind of document. A payment for an export is the collection slip (收款单) of its order: one target.
DOCUMENTS: Mapping[str, Kind] = {
    "orders": "order",
    "slips": "slip",
    "payments": "slip",
    "waybills": "waybill",
    "lists": "list",
}
KINDS = ("order-lines", *DOCUMENTS, "goods")
# What the program writes itself: who a document is, and that it is new, declared, and when.
OWN = ("guid", "app_type", "app_time", "app_status", "gnum")
# The column that says which document a row belongs to.
KEYS = {"order-lines": "order_no", "orders": "order_no", "slips": "order_no", "payments": "order_no",
        "waybills": "waybill_no", "lists": "cop_no", "goods": "item_no"}  # fmt: skip
_ORDER_LINES = {
    "order_no": "head", "item_no": "line", "item_name": "line", "item_describe": "line", "barcode": "line",
    "qty": "line", "unit": "line", "price": "line", "total_price": "line", "currency": "head", "placed_at": "head",
    "destination": "head", "buyer": "head", "note": "line", "cancels": "head", "order_type": "head",
    "marketplace_code": "head", "marketplace_name": "head", "seller_code": "head", "seller_name": "head",
}  # fmt: skip
_ORDER_LINES_OPTIONAL = {"item_describe", "barcode", "buyer", "note", "cancels", "total_price", "order_type"}
_CODES = {"order_no", "item_no", "barcode", "cancels", "marketplace_code", "seller_code", "gtin"}
CUSTOMS_CODES = {"currency": "currencies", "freight_currency": "currencies", "insured_currency": "currencies",
                 "unit": "units", "unit1": "units", "unit2": "units", "destination": "countries",
                 "country": "countries", "line_country": "countries", "origin": "countries"}  # fmt: skip
# Written for each row where the sheet does not say it: a matter of course on export, or follows from the others.
DERIVED = {
    "orders": {"order_type": "E", "freight": "0"},
    "lists": {"ie_flag": "E", "freight_flag": "3", "insured_flag": "3"},
}
COMPUTED = {
    "orders": ("goods_value", "total_price", "price"),
    "lists": ("total_price", "price", "line_country", "qty1"),
}
_SUGGESTED = {
    "lists": {"trade_mode": "9610", "statistics_flag": "A", "freight": "0", "insured_fee": "0", "pack_no": "1"},
    "waybills": {"freight": "0", "insured_fee": "0", "pack_no": "1"},
}


@dataclass(frozen=True)
class Wanted:
    """One field of a kind of sheet.

    needed: a document is refused without it, so a column or a constant must give it; column: its name in the frame of
    the head or of the line; suggested: a constant that a person may agree to; limit: most characters, 0 where the form
    says it.
    """

    name: str
    en: str
    zh: str
    needed: bool
    form: Form
    part: Part
    column: str
    suggested: str = ""
    limit: int = 0


@dataclass(frozen=True)
class Preset:
    """A known export: the headers by which it is known, and what its columns are."""

    name: str
    en: str
    zh: str
    kind: str
    signature: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    time_formats: tuple[str, ...]
    once: bool


def normal(header: str) -> str:
    """A header as it is compared: no case, no spaces, no punctuation, full width as half width."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return re.sub(r"[\W_]+", "", plain)


def forms_of(header: str) -> tuple[str, ...]:
    """What a header may stand for, best first: itself, without what is in brackets, the parts of a joined one."""
    plain = unicodedata.normalize("NFKC", header)
    forms = [plain, re.sub(r"[(\[【].*?[)\]】]", " ", plain)]
    if " / " in plain:
        forms += [*reversed(plain.split(" / ")), plain.replace(" / ", " ")]
    return tuple(dict.fromkeys(found for form in forms if (found := normal(form))))


@cache
def labels() -> Mapping[str, Mapping[str, object]]:
    """field → en, zh, headers."""
    return tomllib.loads(_data("fields.toml"))


def _data(name: str) -> str:
    return resources.files("entrepot.gateways.sheets").joinpath("data", name).read_text("utf-8")


@cache
def names_of(field: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The exact names of a field (column, labels) and its synonyms, all as `normal`."""
    about = labels().get(field, {})
    exact = (field, str(about.get("en", field)), str(about.get("zh", field)))
    if field.startswith(catalogue.ELEMENT):  # elements have the names of the tariff directory
        exact = (field, element := field.removeprefix(catalogue.ELEMENT), f"{labels()['element']['zh']}{element}")
    headers = about.get("headers", [])
    synonyms = tuple(normal(str(one)) for one in headers) if isinstance(headers, list) else ()
    return tuple(normal(one) for one in exact), synonyms


@cache
def patterns_of(field: str) -> tuple[re.Pattern[str], ...]:
    """What headers of a field look like, to be searched in `spaced`."""
    return tuple(re.compile(str(one)) for one in _patterns().get(field, ()))


@cache
def _patterns() -> Mapping[str, list[str]]:
    return tomllib.loads(_data("patterns.toml"))


def spaced(header: str) -> str:
    """A header in lower case, its words parted by single spaces, # as the word "no"."""
    plain = unicodedata.normalize("NFKC", header).casefold().replace("#", " no ")
    return re.sub(r"[\W_]+", " ", plain).strip()


@cache
def known_headers() -> frozenset[str]:
    """Every name of every field, as `normal`, and the headers of known exports."""
    found = {name for field in labels() for group in names_of(field) for name in group}
    for preset in presets():
        found |= {normal(one) for headers in preset.columns.values() for one in headers}
        found |= {normal(one) for one in preset.signature}
    return frozenset(found)


def is_known(header: str) -> bool:
    """Whether a text is the name of a field that some kind of sheet has."""
    return any(form in known_headers() for form in forms_of(header))


@cache
def fields_of(kind: str) -> Mapping[str, Wanted]:
    """The fields of a kind of sheet, in the order in which they are asked for. Raises KeyError for another kind."""
    if kind == "order-lines":
        fields = [_wanted(name, part, name not in _ORDER_LINES_OPTIONAL) for name, part in _ORDER_LINES.items()]
    elif kind == "goods":
        fields = [_wanted("item_no", "line", needed=True)]
        fields += [_wanted(name, "line", needed=False) for name in (*catalogue.ASKED_CELLS, *catalogue.FURTHER_CELLS)]
    else:
        fields = _of_document(kind)
    return {field.name: field for field in fields}


def _of_document(kind: str) -> list[Wanted]:
    message = MESSAGES[DOCUMENTS[kind]]
    head = {field.column for field in message.head.fields}
    found = [_from_table(kind, field, "head", field.column) for field in message.head.fields if field.column not in OWN]
    for field in message.line.fields if message.line else ():
        if field.column not in OWN and not (field.column == "currency" and "currency" in head):
            name = f"line_{field.column}" if field.column in head else field.column
            found.append(_from_table(kind, field, "line", name))
    return found


def _from_table(kind: str, field: Field, part: Part, name: str) -> Wanted:
    forms: dict[str, Form] = {"decimal": "number", "whole": "whole", "time": "time", "date": "date"}
    form = forms.get(field.sort, "code" if field.form == "key" else "text")
    if name in CUSTOMS_CODES:
        form = "customs-code"
    elif field.among:
        form = "choice"
    needed = field.required and name not in DERIVED.get(kind, {}) and name not in COMPUTED.get(kind, ())
    suggested = _SUGGESTED.get(kind, {}).get(name, "")
    limit = field.length[1] if field.sort == "text" else 0
    return Wanted(name, *_label(name), needed, form, part, field.column, suggested, limit)


def _wanted(name: str, part: str, needed: bool) -> Wanted:  # noqa: FBT001 - a fact of the table above
    form: Form = "code" if name in _CODES else "text"
    if name in CUSTOMS_CODES:
        form = "customs-code"
    elif name in {"qty", "price", "total_price", "factor1", "factor2", "net_weight_kg", "gross_weight_kg"}:
        form = "number"
    elif name == "placed_at":
        form = "time"
    elif name in {"battery", "liquid", "branded"}:
        form = "flag"
    return Wanted(name, *_label(name), needed, form, "head" if part == "head" else "line", name)


def _label(name: str) -> tuple[str, str]:
    about = labels().get(name)
    if about is not None:
        return str(about["en"]), str(about["zh"])
    text = (catalogue.ASKED_CELLS | catalogue.FURTHER_CELLS).get(name)
    return (text.en, text.zh) if text is not None else (name, name)


@cache
def presets() -> tuple[Preset, ...]:
    """The known exports."""
    return tuple(_preset(name, about) for name, about in tomllib.loads(_data("presets.toml")).items())


def _preset(name: str, about: Mapping[str, object]) -> Preset:
    columns, signature, formats = about["columns"], about["signature"], about["time_formats"]
    assert isinstance(columns, dict) and isinstance(signature, list) and isinstance(formats, list)  # noqa: PT018
    return Preset(
        name,
        str(about["en"]),
        str(about["zh"]),
        str(about["kind"]),
        tuple(map(str, signature)),
        {field: tuple(map(str, headers)) for field, headers in columns.items()},
        tuple(map(str, formats)),
        once=bool(about.get("once", False)),
    )


def data_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of names in the data folder."""
    import csv  # noqa: PLC0415 - small tables, read once

    return list(csv.DictReader(_data(name).splitlines()))
