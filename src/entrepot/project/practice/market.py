"""A market in the practice world: a dealer, two stalls, some deals, and a container that is nearly full. Invented."""

from datetime import datetime, timedelta
from decimal import Decimal

from entrepot.modules.market_procurement import api as market
from entrepot.modules.market_procurement.api import Buyer, Rate, Terms
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Acting
from entrepot.project.practice.firms import Firm
from entrepot.project.practice.warehouse import has_station

DEALER = Firm("9999939001", "91999999MA1PR0404R", "集南市场采购有限公司", "Jinan Market Dealers", ("market_dealer",))
# stalls are individual businesses: a credit code alone
STALLS = (
    Firm("", "92999999MA1PR0412H", "小满陶瓷商行", "Xiaoman Ceramics", ("stall_holder",)),
    Firm("", "92999999MA1PR0420C", "立夏玩具商行", "Lixia Toys", ("stall_holder",)),
)
PEOPLE = (
    ("dealer", "练习代理商 · Practice market dealer", DEALER),
    ("stall", "练习商户 · Practice stall-holder", STALLS[0]),
    ("neighbour", "练习邻铺 · Practice neighbour stall", STALLS[1]),
)
BUYER = Buyer("PXB-HH", "Elbe Trading", "DE", "PX0000001")
CONTAINER = "PRAC1039001"
_CUPS, _JUGS, _TOYS = ("6912001000", "陶瓷杯"), ("6912009000", "陶瓷壶"), ("9503008390", "塑料玩具")
_PIECES = "007"  # customs code of the unit 个
_BEFORE = timedelta(hours=5)


def plant(*, now: datetime) -> None:
    """Firms and people; deals and a container where the dealer has none yet."""
    if not has_station():  # nothing can be marked as practice
        return
    dealer, *stalls = (_registered(firm, now) for firm in (DEALER, *STALLS))
    for username, name, firm in PEOPLE:
        if not parties.Person.objects.using("owner").filter(username=username).exists():
            parties.commands.create_person(
                username=username, name=name, firm_code=firm.credit_code, place="administrator", now=now
            )
    if not market.Deal.objects.using("owner").filter(dealer_id=dealer.party_id).exists():
        _trade(dealer, stalls, now - _BEFORE)


def _registered(firm: Firm, now: datetime) -> Acting:
    known = parties.known_code(firm.credit_code, using="owner")
    if known is None:
        known = parties.register_enterprise(
            name_zh=firm.filed_name, name_en=f"{firm.name_en} (practice)",
            codes=[code for code in (firm.customs_code, firm.credit_code) if code], roles=firm.roles, now=now,
            valid_from=now.date().replace(year=2010, month=1, day=1),
        )  # fmt: skip
    return Acting(known)


def _trade(dealer: Acting, stalls: list[Acting], now: datetime) -> None:
    """Two deals in a container, worth 1,050,000 yuan; one confirmed beside it; one that waits for its stall."""
    rate = Rate(Decimal("7.1"), f"PRACTICE · 练习 {now.date()}")
    container = market.open_container(
        acting=dealer, container_no=CONTAINER, buyer=BUYER, rate=rate, now=now, using="owner"
    )
    for stall, (code, name), quantity, price in (
        (0, _CUPS, 40_000, "12.5"),
        (1, _TOYS, 50_000, "11"),
    ):
        number = _deal(dealer, stall, (code, name), (quantity, price), now)
        market.confirm_deal(acting=stalls[stall], deal_no=number, now=now + timedelta(minutes=10), using="owner")
        market.load_deal(
            acting=dealer, container_id=container, deal_no=number, now=now + timedelta(hours=1), using="owner"
        )
    beside = _deal(dealer, 0, _JUGS, (2_000, "38"), now + timedelta(hours=2))
    market.confirm_deal(acting=stalls[0], deal_no=beside, now=now + timedelta(hours=3), using="owner")
    _deal(dealer, 0, _CUPS, (300, "12"), now + timedelta(hours=4))


def _deal(dealer: Acting, stall: int, goods: tuple[str, str], much: tuple[int, str], now: datetime) -> str:
    terms = Terms(
        stall_code=STALLS[stall].credit_code, goods_name=goods[1], hs_code=goods[0], quantity=Decimal(much[0]),
        unit=_PIECES, price=Decimal(much[1]), buyer_code=BUYER.code, booth_no=f"F1-20{45 + stall}",
    )  # fmt: skip
    return market.make_deal(acting=dealer, terms=terms, now=now, using="owner")
