"""Goods on pages: what is missing, a grid to fill it in, a sheet of the gaps; and who may write whose."""

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
import psycopg
import pytest

from tests.databases import Database
from tests.factories.line import NOW
from tests.factories.portal import signed_in

if TYPE_CHECKING:
    from tests.factories.portal import Portal

WARES = ("BAG-1", "BAG-2", "=CUP")


@pytest.fixture
def portal(db: Database) -> "Iterator[Portal]":
    """The practice people; three wares of qinghe, the first without weights, the last with a name alone.

    The second lacks nothing; of the first nobody has said where it is from.
    """
    from entrepot.modules.catalogue import api as catalogue
    from tests.factories.portal import make_portal, party

    made = make_portal(db.owner)
    elements = catalogue.write_elements([(catalogue.BRAND_KIND, "0"), (catalogue.PREFERENCE, "0")])
    whole = {"declared_name": "棉布袋", "hs_code": "4202220000", "elements": elements, "unit": "007", "unit1": "007",
             "factor1": "1", "net_weight_kg": "0.2", "gross_weight_kg": "0.25"}  # fmt: skip
    rows = [
        {"item_no": "BAG-1", "item_name": "bag", **whole, "net_weight_kg": None, "gross_weight_kg": None},
        {"item_no": "BAG-2", "item_name": "bag", **whole, "origin": "142"},
        {"item_no": "=CUP", "item_name": "cup"},
    ]
    schema: dict[str, Any] = {"item_no": pl.String, **catalogue.GOODS_CELLS}
    numbers = ("factor1", "net_weight_kg", "gross_weight_kg")
    goods = pl.DataFrame(rows, schema=schema | dict.fromkeys(numbers, pl.String)).with_columns(
        *(pl.col(name).cast(schema[name]) for name in numbers), seller_id=pl.lit(party("qinghe"), pl.Int64)
    )
    with psycopg.connect(db.owner) as owner:
        catalogue.keep_goods(owner, goods, catalogue.Change("test", "test", NOW, practice=True))
    yield made
    made.line.close()


def _text(answer: object) -> str:
    content: bytes = getattr(answer, "content", b"")
    return html.unescape(content.decode())


def _rows(page: str) -> dict[str, str]:
    """Item number → the name of its row in the grid."""
    return {item: name for name, item in re.findall(r'name="(w\d+)" value="([^"]*)"', page)}


def _versions(portal: "Portal") -> dict[str, int]:
    rows = portal.line.setting.lookups.execute("SELECT item_no, max(version) FROM catalogue_goods GROUP BY item_no")
    return {item: version for item, version in rows if item in WARES}


def test_goods_with_gaps_are_found_and_those_without_are_complete(portal: "Portal") -> None:
    client = signed_in("qinghe")
    page = _text(client.get("/goods/?number=BAG"))
    assert re.findall(r'<th scope="row" class="code">([^<]+)<', page) == ["BAG-1", "BAG-2"]
    assert "net weight of one declared unit, kg; gross weight of one declared unit, kg" in page
    assert page.count("Complete") == 1
    page = _text(client.get("/goods/?number=BAG&gaps=1"))
    assert re.findall(r'<th scope="row" class="code">([^<]+)<', page) == ["BAG-1"]


def test_wares_that_only_orders_know_stand_among_the_goods_with_gaps(portal: "Portal") -> None:
    page = _text(signed_in("qinghe").get("/goods/?gaps=1"))
    ordered = portal.line.setting.lookups.execute(
        "SELECT DISTINCT i.item_no FROM trade_order o JOIN trade_order_line i ON i.order_no = o.order_no"
        " AND i.order_id = o.id WHERE o.order_no = %s",
        (portal.orders["clean"],),
    ).fetchall()
    assert ordered
    assert {item for (item,) in ordered} <= set(re.findall(r'<th scope="row" class="code">([^<]+)<', page))


def test_what_is_typed_into_the_grid_becomes_a_new_version(portal: "Portal") -> None:
    client = signed_in("qinghe")
    row = _rows(_text(client.get("/goods/fill/?number=BAG")))["BAG-1"]
    typed = {row: "BAG-1", f"{row}.net_weight_kg": " 0.18 ", f"{row}.gross_weight_kg": "0.2"}
    answer = client.post("/goods/fill/?number=BAG", typed)
    assert answer.status_code == 302
    assert "1 ware was filled in" in _text(client.get(str(answer.headers["Location"])))
    assert _versions(portal) == {"BAG-1": 2, "BAG-2": 1, "=CUP": 1}
    stored = portal.line.setting.lookups.execute(
        "SELECT net_weight_kg::text, declared_name, changed_by FROM catalogue_goods"
        " WHERE item_no = 'BAG-1' AND NOT superseded"
    ).fetchall()
    assert stored == [("0.18000", "棉布袋", "Qinghe Gifts")]
    assert client.post("/goods/fill/?number=BAG", typed).status_code == 200  # the back button: nothing is missing now
    assert _versions(portal)["BAG-1"] == 2


def test_one_wrong_cell_gives_everything_back_and_keeps_nothing(portal: "Portal") -> None:
    client = signed_in("qinghe")
    row = _rows(_text(client.get("/goods/fill/")))["=CUP"]
    good = {row: "=CUP", f"{row}.declared_name": "瓷杯", f"{row}.unit": "007"}
    hostile = {"hs_code": "🎁", "net_weight_kg": "NaN", "factor1": "1" + "0" * 30, "unit1": "x" * 100_000,
               "element:品牌类型": "7", "gross_weight_kg": "0"}  # fmt: skip
    for cell, text in hostile.items():
        answer = client.post("/goods/fill/", {**good, f"{row}.{cell}": text})
        page = _text(answer)
        assert answer.status_code == 422, cell
        assert page.count('class="fault small"') == 1, cell
        assert 'value="瓷杯"' in page
        assert text[:20] in page
        assert len(page) < 100_000
    assert _versions(portal)["=CUP"] == 1


def test_the_origin_is_asked_for_and_holds_up_no_list(portal: "Portal") -> None:
    client = signed_in("qinghe")
    page = _text(client.get("/goods/fill/?number=BAG"))
    row = _rows(page)["BAG-1"]
    assert f'name="{row}.origin"' in page
    weights = {row: "BAG-1", f"{row}.net_weight_kg": "0.1", f"{row}.gross_weight_kg": "0.1"}
    for strange in ("Atlantis", "1422"):
        assert client.post("/goods/fill/?number=BAG", {**weights, f"{row}.origin": strange}).status_code == 422
    assert client.post("/goods/fill/?number=BAG", weights).status_code == 302
    assert _drafting_lacks(portal, "BAG-1") == []
    assert "BAG-1" in _rows(_text(client.get("/goods/fill/?number=BAG")))
    assert client.post("/goods/fill/?number=BAG", {row: "BAG-1", f"{row}.origin": "中国"}).status_code == 302
    query = "SELECT origin FROM catalogue_goods WHERE item_no = 'BAG-1' AND NOT superseded"
    assert portal.line.setting.lookups.execute(query).fetchall() == [("142",)]
    assert _rows(_text(client.get("/goods/fill/?number=BAG"))) == {}


def _drafting_lacks(portal: "Portal", item_no: str) -> list[str]:
    from entrepot.modules.catalogue import api as catalogue
    from tests.factories.portal import party

    return catalogue.gaps(portal.line.setting.lookups, party("qinghe"), [item_no])["cell"].to_list()


def test_a_net_weight_above_the_gross_weight_is_told_at_its_cell(portal: "Portal") -> None:
    client = signed_in("qinghe")
    row = _rows(_text(client.get("/goods/fill/?number=BAG")))["BAG-1"]
    typed = {row: "BAG-1", f"{row}.net_weight_kg": "2", f"{row}.gross_weight_kg": "1"}
    answer = client.post("/goods/fill/?number=BAG", typed)
    assert answer.status_code == 422
    assert "found 2 and 1 kg" in _text(answer).replace(".0000000000", "")
    assert _versions(portal)["BAG-1"] == 1


def test_a_broker_fills_in_for_a_client_and_nobody_else_does(portal: "Portal") -> None:
    from tests.factories.portal import party

    path = f"/goods/fill/?seller={party('qinghe')}&number=BAG"
    broker = signed_in("tonghui")
    row = _rows(_text(broker.get(path)))["BAG-1"]
    typed = {row: "BAG-1", f"{row}.net_weight_kg": "0.1"}
    for who in ("yunshan", "stranger", "wangtang"):
        client = signed_in(who)
        assert client.get(path).status_code == 404
        assert client.post(path, typed).status_code == 404
    assert _versions(portal)["BAG-1"] == 1
    assert broker.post(path, typed).status_code == 302
    assert _versions(portal)["BAG-1"] == 2


def test_the_sheet_of_the_gaps_comes_back_through_the_import(portal: "Portal") -> None:
    from entrepot.gateways.sheets.goods import read_goods

    data = signed_in("qinghe").get("/goods/gaps.csv?number=%3DCUP").content
    assert data.startswith(b"\xef\xbb\xbf")
    filled = data.decode("utf-8-sig").splitlines()
    assert filled[1].startswith("'=CUP,cup,declared_name,")
    filled[1] = filled[1].rsplit(",", 1)[0] + ",瓷杯"
    read = read_goods("\n".join(filled).encode())
    assert read.goods.select("item_no", "declared_name").rows() == [("=CUP", "瓷杯")]
    assert read.problems.is_empty()


def _filled(book: bytes, values: dict[str, str]) -> bytes:
    """The workbook with texts typed into its empty cells."""
    from tests.factories.sheets import changed

    def typed(sheet: str) -> str:
        for place, text in values.items():
            inside = rf'<c r="{place}" \g<1> t="inlineStr"><is><t>{text}</t></is></c>'
            sheet, found = re.subn(rf'<c r="{place}" (s="\d+")/>', inside, sheet)
            assert found == 1, place
        return sheet

    return changed(book, xl__worksheets__sheet1_dot_xml=typed)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_workbook_of_the_gaps_is_filled_in_brought_back_and_the_gaps_are_gone(
    portal: "Portal", language: str
) -> None:
    from datetime import UTC, datetime

    from entrepot.project.line.worker import Worker
    from tests.modules.portal.test_imports import brought, chosen

    client = signed_in("qinghe")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    before = _text(client.get("/goods/?number=BAG"))
    assert before.count('<span class="badge tone-wait">') == 1
    answer = client.get("/goods/gaps.xlsx?number=BAG")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="goods-gaps.xlsx"'
    book = _filled(answer.content, {"C2": "0.18", "D2": "0.2", "E2": "China"})
    address = brought(client, book, "goods-gaps.xlsx")
    agreed = client.post(address, chosen(client, address))
    assert agreed.status_code == 302
    client.post(str(agreed.headers["Location"]))
    Worker(portal.line.setting, lambda: datetime.now(UTC)).until_idle()
    assert _versions(portal) == {"BAG-1": 2, "BAG-2": 1, "=CUP": 1}
    assert _text(client.get("/goods/?number=BAG")).count('<span class="badge tone-wait">') == 0


def test_the_workbook_of_the_gaps_runs_nothing_and_is_its_sellers_alone(portal: "Portal") -> None:
    from entrepot.gateways.sheets.reading import read_sheet
    from tests.factories.portal import party

    table = read_sheet(signed_in("qinghe").get("/goods/gaps.xlsx?number=%3DCUP").content, name="gaps.xlsx")
    assert table.header[:4] == ("item number", "name of the goods", "declared name", "HS code")
    assert table.frame["c0"].to_list() == ["=CUP"]
    assert signed_in("yunshan").get(f"/goods/gaps.xlsx?seller={party('qinghe')}").status_code == 404


def test_goods_stand_in_the_bar_of_those_who_sell(portal: "Portal") -> None:
    for who, shown in (("qinghe", True), ("tonghui", True), ("hongyan", False), ("stranger", False)):
        assert ('href="/goods/"' in _text(signed_in(who).get("/"))) is shown, who
