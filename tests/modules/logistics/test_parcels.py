"""A lane is quoted from the carrier's sheet, a parcel booked, a label refused until customs' data are there."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.store import connection as connections
from tests.factories.line import NOW

if TYPE_CHECKING:
    from tests.factories.shipping import Shipping

DAY = date(2026, 5, 4)


def quoted(weight: str, *, to: str = "304", day: date = DAY) -> list[Decimal]:
    found = logistics.quotes(origin="142", destination=to, weight_kg=Decimal(weight), day=day, using="owner")
    return [one.price for one in found]


@pytest.mark.parametrize(("weight", "price"), [("0", "8.50"), ("1.999", "8.50"), ("2", "8.20"), ("3.333", "13.67")])
def test_a_parcel_is_quoted_from_the_row_of_its_weight(shipping: "Shipping", weight: str, price: str) -> None:
    assert quoted(weight) == [Decimal(price)]


def test_where_there_is_no_rate_the_bands_there_are_are_told(shipping: "Shipping") -> None:
    with pytest.raises(logistics.UnableToShip, match=r"There are rates for 0 – 2 kg, 2 – 30 kg\."):
        quoted("30")
    with pytest.raises(logistics.UnableToShip, match="from 142 to 305 for 1 kg on 2026-05-04, found none"):
        quoted("1", to="305")
    with pytest.raises(logistics.UnableToShip):
        quoted("1", day=date(2025, 12, 31))
    assert quoted("5", day=date(2199, 12, 30)) == [Decimal("20.50")]
    with pytest.raises(logistics.UnableToShip):
        quoted("5", day=date(2199, 12, 31))


def test_a_second_price_for_one_parcel_is_refused_with_its_row_and_nothing_is_taken(shipping: "Shipping") -> None:
    from tests.factories.shipping import next_rate

    rates = [
        next_rate(),
        next_rate(row_no=3, destination="304", from_kg=Decimal("1.5"), valid_from=date(2030, 1, 1)),
    ]
    with pytest.raises(logistics.UnableToShip, match="Row 3: expected one price for a parcel"):
        logistics.bring_rates(
            acting=parties.Acting(shipping.carrier), rates=rates, practice=True, now=NOW, using="owner"
        )
    assert logistics.Rate.objects.using("owner").count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"to_kg": Decimal(0)}, "0 ≤ from_kg < to_kg"),
        ({"price": Decimal(0)}, "price > 0"),
        ({"per": "box"}, "parcel / kg"),
        ({"valid_until": date(2026, 1, 1)}, "valid_until > valid_from"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(shipping: "Shipping", changed: dict[str, Any], said: str) -> None:
    from tests.factories.shipping import next_rate

    acting = parties.Acting(shipping.carrier)
    with pytest.raises(logistics.UnableToShip, match=said):
        logistics.bring_rates(acting=acting, rates=[next_rate(**changed)], practice=True, now=NOW, using="owner")


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        (",to_kg", "", "to_kg"),
        ("CN,DE,0", "CN,Atlantis,0", "Row 2: expected destination as DE / 304, found “Atlantis”"),
        ("8.50", "8,50", "Row 2: expected"),
        ("2026-01-01,\n", "1.1.2026,\n", "Row 2: expected valid_from as 2026-06-30"),
    ],
)
def test_a_sheet_of_another_shape_is_refused_with_row_and_cell(wrong: str, right: str, said: str) -> None:
    from entrepot.project.line.rates import read_rates
    from tests.factories.shipping import SHEET

    assert wrong in SHEET
    with pytest.raises(logistics.UnableToShip, match=said):
        read_rates(SHEET.replace(wrong, right, 1).encode())


def test_only_a_carrier_publishes_rates(shipping: "Shipping") -> None:
    from tests.factories.shipping import next_rate

    with pytest.raises(logistics.UnableToShip, match="role carrier, found seller"):
        logistics.bring_rates(acting=shipping.seller, rates=[next_rate()], practice=True, now=NOW, using="owner")


def test_a_label_waits_for_what_customs_wants_to_know_and_is_then_printed(shipping: "Shipping") -> None:
    booking = shipping.book()
    with pytest.raises(logistics.UnableToShip) as refused:
        shipping.label(booking)
    english, chinese = refused.value.sentence("en"), refused.value.sentence("zh")
    item = shipping.order()[1][0].item_no
    assert f"{item} HS code; {item} name in English; {item} country/region of origin" in english
    assert f"{item} 商品编码" in chinese
    assert logistics.booking_of([shipping.seller.party_id], booking, using="owner").state == "booked"  # type: ignore[union-attr]
    shipping.fill_goods()
    wares = shipping.label(booking)
    assert [ware.item_no for ware in wares] == [line.item_no for line in shipping.order()[1]]
    done = logistics.booking_of([shipping.seller.party_id], booking, using="owner")
    assert done is not None
    assert (done.state, done.label_no) == ("labelled", f"PX{booking:011d}")
    assert shipping.label(booking) == wares


def test_a_parcel_lighter_than_its_goods_is_not_labelled(shipping: "Shipping") -> None:
    shipping.fill_goods()
    with pytest.raises(logistics.UnableToShip, match=r"at most 0\.001 kg as booked"):
        shipping.label(shipping.book("0.001"))


def test_an_order_is_booked_once_and_again_when_that_was_withdrawn(shipping: "Shipping") -> None:
    booking = shipping.book()
    with pytest.raises(logistics.UnableToShip, match=f"booked already: booking {booking}"):
        shipping.book()
    logistics.withdraw(acting=shipping.seller, booking_id=booking, now=NOW, using="owner")
    assert shipping.book() > booking
    with pytest.raises(logistics.UnableToShip, match="is withdrawn; this needs one that is booked / label printed"):
        shipping.label(booking)


def test_a_held_order_is_neither_booked_nor_labelled_until_the_hold_is_lifted(shipping: "Shipping") -> None:
    order, _ = shipping.order()
    booking = shipping.book()
    why = logistics.Why("inspection", "Inspection plan 7 waits for its result.", "检验方案 7 尚无结果。")
    hold = logistics.place_hold(
        seller_id=order.seller_id, order_no=order.order_no, marketplace_id=order.marketplace_id, why=why,
        placed_by=shipping.carrier, now=NOW, using="owner",
    )  # fmt: skip
    shipping.fill_goods()
    with pytest.raises(logistics.UnableToShip, match="plan 7 waits for its result"):
        shipping.label(booking)
    logistics.withdraw(acting=shipping.seller, booking_id=booking, now=NOW, using="owner")
    with pytest.raises(logistics.UnableToShip, match="is not to be shipped"):
        shipping.book()
    logistics.lift_hold(hold_id=hold, now=NOW, using="owner")
    assert shipping.label(shipping.book())
    with pytest.raises(logistics.UnableToShip, match="open hold"):
        logistics.lift_hold(hold_id=hold, now=NOW, using="owner")


def test_only_the_two_sides_see_a_booking_and_only_who_placed_a_hold_lifts_it(shipping: "Shipping") -> None:
    order, _ = shipping.order()
    shipping.book()
    logistics.place_hold(
        seller_id=order.seller_id, order_no=order.order_no, marketplace_id=order.marketplace_id,
        why=logistics.Why("inspection", "x", "x"), placed_by=shipping.lending.party["bank"], now=NOW, using="owner",
    )  # fmt: skip
    sides = {"seller": order.seller_id, "carrier": shipping.carrier, **shipping.lending.party}
    seen, lifted = {}, {}
    for who, party in sides.items():
        with connections.web([party]) as web:
            tables = ("logistics_booking", "logistics_hold")
            seen[who] = [len(web.execute(f"SELECT 1 FROM {table}").fetchall()) for table in tables]
            lifted[who] = web.execute("UPDATE logistics_hold SET lifted_at = now()").rowcount
            web.rollback()
    assert seen == {"seller": [1, 1], "carrier": [1, 0], "bank": [0, 1], "second": [0, 0]}
    assert lifted == {"seller": 0, "carrier": 0, "bank": 1, "second": 0}
