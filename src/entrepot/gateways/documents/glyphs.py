"""The font of the documents, and what it can draw.

Only the package `noto-cjk-sans-otc` is asked, never the machine: the same document looks the same everywhere. Letters
of Latin, Greek, Cyrillic, Hebrew and Arabic that it lacks come from the fonts that typst carries. What none of them
draws is written as its code point, so that nothing that was filed is lost or turned around unseen.
"""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib import resources
from pathlib import Path

FAMILY = "Noto Sans CJK SC"  # the forms of characters that the mainland uses
_FILE = "NotoSansCJK-Regular.ttc"
# Latin, Greek with Cyrillic, Hebrew, Arabic, further Latin, Hebrew presentation forms
_TYPST_DRAWS = ((0x0100, 0x024F), (0x0370, 0x052F), (0x0590, 0x05FF), (0x0600, 0x06FF), (0x1E00, 0x1EFF),
                (0xFB1D, 0xFB4F))  # fmt: skip
_UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
}  # control, format (turns the direction of text), surrogate, private, unassigned
_LONG = 14  # a run of this many characters without a place to break may be broken anywhere
_BREAK = "\u200b"


def folder() -> Path:
    """The folder of the font."""
    return Path(str(resources.files("noto_cjk_sans_otc")))


def drawn(text: str) -> str:
    """The text with whatever cannot be drawn written as ⟨U+1F600⟩; line breaks and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if one in "\r\n\t" else one if _is_drawn(one) else f"⟨U+{ord(one):04X}⟩" for one in text)


def breakable(text: str, *, is_number: bool = False) -> str:
    """Long words may break anywhere, long numbers after their commas: nothing runs into the next column."""
    if len(text) <= _LONG:
        return text
    if is_number:
        return text.replace(",", "," + _BREAK).replace(".", _BREAK + ".")
    return " ".join(_BREAK.join(word) if len(word) > _LONG and _is_latin(word) else word for word in text.split(" "))


def _is_latin(word: str) -> bool:
    """Text that breaks at spaces only; letters that join their neighbours are left together."""
    return max(word) < "\u0590"


def _is_drawn(character: str) -> bool:
    if unicodedata.category(character) in _UNSEEN:
        return False
    point = ord(character)
    if any(first <= point <= last for first, last in _TYPST_DRAWS):
        return True
    starts, ends = _covered()
    place = bisect_right(starts, point) - 1
    return place >= 0 and point <= ends[place]


@cache
def _covered() -> tuple[list[int], list[int]]:
    """First and last code points of the runs that the font draws: table cmap, format 12 (OpenType 1.9, cmap)."""
    data = (folder() / _FILE).read_bytes()
    (face,) = struct.unpack_from(">I", data, 12)  # "ttcf", version, number of faces, offsets: the first face
    (tables,) = struct.unpack_from(">H", data, face + 4)
    records = (struct.unpack_from(">4sIII", data, face + 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (encodings,) = struct.unpack_from(">H", data, cmap + 2)
    found = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * number) for number in range(encodings)]
    table = next(cmap + offset for system, encoding, offset in found if (system, encoding) == (3, 10))
    (count,) = struct.unpack_from(">I", data, table + 12)
    groups = [struct.unpack_from(">II", data, table + 16 + 12 * number) for number in range(count)]
    return [first for first, _ in groups], [last for _, last in groups]
