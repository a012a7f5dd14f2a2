"""The mapping file (TOML) that says how one seller's sheet of order lines is to be read."""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from entrepot.gateways.sheets.sentences import UnableToReadSheet

COLUMNS = ("order_no", "item_no", "item_name", "qty", "price", "placed_at")
CODED = ("currency", "unit", "destination")  # a column or a constant, as customs codes or through a table
OPTIONAL = ("buyer", "barcode", "item_describe", "note", "cancels")
FIRMS = ("marketplace_code", "marketplace_name", "seller_code", "seller_name")
_ORDER_TYPES = ("E", "B", "W")  # retail export, business to business, overseas warehouse (message 303, orderType)
_CUSTOMS_CODE = re.compile(r"[0-9]{3}")
_SECTIONS = ("file", "columns", "constants", "cancellation", "freight", "codes")
_ENCODINGS = ("utf-8", "gb18030", "latin-1", "cp1252", "big5", "shift_jis")


@dataclass(frozen=True)
class Form:
    """How cells are written. time_formats: strftime patterns of local time, tried in this order."""

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal_point: str = "."
    thousands: str = ""
    time_zone: str = "Asia/Shanghai"
    time_formats: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S",)


@dataclass(frozen=True)
class Mapping:
    """How to read a sheet.

    columns: field → header; constants: field → value, the same for every order; codes: field → (value in the sheet →
    3-digit customs code); cancellation_prefix: an order number that begins with it is a cancellation; freight_items:
    item numbers that are freight and no goods.
    """

    columns: Table[str, str]
    constants: Table[str, str]
    codes: Table[str, Table[str, str]] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    cancellation_prefix: str | None = None
    freight_items: tuple[str, ...] = ()


def read_mapping(source: Path | str) -> Mapping:
    """The mapping in a file, or in a text. Raises UnableToReadSheet, naming the key that is wrong."""
    place = source.name if isinstance(source, Path) else "TOML"
    try:
        text = source.read_text("utf-8") if isinstance(source, Path) else source
        content = tomllib.loads(text)
    except FileNotFoundError as error:
        raise UnableToReadSheet("no_file", place=place) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnableToReadSheet("mapping_wrong", place=place, expected="TOML", found=str(error)) from error
    for section in content:
        _expect(section in _SECTIONS, place, section, " | ".join(_SECTIONS), section)
    sections = {name: _section(content, name, place) for name in _SECTIONS}
    mapping = Mapping(
        columns=_columns(sections["columns"], place),
        constants=_constants(sections["constants"], place),
        codes=_codes(sections["codes"], place),
        cancellation_prefix=_text(sections["cancellation"], "prefix", place) or None,
        freight_items=_texts(sections["freight"], "item_numbers", place),
        form=_form(sections["file"], place),
    )
    for name in CODED:
        known = name in mapping.columns or name in mapping.constants
        _expect(known, place, f"columns.{name}", f"columns.{name} | constants.{name}", "—")
    return mapping


def _expect(holds: bool, place: str, key: str, expected: str, found: object) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise UnableToReadSheet("mapping_wrong", place=f"{place}, {key}", expected=expected, found=repr(found))


def _section(content: Table[str, object], name: str, place: str) -> dict[str, object]:
    section = content.get(name, {})
    _expect(isinstance(section, dict), place, name, f"[{name}]", section)
    return dict(section) if isinstance(section, dict) else {}


def _text(section: Table[str, object], key: str, place: str, default: str = "") -> str:
    value = section.get(key, default)
    _expect(isinstance(value, str), place, key, '"…"', value)
    return str(value)


def _texts(section: Table[str, object], key: str, place: str) -> tuple[str, ...]:
    value = section.get(key, [])
    items = [value] if isinstance(value, str) else value
    _expect(isinstance(items, list) and all(isinstance(item, str) for item in items), place, key, '["…"]', value)
    return tuple(str(item) for item in items) if isinstance(items, list) else ()


def _columns(section: Table[str, object], place: str) -> dict[str, str]:
    allowed = (*COLUMNS, *CODED, *OPTIONAL)
    for key in section:
        _expect(key in allowed, place, f"columns.{key}", " | ".join(allowed), key)
    for key in COLUMNS:
        _expect(key in section, place, f"columns.{key}", f'{key} = "…"', "—")
    return {key: _text(section, key, place) for key in section}


def _constants(section: Table[str, object], place: str) -> dict[str, str]:
    allowed = (*FIRMS, *CODED, "order_type")
    for key in section:
        _expect(key in allowed, place, f"constants.{key}", " | ".join(allowed), key)
    for key in FIRMS:
        _expect(bool(section.get(key)), place, f"constants.{key}", f'{key} = "…"', section.get(key, "—"))
    values = {"order_type": "E"} | {key: _text(section, key, place) for key in section}
    for key in CODED:
        if key in values:
            _expect_code(values[key], place, f"constants.{key}")
    _expect(values["order_type"] in _ORDER_TYPES, place, "constants.order_type", "E | B | W", values["order_type"])
    return values


def _codes(section: Table[str, object], place: str) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for key in section:
        _expect(key in CODED, place, f"codes.{key}", " | ".join(CODED), key)
        names = _section(section, key, place)
        tables[key] = {name: _text(names, name, place) for name in names}
        for name, code in tables[key].items():
            _expect_code(code, place, f"codes.{key}.{name}")
    return tables


def _expect_code(code: str, place: str, key: str) -> None:
    _expect(_CUSTOMS_CODE.fullmatch(code) is not None, place, key, "3-digit customs code (3 位海关代码)", code)


@dataclass(frozen=True)
class _FormKey:
    expected: str
    default: str


_FORM = {
    "delimiter": _FormKey("one of , ; | or a tab", ","),
    "encoding": _FormKey(" | ".join(_ENCODINGS), "utf-8"),
    "decimal_point": _FormKey(". | ,", "."),
    "thousands": _FormKey("another sign than decimal_point: , . ' or a space", ""),
    "time_zone": _FormKey("Asia/Shanghai …", "Asia/Shanghai"),
}


def _form(section: Table[str, object], place: str) -> Form:
    for key in section:
        _expect(key in _FORM or key == "time_format", place, f"file.{key}", " | ".join((*_FORM, "time_format")), key)
    value = {key: _text(section, key, place, known.default) for key, known in _FORM.items()}
    value["encoding"] = value["encoding"].lower()
    right = {
        "delimiter": value["delimiter"] in {",", ";", "|", "\t"},
        "encoding": value["encoding"] in _ENCODINGS,
        "decimal_point": value["decimal_point"] in {".", ","},
        "thousands": value["thousands"] in {"", ",", ".", "'", " ", "\u00a0"} - {value["decimal_point"]},
        "time_zone": _is_zone(value["time_zone"]),
    }
    for key, known in _FORM.items():
        _expect(right[key], place, f"file.{key}", known.expected, value[key])
    formats = _texts(section, "time_format", place)
    for pattern in formats:
        _expect("%" in pattern, place, "file.time_format", "%Y-%m-%d %H:%M:%S …", pattern)
    return Form(**value, time_formats=formats or Form.time_formats)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
