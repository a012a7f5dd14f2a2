"""Pictures: what is refused by its head alone, and what is left of what is taken."""

import io
import struct
import zlib

import pytest
from PIL import Image

from entrepot.modules.marketing import pictures
from entrepot.modules.marketing.errors import UnableToMarket
from tests.factories.showroom import png


def jpeg(width: int, height: int, *, exif: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def webp(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "WEBP")
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises so many pixels, and whose data would unfold to a hundred megabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(100_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def refused(content: bytes, monkeypatch: pytest.MonkeyPatch | None = None) -> UnableToMarket:
    """Why; with a monkeypatch the decoder may not be asked at all."""
    if monkeypatch is not None:
        monkeypatch.setattr(Image, "open", None)
    with pytest.raises(UnableToMarket) as why:
        pictures.take(content)
    return why.value


@pytest.mark.parametrize(
    ("width", "height"), [(50_000, 50_000), (12_001, 10), (10, 12_001), (8_000, 5_001), (0, 10), (2**31 - 1, 1)]
)
def test_a_bomb_is_refused_by_its_head_before_it_is_opened(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = refused(bomb(width, height), monkeypatch)
    assert (why.reason, why.facts["width"], why.facts["height"]) == ("picture_size", width, height)
    assert "12000" in why.sentence("zh")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg onload="alert(1)"/>', "SVG"),
        (b"<!doctype html><script>alert(1)</script>", "HTML / XML"),
        (b"GIF89a" + bytes(20), "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04" + bytes(30), "ZIP"),
        (b"", "0 B"),
    ],
)
def test_what_is_no_picture_of_the_three_kinds_is_named(
    content: bytes, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = refused(content, monkeypatch)
    assert (why.reason, why.facts["found"]) == ("picture_kind", found)


@pytest.mark.parametrize("picture", [png(), jpeg(64, 48), webp(64, 48)], ids=["png", "jpeg", "webp"])
@pytest.mark.parametrize("more", [b"PK\x03\x04archive", b"<script>alert(1)</script>"])
def test_a_file_that_is_two_things_is_refused(picture: bytes, more: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(picture + more, monkeypatch).reason == "picture_more"


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(b"\x89PNG\r\n\x1a\n" + bytes(pictures.MOST_BYTES), monkeypatch).reason == "picture_bytes"


@pytest.mark.parametrize("picture", [png(), jpeg(64, 48), webp(64, 48)], ids=["png", "jpeg", "webp"])
def test_a_picture_cut_off_in_the_middle_is_refused(picture: bytes) -> None:
    assert refused(picture[: len(picture) // 2]).reason in {"picture_more", "picture_broken"}
    assert refused(picture[:12]).reason in {"picture_more", "picture_broken", "picture_kind"}


def test_pixels_that_do_not_unfold_are_refused() -> None:
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    broken = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"not zlib") + chunk(b"IEND", b"")
    assert refused(broken).reason == "picture_broken"


def test_only_pixels_are_kept_upright_and_no_larger_than_needed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home, 31.2 N 121.4 E"
    kept = pictures.take(jpeg(3000, 1500, exif=exif.tobytes()))
    assert (kept.width, kept.height) == (512, 1024)
    with Image.open(io.BytesIO(kept.body)) as whole, Image.open(io.BytesIO(kept.small)) as small:
        assert (whole.format, whole.size, dict(whole.getexif())) == ("WEBP", (512, 1024), {})
        assert small.size == (256, 512)
    assert b"31.2" not in kept.body
    assert pictures.take(jpeg(3000, 1500, exif=exif.tobytes())) == kept
