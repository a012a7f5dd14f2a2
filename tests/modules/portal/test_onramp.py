"""The way in: forms of trade by facts, what to do first, progress from the record, sheets of another shape."""

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.project.portal.onramp.facts import FirmFacts, Form, RuleDataLapsed, WareFacts, every_text, forms_for
from entrepot.project.portal.onramp.sheets import UnableToReadProducts, read_products, sample_csv
from entrepot.project.portal.onramp.standing import standing_of
from entrepot.project.portal.onramp.steps import first_things
from tests.architecture.texts import placeholders
from tests.factories.line import NOW
from tests.factories.portal import CASES, Portal, party

SignedIn = Callable[[str], Client]
DAY = date(2026, 11, 23)
FIRM = FirmFacts("9999961001", filed=True, applied=False, market_dealer=False, pilot_zone="", largest_usd=Decimal(90))
MUG = WareFacts("M1", "mug", "6912001000", (), orders=3, over_marketplace=True)
BARE = WareFacts("B1", "bare", "", ("hs_code", "unit"))


def verdicts(ware: WareFacts, firm: FirmFacts = FIRM) -> dict[str, str]:
    return {one.code + one.track: one.verdict for one in forms_for(ware, firm, DAY)}


def form(code: str, ware: WareFacts = MUG, firm: FirmFacts = FIRM) -> Form:
    return next(one for one in forms_for(ware, firm, DAY) if one.code + one.track == code)


def test_each_form_answers_fits_does_not_or_not_known() -> None:
    assert verdicts(MUG) == {
        "9610": "fits", "9610A": "not_known", "9710": "not_known", "9810": "not_known", "1210": "not_known",
        "1039": "does_not", "0110": "fits",
    }  # fmt: skip


def test_two_tracks_of_one_code_are_told_apart_by_their_words_in_both_languages() -> None:
    judged = forms_for(MUG, FIRM, DAY)
    for words in ([f"{one.code} {one.called_en}" for one in judged], [f"{one.code} {one.called_zh}" for one in judged]):
        assert len(set(words)) == len(judged)
    assert [one.called_zh for one in judged if one.code == "9610"] == ["清单核放、汇总申报", "清单核放、汇总统计"]


def test_a_form_names_its_reason_with_the_figure_and_its_source() -> None:
    reasons = {said.condition: said for said in form("9610").reasons}
    assert reasons["sold_over_marketplace"].en == "3 orders over a marketplace"
    assert reasons["hs_code_chosen"].en == "HS code 6912001000"
    assert all(said.source for said in form("9610").answers)
    (no,) = form("1039").reasons
    assert no.en == "the firm is no market dealer: sell to one, or file with the commerce authority"


def test_a_dealer_above_the_limit_of_one_declaration_is_told_both_figures() -> None:
    dealer = dataclasses.replace(FIRM, market_dealer=True, largest_usd=Decimal("150000.01"))
    free = dataclasses.replace(MUG, licence=False, export_duty=False, refund=False, edition="E")
    (no,) = form("1039", free, dealer).reasons
    assert no.en == "largest order 150,000.01 USD, above 150,000"
    at_the_limit = dataclasses.replace(dealer, largest_usd=Decimal(150_000))
    assert verdicts(free, at_the_limit)["1039"] == "fits"


def test_summary_statistics_fit_where_no_measure_is_on_the_code_and_the_firm_is_a_member() -> None:
    free = dataclasses.replace(MUG, licence=False, export_duty=False, refund=False, edition="E")
    member = dataclasses.replace(FIRM, pilot_zone="Zone")
    assert verdicts(free, member)["9610A"] == "fits"
    assert verdicts(dataclasses.replace(free, refund=True), member)["9610A"] == "does_not"
    assert verdicts(MUG, member)["9610A"] == "not_known"


def test_a_firm_without_a_filing_may_declare_nothing_and_an_open_one_is_not_known() -> None:
    nobody = FirmFacts("", filed=False, applied=False, market_dealer=False, pilot_zone="", largest_usd=None)
    assert verdicts(MUG, nobody)["0110"] == "does_not"
    assert verdicts(MUG, dataclasses.replace(nobody, applied=True))["0110"] == "not_known"


def test_data_that_nobody_has_checked_is_not_judged_by() -> None:
    with pytest.raises(RuleDataLapsed):
        forms_for(MUG, FIRM, date(2027, 7, 1))


def test_every_sentence_stands_in_both_languages_with_the_same_placeholders() -> None:
    texts = every_text()
    assert len(texts) > 35
    assert [en for en, zh in texts if placeholders(en) != placeholders(zh) or not zh.strip()] == []


def test_first_comes_what_stands_in_the_way_of_most_orders() -> None:
    sold = dataclasses.replace(BARE, item_no="S1", orders=9, over_marketplace=True)
    judged = [(ware, forms_for(ware, FIRM, DAY)) for ware in (MUG, BARE, sold)]
    tasks = [(task.key, task.wares, task.orders, task.answers) for task in first_things(judged, filed=True)]
    assert tasks == [
        ("hs_codes", 2, 9, 14), ("gaps", 2, 9, 2), ("measures", 1, 3, 2),
    ]  # fmt: skip
    assert [task.key for task in first_things(judged, filed=False)] == ["filing", "hs_codes", "gaps"]
    assert [task.key for task in first_things([], filed=True)] == ["products"]


def test_the_sheet_to_try_has_codes_weights_and_gaps() -> None:
    read = read_products(sample_csv(), "try.csv")
    assert read.goods.height == 6
    assert read.goods["hs_code"].null_count() == 4
    assert read.goods["declared_name"].null_count() == 0
    assert b"PRACTICE" in sample_csv()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("订单号,商品编码,商品名称,数量,单价,下单时间\nS1,L1,灯笼,3,24.00,2026-03-01 10:00:00\n", "found order lines"),
        ("a,b\n1,2\n", "found no column with item numbers"),
        ("SKU,price\nA,1\n", "found no column with names of goods"),
        ("item_no,factor1\nA,99999999999\n", "expected factors below 10000000000, found 99999999999"),
    ],
)
def test_a_sheet_of_another_shape_is_told_so(content: str, said: str) -> None:
    with pytest.raises(UnableToReadProducts) as refused:
        read_products(content.encode(), "x.csv")
    assert said in refused.value.en
    assert refused.value.zh != refused.value.en


def test_a_file_that_is_no_table_is_refused() -> None:
    with pytest.raises(UnableToReadSheet):
        read_products(b"\x89PNG\r\n\x1a\n\x00\x00", "x.png")


# ---- the page --------------------------------------------------------------------------------------------------------


def goods(portal: Portal, prefix: str) -> list[tuple[object, ...]]:
    query = "SELECT seller_id, item_no, hs_code FROM catalogue_goods WHERE item_no LIKE %s ORDER BY item_no"
    return portal.line.setting.lookups.execute(query, (f"{prefix}%",)).fetchall()


def bring(client: Client, content: bytes, query: str = "", language: str = "en") -> tuple[int, str, str]:
    answer = client.post(
        f"/onramp/{query}", {"file": SimpleUploadedFile("p.csv", content)}, headers={"Accept-Language": language}
    )
    return answer.status_code, answer.content.decode(), answer.headers.get("Location", "")


def test_progress_is_read_from_the_record(portal: Portal) -> None:
    seller = party("qinghe")
    found = standing_of(portal.line.setting.lookups, seller, now=NOW, using="owner")
    steps = {one.key: one for one in found.progress}
    assert steps["filing"].reached
    assert steps["orders"].done >= len(CASES)
    assert steps["filed"].done >= steps["released"].done > 0
    assert steps["filed"].at is not None
    assert steps["released"].at is not None
    assert steps["filed"].at <= steps["released"].at
    assert found.wares[0][0].orders >= found.wares[-1][0].orders
    assert found.wares[0][0].over_marketplace


def test_a_product_sheet_becomes_goods_with_gaps(signed_in: SignedIn, portal: Portal) -> None:
    client = signed_in("qinghe")
    status, _, where = bring(client, sample_csv())
    assert (status, where) == (302, f"/onramp/?seller={party('qinghe')}&kept=6&same=0&left=0")
    assert len(goods(portal, "PX-2")) == 6
    page = client.get(where).content.decode()
    assert "Wares kept: 6" in page
    assert "What to do first" in page
    assert re.search(r'<span class="code">PX-2003</span> 棉制手提袋', page)
    again = bring(client, sample_csv())[2]
    assert again == f"/onramp/?seller={party('qinghe')}&kept=0&same=6&left=0"
    assert len(goods(portal, "PX-2")) == 6


def test_a_sheet_of_another_shape_changes_nothing(signed_in: SignedIn, portal: Portal) -> None:
    orders = "订单号,商品编码,商品名称,数量,单价,下单时间\nS1,ZZ-1,灯笼,3,24.00,2026-03-01 10:00:00\n"
    status, text, _ = bring(signed_in("qinghe"), orders.encode())
    assert status == 422
    assert "expected a product sheet, a row a ware with an item number and a name; found order lines" in text
    assert goods(portal, "ZZ") == []
    assert "实为订单行" in bring(signed_in("qinghe"), orders.encode(), language="zh-CN")[1]


@pytest.mark.parametrize("who", ["yunshan", "hongyan", "stranger"])
def test_nobody_brings_goods_for_another_seller(signed_in: SignedIn, portal: Portal, who: str) -> None:
    sheet = b"SKU,Product name\nNO-1,mug\n"
    assert bring(signed_in(who), sheet, f"?seller={party('qinghe')}")[0] == 404
    assert goods(portal, "NO-1") == []


def test_each_seller_sees_its_own_wares_and_forms(signed_in: SignedIn) -> None:
    bring(signed_in("yunshan"), b"SKU,Product name\nYS-1,bamboo brush\n")
    assert "YS-1" in signed_in("yunshan").get("/onramp/").content.decode()
    assert "YS-1" not in signed_in("qinghe").get("/onramp/").content.decode()


def test_home_leads_there_only_before_the_first_release(signed_in: SignedIn) -> None:
    assert 'href="/onramp/"' not in signed_in("qinghe").get("/").content.decode()  # it has released lists
    assert signed_in("qinghe").get("/goods/").content.decode().count("/onramp/") == 1


def test_the_sheet_to_try_is_offered(signed_in: SignedIn) -> None:
    answer = signed_in("qinghe").get("/onramp/products-to-try.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="products-to-try.csv"'
    assert answer.content == sample_csv()
