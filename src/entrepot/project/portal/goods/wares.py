"""Which wares a page shows, and which of their cells are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.trade import api as trade
from entrepot.store.connection import under_django

PAGE = 50
_WINDOW = 500
_MOST_WINDOWS = 4
_NEWEST_ORDERS = 200  # wares of orders that nobody has described yet are looked for in so many
CELLS = tuple(catalogue.ASKED_CELLS)


@dataclass(frozen=True)
class Ware:
    """One ware. values: cell → text, empty where it is missing; gaps: the cells that drafting needs and lacks."""

    item_no: str
    name: str
    values: Mapping[str, str]
    gaps: tuple[str, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """The cells to be filled in: the gaps, then what a label and a listing need besides and lack."""
        return (*self.gaps, *(cell for cell in catalogue.SHIPPING_CELLS if not self.values.get(cell)))


@dataclass(frozen=True)
class Found:
    """Wares in the order of their numbers; those that only orders know stand first. following: where to go on."""

    wares: Sequence[Ware]
    following: str | None


@dataclass(frozen=True)
class Asked:
    """What a page asks for: a prefix of the number, only what has gaps, behind which number."""

    seller_id: int
    prefix: str = ""
    after: str = ""
    only_gaps: bool = False


def find(asked: Asked, day: date, *, size: int = PAGE) -> Found:
    """A page of wares; where few have gaps it may end before it is full, and goes on behind what was looked at."""
    units = catalogue.second_units(under_django(), day)
    found = [] if asked.after else _only_ordered(asked, units)
    after: str | None = asked.after
    for _ in range(_MOST_WINDOWS * size // PAGE):
        if after is None or len(found) >= size:
            break
        goods = catalogue.goods_window(under_django(), asked.seller_id, after=after, prefix=asked.prefix, size=_WINDOW)
        wares = [ware for ware in described(goods, goods, units) if ware.asked or not asked.only_gaps]
        taken = wares[: size - len(found)]
        found += taken
        if len(taken) < len(wares):
            after = taken[-1].item_no if taken else after
            break
        after = str(goods["item_no"][-1]) if goods.height == _WINDOW else None
    return Found(found, after)


def _only_ordered(asked: Asked, units: pl.DataFrame) -> list[Ware]:
    """Wares that were ordered and of which the catalogue knows nothing."""
    ordered = [one for one in trade.wares_ordered(asked.seller_id, orders=_NEWEST_ORDERS) if one[0] >= asked.prefix]
    named = {item: name for item, name in ordered if item.startswith(asked.prefix)}
    known = catalogue.goods_for(under_django(), [asked.seller_id], list(named))
    new = [item for item in named if item not in set(known["item_no"])][:PAGE]
    wanted = pl.DataFrame(
        {"seller_id": [asked.seller_id] * len(new), "item_no": new},
        schema={"seller_id": pl.Int64, "item_no": pl.String},
    )
    return [
        Ware(ware.item_no, named[ware.item_no], ware.values, ware.gaps)
        for ware in described(wanted, known.clear(), units)
    ]


def described(wanted: pl.DataFrame, goods: pl.DataFrame, units: pl.DataFrame) -> list[Ware]:
    """The wares in `wanted`, in its order, with what `goods` says of them and their gaps."""
    gaps: dict[str, list[str]] = {}
    for item, cell in (
        catalogue.missing_cells(wanted.select("seller_id", "item_no"), goods, units).select("item_no", "cell").rows()
    ):
        gaps.setdefault(item, []).append(cell)
    rows = {row["item_no"]: row for row in goods.iter_rows(named=True)}
    return [_ware(item, rows.get(item, {}), gaps.get(item, [])) for item in wanted["item_no"]]


def _ware(item_no: str, row: Mapping[str, object], gaps: Sequence[str]) -> Ware:
    elements = dict(catalogue.read_elements(str(row["elements"]))) if row else {}
    values = {cell: _text(row.get(cell)) for cell in CELLS if not cell.startswith(catalogue.ELEMENT)}
    values |= {f"{catalogue.ELEMENT}{name}": value for name, value in elements.items()}
    return Ware(item_no, _text(row.get("item_name")), values, tuple(gaps))


def _text(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and hasattr(value, "as_tuple") else text
