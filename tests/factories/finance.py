"""An order on record that nobody paid yet, its list released, and two financiers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from entrepot.modules.finance import api as finance
from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms
from tests.factories.line import NOW, Line, some_sets


@dataclass(frozen=True)
class Lending:
    """The world of these tests. party: seller, bank, second (bank) → party id; terms: bank, second → number."""

    line: Line
    order_no: str
    marketplace_id: int
    party: dict[str, int]
    terms: dict[str, int]
    currency: str
    open: Decimal
    seller_code: str
    marketplace_code: str

    def acting(self, who: str) -> parties.Acting:
        """In that firm's name, as the command line acts."""
        return parties.Acting(self.party[who])

    def trade(self) -> finance.Trade:
        """What the record proves to its seller."""
        with parties.reading(self.eyes("seller")):
            return finance.read_trade(
                self.line.setting.lookups, self.order_no, self.marketplace_id, self.party["seller"]
            )

    def eyes(self, who: str) -> parties.Reader:
        """That firm as a reader."""
        return parties.Reader((self.party[who],), (), None, frozenset(parties.SCOPES), ())

    def ask(self, bank: str, amount: str) -> int:
        """The seller asks that financier."""
        wish = finance.Wish(self.terms[bank], Decimal(amount))
        return finance.ask(acting=self.acting("seller"), trade=self.trade(), wish=wish, now=NOW, using="owner")

    def offered(self, bank: str, amount: str) -> int:
        """The same with an offer of the full amount."""
        case = self.ask(bank, amount)
        finance.offer(
            acting=self.acting(bank), case_id=case, amount=Decimal(amount), due_date=date(2026, 7, 3), now=NOW,
            using="owner",
        )  # fmt: skip
        return case


def make_lending(conninfo: str, kinds: tuple[str, ...] = ("order", "waybill", "list")) -> Lending:
    """Firms, one released order and terms, on a clean database."""
    for firm in firms.FIRMS:
        _register(firm)
    sets = some_sets(1)
    line = Line.opened(conninfo, sets)
    line.send_sets(sets, kinds)
    line.judge()
    order = sets.orders.row(0, named=True)
    numbers = {
        "seller": _party(order["seller_code"]),
        "bank": _party(firms.BANK.customs_code),
        "second": _party(firms.SECOND_BANK.customs_code),
    }
    value = order["goods_value"] + order["freight"]
    terms = {bank: _publish(numbers[bank], order["currency"]) for bank in ("bank", "second")}
    return Lending(
        line,
        order["order_no"],
        _party(order["marketplace_code"]),
        numbers,
        terms,
        order["currency"],
        Decimal(value),
        order["seller_code"],
        order["marketplace_code"],
    )


def sign_people(lending: Lending, password: str) -> None:
    """A person of each firm, named like it."""
    parties.create_station(kind="practice", owner_id=lending.line.setting.owner_id, signing_key="0" * 64, now=NOW)
    for who, party in lending.party.items():
        person = parties.create_person(username=who, name=who.title(), password=password, now=NOW)
        parties.add_member(
            acting=parties.Acting(party), person_id=person, place="staff", valid_from=date(2020, 1, 1), now=NOW,
            using="owner",
        )  # fmt: skip


def new_terms(currency: str) -> finance.NewTerms:
    """80 % of what is still to come in, 6 % a year, 60 days."""
    return finance.NewTerms(
        "Order advance (practice)", "订单预付款（练习）", currency, Decimal("0.8"), Decimal("0.06"), 60, Decimal(10),
        Decimal(100_000), date(2026, 1, 1), None,
    )  # fmt: skip


def _publish(bank: int, currency: str) -> int:
    return finance.publish_terms(
        acting=parties.Acting(bank), terms=new_terms(currency), practice=True, now=NOW, using="owner"
    )


def _register(firm: firms.Firm) -> None:
    parties.register_enterprise(
        name_zh=firm.filed_name, name_en=firm.name_en, country=firm.country,
        codes=(firm.customs_code, firm.credit_code), roles=firm.roles, now=NOW, valid_from=date(2010, 1, 1),
    )  # fmt: skip


def _party(code: str) -> int:
    found = parties.known_code(code, using="owner")
    assert found is not None
    return found
