"""A warehouse abroad with two sellers, and people who sign in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connections

from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting
from entrepot.modules.warehouses import api as warehouses
from entrepot.modules.warehouses.api import Announced, Expected, Wanted
from entrepot.project.practice import firms
from entrepot.project.practice import warehouse as practice
from tests.factories.portal import PASSWORD

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
SINCE = date(2020, 1, 1)
MUG, BAG = practice.WARES
PLACE = practice.HAMBURG.code


@dataclass(frozen=True)
class Storing:
    """Who acts: each an Acting without a person, as the command line acts."""

    operator: Acting
    seller: Acting
    other: Acting

    def announce(self, number: str = "IN-1", lines: tuple[Expected, ...] = (MUG, BAG)) -> str:
        """A shipment of the first seller."""
        shipment = Announced(number, PLACE, firms.SELLERS[0].customs_code, lines)
        return warehouses.announce(acting=self.operator, shipment=shipment, now=NOW, using="owner")

    def receive(self, scanned: str, quantity: int, number: str = "IN-1") -> warehouses.ShipmentLine:
        """A scan at the door."""
        return warehouses.receive(
            acting=self.operator, shipment_no=number, scanned=scanned, quantity=Decimal(quantity), now=NOW,
            using="owner",
        )  # fmt: skip

    def reserve(self, quantity: int, order_no: str = "PR-1", item_no: str = MUG.item_no) -> str:
        """Stock for an order of the first seller."""
        wanted = Wanted(PLACE, self.seller.party_id, item_no, Decimal(quantity), order_no)
        return warehouses.reserve(acting=self.seller, wanted=wanted, now=NOW, using="owner")

    def free(self, item_no: str = MUG.item_no) -> Decimal:
        """What of a ware is free."""
        return sum(
            (one.free for one in warehouses.stock([self.seller.party_id], using="owner") if one.item_no == item_no),
            Decimal(0),
        )


def make_storing() -> Storing:
    """Firms of the practice world, on a clean database or beside what is there."""
    office = parties.known_code(firms.CUSTOMS.customs_code, using="owner") or _register(firms.CUSTOMS)
    connections["owner"].ensure_connection()
    if parties.station(connections["owner"].connection) is None:
        parties.create_station(kind="practice", owner_id=office, signing_key="0" * 64, now=NOW)
    operator, seller, other = (
        parties.known_code(firm.customs_code, using="owner") or _register(firm)
        for firm in (practice.OPERATOR, *firms.SELLERS[:2])
    )
    for username, party in (("keeper", operator), ("qinghe", seller), ("yunshan", other)):
        if parties.Person.objects.using("owner").filter(username=username).exists():
            continue
        person = parties.create_person(username=username, name=username.title(), password=PASSWORD, now=NOW)
        acting = Acting(party)
        parties.add_member(acting=acting, person_id=person, place="staff", valid_from=SINCE, now=NOW, using="owner")
    warehouses.open_warehouse(operator_id=operator, place=practice.HAMBURG)
    return Storing(Acting(operator), Acting(seller), Acting(other))


def _register(firm: firms.Firm) -> int:
    official = [firm.customs_code, firm.credit_code] if firm.credit_code else []
    return parties.register_enterprise(
        name_zh=firm.filed_name, name_en=f"{firm.name_en} (practice)", codes=official,
        own_codes=[] if official else [firm.customs_code], roles=firm.roles, valid_from=SINCE, now=NOW,
    )  # fmt: skip
