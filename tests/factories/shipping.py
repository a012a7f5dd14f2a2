"""An order to be sent, goods that lack what a label needs, and a carrier with rates."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.modules.trade.api import OrderLine, OrderVersion
from entrepot.project.practice import firms, goods
from tests.factories.finance import Lending, make_lending
from tests.factories.line import NOW

EXACT = pl.Decimal(38, 10)
GERMANY, FRANCE, CHINA = "304", "305", "142"
SHEET = (
    "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from,valid_until\n"
    "CN,DE,0,2,8.50,parcel,USD,12,2026-01-01,\n"
    "CN,DE,2,30,4.10,kg,USD,12,2026-01-01,2199-12-31\n"
)


@dataclass(frozen=True)
class Shipping:
    """lending: the order and its firms; carrier: party id."""

    lending: Lending
    carrier: int

    @property
    def seller(self) -> parties.Acting:
        """The seller, as the command line acts."""
        return self.lending.acting("seller")

    def order(self) -> tuple[OrderVersion, list[OrderLine]]:
        """The order and its lines, as its seller reads them."""
        with parties.reading(self.lending.eyes("seller")):
            found = trade.current_order(self.lending.order_no, self.lending.marketplace_id)
            assert found is not None
            return found, trade.current_lines(found.order_no, found.marketplace_id)

    def book(self, weight: str = "5", rate: int | None = None) -> int:
        """A booking on the cheapest rate to Germany."""
        kg = Decimal(weight)
        if rate is None:
            day = parties.china_day(NOW)
            found = logistics.quotes(origin=CHINA, destination=GERMANY, weight_kg=kg, day=day, using="owner")
            rate = int(found[0].rate.pk)
        order, lines = self.order()
        parcel = logistics.Parcel(order, lines, rate, kg)
        return logistics.book(acting=self.seller, parcel=parcel, now=NOW, using="owner")

    def fill_goods(self) -> None:
        """Give the wares of the order what the label needs."""
        connection = self.lending.line.setting.connection
        with connection.transaction():
            wares = goods.goods_of(self.lending.party["seller"]).with_columns(
                pl.col("origin").fill_null(CHINA), pl.col("net_weight_kg").fill_null(pl.lit("0.4").cast(EXACT))
            )
            change = catalogue.Change(goods.BY, goods.REASON, NOW - timedelta(days=1), practice=True)
            catalogue.keep_goods(connection, wares, change)

    def label(self, booking: int) -> list[logistics.Ware]:
        """Print it."""
        return logistics.print_label(
            acting=self.seller, booking_id=booking, lines=self.order()[1], now=NOW, using="owner"
        )


def make_shipping(conninfo: str) -> Shipping:
    """The world of finance's tests with the rates of a carrier."""
    from entrepot.project.line.rates import read_rates

    lending = make_lending(conninfo)
    carrier = parties.known_code(firms.CARRIERS[0].customs_code, using="owner")
    assert carrier is not None
    logistics.bring_rates(
        acting=parties.Acting(carrier), rates=read_rates(SHEET.encode()), practice=True, now=NOW, using="owner"
    )
    return Shipping(lending, carrier)


def next_rate(**changed: object) -> logistics.NewRate:
    """A rate beside those of SHEET."""
    given: dict[str, object] = {
        "row_no": 2, "origin": CHINA, "destination": FRANCE, "from_kg": Decimal(0), "to_kg": Decimal(2),
        "price": Decimal(9), "per": "parcel", "currency": "502", "days": 10, "valid_from": date(2026, 1, 1),
        "valid_until": None,
    }  # fmt: skip
    return logistics.NewRate(**{**given, **changed})  # type: ignore[arg-type]
