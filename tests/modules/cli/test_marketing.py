"""`showroom`, `enquiry` and `listing`."""

from pathlib import Path

import psycopg
import pytest

from entrepot.project.cli import listings, marketing
from entrepot.project.practice import firms
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories.showroom import ADDRESS, BEAR, MUG, SELLER, make_fair, png
from tests.modules.cli.conftest import Station

FIRM, BUYER, MARKETPLACE = SELLER.customs_code, firms.BUYER.customs_code, firms.MARKETPLACE.customs_code
SHEET = "item_no,width_mm,height_mm,depth_mm,price,currency,min_quantity,unit,picture\n"


@pytest.fixture
def fair(db: Database, practice: Station) -> None:
    make_fair(db)


def sheet(folder: Path, *rows: str) -> Path:
    path = folder / "wares.csv"
    path.write_text(SHEET + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.mark.usefixtures("fair")
def test_a_showroom_is_opened_filled_and_seen_differently_by_two_firms(practice: Station, tmp_path: Path) -> None:
    opened = practice.run(
        marketing.open_, address="qinghe-gifts", firm=FIRM, to="invited", prices="invited", marketplace=MARKETPLACE
    )
    assert opened == {
        "address": "qinghe-gifts", "opened_to": "invited", "prices_to": "invited", "wares": 2,
        "url": "/showroom/qinghe-gifts/",
    }  # fmt: skip
    (tmp_path / "mug.png").write_bytes(png())
    rows = (f"{MUG},110,95,85,4.75,USD,12,piece,mug.png", f"{BEAR},260,300,200,9.90,502,6,007,")
    assert practice.run(marketing.fill, sheet=sheet(tmp_path, *rows), firm=FIRM) == {"wares": 2}
    with pytest.raises(Refusal, match="no showroom"):
        practice.run(marketing.show, address="qinghe-gifts", firm=BUYER)
    assert practice.run(marketing.invite, invited=BUYER, firm=FIRM) == {"invited": BUYER, "new": True}
    shown = practice.run(marketing.show, address="qinghe-gifts", firm=BUYER)
    assert shown["wares"][0] == {"item_no": MUG, "size_mm": [110, 95, 85], "price": "4.75 502", "stock": None}


@pytest.mark.usefixtures("fair")
@pytest.mark.parametrize(
    ("row", "found"),
    [
        (f"{MUG},wide,95,85,4.75,USD,12,piece,", "Line 2: expected width_mm as a number, found “wide”"),
        (f"{MUG},1.5,95,85,4.75,USD,12,piece,", "Line 2: expected width_mm"),
        (f"{MUG},110,95,85,4.75,Doubloon,12,piece,", "found “Doubloon”"),
        (f"{MUG},110,95,85,4.75,USD,12,piece,none.png", "none.png, found none"),
        (f"{MUG},110,95,85,4.75,USD,12,piece,wares.csv", "Expected a PNG, JPEG or WebP"),
    ],
)
def test_a_sheet_with_a_fault_is_refused_whole(
    practice: Station, owner: psycopg.Connection, tmp_path: Path, row: str, found: str
) -> None:
    before = owner.execute("SELECT item_no, price FROM marketing_exhibit ORDER BY 1").fetchall()
    with pytest.raises(Refusal, match=found):
        practice.run(marketing.fill, sheet=sheet(tmp_path, row), firm=FIRM)
    assert owner.execute("SELECT item_no, price FROM marketing_exhibit ORDER BY 1").fetchall() == before


def test_a_sheet_without_its_columns_is_refused(practice: Station, fair: None, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("item_no,colour\nPW-1001,blue\n", "utf-8")
    with pytest.raises(Refusal, match="missing: width_mm"):
        practice.run(marketing.fill, sheet=path, firm=FIRM)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="CSV file in UTF-8"):
        practice.run(marketing.fill, sheet=path, firm=FIRM)


@pytest.mark.usefixtures("fair")
def test_an_enquiry_is_answered_and_ordered_once(practice: Station, owner: psycopg.Connection) -> None:
    asked = practice.run(marketing.ask, address=ADDRESS, item=MUG, quantity="50", firm=BUYER, message="for a shop")
    number = asked["enquiry"]
    with pytest.raises(Refusal, match="asked"):
        practice.run(marketing.order, number=number, firm=FIRM)
    answered = practice.run(
        marketing.answer, number=number, firm=FIRM, price="4.1", until="2026-05-31", message="", decline=False
    )
    assert answered == {"enquiry": number, "state": "quoted", "price": "4.1"}
    ordered = practice.run(marketing.order, number=number, firm=FIRM)
    assert (ordered["order_no"], ordered["marketplace"]) == (f"EQ{number:08d}", MARKETPLACE)
    with pytest.raises(Refusal, match=f"an order already: EQ{number:08d}"):
        practice.run(marketing.order, number=number, firm=FIRM)
    assert owner.execute("SELECT count(*) FROM exchange_message WHERE kind = 'json-orders'").fetchone() == (1,)
    told = practice.run(marketing.list_enquiries, firm=BUYER)
    assert [(row["enquiry"], row["state"], row["order_no"]) for row in told["asked_by_us"]] == [
        (number, "ordered", ordered["order_no"])
    ]


@pytest.mark.usefixtures("fair")
def test_a_listing_is_stopped_for_a_missing_origin_and_goes_out_later(
    practice: Station, owner: psycopg.Connection, capfd: pytest.CaptureFixture[str]
) -> None:
    owner.execute("UPDATE catalogue_goods SET origin = NULL WHERE item_no = %s", (MUG,))
    offered = practice.run(listings.offer, item=MUG, firm=FIRM, on=MARKETPLACE, price="6.20", currency="USD")
    assert (offered["state"], offered["missing"]) == ("stopped", ["origin"])
    assert "origin (origin) is missing; fill in origin" in capfd.readouterr().err
    owner.execute("UPDATE catalogue_goods SET origin = '142' WHERE item_no = %s", (MUG,))
    found = practice.run(listings.list_listings, firm=FIRM)
    assert found["went_out"] == 1
    assert [(row["item_no"], row["state"]) for row in found["listings"]] == [(MUG, "out")]
