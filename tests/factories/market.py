"""A small market: a dealer, two stalls, an office, and people who sign in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connections

from entrepot.modules.market_procurement import api as market
from entrepot.modules.market_procurement.api import Buyer, Rate, Terms
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting
from entrepot.project.practice import firms
from entrepot.project.practice import market as practice
from tests.factories.portal import PASSWORD

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
SINCE = date(2020, 1, 1)
BUYER = Buyer("PXB-1", "Elbe Trading", "DE", "PX0000001")
RATE = Rate(Decimal("7.1"), "practice rate of 2026-05-04")
CUPS = Terms(
    practice.STALLS[0].credit_code,
    "陶瓷杯",
    "6912001000",
    Decimal(1000),
    "011",
    Decimal("12.5"),
    BUYER.code,
    booth_no="F1-2045",
)


@dataclass(frozen=True)
class Market:
    """Who acts: each an Acting without a person, as the command line acts."""

    dealer: Acting
    stall: Acting
    other_stall: Acting
    office: int

    def make(self, terms: Terms = CUPS, *, confirm: bool = True) -> str:
        """A deal, confirmed by its stall."""
        number = market.make_deal(acting=self.dealer, terms=terms, now=NOW, using="owner")
        if confirm:
            market.confirm_deal(acting=self.stall, deal_no=number, now=NOW, using="owner")
        return number

    def open(self, number: str = "PRAC1234567", buyer: Buyer = BUYER, rate: Rate = RATE) -> int:
        """An open container."""
        return market.open_container(
            acting=self.dealer, container_no=number, buyer=buyer, rate=rate, now=NOW, using="owner"
        )

    def load(self, container_id: int, deal_no: str, quantity: Decimal | None = None) -> int:
        """A deal into a container."""
        return market.load_deal(
            acting=self.dealer, container_id=container_id, deal_no=deal_no, quantity=quantity, now=NOW, using="owner"
        )

    def declare(self, container_id: int) -> str:
        """Declared and decided."""
        number = market.declare(acting=self.dealer, container_id=container_id, now=NOW, using="owner")
        market.decide_due(now=NOW)
        return number


def make_market(kind: str = "practice") -> Market:
    """Firms of the practice world on a clean database."""
    office = parties.known_code(firms.CUSTOMS.customs_code, using="owner") or _register(firms.CUSTOMS)
    connections["owner"].ensure_connection()
    if parties.station(connections["owner"].connection) is None:
        parties.create_station(kind=kind, owner_id=office, signing_key="0" * 64, now=NOW)
    dealer, *stalls = (_register(firm) for firm in (practice.DEALER, *practice.STALLS))
    for username, party in (("dealer", dealer), ("stall", stalls[0]), ("neighbour", stalls[1])):
        person = parties.create_person(username=username, name=username.title(), password=PASSWORD, now=NOW)
        acting = Acting(party)
        parties.add_member(acting=acting, person_id=person, place="staff", valid_from=SINCE, now=NOW, using="owner")
    return Market(Acting(dealer), Acting(stalls[0]), Acting(stalls[1]), office)


def _register(firm: firms.Firm) -> int:
    return parties.register_enterprise(
        name_zh=firm.filed_name, name_en=f"{firm.name_en} (practice)",
        codes=[code for code in (firm.customs_code, firm.credit_code) if code], roles=firm.roles, valid_from=SINCE,
        now=NOW,
    )  # fmt: skip
