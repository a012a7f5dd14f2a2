"""A listing goes out only when the catalogue says what customs would ask for."""

from decimal import Decimal

import psycopg
import pytest

from entrepot.modules.marketing import api as marketing
from entrepot.modules.marketing.errors import UnableToMarket
from entrepot.modules.parties import api as parties
from entrepot.project.line.setting import open_setting
from entrepot.project.line.worker import Worker
from entrepot.project.practice import firms
from entrepot.store import connection
from tests.databases import Database
from tests.factories.showroom import MUG, NOW, Fair, eyes, keep_goods, make_fair


def offered(fair: Fair, item: str = MUG, price: str = "6.20") -> marketing.Listing:
    place = marketing.Marketplace(fair.marketplace, firms.MARKETPLACE.customs_code, firms.MARKETPLACE.filed_name)
    wanted = marketing.Offer(place, item, Decimal(price), "502")
    return marketing.offer(acting=fair.acting, wanted=wanted, now=NOW, practice=True, using="owner")


def without(owner: psycopg.Connection, cell: str) -> None:
    owner.execute(f"UPDATE catalogue_goods SET {cell} = NULL")


def test_a_complete_ware_goes_out_and_its_marketplace_sees_it(db: Database) -> None:
    fair = make_fair(db)
    row = offered(fair)
    assert (row.state, row.missing, row.origin, row.out_at) == ("out", [], "142", NOW)
    with eyes(fair.marketplace):
        assert [each.item_no for each in marketing.listings_at([fair.marketplace])] == [MUG]
    with eyes(fair.buyer):
        assert marketing.listings_at([fair.marketplace]) == []


@pytest.mark.parametrize("cell", marketing.NEEDED)
def test_a_missing_cell_stops_it_with_reason_and_remedy(db: Database, owner: psycopg.Connection, cell: str) -> None:
    fair = make_fair(db)
    without(owner, cell)
    row = offered(fair)
    assert (row.state, row.missing, row.out_at) == ("stopped", [cell], None)
    lack = marketing.MISSING[cell]
    assert all(cell in text for said in (lack.reason, lack.remedy) for text in said)
    with eyes(fair.marketplace):
        assert marketing.listings_at([fair.marketplace]) == []
    with eyes(fair.seller):
        assert [each.missing for each in marketing.listings_of([fair.seller])] == [[cell]]


def test_it_goes_out_once_the_catalogue_is_complete(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    without(owner, "origin")
    offered(fair)
    assert marketing.check_stopped(seller_ids=None, now=NOW, using="owner") == 0
    keep_goods(db, fair.seller, origin="142")
    assert marketing.check_stopped(seller_ids=[fair.other], now=NOW, using="owner") == 0
    assert marketing.check_stopped(seller_ids=[fair.seller], now=NOW, using="owner") == 1
    assert marketing.check_stopped(seller_ids=None, now=NOW, using="owner") == 0
    said = owner.execute("SELECT what FROM parties_audit WHERE what LIKE 'listing%' ORDER BY id").fetchall()
    assert said == [("listing_offered",), ("listing_out",)]


def test_a_worker_with_nothing_else_to_do_lets_it_out(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    without(owner, "origin")
    row = offered(fair)
    with open_setting() as setting:
        Worker(setting, lambda: NOW).until_idle()
        assert marketing.listings_of([fair.seller], using="owner")[0].state == "stopped"
        keep_goods(db, fair.seller, origin="142")
        assert Worker(setting, lambda: NOW).one_pass().listings == 1
        assert Worker(setting, lambda: NOW).one_pass().idle
    row.refresh_from_db(using="owner")
    assert (row.state, row.origin) == ("out", "142")


def test_offered_again_it_is_the_same_listing_at_the_new_price(db: Database) -> None:
    fair = make_fair(db)
    first, second = offered(fair), offered(fair, price="5.90")
    assert (first.pk, second.price) == (second.pk, Decimal("5.90"))
    assert marketing.withdraw(acting=fair.acting, listing_id=first.pk, now=NOW, using="owner") is True
    assert marketing.withdraw(acting=fair.acting, listing_id=first.pk, now=NOW, using="owner") is False
    assert marketing.listings_of([fair.seller], using="owner") == []


def test_a_ware_that_is_not_in_the_catalogue_is_not_listed(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    with pytest.raises(UnableToMarket) as refused:
        offered(fair, "PW-9999")
    assert refused.value.reason == "ware_unknown"
    own = marketing.Offer(marketing.Marketplace(fair.seller, "x", "x"), MUG, Decimal(1), "502")
    with pytest.raises(UnableToMarket) as refused:
        marketing.offer(acting=parties.Acting(fair.seller), wanted=own, now=NOW, practice=True, using="owner")
    assert refused.value.reason == "listing_marketplace"
    assert owner.execute("SELECT count(*) FROM marketing_listing").fetchall() == [(0,)]


def test_nobody_lets_a_listing_out_past_the_check(db: Database, owner: psycopg.Connection) -> None:
    fair = make_fair(db)
    without(owner, "origin")
    offered(fair)
    with connection.web(reader_ids=(fair.seller,)) as own, pytest.raises(psycopg.errors.CheckViolation):
        own.execute("UPDATE marketing_listing SET state = 'out'")
