"""The mapping that says how one sender's sheets are to be read: as a file (TOML), as JSON, or from choices."""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from entrepot.gateways.sheets.fields import CUSTOMS_CODES, KINDS, fields_of
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Wish

COLUMNS = ("order_no", "item_no", "item_name", "qty", "price", "placed_at")
CODED = ("currency", "unit", "destination")  # a column or a constant, as customs codes or through a table
OPTIONAL = ("buyer", "barcode", "item_describe", "note", "cancels")
FIRMS = ("marketplace_code", "marketplace_name", "seller_code", "seller_name")
ORDER_LINES = "order-lines"
AUTO = "auto"  # found out from the file
_TOTAL = "total_price"  # stands for the price where a sheet has only the total of the line
_ORDER_TYPES = ("E", "B", "W")  # retail export, business to business, overseas warehouse (message 303, orderType)
_CUSTOMS_CODE = re.compile(r"[0-9]{3}")
_SECTIONS = ("file", "columns", "constants", "cancellation", "freight", "codes")
_ENCODINGS = ("utf-8", "gb18030", "latin-1", "cp1252", "big5", "shift_jis", "utf-16-le", "utf-16-be", AUTO)


@dataclass(frozen=True)
class Form:
    """How cells are written. time_formats: strftime patterns of local time, tried in this order.

    delimiter, encoding: of text, "auto" where they are found out; sheet, header_row: of a workbook, found out where
    they are empty.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal_point: str = "."
    thousands: str = ""
    time_zone: str = "Asia/Shanghai"
    time_formats: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S",)
    sheet: str = ""
    header_row: int = 0

    @property
    def wish(self) -> Wish:
        """What is said about the file itself."""
        encoding = "" if self.encoding == AUTO else self.encoding
        return Wish(self.sheet, self.header_row, encoding, "" if self.delimiter == AUTO else self.delimiter)


@dataclass(frozen=True)
class Mapping:
    """How to read a sheet.

    columns: field → header; constants: field → value, the same for every document; codes: field → (value in the sheet →
    3-digit customs code); cancellation_prefix: an order number that begins with it is a cancellation; freight_items:
    item numbers that are freight and no goods; kind: of sheet, as fields.KINDS; once: what belongs to an order stands
    in its first row only.
    """

    columns: Table[str, str]
    constants: Table[str, str]
    codes: Table[str, Table[str, str]] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    cancellation_prefix: str | None = None
    freight_items: tuple[str, ...] = ()
    kind: str = ORDER_LINES
    once: bool = False


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
        _expect(section in (*_SECTIONS, "kind"), place, section, " | ".join(_SECTIONS), section)
    return mapping_of(content, place)


def from_json(content: Table[str, object]) -> Mapping:
    """The mapping that `as_json` made; members that are none of it are left alone. Raises UnableToReadSheet."""
    return mapping_of(content, "JSON")


def as_json(mapping: Mapping) -> dict[str, object]:
    """The mapping as JSON has it: the sections of the file."""
    form = mapping.form
    file: dict[str, object] = {
        "delimiter": form.delimiter,
        "encoding": form.encoding,
        "decimal_point": form.decimal_point,
        "thousands": form.thousands,
        "time_zone": form.time_zone,
        "time_format": list(form.time_formats),
    }
    file |= {"worksheet": form.sheet} if form.sheet else {}
    file |= {"header_row": form.header_row} if form.header_row else {}
    file |= {"once": True} if mapping.once else {}
    content: dict[str, object] = {
        "kind": mapping.kind,
        "file": file,
        "columns": dict(mapping.columns),
        "constants": dict(mapping.constants),
    }
    content |= {"cancellation": {"prefix": mapping.cancellation_prefix}} if mapping.cancellation_prefix else {}
    content |= {"freight": {"item_numbers": list(mapping.freight_items)}} if mapping.freight_items else {}
    return content | ({"codes": {name: dict(codes) for name, codes in mapping.codes.items()}} if mapping.codes else {})


def mapping_of(content: Table[str, object], place: str) -> Mapping:
    """The mapping with these sections. Raises UnableToReadSheet, naming the key that is wrong."""
    kind = content.get("kind", ORDER_LINES)
    _expect(kind in KINDS, place, "kind", " | ".join(KINDS), kind)
    kind = str(kind)
    sections = {name: _section(content, name, place) for name in _SECTIONS}
    once = sections["file"].pop("once", False)
    _expect(isinstance(once, bool), place, "file.once", "true | false", once)
    columns, constants = _columns(sections["columns"], kind, place), _constants(sections["constants"], kind, place)
    for name in missing_fields(kind, columns, constants):
        only_column = kind == ORDER_LINES and name in COLUMNS
        expected = f'{name} = "…"' if only_column else f"columns.{name} | constants.{name}"
        key = f"constants.{name}" if kind == ORDER_LINES and name in FIRMS else f"columns.{name}"
        _expect(holds=False, place=place, key=key, expected=expected, found="—")
    return Mapping(
        columns=columns,
        constants=constants,
        codes=_codes(sections["codes"], kind, place),
        cancellation_prefix=_text(sections["cancellation"], "prefix", place) or None,
        freight_items=_texts(sections["freight"], "item_numbers", place),
        form=_form(sections["file"], place),
        kind=kind,
        once=bool(once),
    )


def missing_fields(kind: str, columns: Table[str, str], constants: Table[str, str]) -> tuple[str, ...]:
    """The needed fields of a kind that neither a column nor a constant gives, in the order in which they are asked."""
    given = {name for name, header in columns.items() if header} | {name for name, value in constants.items() if value}
    if kind == ORDER_LINES:
        given |= {"price"} if _TOTAL in given else set()
        given -= {name for name in COLUMNS if not columns.get(name) and (name != "price" or _TOTAL not in columns)}
    return tuple(name for name, wanted in fields_of(kind).items() if wanted.needed and name not in given)


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


def _columns(section: Table[str, object], kind: str, place: str) -> dict[str, str]:
    allowed = (*COLUMNS, *CODED, *OPTIONAL, _TOTAL) if kind == ORDER_LINES else tuple(fields_of(kind))
    for key in section:
        known = key in allowed or (kind == "goods" and key.startswith("element:"))
        _expect(known, place, f"columns.{key}", " | ".join(allowed), key)
    return {key: _text(section, key, place) for key in section}


def _constants(section: Table[str, object], kind: str, place: str) -> dict[str, str]:
    allowed = (*FIRMS, *CODED, "order_type") if kind == ORDER_LINES else tuple(fields_of(kind))
    for key in section:
        _expect(key in allowed, place, f"constants.{key}", " | ".join(allowed), key)
    if kind == ORDER_LINES:
        for key in FIRMS:
            _expect(bool(section.get(key)), place, f"constants.{key}", f'{key} = "…"', section.get(key, "—"))
    values = {key: _text(section, key, place) for key in section}
    for key, value in values.items():
        if key in CUSTOMS_CODES:
            _expect_code(value, place, f"constants.{key}")
    if kind == ORDER_LINES:
        values = {"order_type": "E"} | values
        _expect(values["order_type"] in _ORDER_TYPES, place, "constants.order_type", "E | B | W", values["order_type"])
    return values


def _codes(section: Table[str, object], kind: str, place: str) -> dict[str, dict[str, str]]:
    allowed = CODED if kind == ORDER_LINES else tuple(name for name in fields_of(kind) if name in CUSTOMS_CODES)
    tables: dict[str, dict[str, str]] = {}
    for key in section:
        _expect(key in allowed, place, f"codes.{key}", " | ".join(allowed), key)
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
    "delimiter": _FormKey("one of , ; | or a tab, or auto", ","),
    "encoding": _FormKey(" | ".join(_ENCODINGS), "utf-8"),
    "decimal_point": _FormKey(". | ,", "."),
    "thousands": _FormKey("another sign than decimal_point: , . ' or a space", ""),
    "time_zone": _FormKey("Asia/Shanghai …", "Asia/Shanghai"),
}
_FORM_KEYS = (*_FORM, "time_format", "worksheet", "header_row", "once")


def _form(section: dict[str, object], place: str) -> Form:
    for key in section:
        _expect(key in _FORM_KEYS, place, f"file.{key}", " | ".join(_FORM_KEYS), key)
    value = {key: _text(section, key, place, known.default) for key, known in _FORM.items()}
    value["encoding"] = value["encoding"].lower()
    right = {
        "delimiter": value["delimiter"] in {",", ";", "|", "\t", AUTO},
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
    row = section.get("header_row", 0)
    _expect(isinstance(row, int) and row >= 0, place, "file.header_row", "1 …", row)
    sheet = _text(section, "worksheet", place)
    return Form(**value, time_formats=formats or Form.time_formats, sheet=sheet, header_row=int(str(row)))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
