"""Every line of the programme in one world, page after page, in English.

The command line walks the same in tests/journeys/test_mission.py. Each test has orders, deals and goods of its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from entrepot.project.practice import lending, warehouse
from entrepot.project.practice import market as practice_market
from tests.browser.station import FirstRecord, come_in
from tests.factories.newcomer import RECORD

pytestmark = pytest.mark.browser
LINES = 12
SALE = RECORD.replace("WT-HAMBURG-0001", lending.ORDER_NO)
RATES = "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from\nCN,DE,0,30,4.10,kg,USD,12,2020-01-01\n"
MUG = warehouse.WARES[0]
CLASS = "Export clerks, practice · 出口制单练习班"


class People:
    """Opens a browser a person, or one without anybody signed in."""

    def __init__(self, browser: Browser, first: FirstRecord, *, chinese: bool) -> None:
        self.browser, self.first, self.chinese = browser, first, chinese
        self.opened: list[BrowserContext] = []

    def of(self, person: str, path: str) -> Page:
        """A page of that person (empty: a guest), at that address."""
        context = self.browser.new_context(
            locale="zh-CN" if self.chinese else "en-GB", java_script_enabled=not self.chinese
        )
        self.opened.append(context)
        page = context.new_page()
        if person:
            come_in(page, self.first, person)
        page.goto(self.first.address + path)
        return page


def _opened(browser: Browser, first: FirstRecord, *, chinese: bool) -> Iterator[People]:
    people = People(browser, first, chinese=chinese)
    yield people
    for context in people.opened:
        context.close()


@pytest.fixture
def people(browser: Browser, first: FirstRecord) -> Iterator[People]:
    """Everybody in English."""
    yield from _opened(browser, first, chinese=False)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()


def fill(page: Page, **fields: str) -> None:
    """By the names of the fields."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]:not([type=hidden])").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_the_programme_has_twelve_lines_and_each_leads_to_something_to_do(people: People) -> None:
    page = people.of("seller", "/mission/")
    lines = page.locator("main section.sheet")
    expect(lines).to_have_count(LINES)
    for line in lines.all():
        assert line.locator("ul.reasons a").count() >= 1
        assert line.locator("tbody tr").count() >= 1
        expect(line.locator(".badge").first).to_have_text(
            re.compile("(met|missed|open|unknown|not known)", re.IGNORECASE)
        )


def test_one_record_first_and_a_bank_sees_two_parts_of_it(people: People) -> None:
    page = people.of("seller", RECORD)
    expect(page.get_by_role("heading", name="One parcel, on its way from Wangtang to Hamburg")).to_be_visible()
    page.get_by_role("link", name="Bank", exact=True).click()
    assert page.locator("main h3").all_inner_texts() == ["Order", "Money"]


def test_the_record_proves_one_measure_and_names_what_the_other_lacks(people: People) -> None:
    page = people.of("seller", "/measures/")
    granted, lacking = (page.locator("main section.sheet").filter(has_text=code) for code in ("WT-1", "WT-2"))
    expect(granted.locator("header .badge")).to_have_text("Granted")
    expect(granted.locator("dt:text('Firms that have it') + dd")).to_have_text("1")
    expect(lacking.locator("header .badge")).to_have_text("Something is lacking")
    expect(lacking).to_contain_text(re.compile("4,9[0-9]{2} more released lists"))


def test_the_way_in_starts_from_goods_and_a_description(people: People) -> None:
    page = people.of("seller", "/onramp/")
    expect(page.locator("#first + ol li").first).to_contain_text("stands in the way of 2 wares")
    page.goto(f"{people.first.address}/classify/?q=ceramic+mug")
    candidates = page.locator("main section.sheet")
    expect(candidates).to_have_count(5)
    expect(candidates.first).to_contain_text("691200")
    page.goto(f"{people.first.address}/classify/?q=gift")
    expect(page.get_by_role("heading", name="Too vague: say what it is made of and for")).to_be_visible()


def test_a_guest_asks_in_the_showroom_and_the_answer_becomes_an_order_on_the_record(people: People) -> None:
    guest, seller = people.of("", "/showroom/qinghe/"), people.of("seller", "/")
    expect(guest.locator(".wares > li")).to_have_count(12)
    guest.locator(".wares > li").first.get_by_role("link", name="Ask for a quote").click()
    fill(guest, quantity="24", name="Passer-by", mail="guest@example.com")
    press(guest, "Send the enquiry")
    seller.goto(f"{people.first.address}/showroom/enquiries/")
    seller.locator("main tr").filter(has_text="Passer-by").get_by_role("link").first.click()
    fill(seller, price="5.90")
    press(seller, "Send the answer")
    press(seller, "Make it an order")
    expect(seller.locator("main .badge")).to_have_text("ordered")
    guest.reload()
    expect(guest.locator("main")).to_contain_text("5.90")
    people.first.work()
    seller.locator("main dl a").last.click()
    expect(seller.locator(".timeline")).to_contain_text("141.6")  # 24 of 5.90


def test_a_deal_goes_from_the_stall_through_a_container_to_a_released_declaration(people: People) -> None:
    dealer, stall = people.of("dealer", "/deals/make/"), people.of("stall", "/deals/")
    fill(dealer, goods_name="陶瓷杯", hs_code="6912001000", quantity="100", unit="007", price="12.5",
         stall_code=practice_market.STALLS[0].credit_code, buyer_code="PXB-EN")  # fmt: skip
    press(dealer, "Enter the deal")
    deal = dealer.url
    number = deal.rstrip("/").rsplit("/", 1)[1]
    expect(dealer.get_by_role("button", name="Into the container")).to_have_count(0)  # not before the stall confirms
    neighbour = people.of("neighbour", f"/deals/{number}/")
    expect(neighbour.locator("main")).not_to_contain_text("陶瓷杯")
    stall.goto(deal)
    press(stall, "Confirm the deal")
    dealer.goto(f"{people.first.address}/containers/begin/")
    fill(dealer, container_no="PRAC7654321", buyer_code="PXB-EN", buyer_name="Elbe Trading", buyer_country="DE",
         buyer_document="PX1", rate="7.1", rate_source="practice")  # fmt: skip
    press(dealer, "Save")
    box = dealer.url
    dealer.goto(deal)
    press(dealer, "Into the container")
    dealer.goto(box)
    press(dealer, "Declare the container")
    people.first.work()
    dealer.goto(box)
    expect(dealer.get_by_role("heading", name=re.compile("Declaration M[0-9]{8}: released"))).to_be_visible()
    dealer.goto(deal)
    fill(dealer, amount="1250.00", reference="B-1", paid_on=datetime.now(UTC).date().isoformat())
    press(dealer, "Enter the payment")
    expect(dealer.locator("dt:text('Left to pay, CNY') + dd")).to_have_text("0.00")


def test_a_parcel_is_quoted_and_booked_and_its_label_waits_for_customs_data(people: People, tmp_path: Path) -> None:
    carrier, seller = people.of("carrier", "/rates/"), people.of("seller", SALE)
    sheet = tmp_path / "rates.csv"
    sheet.write_text(RATES)
    carrier.locator("main input[type=file]").set_input_files(sheet)
    press(carrier, "Publish the rates")
    expect(carrier.get_by_role("row", name=re.compile("4.10"))).to_be_visible()
    seller.get_by_role("link", name="Send it").click()
    fill(seller, to="DE", weight="5")
    press(seller, "Get quotes")
    expect(seller.locator("main tbody tr")).to_contain_text("20.50")
    press(seller, "Book")
    booking = seller.url
    press(seller, "Print the label")
    expect(seller.get_by_role("alert")).to_contain_text("customs data that the catalogue lacks")
    carrier.goto(booking)
    expect(carrier.get_by_role("button", name="Print the label")).to_have_count(0)
    seller.goto(people.first.address + SALE)
    expect(seller.locator(".timeline")).to_contain_text("20.50")


def test_an_order_is_financed_once_and_what_comes_in_settles_it(people: People, tmp_path: Path) -> None:
    _release(people)
    first_case = _offered(people, "bank", "Order advance (practice)", "48")
    second_case = _offered(people, "second-bank", "Export advance (practice)", "40")
    seller, bank = people.of("seller", first_case), people.of("bank", first_case)
    press(seller, "Accept the offer")
    expect(seller.locator("header .badge")).to_have_text(re.compile("accepted"))
    seller.goto(people.first.address + second_case)
    press(seller, "Accept the offer")
    expect(seller.get_by_role("alert")).to_contain_text("not financed yet")
    bank.goto(people.first.address + second_case)
    expect(bank.get_by_role("heading", level=1)).not_to_contain_text("Case")  # of the other bank it sees nothing
    bank.goto(people.first.address + first_case)
    press(bank, "The money has left us")
    press(bank, "The advance came back")
    seller.reload()
    press(seller, "Accept the offer")
    expect(seller.locator("header .badge")).to_have_text(re.compile("accepted"))
    seller.goto(f"{people.first.address}/payments/")
    with seller.expect_download() as statement:
        seller.get_by_role("link", name="A practice statement to try").click()
    statement.value.save_as(tmp_path / "statement.xml")
    seller.locator("main input[type=file]").set_input_files(tmp_path / "statement.xml")
    press(seller, "Bring the statement")
    expect(seller.locator("main table tbody tr")).to_have_count(4)
    assert _matched(seller) >= 1


def _matched(page: Page) -> int:
    return page.locator("main table tbody tr").filter(has_text=re.compile("settled|matched", re.IGNORECASE)).count()


def _release(people: People) -> None:
    """The list of the sale may have been drawn for a look: an officer lets it go."""
    officer = people.of("officer", "/lanes/yellow/")
    for lane in ("yellow", "red"):
        officer.goto(f"{people.first.address}/lanes/{lane}/")
        held = officer.locator(f"main a[href*='{lending.ORDER_NO}']")
        if held.count():
            held.first.click()
            officer.get_by_role("link", name="Decide").click()
            fill(officer, found="Looked at: as declared")
            press(officer, "Continue")
            officer.get_by_label("Release", exact=True).check()
            press(officer, "Continue")
            press(officer, "Release the list")
            people.first.work()


def _offered(people: People, bank: str, terms: str, amount: str) -> str:
    """The address of a case in which the seller asked and the bank offered that much."""
    seller = people.of("seller", SALE)
    seller.get_by_role("link", name="Money on this order").click()
    seller.get_by_label(re.compile(re.escape(terms))).check()
    fill(seller, amount=amount)
    press(seller, "Ask")
    case = seller.url.removeprefix(people.first.address)
    lender = people.of(bank, case)
    due = (datetime.now(UTC) + timedelta(days=45)).date().isoformat()
    fill(lender, amount=amount, due_date=due)
    press(lender, "Offer")
    return case


def test_a_learner_answers_one_exercise_once(people: People) -> None:
    page = people.of("learner-2", "/academy/")
    page.get_by_role("link", name=CLASS).click()
    page.get_by_role("link", name="Choose the form of trade").click()
    page.get_by_label("0110 General trade").check()
    press(page, "Hand in")
    expect(page.get_by_text("A right answer")).to_be_visible()
    page.reload()
    expect(page.locator("main form")).to_have_count(0)
    page.get_by_role("link", name="All exercises").click()
    expect(page.get_by_text("Not a state qualification")).to_be_visible()


def test_a_station_to_which_nothing_was_handed_over_says_how_to_take_something_in(people: People) -> None:
    page = people.of("partner", "/received/")
    expect(page.locator("main")).to_contain_text("entrepot receive FILE")
