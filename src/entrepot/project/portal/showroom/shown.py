"""Wares as a page says them: names in the reader's language, codes in words, stock where somebody tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from django.http import HttpRequest
from django.utils.translation import get_language

from entrepot.gateways.sheets.fields import data_rows
from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.api import Entered, Shown, Stock
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.project.line.showroom_sheet import stock_of

NOBODY = Reader((), (), None, frozenset(), ())


@dataclass(frozen=True)
class Ware:
    """One ware on a page. picture: its digest, or an empty text; stock None where nobody tells of it."""

    number: int
    row: Shown
    name: str
    currency: str
    unit: str
    stock: Stock | None
    stock_unit: str

    @property
    def label(self) -> str:
        """What stands on its plate in the hall: name and price."""
        price = "" if self.row.price is None else f"{self.currency} {self.row.price.normalize():f}"
        return f"{self.name[:24]}\n{price}"


def reader_in(request: HttpRequest) -> Reader:
    """Who reads; nobody for a stranger."""
    return parties.reader_in(request) or NOBODY


def said(chinese: str, english: str) -> str:
    """One of the two, in the reader's language as far as it is there."""
    return parties.named(chinese, english, get_language() or "en")


@cache
def _alphas() -> Mapping[str, str]:
    return {row["code"]: row["alpha_3"] for row in data_rows("currencies.csv")}


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    """Code → Chinese name, the first other name (English) where one is known."""
    return {row["code"]: (row["name_zh"], row["other_names"].split("|")[0]) for row in data_rows("units.csv")}


def currency_said(code: str) -> str:
    """USD for 502; the code itself where it has no letters."""
    return _alphas().get(code) or code


def unit_said(code: str) -> str:
    """A unit in words."""
    return said(*_units().get(code, (code, code))) or code


def amount_said(value: Decimal) -> str:
    """A number as one types it: no zeros that say nothing."""
    return f"{value.normalize():f}"


def wares_of(hall: Entered, request: HttpRequest, *, now: datetime) -> list[Ware]:
    """The wares of a hall with their stock."""
    rows: Sequence[Shown] = marketing.wares_in(hall.address)
    back = parties.reader_in(request)
    stock = stock_of(hall.seller_id, [row.item_no for row in rows], back=back, now=now) if rows else {}
    wares = []
    for number, row in enumerate(rows, 1):
        lies = stock.get(row.item_no)
        wares.append(
            Ware(
                number, row, said(row.name_zh, row.name_en) or row.item_no, currency_said(row.currency),
                unit_said(row.unit), lies, unit_said(lies.unit) if lies else "",
            )
        )  # fmt: skip
    return wares
