"""A workbook as a zip file: what may be in it, looked at before anything is unpacked."""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import Limits
from entrepot.gateways.xml import hardened

_ENTRIES = 10_000
_RATIO, _RATIO_FROM = 300, 20_000_000  # unpacked to packed, of entries larger than this
_SMALL_PART = 5_000_000  # workbook, relations and styles
_LOCAL_HEADER = struct.Struct("<4s2B4HL2L2H")
_PARSER = hardened()
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN_PERCENT = frozenset({"9", "10"})


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, whether it is hidden, and where its cells stand in the zip file."""

    name: str
    hidden: bool
    part: str


class Package:
    """The parts of a workbook. Raises UnableToReadSheet for a damaged one, and for a bomb."""

    def __init__(self, data: bytes, place: str, limits: Limits) -> None:
        self.data, self.place, self.limits = data, place, limits
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
            raise UnableToReadSheet("workbook_damaged", place=place) from error
        self.names = set(self.zip.namelist())
        self._check_sizes()

    def _check_sizes(self) -> None:
        entries = self.zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > _ENTRIES or unpacked > self.limits.unpacked_bytes:
            found = unpacked if len(entries) <= _ENTRIES else len(entries)
            raise UnableToReadSheet("zip_bomb", place=self.place, expected=self.limits.unpacked_bytes, found=found)
        for entry in entries:
            if entry.file_size > _RATIO_FROM and entry.file_size > _RATIO * max(entry.compress_size, 1):
                raise UnableToReadSheet(
                    "zip_bomb", place=self.place, expected=_RATIO * max(entry.compress_size, 1), found=entry.file_size
                )
        for entry in entries:
            self._check_truth(entry)

    def _check_truth(self, entry: zipfile.ZipInfo) -> None:
        """An entry that unpacks to more than the directory says is a bomb with a false name on it."""
        if entry.flag_bits & 1:
            raise UnableToReadSheet("password", place=self.place)
        if entry.compress_type == zipfile.ZIP_STORED:
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise UnableToReadSheet("workbook_damaged", place=self.place)
        start = self.data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(start) < _LOCAL_HEADER.size:
            raise UnableToReadSheet("workbook_damaged", place=self.place)
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(start)
        begin = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        packed = memoryview(self.data)[begin : begin + entry.compress_size]
        left = entry.file_size
        reader = zlib.decompressobj(-15)
        try:
            block = reader.decompress(packed, 1 << 20)
            while block:
                left -= len(block)
                if left < -_SMALL_PART:
                    raise UnableToReadSheet("zip_bomb", place=self.place, expected=entry.file_size, found="…")
                block = reader.decompress(reader.unconsumed_tail, 1 << 20)
        except zlib.error as error:
            raise UnableToReadSheet("workbook_damaged", place=self.place) from error
        if left:
            raise UnableToReadSheet("workbook_damaged", place=self.place)

    def blocks(self, part: str) -> Iterator[bytes]:
        """A part in pieces that end with a row."""
        rest = b""
        with self.zip.open(part) as file:
            while block := file.read(4 << 20):
                block = rest + block
                cut = block.rfind(b"row>") + len(b"row>")
                if cut < len(b"row>"):
                    rest = block
                    continue
                yield block[:cut]
                rest = block[cut:]
        yield rest

    def tree(self, part: str) -> etree._Element | None:
        """A small part as a tree; None where it is not there."""
        if part not in self.names:
            return None
        if self.zip.getinfo(part).file_size > _SMALL_PART:
            raise UnableToReadSheet("workbook_damaged", place=self.place)
        try:
            return etree.fromstring(self.zip.read(part), _PARSER)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, NotImplementedError, OSError) as error:
            raise UnableToReadSheet("workbook_damaged", place=self.place) from error

    def sheets(self) -> list[Sheet]:
        """The sheets with cells, in their order."""
        book = self.tree("xl/workbook.xml")
        relations = self.tree("xl/_rels/workbook.xml.rels")
        if book is None or relations is None:
            raise UnableToReadSheet("workbook_damaged", place=self.place)
        targets = {
            one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
            for one in relations
            if one.get("Type", "").endswith("/worksheet")
        }
        return [
            Sheet(one.get("name", ""), one.get("state", "visible") != "visible", targets[one.get(_RELATION)])
            for one in book.iter("{*}sheet")
            if targets.get(one.get(_RELATION)) in self.names
        ]

    def formats(self) -> dict[bytes, int]:
        """Cell styles that change what a number is: how many digits it is filled up to with zeros, 0 for percent."""
        styles = self.tree("xl/styles.xml")
        if styles is None:
            return {}
        codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter("{*}numFmt")}
        found: dict[bytes, int] = {}
        for cells in styles.iter("{*}cellXfs"):
            for number, one in enumerate(cells):
                form = one.get("numFmtId", "")
                code = codes.get(form, "")
                if re.fullmatch("0{2,40}", code):
                    found[str(number).encode()] = len(code)
                elif form in _BUILT_IN_PERCENT or re.fullmatch(r"[#0,.]*%", code):
                    found[str(number).encode()] = 0
        return found
