"""Rate sheets of carriers: CSV rows to rates, with the row and the cell of what is wrong."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from entrepot.gateways.sheets.naming import key_of, names
from entrepot.modules.logistics import api as logistics

COLUMNS = (
    "origin", "destination", "from_kg", "to_kg", "price", "per", "currency", "days", "valid_from", "valid_until",
)  # fmt: skip
MOST_BYTES = 4_000_000
_NUMBER, _DAY, _CODE = "1.5", "2026-06-30", "DE / 304"


def read_rates(body: bytes) -> list[logistics.NewRate]:
    """The rows of a CSV file in UTF-8 with a header of COLUMNS (valid_until may be left out). Raises UnableToShip."""
    try:
        text = body[: MOST_BYTES + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if len(body) > MOST_BYTES or "\0" in text:
        raise _wrong(0, "file", "CSV, UTF-8, ≤ 4 MB", f"{len(body)} bytes")
    rows = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS[:-1] if name not in (rows.fieldnames or ())]
    if missing:
        raise _wrong(1, ", ".join(missing), ", ".join(COLUMNS), ", ".join(rows.fieldnames or ()) or "–")
    plain = ({name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str)} for row in rows)
    return [_rate(number, row) for number, row in enumerate(plain, 2)]


def country_code(text: str) -> str | None:
    """The 3-digit customs code of a country/region by code, ISO letters or name; None for an unknown one."""
    return _code("countries", text)


def _rate(row_no: int, row: Mapping[str, str]) -> logistics.NewRate:
    days = row.get("days", "")
    if not days.isdecimal() or len(days) > 3:
        raise _wrong(row_no, "days", "1 – 999", days)
    return logistics.NewRate(
        row_no,
        _named(row_no, row, "origin", "countries"),
        _named(row_no, row, "destination", "countries"),
        _number(row_no, row, "from_kg"),
        _number(row_no, row, "to_kg"),
        _number(row_no, row, "price"),
        row.get("per", ""),
        _named(row_no, row, "currency", "currencies"),
        int(days),
        _day(row_no, row, "valid_from"),
        _day(row_no, row, "valid_until") if row.get("valid_until") else None,
    )


def _number(row_no: int, row: Mapping[str, str], name: str) -> Decimal:
    try:
        value = Decimal(row.get(name, ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < Decimal(10) ** 9:
        raise _wrong(row_no, name, _NUMBER, row.get(name, ""))
    return value


def _day(row_no: int, row: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(row.get(name, ""))
    except ValueError as error:
        raise _wrong(row_no, name, _DAY, row.get(name, "")) from error


def _named(row_no: int, row: Mapping[str, str], name: str, table: str) -> str:
    code = _code(table, row.get(name, ""))
    if code is None:
        raise _wrong(row_no, name, _CODE, row.get(name, ""))
    return code


def _code(table: str, text: str) -> str | None:
    if len(text) == 3 and text.isascii() and text.isdigit():
        return text
    return names(table).get(key_of(text))


def _wrong(row_no: int, name: str, expected: str, found: str) -> logistics.UnableToShip:
    return logistics.UnableToShip("rate_cell", row=row_no, field=name, expected=expected, found=found[:60])
