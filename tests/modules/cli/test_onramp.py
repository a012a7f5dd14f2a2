"""`onramp`: a product sheet and orders in; gaps, forms of trade and what to do first out."""

from pathlib import Path

import psycopg
import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.cli.onramp import onramp
from entrepot.project.line.setting import open_setting
from entrepot.project.portal.onramp.sheets import sample_csv
from entrepot.project.practice.world import load_editions
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import NOW, Station

SELLER = "9999961001"
NOTHING = {"seller": SELLER, "sheet": None, "orders": None, "mapping": None}
ORDERS = """Order no,Ordered at,SKU,Goods,Quantity,Unit,Unit price,Currency,Ship to
T-1,2026-03-01 10:15,PX-2001,Stoneware mug,2,pcs,6.50,USD,Germany
T-2,2026-03-02 10:15,PX-2001,Stoneware mug,1,pcs,6.50,USD,Japan
"""
MAPPING = """
[file]
time_format = "%Y-%m-%d %H:%M"
time_zone = "Asia/Shanghai"

[columns]
order_no = "Order no"
placed_at = "Ordered at"
item_no = "SKU"
item_name = "Goods"
qty = "Quantity"
price = "Unit price"
destination = "Ship to"

[constants]
marketplace_code = "9999960001"
marketplace_name = "望塘跨境电商平台（练习）"
seller_code = "9999961001"
seller_name = "练习公司"
currency = "502"
unit = "007"

[codes.destination]
"Germany" = "304"
"Japan" = "116"
"""


@pytest.fixture(autouse=True)
def seller(practice: Station) -> int:
    return parties.register_enterprise(
        name_zh="练习公司", name_en="Practice Co", codes=[SELLER], roles=["seller"], valid_from=NOW.date(), now=NOW
    )


def wares(owner: psycopg.Connection) -> int:
    row = owner.execute("SELECT count(*) FROM catalogue_goods").fetchone()
    assert row is not None
    return int(row[0])


def test_a_product_sheet_becomes_a_catalogue_with_gaps_and_forms(
    practice: Station, owner: psycopg.Connection, tmp_path: Path
) -> None:
    sheet = tmp_path / "products.csv"
    sheet.write_bytes(sample_csv())
    with open_setting() as setting:
        load_editions(setting, now=NOW)
    found = practice.run(onramp, **(NOTHING | {"sheet": sheet}))
    assert found["products"] == {"new": 6, "changed": 0, "same": 0, "left": 0}
    assert wares(owner) == 6
    assert [(one["task"], one["wares"], one["orders"]) for one in found["first"]] == [
        ("hs_codes", 4, 0), ("orders", 6, 0), ("gaps", 6, 0),
    ]  # fmt: skip
    steps = {one["step"]: (one["done"], one["of"], one["reached"]) for one in found["progress"]}
    assert steps == {
        "filing": (1, None, True), "goods": (0, 6, False), "orders": (0, None, False), "filed": (0, None, False),
        "released": (0, None, False),
    }  # fmt: skip
    bag = next(one for one in found["wares"] if one["item_no"] == "PX-2003")
    verdicts = {one["code"] + one["track"]: one["verdict"] for one in bag["forms"]}
    assert verdicts["0110"] == "fits"
    assert verdicts["9610"] == "not_known"
    assert verdicts["1039"] == "does_not"


def test_a_sheet_of_another_shape_keeps_nothing(practice: Station, owner: psycopg.Connection, tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text(ORDERS, "utf-8")
    with pytest.raises(Refusal, match="expected a product sheet, a row a ware with an item number and a name; found"):
        practice.run(onramp, **(NOTHING | {"sheet": sheet}))
    assert wares(owner) == 0


def test_a_sheet_that_is_not_there_is_named(practice: Station, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Expected a product sheet, found none at"):
        practice.run(onramp, **(NOTHING | {"sheet": tmp_path / "none.csv"}))


def test_orders_say_how_a_ware_was_sold(practice: Station, tmp_path: Path) -> None:
    sheet, orders, mapping = tmp_path / "products.csv", tmp_path / "orders.csv", tmp_path / "orders.toml"
    sheet.write_bytes(sample_csv())
    orders.write_text(ORDERS, "utf-8")
    mapping.write_text(MAPPING, "utf-8")
    found = practice.run(onramp, **(NOTHING | {"sheet": sheet, "orders": orders, "mapping": mapping}))
    assert found["orders"]["accepted"] == 2
    mug = found["wares"][0]
    assert (mug["item_no"], mug["orders"]) == ("PX-2001", 2)
    retail = next(one for one in mug["forms"] if (one["code"], one["track"]) == ("9610", ""))
    assert retail["why"] == ["no HS code has been chosen: choose one, with the help if you like"]
    assert [one["task"] for one in found["first"]] == ["hs_codes", "gaps", "orders"]
