"""The practice showroom: the hall of the first seller with twelve wares, an enquiry that waits, a listing held up.

Sizes and prices are invented; pictures are drawn here, of plain shapes.
"""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from PIL import Image, ImageDraw

from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.project.practice import wares
from entrepot.project.practice.firms import BUYER, MARKETPLACE, SELLERS
from entrepot.project.practice.goods import WITHOUT_ORIGIN

ADDRESS = "qinghe"
ASKED = "PW-1002"  # the ware of the enquiry that waits
_KEY = "practice enquiry of the Elbe trading house"
_BEFORE = timedelta(hours=2)
_USD = "502"
_CENT = Decimal("0.01")
_LEAST = Decimal(12)
_PIXELS = 256
_GROUND = "#f3ead9"


@dataclass(frozen=True)
class Piece:
    """A shape of a drawing: "ellipse", "box" or "ring" between two corners, in hundredths of the picture."""

    shape: str
    corners: tuple[int, int, int, int]
    colour: str


@dataclass(frozen=True)
class Look:
    """Width, height and depth in mm with packing, and the drawing."""

    size: tuple[int, int, int]
    pieces: tuple[Piece, ...]


def _ellipse(*corners: int, colour: str) -> Piece:
    return Piece("ellipse", corners, colour)  # type: ignore[arg-type] # four of them


def _box(*corners: int, colour: str) -> Piece:
    return Piece("box", corners, colour)  # type: ignore[arg-type] # four of them


def _ring(*corners: int, colour: str) -> Piece:
    return Piece("ring", corners, colour)  # type: ignore[arg-type] # four of them


LOOKS: dict[str, Look] = {
    "PW-1001": Look((120, 105, 95), (_ring(60, 35, 88, 68, colour="#5f7f8c"), _box(22, 22, 70, 82, colour="#7c9eab"))),
    "PW-1002": Look((110, 180, 110), (_box(28, 24, 72, 90, colour="#bcd6d8"), _box(24, 10, 76, 24, colour="#8a6b4a"))),
    "PW-1003": Look((250, 250, 30), (_ellipse(8, 8, 92, 92, colour="#c96f5a"),
                                     _ellipse(24, 24, 76, 76, colour="#e0937e"))),
    "PW-1004": Look((380, 420, 90), (_ring(34, 4, 66, 50, colour="#8c7a58"), _box(16, 30, 84, 94, colour="#cdb98d"))),
    "PW-1005": Look((80, 100, 80), (_box(24, 30, 76, 92, colour="#e7dccb"), _ellipse(45, 8, 55, 30, colour="#e2a13b"))),
    "PW-1006": Look((230, 290, 25), (_box(14, 6, 86, 94, colour="#7d5733"), _box(26, 20, 74, 80, colour="#dfe7e2"))),
    "PW-1007": Look((300, 340, 300), (_ellipse(12, 18, 88, 82, colour="#c0392f"),
                                      _box(38, 8, 62, 18, colour="#d9a441"))),
    "PW-1008": Look((260, 320, 200), (
        _ellipse(22, 40, 78, 94, colour="#a9784c"), _ellipse(28, 8, 72, 50, colour="#b98a5d"),
        _ellipse(24, 4, 42, 22, colour="#a9784c"), _ellipse(58, 4, 76, 22, colour="#a9784c"),
        _ellipse(42, 28, 58, 42, colour="#ecd9bd"),
    )),
    "PW-1009": Look((140, 160, 70), (
        _ellipse(20, 36, 76, 72, colour="#42535c"), _ellipse(58, 18, 84, 44, colour="#42535c"),
        _box(46, 70, 50, 92, colour="#42535c"), _box(30, 90, 66, 95, colour="#42535c"),
    )),
    "PW-1010": Look((15, 145, 15), (_box(44, 6, 56, 80, colour="#24508a"), _box(47, 80, 53, 94, colour="#c9ccd1"))),
    "PW-1011": Look((500, 700, 4), (_box(14, 8, 86, 92, colour="#eef0ea"), _box(14, 24, 86, 34, colour="#5c8d63"),
                                    _box(14, 66, 86, 76, colour="#5c8d63"))),
    "PW-1012": Look((300, 200, 12), (_box(6, 26, 94, 74, colour="#1f5f5b"), _box(16, 44, 84, 56, colour="#f4f1e4"))),
}  # fmt: skip


@cache
def picture_of(item_no: str) -> marketing.Kept:
    """The drawing of a ware, kept as a picture that somebody brings."""
    canvas = Image.new("RGB", (_PIXELS, _PIXELS), _GROUND)
    pen = ImageDraw.Draw(canvas)
    for piece in LOOKS[item_no].pieces:
        left, top, right, bottom = (each * _PIXELS // 100 for each in piece.corners)
        corners = (left, top, right, bottom)
        if piece.shape == "ellipse":
            pen.ellipse(corners, fill=piece.colour)
        elif piece.shape == "ring":
            pen.ellipse(corners, outline=piece.colour, width=_PIXELS // 22)
        else:
            pen.rounded_rectangle(corners, radius=_PIXELS // 32, fill=piece.colour)
    out = io.BytesIO()
    canvas.save(out, "PNG", compress_level=1)
    return marketing.take(out.getvalue())


def wares_shown() -> list[marketing.Ware]:
    """The twelve wares as they stand in the hall."""
    shown = []
    for row in wares.frame().iter_rows(named=True):
        look = LOOKS[row["item_no"]]
        price = (Decimal(row["cents"]) * _CENT).quantize(_CENT)
        shown.append(
            marketing.Ware(
                row["item_no"], *look.size, price, _USD, _LEAST, row["unit"], name_zh=row["declared_name"],
                name_en=row["item_name"], picture=picture_of(row["item_no"]),
            )
        )  # fmt: skip
    return shown


def plant(*, now: datetime) -> None:
    """Open the hall, put the wares in, ask once, offer one ware whose origin nobody filled in; where it is missing."""
    seller, buyer = _party(SELLERS[0].customs_code), _party(BUYER.customs_code)
    marketplace = marketing.Marketplace(
        _party(MARKETPLACE.customs_code), MARKETPLACE.customs_code, MARKETPLACE.filed_name
    )
    if marketing.hall_of(seller, using="owner") is not None:
        return
    acting = parties.Acting(seller)
    opening = marketing.Opening(ADDRESS, "public", "invited", marketplace)
    marketing.open_hall(acting=acting, opening=opening, now=now - _BEFORE, practice=True, using="owner")
    marketing.put_wares(acting=acting, wares=wares_shown(), now=now - _BEFORE, practice=True, using="owner")
    marketing.invite(acting=acting, party_id=buyer, now=now - _BEFORE, using="owner")
    wish = marketing.Wish(ADDRESS, ASKED, Decimal(240), "for three shops in Hamburg · 供汉堡三家门店", _KEY)
    with parties.reading(parties.reader_of(person_id=None, firms=(buyer,), now=now, using="owner"), using="owner"):
        marketing.ask(wish=wish, buyer=parties.Acting(buyer), guest=None, now=now - _BEFORE / 2, using="owner")
    offered = marketing.Offer(marketplace, WITHOUT_ORIGIN, Decimal("12.50"), _USD)
    marketing.offer(acting=acting, wanted=offered, now=now - _BEFORE / 2, practice=True, using="owner")


def _party(code: str) -> int:
    found = parties.known_code(code, using="owner")
    if found is None:
        raise LookupError(f"expected the practice firm {code} in the books, found none")
    return found
