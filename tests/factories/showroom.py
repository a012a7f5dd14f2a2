"""A showroom of the first practice seller, with wares of its catalogue; a buyer, another seller, a marketplace."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
from PIL import Image

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.marketing import api as marketing
from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms
from tests.databases import Database

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
SINCE = date(2020, 1, 1)
ADDRESS = "qinghe"
KEY = "a key that a form went out with"
MUG, BEAR, SIGN = "PW-1001", "PW-1008", "PW-1012"
SELLER, OTHER = firms.SELLERS[:2]


@dataclass(frozen=True)
class Fair:
    """Party numbers."""

    seller: int
    other: int
    buyer: int
    marketplace: int

    @property
    def acting(self) -> parties.Acting:
        """The seller, as the command line acts for it."""
        return parties.Acting(self.seller)


def registered(firm: firms.Firm) -> int:
    """A practice firm in the books."""
    official = (firm.customs_code, firm.credit_code) if firm.credit_code else ()
    return parties.register_enterprise(
        name_zh=firm.filed_name, name_en=firm.name_en, country=firm.country, codes=official,
        own_codes=() if official else (firm.customs_code,), roles=firm.roles, now=NOW, valid_from=SINCE,
    )  # fmt: skip


def keep_goods(
    db: Database, seller: int, *, origin: str | None = "142", items: Sequence[str] = (MUG, BEAR, SIGN)
) -> None:
    """Wares of the practice catalogue."""
    import psycopg

    from entrepot.project.practice.goods import goods_of

    goods = goods_of(seller).filter(pl.col("item_no").is_in(items)).with_columns(origin=pl.lit(origin, pl.String))
    with psycopg.connect(db.owner) as connection:
        catalogue.keep_goods(connection, goods, catalogue.Change("test", "test", NOW, practice=True))


def make_fair(db: Database, *, opened_to: str = "public", prices_to: str = "public") -> Fair:
    """Firms, goods, and an open hall with a mug and a bear."""
    seller, other, buyer = registered(SELLER), registered(OTHER), registered(firms.BUYER)
    marketplace = registered(firms.MARKETPLACE)
    customs = registered(firms.CUSTOMS)
    parties.create_station(kind="practice", owner_id=customs, signing_key="0" * 64, now=NOW)
    keep_goods(db, seller)
    fair = Fair(seller, other, buyer, marketplace)
    open_hall(fair, opened_to, prices_to)
    show(fair, ware(MUG), ware(BEAR, price="9.90"))
    return fair


def open_hall(fair: Fair, opened_to: str, prices_to: str) -> None:
    """Open it so."""
    place = marketing.Marketplace(fair.marketplace, firms.MARKETPLACE.customs_code, firms.MARKETPLACE.filed_name)
    opening = marketing.Opening(ADDRESS, opened_to, prices_to, place)
    marketing.open_hall(acting=fair.acting, opening=opening, now=NOW, practice=True, using="owner")


def ware(item: str, *, price: str = "4.50", least: str = "10", picture: bytes | None = None) -> marketing.Ware:
    """A ware of 110 × 95 × 85 mm."""
    kept = marketing.take(picture) if picture else None
    return marketing.Ware(item, 110, 95, 85, Decimal(price), "502", Decimal(least), "007", picture=kept)


def show(fair: Fair, *wares: marketing.Ware) -> int:
    """Put wares into the hall."""
    return marketing.put_wares(acting=fair.acting, wares=wares, now=NOW, practice=True, using="owner")


def wish(item: str = MUG, quantity: str = "20", *, key: str = KEY) -> marketing.Wish:
    """What a buyer asks."""
    return marketing.Wish(ADDRESS, item, Decimal(quantity), "for a shop in Hamburg", key)


@contextmanager
def eyes(*firm_ids: int) -> Iterator[None]:
    """Read as the web role does for people of these firms; of none: as a stranger."""
    reader = parties.Reader(firm_ids, (), None, frozenset(), ()) if firm_ids else None
    with parties.reading(reader):
        yield


def ask(fair: Fair, item: str = MUG, quantity: str = "20", *, key: str = KEY) -> int:
    """The buyer's enquiry."""
    reader = parties.Reader((fair.buyer,), (), None, frozenset(), ())
    with parties.reading(reader, using="owner"):
        return marketing.ask(
            wish=wish(item, quantity, key=key), buyer=parties.Acting(fair.buyer), guest=None, now=NOW, using="owner"
        )


def quote(fair: Fair, number: int, price: str = "4.20") -> None:
    """The seller's answer."""
    said = marketing.Answer(Decimal(price), date(2026, 5, 31), "ready in two weeks")
    marketing.answer(acting=fair.acting, enquiry_id=number, said=said, now=NOW, using="owner")


def png(width: int = 64, height: int = 48, colour: str = "teal") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def many(db: Database, seller: int, count: int, address: str = "many") -> None:
    """A public hall of so many wares, from a pen to a cupboard, each with a picture; instead of the one it had."""
    import psycopg

    items = [f"HALL-{number:03d}" for number in range(1, count + 1)]
    columns = {"seller_id": [seller] * count, "item_no": items, "item_name": [f"Ware {item}" for item in items]}
    with psycopg.connect(db.owner) as connection:
        connection.execute("UPDATE marketing_exhibit SET shown = false WHERE seller_id = %s", (seller,))
        catalogue.keep_goods(
            connection, pl.DataFrame(columns | _no_cells(count)), catalogue.Change("t", "t", NOW, practice=True)
        )
    acting = parties.Acting(seller)
    opening = marketing.Opening(address, "public", "public")
    marketing.open_hall(acting=acting, opening=opening, now=NOW, practice=True, using="owner")
    wares = [
        marketing.Ware(
            item, 40 + number * 37 % 1100, 60 + number * 61 % 1700, 30 + number * 29 % 500, Decimal(number + 1), "502",
            Decimal(1), "007", picture=marketing.take(png(512, 512, f"hsl({number * 47 % 360}, 45%, 55%)")),
        )
        for number, item in enumerate(items)
    ]  # fmt: skip
    marketing.put_wares(acting=acting, wares=wares, now=NOW, practice=True, using="owner")


def _no_cells(count: int) -> dict[str, pl.Series]:
    """The other cells of goods, empty."""
    return {
        name: pl.Series([None] * count, dtype=kind)
        for name, kind in catalogue.GOODS_CELLS.items()
        if name != "item_name"
    }
