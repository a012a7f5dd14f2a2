"""The programme in one world, page after page: in English, and in Chinese without script.

This file walks as a newcomer does: one record first, other eyes on it, a taught error repaired, a file of one's own,
then breadth. tests/browser/test_mission_trade.py walks from the stall to the bank; tests/journeys/test_mission.py walks
all of it from the command line. Each language changes orders, wares and deals of its own.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from entrepot.project.practice import hamburg, lending
from entrepot.project.practice.firms import BANK, MARKETPLACE, SELLERS
from tests.browser.people import People, fill
from tests.browser.test_accessible import barriers
from tests.factories.newcomer import RECORD

pytestmark = pytest.mark.browser
LINES = 12
REFUSED = ("P2021-0000000163", "E04"), ("P2021-0000000217", "E06")  # the taught errors, one a language
OWN = "N-EN-", "N-ZH-"  # order numbers of one's own file
WARES = "SKU,Product name,HS code,Net weight kg,Gross weight kg\n{0},Ceramic mug,6912001000,0.34,0.38\n"
CLASS = "Export clerks, practice · 出口制单练习班"
EXERCISES = "form", "fault"  # one a language: an exercise is answered once


def test_the_programme_has_twelve_lines_and_each_leads_to_something_to_do(people: People) -> None:
    page = people.of("seller", "/mission/")
    lines = page.locator("main section.sheet")
    expect(lines).to_have_count(LINES)
    states = "已实现|未实现|尚不掌握|进行中" if people.chinese else "met|missed|open|not known"
    for line in lines.all():
        assert line.locator("ul.reasons a").count() >= 1
        assert line.locator("tbody tr").count() >= 1
        expect(line.locator(".badge").first).to_have_text(re.compile(states, re.IGNORECASE))


def test_one_record_first_and_a_bank_sees_two_parts_of_it(people: People) -> None:
    page = people.of("seller", RECORD)
    expect(
        page.get_by_role("heading", name=people.said("One parcel, on its way from Wangtang to Hamburg"))
    ).to_be_visible()
    page.get_by_role("link", name=people.said("Bank"), exact=True).click()
    parts = ["订单", "资金"] if people.chinese else ["Order", "Money"]
    expect(page.locator("main h3")).to_have_text(parts)


def test_a_taught_error_is_repaired_beside_its_reason(people: People) -> None:
    order_no, rule = REFUSED[people.chinese]
    page = people.of("seller", RECORD)
    people.follow(page, "Correct a refused list")
    says = {"E04": ("unit price", "单价"), "E06": ("waybill", "运单")}[rule][people.chinese]
    expect(page.locator(".reasons").filter(has_text=rule).first).to_contain_text(says)
    people.follow(page, (f"Correct {order_no}", f"更正 {order_no}"))
    expect(page.locator(".finding .rule").first).to_have_text(rule)
    people.press(page, ("offered value", "建议值并继续"))
    people.press(page, "Send")
    people.first.work()
    verdict = re.compile("^(Released|Held|放行|布控)$")  # drawn by lot
    expect(page.locator(".verdict h2")).to_have_text(verdict, timeout=45_000)  # the page looks again by itself


def test_a_file_of_ones_own_comes_in_and_each_bad_row_says_why(people: People, tmp_path: Path) -> None:
    page = people.of("seller", "/start/")
    with page.expect_download() as sample:
        page.get_by_role("link", name=people.said("Sample as CSV")).click()
    mine = tmp_path / "mine.csv"
    mine.write_text(sample.value.path().read_text("utf-8-sig").replace("T-", OWN[people.chinese]), "utf-8")
    people.follow(page, "Bring a file")
    page.locator("main input[type=file]").set_input_files(mine)
    people.press(page, "Go on")
    for name, value in (("code", MARKETPLACE.customs_code), ("name", MARKETPLACE.filed_name)):
        page.locator(f"input[name=constant-marketplace_{name}]").fill(value)
    people.press(page, "Check your answers")
    people.press(page, "Take these rows")
    people.first.work()
    expect(page.locator(".stat .value")).to_have_text(["12", "9", "0", "3"], timeout=45_000)
    page.goto(f"{people.first.address}/orders/?number={OWN[people.chinese]}1001")
    expect(page.locator("main tbody")).to_contain_text(f"{OWN[people.chinese]}1001")


def test_the_record_proves_one_measure_and_names_what_the_other_lacks(people: People) -> None:
    page = people.of("seller", "/measures/")
    granted, lacking = (page.locator("main section.sheet").filter(has_text=code) for code in ("WT-1", "WT-2"))
    expect(granted.locator("header .badge")).to_have_text(people.said("Granted"))
    expect(granted.locator(f"dt:text('{people.said('Firms that have it')}') + dd")).to_have_text("1")
    expect(lacking.locator("header .badge")).to_have_text(people.said("Something is lacking"))
    expect(lacking).to_contain_text(re.compile("4,9[0-9]{2}"))  # lists that are still to be released


def test_help_with_the_code_offers_five_or_asks_for_more(people: People) -> None:
    page = people.of("seller", f"/classify/?q={('ceramic+mug', '陶瓷杯')[people.chinese]}")
    candidates = page.locator("main section.sheet")
    expect(candidates).to_have_count(5)
    expect(candidates.filter(has_text="691200")).to_have_count(1)
    page.goto(f"{people.first.address}/classify/?q={('gift', '礼品')[people.chinese]}")
    expect(page.get_by_role("heading", name=people.said("Too vague: say what it is made of and for"))).to_be_visible()


def test_products_come_in_and_a_listing_is_stopped_until_its_origin_is_known(people: People, tmp_path: Path) -> None:
    ware = ("PX-EN-1", "PX-ZH-1")[people.chinese]
    page = people.of("seller", "/onramp/")
    expect(page.locator("#first + ol li").first).to_contain_text(re.compile("[0-9]"))
    (tmp_path / "products.csv").write_text(WARES.format(ware))
    page.locator("main input[type=file]").set_input_files(tmp_path / "products.csv")
    people.press(page, "Take the products")
    expect(page.get_by_role("status")).to_contain_text("1")
    page.goto(f"{people.first.address}/showroom/listings/offer/?item={ware}")
    fill(page, price="6.50", currency="502", marketplace=MARKETPLACE.customs_code)
    people.press(page, "Offer it")
    expect(page.locator("main .badge")).to_have_text(("stopped", "未上架")[people.chinese])
    expect(
        page.locator("main .notice").filter(has_text="(origin)" if not people.chinese else "（origin）")
    ).to_have_count(1)
    fill(page, declared_name="陶瓷杯", origin="中国")
    people.press(page, "Save and check again")
    expect(page.locator("main .badge")).to_have_text(("out", "已上架")[people.chinese])


def test_a_guest_asks_in_the_showroom_and_the_answer_becomes_an_order_that_a_statement_pays(
    people: People, tmp_path: Path
) -> None:
    guest, seller = people.of("", "/showroom/qinghe/"), people.of("seller", "/")
    who = ("Passer-by", "过路人")[people.chinese]
    expect(guest.locator(".wares > li")).to_have_count(12)
    people.follow(guest, "Ask for a quote")
    fill(guest, quantity="24", name=who, mail="guest@example.com")
    people.press(guest, "Send the enquiry")
    seller.goto(f"{people.first.address}/showroom/enquiries/")
    seller.locator("main tr").filter(has_text=who).get_by_role("link").first.click()
    fill(seller, price="5.90")
    people.press(seller, "Send the answer")
    people.press(seller, "Make it an order")
    expect(seller.locator("main .badge")).to_have_text(("ordered", "已转订单")[people.chinese])
    guest.reload()
    expect(guest.locator("main")).to_contain_text("5.90")
    assert people.chinese or barriers(guest) == []  # axe is a script
    people.first.work()
    record = seller.locator("main dl a").last
    order_no = record.inner_text()
    record.click()
    expect(seller.locator(".timeline")).to_contain_text("141.6")  # 24 of 5.90
    _paid(people, seller, order_no, tmp_path / "statement.xml")


def _paid(people: People, seller: Page, order_no: str, statement: Path) -> None:
    """The statement is matched to the cent and stands on the record; what pays nothing stays open."""
    people.first.statement(order_no, statement, SELLERS[0].customs_code)
    record = seller.url
    seller.goto(f"{people.first.address}/payments/")
    seller.locator("main input[type=file]").set_input_files(statement)
    people.press(seller, "Bring the statement")
    states = (["matched", "not matched"], ["已核销", "未核销"])[people.chinese]
    expect(seller.locator("main table tbody .badge")).to_have_text(states)
    seller.goto(record)
    expect(seller.locator(".timeline")).to_contain_text(people.said("Paid: %(amount)s") % {"amount": "141.60 USD"})


def test_a_learner_answers_one_exercise_once(people: People) -> None:
    page = people.of("learner-2", "/academy/")
    page.get_by_role("link", name=CLASS).click()
    page.locator(f"main a[href$='/{EXERCISES[people.chinese]}/']").first.click()
    for choices in page.locator("main form fieldset").all():
        choices.locator("input[type=radio]").first.check()
    people.press(page, "Hand in")
    expect(page.get_by_text(people.said("A right answer"))).to_be_visible()
    page.reload()
    expect(page.locator("main form")).to_have_count(0)
    page.get_by_role("link", name=people.said("All exercises")).click()
    expect(page.locator("main")).to_contain_text(("Not a state qualification", "非国家职业资格")[people.chinese])


def test_a_record_that_was_handed_over_is_read_as_the_statement_of_its_signer(people: People) -> None:
    order_no = (hamburg.ORDER_NO, lending.ORDER_NO)[people.chinese]
    people.first.hand_over(order_no, BANK.customs_code)
    page = people.of("bank", "/received/")
    page.locator("main tbody").get_by_role("link", name=order_no).click()
    expect(page.locator("main")).to_contain_text("PRACTICE · 练习")
    expect(page.locator("main .verdict")).to_be_visible()
    expect(page.locator("main section[aria-labelledby^=part-] h2")).to_have_count(2)
