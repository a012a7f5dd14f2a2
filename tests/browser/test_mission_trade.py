"""From the stall to the bank on pages, in one world: in English, and in Chinese without script.

A deal into a container and to its declaration; goods received, reserved and sent abroad; a parcel that waits for its
inspection and for customs data; money lent once on an order. See tests/browser/test_mission.py.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from entrepot.project.practice import firms, lending, warehouse
from entrepot.project.practice import market as practice_market
from tests.browser.people import People, fill
from tests.browser.test_accessible import barriers
from tests.factories.newcomer import RECORD

pytestmark = pytest.mark.browser
SALE = RECORD.replace("WT-HAMBURG-0001", lending.ORDER_NO)
RATES = "origin,destination,from_kg,to_kg,price,per,currency,days,valid_from\nCN,{0},0,30,4.10,kg,USD,12,2020-01-01\n"
# one of each a language: order whose goods have a gap, the ware with the gap, where it goes
PARCELS = (lending.ORDER_NO, "PW-1012", "DE"), ("P2021-0000000230", "PW-1011", "FR")
# person of the financier, its terms, as much as they allow on the sale
LENDERS = (
    ("bank", ("Order advance (practice)", "订单预付款（练习）"), "48"),
    ("second-bank", ("Export advance (practice)", "出口预付款（练习）"), "40"),
)


def test_a_deal_goes_from_the_stall_through_a_container_to_a_released_declaration(people: People) -> None:
    dealer, stall = people.of("dealer", "/deals/make/"), people.of("stall", "/deals/")
    box, buyer = (("PRAC7654321", "PXB-EN"), ("PRAC7654322", "PXB-ZH"))[people.chinese]
    fill(dealer, goods_name="陶瓷杯", hs_code="6912001000", quantity="100", unit="007", price="12.5",
         stall_code=practice_market.STALLS[0].credit_code, buyer_code=buyer)  # fmt: skip
    people.press(dealer, "Enter the deal")
    deal = dealer.url
    expect(dealer.get_by_role("button", name=people.said("Into the container"))).to_have_count(0)  # not confirmed
    neighbour = people.of("neighbour", deal.removeprefix(people.first.address))
    expect(neighbour.locator("main")).not_to_contain_text("陶瓷杯")
    stall.goto(deal)
    people.press(stall, "Confirm the deal")
    dealer.goto(f"{people.first.address}/containers/begin/")
    fill(dealer, container_no=box, buyer_code=buyer, buyer_name="Elbe Trading", buyer_country="DE",
         buyer_document="PX1", rate="7.1", rate_source="practice")  # fmt: skip
    people.press(dealer, "Save")
    container = dealer.url
    dealer.goto(deal)
    people.press(dealer, "Into the container")
    dealer.goto(container)
    people.press(dealer, "Declare the container")
    people.first.work()
    dealer.goto(container)
    released = ("Declaration M[0-9]{8}: released", "M[0-9]{8}.*放行")[people.chinese]
    expect(dealer.get_by_role("heading", name=re.compile(released))).to_be_visible()
    dealer.goto(deal)
    fill(dealer, amount="1250.00", reference=f"B-{box}", paid_on=datetime.now(UTC).date().isoformat())
    people.press(dealer, "Enter the payment")
    expect(dealer.locator(f"dt:text('{people.said('Left to pay, CNY')}') + dd")).to_have_text("0.00")


def test_goods_are_scanned_in_reserved_picked_and_shipped_abroad(people: People) -> None:
    keeper, seller = people.of("warehouse", "/warehouse/"), people.of("seller", "/warehouse/reserve/")
    ware, other = warehouse.WARES[:: -1 if people.chinese else 1]
    fill(keeper, label=warehouse.COMES)
    people.press(keeper, "Open it")
    fill(keeper, scanned=ware.barcode[:-1] + str((int(ware.barcode[-1]) + 1) % 10), quantity="1")
    people.press(keeper, "It came")
    expect(keeper.get_by_role("alert")).to_be_visible()  # misread: the last digit checks the others
    fill(keeper, scanned=ware.barcode, quantity=f"{ware.quantity:f}")
    people.press(keeper, "It came")
    cells = keeper.get_by_role("row").filter(has_text=ware.barcode).get_by_role("cell")
    expect(cells).to_have_text([ware.barcode, *2 * [f"{ware.quantity:f}"]])  # announced, received
    held = seller.locator("main select[name=ware] option").filter(has_text=ware.name).first.get_attribute("value")
    fill(seller, ware=held or "", quantity="100000", order_no=f"ABROAD-{people.chinese:d}")
    people.press(seller, "Reserve stock for an order")
    expect(seller.get_by_role("alert")).to_contain_text(re.compile("100000|100,000"))
    fill(seller, quantity="2")
    people.press(seller, "Reserve stock for an order")
    keeper.goto(seller.url)
    fill(keeper, scanned=other.barcode, quantity="2")
    people.press(keeper, "Picked")
    expect(keeper.get_by_role("alert")).to_contain_text(ware.barcode)  # the order wants another ware
    fill(keeper, scanned=ware.barcode, quantity="2")
    people.press(keeper, "Picked")
    people.press(keeper, "It is in its box")
    fill(keeper, waybill_no=f"JD{people.chinese:d}", carrier="DHL")
    people.press(keeper, "Handed to the carrier")
    seller.goto(keeper.url)
    for page in (keeper, seller):
        expect(page.locator("header .badge")).to_have_text(re.compile(("shipped", "已发运")[people.chinese]))


def test_a_parcel_waits_for_its_inspection_and_its_label_for_customs_data(people: People, tmp_path: Path) -> None:
    order_no, item_no, to = PARCELS[people.chinese]
    record = RECORD.replace("WT-HAMBURG-0001", order_no)
    carrier, seller = people.of("carrier", "/rates/"), people.of("seller", record)
    (tmp_path / "rates.csv").write_text(RATES.format(to))
    carrier.locator("main input[type=file]").set_input_files(tmp_path / "rates.csv")
    people.press(carrier, "Publish the rates")
    expect(carrier.get_by_role("row", name=re.compile("4.10")).first).to_be_visible()
    plan = _asked_for_inspection(people, seller)
    ask = f"{people.first.address}{record.replace('/records/', '/ship/')}?to={to}&weight=25"
    seller.goto(ask)
    expect(seller.locator("main tbody tr").filter(has_text="102.50")).to_have_count(1)
    people.press(seller, "Book")
    expect(seller.get_by_role("alert")).to_contain_text(("is not to be shipped", "暂不得发运")[people.chinese])
    _passed(people, plan)
    seller.goto(ask)
    people.press(seller, "Book")
    booking = seller.url
    people.press(seller, "Print the label")
    expect(seller.get_by_role("alert")).to_contain_text(item_no)
    assert people.chinese or barriers(seller) == []  # axe is a script
    carrier.goto(booking)
    expect(carrier.get_by_role("button", name=people.said("Print the label"))).to_have_count(0)
    _completed(people, seller, item_no)
    seller.goto(booking)
    people.press(seller, "Print the label")
    label = seller.get_by_role("link", name=people.said("The label as PDF")).get_attribute("href")
    assert seller.request.get(f"{people.first.address}{label}").body().startswith(b"%PDF")
    seller.goto(people.first.address + record)
    expect(seller.locator(".timeline")).to_contain_text("102.50")


def _asked_for_inspection(people: People, seller: Page) -> str:
    """The address of the plan."""
    people.follow(seller, "Inspect")
    fill(seller, firm=firms.INSPECTOR.customs_code)
    people.press(seller, "Ask")
    return seller.url


def _passed(people: People, plan: str) -> None:
    inspector = people.of("inspector", plan.removeprefix(people.first.address))
    sample = inspector.locator(f"dt:text-is('{people.said('Sample size')}') + dd").inner_text()
    fill(inspector, inspected=sample, faulty="0")
    people.press(inspector, "Record the result")


def _completed(people: People, seller: Page, item_no: str) -> None:
    """Everything that the ware lacks is filled in, under Goods and where its listing was stopped."""
    seller.goto(f"{people.first.address}/goods/fill/")
    row = seller.locator("main tbody tr").filter(has_text=item_no)
    for cell in row.locator("input:not([type=hidden])").all():
        name = (cell.get_attribute("name") or "").rpartition(".")[2]
        cell.fill({"net_weight_kg": "0.030", "gross_weight_kg": "0.035", "origin": "中国"}[name])
    people.press(seller, "Save what is filled in")
    expect(seller.get_by_role("status")).to_be_visible()
    seller.goto(f"{people.first.address}/showroom/listings/")
    stopped = seller.locator("main").get_by_role("link", name=item_no)
    if stopped.count():
        stopped.click()
        fill(seller, origin="中国")
        people.press(seller, "Save and check again")
        expect(seller.locator("main .badge")).to_have_text(("out", "已上架")[people.chinese])


def test_an_order_is_financed_once_and_a_repayment_frees_it(people: People) -> None:
    _release(people)
    seller = people.of("seller", SALE.replace("/records/", "/finance/ask/"))
    seller.locator("main input[name=terms]").first.check()
    fill(seller, amount="99999")
    people.press(seller, "Ask")
    expect(seller.get_by_role("alert")).to_contain_text("99,999.00")
    cases = [_offered(people, *lender) for lender in LENDERS]
    bank, second = people.of("bank", cases[0]), people.of("second-bank", cases[1])
    seller.goto(people.first.address + cases[0])
    people.press(seller, "Accept the offer")
    seller.goto(people.first.address + cases[1])
    people.press(seller, "Accept the offer")
    expect(seller.get_by_role("alert")).to_contain_text(("not financed yet", "未融资")[people.chinese])
    bank.goto(people.first.address + cases[1])
    expect(bank.locator("main")).not_to_contain_text(lending.ORDER_NO)  # of the other bank it sees nothing
    bank.goto(people.first.address + cases[0])
    for deed in ("The money has left us", "The advance came back"):
        people.press(bank, deed)
    seller.reload()
    people.press(seller, "Accept the offer")
    second.reload()
    for deed in ("The money has left us", "The advance came back"):
        people.press(second, deed)
    seller.goto(people.first.address + cases[1])
    expect(seller.locator("header .badge")).to_have_text(re.compile(("repaid", "已还款")[people.chinese]))


def _release(people: People) -> None:
    """The list of the sale may have been drawn for a look: an officer lets it go."""
    officer = people.of("officer", "/lanes/yellow/")
    for lane in ("yellow", "red"):
        officer.goto(f"{people.first.address}/lanes/{lane}/")
        held = officer.locator(f"main a[href*='{lending.ORDER_NO}']")
        if held.count():
            held.first.click()
            people.follow(officer, "Decide")
            fill(officer, found="Looked at: as declared")
            people.press(officer, "Continue")
            officer.get_by_label(people.said("Release"), exact=True).check()
            people.press(officer, "Continue")
            people.press(officer, "Release the list")
            people.first.work()


def _offered(people: People, bank: str, terms: tuple[str, str], amount: str) -> str:
    """The path of a case in which the seller asked for that much and the bank offered it."""
    seller = people.of("seller", SALE)
    people.follow(seller, "Money on this order")
    seller.get_by_label(re.compile(re.escape(people.said(terms)))).check()
    fill(seller, amount=amount)
    people.press(seller, "Ask")
    case = seller.url.removeprefix(people.first.address)
    lender = people.of(bank, case)
    fill(lender, amount=amount, due_date=(datetime.now(UTC) + timedelta(days=45)).date().isoformat())
    people.press(lender, "Offer")
    return case
