"""What a file is, from its first bytes; what is no table is refused with what it is and what to do."""

import io
import json
import zipfile

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.shape import Container

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
# First bytes → what it is. Formats that people send by mistake.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "WebP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
)
_UNSURE = {"BMP": b"\x00", "EXE": b"\x00", "bzip2": b"1AY&SY"}  # letters that a text may begin with: this follows
_MARKUP = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<")
# In a zip file: an entry → what the file is.
_ZIPPED = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "xl/workbook.bin": "XLSB",
    "content.xml": "OpenDocument",
}
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 11, 12, 13))


def container_of(data: bytes, place: str) -> Container:
    """What the bytes are. Raises UnableToReadSheet for what is no table."""
    if data.startswith(_OLE):
        raise _compound(data, place)
    if data.startswith(_ZIP):
        return _zipped(data, place)
    if data.startswith(_PARQUET):
        return "parquet"
    for first, name in _OTHERS:
        if data.startswith(first) and _UNSURE.get(name, b"") in data[:80]:
            raise UnableToReadSheet("not_a_table", place=place, found=name)
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{") and _is_object(data):
        return "json-lines"
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"]"):
        raise UnableToReadSheet("json_array", place=place)
    lowered = start[:100].lower()
    if lowered.startswith(_MARKUP):
        html = lowered.startswith(_MARKUP[:3]) or b"<html" in data[:4096].lower()
        raise UnableToReadSheet("markup", place=place, found="HTML" if html else "XML")
    _check_text(data, place)
    return "separated"


def _is_object(data: bytes) -> bool:
    line = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return data.lstrip(b"\xef\xbb\xbf \t\r\n")[1:].lstrip()[:1] == b'"'


def _compound(data: bytes, place: str) -> UnableToReadSheet:
    """The container of old office files and of encrypted new ones; its directory names what is in it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnableToReadSheet("password", place=place)
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return UnableToReadSheet("old_workbook", place=place, found="XLS")
    found = "Word" if "WordDocument".encode("utf-16-le") in data else "OLE"
    return UnableToReadSheet("not_a_table", place=place, found=found)


def _zipped(data: bytes, place: str) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnableToReadSheet("workbook_damaged", place=place) from error
    if "xl/workbook.xml" in names:
        return "workbook"
    found = next((what for entry, what in _ZIPPED.items() if entry in names), "ZIP")
    reason = "old_workbook" if found in {"XLSB", "OpenDocument"} else "not_a_table"
    raise UnableToReadSheet(reason, place=place, found=found)


def _check_text(data: bytes, place: str) -> None:
    """Text has hardly any control characters, unless each second byte is zero as in UTF-16."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    wide = not any(head[::2]) or not any(head[1::2]) or head[1::2].count(0) * 3 > len(head) // 2
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if head and not wide and controls * 10 > len(head):
        raise UnableToReadSheet("not_a_table", place=place, found="binary")
