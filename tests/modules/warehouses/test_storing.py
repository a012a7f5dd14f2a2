"""What came is counted, what is wanted is reserved once, what is picked is the right ware."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from entrepot.modules.warehouses import api as warehouses
from entrepot.modules.warehouses.api import Dispatch, Filling, Lot, Shipment, UnableToStore, Wanted
from entrepot.store import connection
from tests.databases import Database
from tests.factories.storing import BAG, MUG, NOW, PLACE, Storing, make_storing

AT_ONCE = 64
LAST = 10


@pytest.fixture
def world(db: Database) -> Storing:
    return make_storing()


def test_a_shipment_is_received_by_scan_an_order_reserved_picked_packed_and_shipped(world: Storing) -> None:
    world.announce()
    assert [world.receive(MUG.barcode, each).received for each in (30, 10)] == [30, 40]
    world.receive(BAG.barcode, 23)
    assert world.free() == 40
    (short,) = warehouses.close_shipment(acting=world.operator, shipment_no="IN-1", now=NOW, using="owner")
    assert (short.item_no, short.expected, short.received) == (BAG.item_no, 25, 23)
    number = world.reserve(3)
    assert world.free() == 37
    picked = {"acting": world.operator, "dispatch_no": number, "now": NOW, "using": "owner"}
    assert warehouses.pick(scanned=MUG.barcode, quantity=Decimal(2), **picked) == 1  # type: ignore[arg-type]
    assert warehouses.pick(scanned=f"]E0{MUG.barcode}", **picked) == 0  # type: ignore[arg-type]
    warehouses.pack(acting=world.operator, dispatch_no=number, now=NOW, using="owner")
    warehouses.ship(
        acting=world.operator, dispatch_no=number, carrier="DHL", waybill_no="JD014600", now=NOW, using="owner"
    )
    row = Dispatch.objects.using("owner").get()
    assert (row.state, row.waybill_no, row.picked, row.practice) == ("shipped", "JD014600", 3, True)
    (stock,) = (one for one in warehouses.stock([world.seller.party_id], using="owner") if one.item_no == MUG.item_no)
    assert [stock.free, stock.held, stock.gone] == [37, 0, 3]
    with pytest.raises(UnableToStore, match=r"found .* shipped"):
        warehouses.pick(scanned=MUG.barcode, **picked)  # type: ignore[arg-type]


def test_the_wrong_ware_is_refused_with_what_was_expected_and_found(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 5)
    number = world.reserve(2)
    for scanned, quantity, says in (
        (BAG.barcode, 1, f"Expected {MUG.barcode} .*, found {BAG.barcode}"),
        (MUG.barcode, 3, f"Expected 2 more of {MUG.barcode}, found 3"),
        (MUG.barcode[:-1] + str((int(MUG.barcode[-1]) + 1) % 10), 1, "misread: scan it again"),
        (" ", 1, "Expected a scanned code"),
    ):
        with pytest.raises(UnableToStore, match=says):
            warehouses.pick(
                acting=world.operator, dispatch_no=number, scanned=scanned, quantity=Decimal(quantity), now=NOW,
                using="owner",
            )  # fmt: skip
    assert Dispatch.objects.using("owner").get().picked == 0
    with pytest.raises(UnableToStore, match=r"picked, to pack.*found .* reserved, to pick"):
        warehouses.pack(acting=world.operator, dispatch_no=number, now=NOW, using="owner")


def test_what_was_not_announced_is_kept_aside_and_is_no_stock(world: Storing) -> None:
    world.announce(lines=(MUG,))
    line = world.receive(BAG.barcode, 1)
    assert (line.item_no, line.expected, line.received) == ("", 0, 1)
    assert Lot.objects.using("owner").count() == 0
    differing = warehouses.close_shipment(acting=world.operator, shipment_no="IN-1", now=NOW, using="owner")
    counted = [(one.barcode, one.expected, one.received) for one in differing]
    assert counted == [(MUG.barcode, 40, 0), (BAG.barcode, 0, 1)]
    with pytest.raises(UnableToStore, match="found IN-1 closed"):
        world.receive(MUG.barcode, 1)


def test_what_cannot_be_announced_or_received_is_refused_whole(world: Storing) -> None:
    for lines, says in (((), "at least one ware"), ((MUG, MUG), "twice"), ((replace(MUG, unit=""),), "item number")):
        with pytest.raises(UnableToStore, match=says):
            world.announce(lines=lines)
    assert Shipment.objects.using("owner").count() == 0
    assert world.announce("(00)340059992000000018") == "340059992000000018"
    with pytest.raises(UnableToStore, match="340059992000000019"):
        world.announce("00340059992000000019")
    with pytest.raises(UnableToStore, match="announced to this warehouse before"):
        world.announce("00340059992000000018")
    with pytest.raises(UnableToStore, match="found none with the number IN-9"):
        world.receive(MUG.barcode, 1, "IN-9")


def test_an_order_is_filled_from_the_oldest_lots_and_never_beyond_what_is_free(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    world.announce("IN-2")
    world.receive(MUG.barcode, 5, "IN-2")
    number = world.reserve(6)
    fillings = Filling.objects.using("owner").filter(dispatch__dispatch_no=number).order_by("pk")
    assert [(one.lot.line.shipment.shipment_no, one.quantity) for one in fillings] == [("IN-1", 4), ("IN-2", 2)]
    with pytest.raises(UnableToStore, match=f"Expected 4 of {MUG.item_no}, found 3 free in {PLACE}"):
        world.reserve(4)
    assert (world.free(), Dispatch.objects.using("owner").count()) == (Decimal(3), 1)


def test_another_seller_reserves_nothing_of_it(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    wanted = Wanted(PLACE, world.seller.party_id, MUG.item_no, Decimal(1), "PR-1")
    with pytest.raises(UnableToStore, match="found 0 free"):
        warehouses.reserve(acting=world.other, wanted=wanted, now=NOW, using="owner")


def test_sixty_four_at_once_on_the_last_units_never_oversell(world: Storing, owner: psycopg.Connection) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    world.announce("IN-2")
    world.receive(MUG.barcode, LAST - 4, "IN-2")

    def wish(number: int) -> str:
        try:
            return world.reserve(1, f"PR-{number}")
        except UnableToStore as error:
            return error.reason
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(wish, range(AT_ONCE)))
    assert sum(answer == "no_stock" for answer in answers) == AT_ONCE - LAST
    assert len({answer for answer in answers if answer != "no_stock"}) == LAST
    assert (world.free(), Dispatch.objects.using("owner").count()) == (Decimal(0), LAST)
    row = owner.execute("SELECT sum(quantity) FROM warehouses_filling").fetchone()
    assert row == (LAST,)


def test_the_nearest_warehouse_is_in_the_country_asked_for_else_where_most_is_free(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    found = warehouses.stock_of(world.seller.party_id, [MUG.item_no, "NONE"], country="DE", using="owner")
    assert {item: (one.warehouse.code, one.free) for item, one in found.items()} == {MUG.item_no: (PLACE, Decimal(4))}
    world.reserve(4)
    assert warehouses.stock_of(world.seller.party_id, [MUG.item_no], using="owner") == {}


def test_stock_is_seen_by_its_seller_and_its_operator_and_by_no_other(world: Storing) -> None:
    world.announce()
    world.receive(MUG.barcode, 4)
    world.reserve(1)
    seen = {}
    for who, party in (("operator", world.operator), ("seller", world.seller), ("other", world.other)):
        with connection.web(reader_ids=(party.party_id,)) as reader:
            names = ("shipment", "shipment_line", "scan", "lot", "dispatch", "filling")
            query = sql.SQL("SELECT count(*) FROM {}")
            found = [reader.execute(query.format(sql.Identifier(f"warehouses_{name}"))).fetchone() for name in names]
        seen[who] = [row[0] for row in found if row]
    assert seen == {"operator": [1, 2, 1, 1, 1, 1], "seller": [1, 2, 1, 1, 1, 1], "other": [0] * 6}
