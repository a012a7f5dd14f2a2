"""Rates, bookings and labels from the command line."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from entrepot.project.cli import parcels
from entrepot.project.practice.firms import CARRIERS
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.modules.cli.conftest import Station

if TYPE_CHECKING:
    from tests.factories.shipping import Shipping


@pytest.fixture
def shipping(db: Database, practice: Station) -> "Iterator[Shipping]":
    from tests.factories.shipping import make_shipping

    made = make_shipping(db.owner)
    yield made
    made.lending.line.close()


def test_from_a_sheet_to_a_label(practice: Station, shipping: "Shipping", tmp_path: Path) -> None:
    sheet = tmp_path / "rates.csv"
    sheet.write_text(
        "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from\nCN,FR,0,9,3,kg,USD,10,2026-01-01\n"
    )
    assert practice.run(parcels.bring, file=sheet, by=CARRIERS[0].customs_code) == {"rates": 1}
    (quote,) = practice.run(parcels.quote, origin="CN", destination="FR", weight="5")["quotes"]
    assert quote["price"] == "15.00"
    seller, order_no = shipping.lending.seller_code, shipping.lending.order_no
    booked = practice.run(parcels.book, order_no=order_no, by=seller, rate=quote["rate"], weight="5")
    out = tmp_path / "label.pdf"
    with pytest.raises(Refusal, match="customs data that the catalogue lacks"):
        practice.run(parcels.label, booking=booked["booking"], by=seller, out=out)
    assert not out.exists()
    shipping.fill_goods()
    done = practice.run(parcels.label, booking=booked["booking"], by=seller, out=out)
    assert out.read_bytes()[:5] == b"%PDF-"
    assert done["lines"] == len(shipping.order()[1])
    practice.run(parcels.withdraw, booking=booked["booking"], by=seller)


def test_wrong_places_files_and_orders_are_answered(practice: Station, shipping: "Shipping", tmp_path: Path) -> None:
    seller = shipping.lending.seller_code
    with pytest.raises(Refusal, match="such as DE or 304"):
        practice.run(parcels.quote, origin="CN", destination="Atlantis", weight="5")
    with pytest.raises(Refusal, match="found none"):
        practice.run(parcels.bring, file=tmp_path / "none.csv", by=CARRIERS[0].customs_code)
    with pytest.raises(Refusal, match="NO-1"):
        practice.run(parcels.book, order_no="NO-1", by=seller, rate=1, weight="5")
    with pytest.raises(Refusal, match="found none with the number 99"):
        practice.run(parcels.label, booking=99, by=seller, out=tmp_path / "x.pdf")
