from datetime import UTC, datetime
from decimal import Decimal

import polars as pl
import psycopg
import pytest

from entrepot.modules.catalogue import api as catalogue
from entrepot.store import connection as connections

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
CHANGE = catalogue.Change(by="Lin Practice", why="first sheet", now=NOW, practice=True)
ELEMENTS = catalogue.write_elements([("品牌类型", "0"), ("出口享惠情况", "0"), ("材质", "陶], [瓷")])


def mug(**cells: object) -> pl.DataFrame:
    row = {
        "seller_id": 7, "item_no": "M1", "item_name": "mug", "declared_name": "陶瓷杯", "hs_code": "6912001000",
        "hs_chosen_by": "Lin Practice", "hs_reason": "stoneware tableware", "elements": ELEMENTS, "unit": "007",
        "unit1": "035", "factor1": Decimal("0.34"), "net_weight_kg": Decimal("0.34"),
        "gross_weight_kg": Decimal("0.4"), "battery": False,
    } | cells  # fmt: skip
    schema = {name: kind for name, kind in catalogue.GOODS.items() if name in row}
    return pl.DataFrame([row], schema=schema)


def versions(owner: psycopg.Connection) -> list[tuple[int, bool, str | None, str, str]]:
    query = "SELECT version, superseded, hs_code, changed_by, why FROM catalogue_goods ORDER BY version"
    return owner.execute(query).fetchall()


def test_keeps_every_cell_of_a_ware_exactly(owner: psycopg.Connection) -> None:
    assert catalogue.keep_goods(owner, mug(), CHANGE) == catalogue.Kept(new=1, changed=0, same=0)
    kept = catalogue.goods_for(owner, [7], ["M1"]).row(0, named=True)
    assert {name: kept[name] for name in mug().columns} == mug().row(0, named=True)
    assert catalogue.read_elements(kept["elements"])[2] == ("材质", "陶], [瓷")
    assert catalogue.as_model(kept["elements"]) == "0|0|陶], [瓷"


def test_the_same_cells_again_make_no_version(owner: psycopg.Connection) -> None:
    catalogue.keep_goods(owner, mug(), CHANGE)
    assert catalogue.keep_goods(owner, mug(), CHANGE) == catalogue.Kept(new=0, changed=0, same=1)
    assert versions(owner) == [(1, False, "6912001000", "Lin Practice", "first sheet")]


def test_a_change_says_who_and_why_and_leaves_the_cells_that_were_not_given(owner: psycopg.Connection) -> None:
    catalogue.keep_goods(owner, mug(), CHANGE)
    ruling = catalogue.Change(by="Zhao Practice", why="advance ruling", now=NOW, practice=True)
    code = pl.DataFrame({"seller_id": [7], "item_no": ["M1"], "hs_code": ["6911101000"]})
    assert catalogue.keep_goods(owner, code, ruling) == catalogue.Kept(new=0, changed=1, same=0)
    assert versions(owner) == [
        (1, True, "6912001000", "Lin Practice", "first sheet"),
        (2, False, "6911101000", "Zhao Practice", "advance ruling"),
    ]
    kept = catalogue.goods_for(owner, [7], ["M1"]).row(0, named=True)
    assert (kept["declared_name"], kept["factor1"]) == ("陶瓷杯", Decimal("0.34"))


def test_a_given_element_takes_its_place_among_the_others(owner: psycopg.Connection) -> None:
    catalogue.keep_goods(owner, mug(), CHANGE)
    brand = catalogue.write_elements([("品牌类型", "1"), ("颜色", "白")])
    catalogue.keep_goods(owner, pl.DataFrame({"seller_id": [7], "item_no": ["M1"], "elements": [brand]}), CHANGE)
    elements = catalogue.read_elements(catalogue.goods_for(owner, [7], ["M1"])["elements"][0])
    assert elements == [("品牌类型", "1"), ("出口享惠情况", "0"), ("材质", "陶], [瓷"), ("颜色", "白")]


@pytest.mark.parametrize(
    ("goods", "message"),
    [
        (pl.concat([mug(), mug()]), "found item 'M1' twice"),
        (mug(gross_weight_kg=Decimal("0.3")), "found 0.3400000000 kg net and 0.3000000000 kg gross"),
    ],
)
def test_refuses_wares_that_contradict_themselves_and_keeps_none(
    owner: psycopg.Connection, goods: pl.DataFrame, message: str
) -> None:
    with pytest.raises(catalogue.UnableToKeepGoods, match=message):
        catalogue.keep_goods(owner, goods, CHANGE)
    assert versions(owner) == []


def test_goods_are_seen_by_their_seller_and_its_agents_only(owner: psycopg.Connection) -> None:
    catalogue.keep_goods(owner, mug(), CHANGE)
    seen = []
    for readers, clients in (([7], []), ([8], [7]), ([8], [9]), ([], [])):
        with connections.web(reader_ids=readers, client_ids=clients) as reader:
            seen.append(catalogue.all_goods(reader, 7).height)
    assert seen == [1, 1, 0, 0]


def test_names_exactly_the_cells_that_are_missing(owner: psycopg.Connection) -> None:
    half = mug(hs_code=None, elements=catalogue.write_elements([("品牌类型", "0")]), unit2="011")
    catalogue.keep_goods(owner, pl.concat([half, mug(item_no="M2").with_columns(unit2=pl.lit(None, pl.String))],
                                          how="diagonal"), CHANGE)  # fmt: skip
    found = catalogue.gaps(owner, 7, ["M1", "M2"])
    assert found.select("item_no", "cell").rows() == [
        ("M1", "hs_code"), ("M1", "element:出口享惠情况"), ("M1", "factor2"),
    ]  # fmt: skip


def test_an_unknown_ware_lacks_every_needed_cell(owner: psycopg.Connection) -> None:
    cells = catalogue.gaps(owner, 7, ["M9"])["cell"].to_list()
    assert cells == ["declared_name", "hs_code", "unit", "unit1", "factor1", "net_weight_kg", "gross_weight_kg",
                     "element:品牌类型", "element:出口享惠情况"]  # fmt: skip


def test_a_code_with_a_second_statutory_unit_needs_it(owner: psycopg.Connection) -> None:
    catalogue.keep_goods(owner, mug(), CHANGE)
    second = pl.DataFrame({"code": ["6912001000"], "unit2": ["011"]})
    assert catalogue.gaps(owner, 7, ["M1"], second)["cell"].to_list() == ["unit2", "factor2"]
    none = pl.DataFrame({"code": ["6912001000"], "unit2": [None]}, schema={"code": pl.String, "unit2": pl.String})
    assert catalogue.gaps(owner, 7, ["M1"], none).is_empty()
