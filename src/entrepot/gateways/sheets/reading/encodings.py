"""In which encoding a text was written, from its first bytes.

Marks and valid UTF-8 decide; of the others, the one whose characters look most like writing. Texts from China are
written in GB18030, which reads almost any bytes as rare characters: what counts is how many are common ones.
"""

import codecs
from itertools import pairwise

from charset_normalizer import from_bytes

from entrepot.gateways.sheets.fields import is_known

HEAD_BYTES = 1 << 18
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CANDIDATES = ("gb18030", "big5", "shift_jis", "cp1252")
_GOOD, _MARGIN, _DAMAGED_AT_MOST = 80, 10, 5  # percent
_DELIMITERS = ',;\t|\r\n"'


def encoding_of(data: bytes) -> tuple[str, bytes]:
    """The encoding and the byte order mark (empty where there is none)."""
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name, mark
    head = _head(data)
    if wide := _wide(head):
        return wide, b""
    if _is_utf8(data):
        return "utf-8", b""
    scores = {name: score for name in _CANDIDATES if (score := _score(head, name)) is not None}
    scores["utf-8"] = _utf8_score(head)
    best = max(scores, key=lambda name: scores[name] + (_MARGIN if name in {"gb18030", "utf-8"} else 0))
    if scores[best] >= _GOOD:
        return best, b""
    return _guessed(head, scores) or best, b""


def _head(data: bytes) -> bytes:
    if len(data) <= HEAD_BYTES:
        return data
    head = data[:HEAD_BYTES]
    return head[: head.rfind(b"\n") + 1] or head


def _is_utf8(data: bytes) -> bool:
    try:
        codecs.utf_8_decode(data, "strict", True)  # noqa: FBT003 - final
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text, digits and delimiters is zero."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) > 4 and odd.count(0) * 3 > len(odd) and not even.count(0):
        return "utf-16-le"
    if len(even) > 4 and even.count(0) * 3 > len(even) and not odd.count(0):
        return "utf-16-be"
    return ""


def _utf8_score(head: bytes) -> int:
    """Percent of characters beyond ASCII that are whole; a file with a damaged cell is still UTF-8."""
    text = head.decode("utf-8", "replace")
    damaged, beyond = text.count("\ufffd"), sum(1 for one in text if one > "\x7f")
    if not damaged:
        return 100
    few = damaged * 100 <= _DAMAGED_AT_MOST * text.count("\n") or damaged * 10 <= beyond - damaged
    return 100 - 100 * damaged // max(beyond, 1) if few and damaged < beyond else 0


def _score(head: bytes, encoding: str) -> int | None:
    """How much the text looks like writing in this encoding, in percent; None where it is not in it."""
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as wrong:
        if wrong.start < len(head) - 4 or wrong.start == 0:
            return None
        text = head[: wrong.start].decode(encoding)
    beyond = [one for one in text if one > "\x7f"]
    if not beyond:
        return 0
    known = any(is_known(cell) for line in text.split("\n", 12)[:12] for cell in _cells(line) if not cell.isascii())
    if known:
        return 120
    return 100 * _COMMON[encoding](text, beyond) // len(beyond)


def _cells(line: str) -> list[str]:
    for sign in _DELIMITERS[1:]:
        line = line.replace(sign, ",")
    return line.split(",")[:60]


def _common_chinese(_: str, beyond: list[str]) -> int:
    """Characters of the first level of GB 2312, the 3,755 common ones, and its punctuation."""
    return sum(1 for one in beyond if _lead(one, "gb2312", 0xB0, 0xD7) or _lead(one, "gb2312", 0xA1, 0xA3))


def _common_traditional(_: str, beyond: list[str]) -> int:
    return sum(1 for one in beyond if _lead(one, "big5", 0xA4, 0xC6) or _lead(one, "big5", 0xA1, 0xA3))


def _common_japanese(_: str, beyond: list[str]) -> int:
    """Kana, and characters of the first level; half-width kana are what other encodings look like."""
    kana = sum(1 for one in beyond if "\u3040" <= one <= "\u30ff")
    level_one = sum(1 for one in beyond if _lead(one, "shift_jis", 0x88, 0x97) or _lead(one, "shift_jis", 0x81, 0x81))
    return kana + level_one if kana else level_one // 2


def _common_latin(text: str, beyond: list[str]) -> int:
    """Letters with an accent beside another letter, and signs that stand beside figures."""
    words = sum(
        1
        for left, right in pairwise(f" {text} ")
        if (_is_accented(right) and left.isascii() and left.isalpha())
        or (_is_accented(left) and right.isascii() and right.isalpha())
    )
    signs = sum(1 for one in beyond if one in "€£°²³µ½–—’‘“”…®™×\u00a0")
    return min(len(beyond), words) + signs


def _is_accented(character: str) -> bool:
    return "\u00c0" <= character <= "\u00ff" or character in "ŒœŠšŽžŸ"


def _lead(character: str, encoding: str, low: int, high: int) -> bool:
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and low <= code[0] <= high


_COMMON = {
    "gb18030": _common_chinese,
    "big5": _common_traditional,
    "shift_jis": _common_japanese,
    "cp1252": _common_latin,
}


def _guessed(head: bytes, scores: dict[str, int]) -> str:
    """What a general detector says, where none of ours is sure."""
    match = from_bytes(head[:20_000], cp_isolation=[name for name in scores if name != "utf-8"] or None).best()
    return match.encoding if match is not None and match.encoding in scores else ""
