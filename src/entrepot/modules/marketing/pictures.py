"""Pictures that somebody brings: looked at before they are opened, then written anew, so that only pixels are kept."""

import hashlib
import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from entrepot.modules.marketing.errors import UnableToMarket

MOST_BYTES = 12 * 1024 * 1024
MOST_SIDE = 12_000
MOST_PIXELS = 40_000_000
WHOLE, SMALL = 1024, 512  # the longest side of what is kept
_FORMATS = ("PNG", "JPEG", "WEBP")
_QUALITY = 82
_ENDS = {"PNG": b"\x00\x00\x00\x00IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
_STARTS_OF_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# what is brought instead, by its first bytes, for the answer
_OTHERS = (
    (b"GIF8", "GIF"), (b"BM", "BMP"), (b"%PDF", "PDF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "gzip"), (b"\x00\x00\x01\x00", "ICO"),
)  # fmt: skip

Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a second guard, in the decoder itself


@dataclass(frozen=True)
class Kept:
    """A picture as it is kept: WebP without anything that the file carried beside its pixels."""

    digest: str
    width: int
    height: int
    body: bytes
    small: bytes


def take(content: bytes) -> Kept:
    """Check the file by its head and its end, decode it, and write it anew. Raises UnableToMarket."""
    form = _form(content)
    try:
        width, height = _SIZES[form](content)
    except (struct.error, IndexError, ValueError) as wrong:
        raise UnableToMarket("picture_broken", found=form) from wrong
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE and width * height <= MOST_PIXELS):
        facts = {"most": MOST_SIDE, "pixels": MOST_PIXELS // 1_000_000}
        raise UnableToMarket("picture_size", width=width, height=height, **facts)
    if not _ends_there(form, content):
        raise UnableToMarket("picture_more")
    return _written_anew(content, form, (width, height))


def _form(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise UnableToMarket("picture_bytes", most=MOST_BYTES >> 20, found=-(-len(content) >> 20))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    raise UnableToMarket("picture_kind", found=_named(content))


def _named(content: bytes) -> str:
    for start, name in _OTHERS:
        if content.startswith(start):
            return name
    text = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith(b"<"):
        return "SVG" if b"<svg" in text else "HTML / XML"
    return content[:8].hex(" ") or "0 B"


def _png(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        raise ValueError("no IHDR")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int]:
    """Width and height of the first frame, found by going from segment to segment."""
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # padding
            place += 1
        elif marker in _STARTS_OF_FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        else:
            place += 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
    raise ValueError("no frame")


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no VP8")


_SIZES = {"PNG": _png, "JPEG": _jpeg, "WEBP": _webp}


def _ends_there(form: str, content: bytes) -> bool:
    """Whether nothing follows the picture: a file that is two things at once carries the other one there."""
    if form == "WEBP":
        return int.from_bytes(content[4:8], "little") + 8 == len(content)
    return content.rstrip(b"\x00" if form == "JPEG" else b"").endswith(_ENDS[form])


def _written_anew(content: bytes, form: str, size: tuple[int, int]) -> Kept:
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as opened:
            if opened.size != size:
                raise UnableToMarket("picture_broken", found=f"{opened.size} ≠ {size}")
            opened.draft("RGB", (WHOLE, WHOLE))  # a large JPEG is decoded no larger than needed
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError) as wrong:
        raise UnableToMarket("picture_broken", found=form) from wrong
    plain.thumbnail((WHOLE, WHOLE))
    width, height = plain.size
    body = _webp_of(plain)
    small = body
    if max(width, height) > SMALL:
        plain.thumbnail((SMALL, SMALL))
        small = _webp_of(plain)
    return Kept(hashlib.sha256(body).hexdigest(), width, height, body, small)


def _webp_of(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
