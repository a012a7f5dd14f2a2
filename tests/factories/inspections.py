"""An order of 1,000 units to be sent, and an inspection firm."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from entrepot.modules.parties import api as parties
from entrepot.modules.quality import api as quality
from entrepot.modules.trade import api as trade
from entrepot.project.practice import firms
from tests.factories.line import NOW
from tests.factories.portal import MARKETPLACE, Portal, add_person, party
from tests.factories.shipping import Shipping, make_shipping

LOT = Decimal(1000)


@dataclass(frozen=True)
class Inspecting:
    """inspector, second (another inspection firm): party ids."""

    shipping: Shipping
    inspector: int
    second: int

    def ask(self, *, lot: Decimal = LOT, **changed: object) -> int:
        """A plan by the inspection firm at level II, AQL 2.5; `lot` units stand on the order."""
        order, lines = self.shipping.order()
        share = [replace(line, qty=Decimal(0)) for line in lines[1:]]
        given: dict[str, object] = {
            "order": order, "lines": [replace(lines[0], qty=lot), *share], "inspector_id": self.inspector,
            "level": "II", "aql": Decimal("2.5"),
        }  # fmt: skip
        acting = changed.pop("acting", self.shipping.seller)
        wish = quality.Wish(**{**given, **changed})  # type: ignore[arg-type]
        return quality.ask(acting=acting, wish=wish, now=NOW, using="owner")  # type: ignore[arg-type]

    def result(self, plan: int, faulty: int, *, inspected: int = 80, by: int | None = None, note: str = "") -> str:
        """What the inspection firm found."""
        acting = parties.Acting(self.inspector if by is None else by)
        found = quality.Result(inspected, faulty, note)
        return quality.record_result(acting=acting, plan_id=plan, result=found, now=NOW, using="owner")

    def plan(self, number: int) -> quality.Inspection:
        """A plan as it stands."""
        found = quality.inspection_of([self.inspector], number, using="owner")
        assert found is not None
        return found


def make_inspecting(conninfo: str) -> Inspecting:
    """The world of shipping's tests with two inspection firms."""
    shipping = make_shipping(conninfo)
    first = parties.known_code(firms.INSPECTOR.customs_code, using="owner")
    assert first is not None
    second = parties.register_enterprise(
        name_zh="江畔商品检验有限公司（练习）", name_en="Riverside Inspection", country="CN", codes=("9999967002",),
        roles=("inspection_firm",), now=NOW, valid_from=date(2010, 1, 1),
    )  # fmt: skip
    return Inspecting(shipping, first, second)


def make_inspected(portal: Portal, case: str = "heavy") -> str:
    """A plan of a case's order and a person "inspector" who may answer it; marketplace/order number."""
    add_person("inspector", firms.INSPECTOR.customs_code, "staff")
    seller, order_no = party("qinghe"), portal.orders[case]
    with parties.reading(parties.Reader((seller,), (), None, frozenset(parties.SCOPES), ())):
        order = trade.current_order(order_no, party(MARKETPLACE))
        assert order is not None
        lines = [replace(line, qty=LOT) for line in trade.current_lines(order_no, order.marketplace_id)]
    wish = quality.Wish(order, lines, party(firms.INSPECTOR.customs_code), "II", Decimal("2.5"))
    quality.ask(acting=parties.Acting(seller), wish=wish, now=datetime.now(UTC), using="owner")
    return f"{MARKETPLACE}/{order_no}"
