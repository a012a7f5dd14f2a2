"""Files in any usual shape, recognised by what is in them and never by their name, read into one kind of table."""

from pathlib import Path

from entrepot.gateways.sheets.reading.columns import read_parquet
from entrepot.gateways.sheets.reading.json_lines import read_json_lines
from entrepot.gateways.sheets.reading.recognising import container_of
from entrepot.gateways.sheets.reading.separated import read_separated
from entrepot.gateways.sheets.reading.workbook import read_workbook
from entrepot.gateways.sheets.shape import Shape, Wish
from entrepot.gateways.sheets.table import Limits, Table, unpacked

__all__ = ["is_separated", "read_sheet"]

_GZIP = b"\x1f\x8b"


def read_sheet(
    source: Path | bytes, *, name: str = "", wish: Wish | None = None, limits: Limits | None = None
) -> Table:
    """Read CSV (any usual delimiter and encoding), XLSX, Parquet or JSON lines; packed with gzip or not.

    `name`: what to call it in messages; `wish`: what a person said where the file alone does not say it. Raises
    UnableToReadSheet when the file as a whole is no table that can be read: nothing of it was taken.
    """
    limits, wish = limits or Limits(), wish or Wish()
    place = name or (source.name if isinstance(source, Path) else "CSV")
    data = unpacked(source, place, limits)
    container = container_of(data, place)
    if container == "workbook":
        table = read_workbook(data, place, wish, limits)
    elif container == "parquet":
        table = read_parquet(data, place, limits)
    elif container == "json-lines":
        table = read_json_lines(data, place, limits)
    else:
        table = read_separated(data, place, wish, limits)
    packed = _first_bytes(source) == _GZIP
    return Table(**{**vars(table), "shape": Shape(**{**vars(table.shape), "packed": packed})})


def is_separated(source: Path | bytes) -> bool:
    """Whether a file is to be read as text with delimiters: by its first bytes no workbook, Parquet or JSON lines."""
    start = _first_bytes(source, 4)
    return not start.startswith((b"PK", b"PAR1", b"{", b"\xd0\xcf\x11\xe0"))


def _first_bytes(source: Path | bytes, count: int = 2) -> bytes:
    if isinstance(source, bytes):
        return source[:count]
    if not source.is_file():
        return b""
    with source.open("rb") as file:
        return file.read(count)
