"""From the stall to the decision and the money, and everything that is refused on the way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from psycopg import sql

from entrepot.modules.market_procurement import api as market
from entrepot.modules.market_procurement.api import Deal, Decision, Load, Payment, Rate, Settlement, UnableToDeal
from entrepot.store import connection
from tests.databases import Database
from tests.factories.market import BUYER, CUPS, NOW, RATE, Market, make_market


@pytest.fixture
def world(db: Database) -> Market:
    return make_market()


def _decision(number: str) -> Decision:
    return Decision.objects.using("owner").get(declaration__declaration_no=number)


def test_a_deal_goes_from_the_stall_into_a_container_is_declared_released_and_paid(world: Market) -> None:
    deal = world.make()
    box = world.open()
    world.load(box, deal, Decimal(400))
    assert market.standing([deal], using="owner")[deal].to_load == 600
    number = world.declare(box)
    decision = _decision(number)
    assert (decision.kind, decision.verdict, decision.findings, decision.practice) == ("decision", "pass", [], True)
    assert (decision.by_id, decision.figures["declaration_max"]["value"]) == (world.office, "150000")
    assert market.Container.objects.using("owner").get(pk=box).state == "released"
    load = Load.objects.using("owner").get()
    assert (load.declaration_no, load.verdict, load.decided_at, load.value) == (number, "pass", NOW, 5000)
    paid = Payment(Decimal("12000.00"), "BANK-1", date(2026, 5, 4))
    assert market.settle_deal(acting=world.dealer, deal_no=deal, payment=paid, now=NOW, using="owner") == 500
    assert market.settle_deal(acting=world.dealer, deal_no=deal, payment=paid, now=NOW, using="owner") == 500
    assert Settlement.objects.using("owner").count() == 1


def test_a_stall_answers_its_own_deal_once(world: Market) -> None:
    deal = world.make(confirm=False)
    with pytest.raises(UnableToDeal, match="found none with the number"):
        market.confirm_deal(acting=world.other_stall, deal_no=deal, now=NOW, using="owner")
    with pytest.raises(UnableToDeal, match="why the deal is refused"):
        market.refuse_deal(acting=world.stall, deal_no=deal, reason="  ", now=NOW, using="owner")
    market.refuse_deal(acting=world.stall, deal_no=deal, reason="售罄", now=NOW, using="owner")
    with pytest.raises(UnableToDeal, match="refused by the stall"):
        market.confirm_deal(acting=world.stall, deal_no=deal, now=NOW, using="owner")
    row = Deal.objects.using("owner").get()
    assert (row.state, row.reason, row.stall_zh) == ("refused", "售罄", "小满陶瓷商行（练习）")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"hs_code": "6912"}, "10 digits"),
        ({"quantity": Decimal(0)}, "a quantity"),
        ({"price": Decimal("1.000001")}, "at most 5 decimals"),
        ({"goods_name": " "}, "found nothing"),
        ({"stall_code": "9999939001"}, "another firm as the stall"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_nothing_is_kept(
    world: Market, wrong: dict[str, object], says: str
) -> None:
    with pytest.raises(UnableToDeal, match=says):
        world.make(replace(CUPS, **wrong))  # type: ignore[arg-type]
    assert Deal.objects.using("owner").count() == 0


def test_only_confirmed_deals_of_the_buyer_go_in_once_and_never_more_than_is_left(world: Market) -> None:
    box, waiting, deal = world.open(), world.make(confirm=False), world.make()
    other = world.make(replace(CUPS, buyer_code="PXB-2"))
    with pytest.raises(UnableToDeal, match="waiting for the stall"):
        world.load(box, waiting)
    with pytest.raises(UnableToDeal, match="for buyer PXB-1, found PXB-2"):
        world.load(box, other)
    with pytest.raises(UnableToDeal, match="at most 1000 011"):
        world.load(box, deal, Decimal(1001))
    world.load(box, deal, Decimal(900))
    with pytest.raises(UnableToDeal, match="in container PRAC1234567 already"):
        world.load(box, deal, Decimal(1))
    second = world.open("PRAC7654321")
    with pytest.raises(UnableToDeal, match="at most 100 011"):
        world.load(second, deal, Decimal(101))
    market.unload_deal(acting=world.dealer, container_id=box, deal_no=deal, now=NOW, using="owner")
    world.load(second, deal)
    assert market.standing([deal], using="owner")[deal].to_load == 0
    with pytest.raises(UnableToDeal, match="Load a confirmed deal first"):
        world.declare(box)


def test_a_container_over_the_limit_is_refused_with_figure_and_source(world: Market) -> None:
    box = world.open()
    world.load(box, world.make(replace(CUPS, quantity=Decimal(85200))))  # 1,065,000 CNY, 150,000 USD
    with pytest.raises(UnableToDeal) as refused:
        world.load(box, world.make(replace(CUPS, quantity=Decimal(1))))
    said = str(refused.value)
    assert "at most 150,000 USD in one declaration since 2014-07-01" in said
    assert "announcement 54 of 2014" in said
    assert "found 150,001.77 USD" in said
    assert "150,000 美元" in refused.value.sentence("zh")
    assert Load.objects.using("owner").count() == 1


def test_without_a_rate_the_value_is_not_checked_which_is_not_passed(world: Market) -> None:
    box = world.open(rate=Rate())
    world.load(box, world.make(replace(CUPS, quantity=Decimal(900_000))))
    decision = _decision(world.declare(box))
    assert (decision.verdict, [one["rule"] for one in decision.findings]) == ("not_checked", ["M01"])
    assert market.Container.objects.using("owner").get(pk=box).state == "open"


def test_a_refused_container_is_open_again_mended_and_released(world: Market) -> None:
    box = world.open(buyer=replace(BUYER, document=""))
    world.load(box, world.make())
    decision = _decision(world.declare(box))
    (finding,) = decision.findings
    assert (decision.verdict, finding["rule"], finding["zh"]["title"]) == (
        "fail",
        "M02",
        "载明采购商姓名、国籍和证件号码",
    )
    market.change_container(acting=world.dealer, container_id=box, buyer=BUYER, rate=RATE, now=NOW, using="owner")
    assert _decision(world.declare(box)).verdict == "pass"
    with pytest.raises(UnableToDeal, match="found PRAC1234567 declared"):
        world.load(box, world.make())


def test_a_filing_station_pre_checks_and_releases_nothing(db: Database) -> None:
    world = make_market("filing")
    box = world.open()
    deal = world.make()
    world.load(box, deal)
    decision = _decision(world.declare(box))
    assert (decision.kind, decision.verdict, decision.practice) == ("precheck", "pass", False)
    assert market.Container.objects.using("owner").get(pk=box).state == "open"


def test_six_kinds_are_simplified_by_chapter(world: Market) -> None:
    box = world.open()
    for number in range(7):
        world.load(box, world.make(replace(CUPS, hs_code=f"69120010{number:02}", price=Decimal(number + 1))))
    declared = market.Declaration.objects.using("owner").get(declaration_no=world.declare(box))
    assert (declared.kinds, declared.simplified, len(declared.lines)) == (7, True, 6)
    assert (declared.lines[5]["kinds"], declared.lines[5]["value"]) == (2, "3000.00000")


def test_a_stall_is_never_paid_more_than_its_deal_is_worth(world: Market) -> None:
    deal = world.make()
    wrong = [
        (Payment(Decimal("12500.01"), "B-1", date(2026, 5, 4)), "at most 12500 CNY"),
        (Payment(Decimal("1.005"), "B-1", date(2026, 5, 4)), "at most 2 decimals"),
        (Payment(Decimal(1), " ", date(2026, 5, 4)), "number of the payment"),
    ]
    for payment, says in wrong:
        with pytest.raises(UnableToDeal, match=says):
            market.settle_deal(acting=world.dealer, deal_no=deal, payment=payment, now=NOW, using="owner")
    paid = Payment(Decimal(10000), "B-1", date(2026, 5, 4))
    market.settle_deal(acting=world.dealer, deal_no=deal, payment=paid, now=NOW, using="owner")
    changed = replace(paid, amount=Decimal(9))
    with pytest.raises(UnableToDeal, match="with 10000 CNY"):
        market.settle_deal(acting=world.dealer, deal_no=deal, payment=changed, now=NOW, using="owner")
    assert market.standing([deal], using="owner")[deal].to_pay == 2500


def test_a_deal_is_seen_by_its_dealer_and_its_stall_and_by_no_other(world: Market, db: Database) -> None:
    box = world.open()
    world.load(box, world.make())
    world.declare(box)
    tables = ("deal", "container", "load", "declaration", "decision")
    seen = {}
    for who, party in (("dealer", world.dealer.party_id), ("stall", world.stall.party_id),
                       ("neighbour", world.other_stall.party_id), ("office", world.office)):  # fmt: skip
        with connection.web(reader_ids=(party,)) as reader:
            names = (sql.Identifier(f"market_procurement_{table}") for table in tables)
            counted = [reader.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone() for name in names]
        seen[who] = [row[0] for row in counted if row]
    assert seen == {
        "dealer": [1, 1, 1, 1, 1],
        "stall": [1, 0, 1, 0, 0],
        "neighbour": [0, 0, 0, 0, 0],
        "office": [0, 0, 0, 1, 1],
    }
