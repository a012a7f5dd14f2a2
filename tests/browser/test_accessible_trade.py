"""axe looks at the pages between a sale and its money: finance, shipping, payments, what was received, warehouse.

In the world of the first five minutes, in both languages and colours; see also tests/browser/test_accessible.py.
"""

import re

import pytest
from playwright.sync_api import expect

from entrepot.project.practice import lending, warehouse
from entrepot.project.practice.firms import BANK
from tests.browser.people import fill
from tests.browser.station import FirstRecord, come_in
from tests.browser.test_accessible import Eyes, axe, eyes
from tests.factories.newcomer import RECORD

__all__ = ["axe", "eyes"]  # fixtures
pytestmark = pytest.mark.browser
SALE = RECORD.replace("WT-HAMBURG-0001", lending.ORDER_NO)


def test_axe_finds_no_barrier_where_money_is_asked_for(eyes: Eyes, first: FirstRecord) -> None:
    page = eyes.page
    come_in(page, first, "seller")
    paths = "/finance/", "/finance/terms/", SALE.replace("/records/", "/finance/ask/")
    assert {path: eyes.look(first.address + path) for path in paths} == dict.fromkeys(paths, 200)
    page.locator("main input[name=terms]").first.check()
    for amount in ("1000000", "10"):  # more than the order carries, then the least
        fill(page, amount=amount)
        page.locator("main form[method=post] button").first.click()
        eyes.look_here(f"asked for {amount}")
    expect(page).to_have_url(re.compile(r"/finance/cases/\d+/$"))
    page.locator("main form:has(input[name=do][value=withdraw]) button").click()  # the other language asks too
    eyes.look_here("a case that was withdrawn")
    come_in(page, first, "bank")
    for path in ("/finance/", "/finance/terms/"):
        assert eyes.look(first.address + path) == 200, path


def test_axe_finds_no_barrier_where_parcels_are_sent_and_paid(eyes: Eyes, first: FirstRecord) -> None:
    page, ship = eyes.page, SALE.replace("/records/", "/ship/")
    come_in(page, first, "seller")
    paths = "/rates/?to=DE&weight=5", "/parcels/", ship, f"{ship}?to=DE&weight=5", "/payments/", "/inspections/"
    assert {path: eyes.look(first.address + path) for path in paths} == dict.fromkeys(paths, 200)
    page.goto(f"{first.address}/payments/")
    page.locator("main form[method=post] button").click()
    eyes.look_here("payments without a file")
    come_in(page, first, "carrier")
    eyes.look(f"{first.address}/rates/")
    page.locator("main form[method=post] button").click()
    eyes.look_here("rates without a file")


@pytest.fixture(scope="module")
def received(first: FirstRecord) -> None:
    """The bank has taken in a record that nobody else hands over."""
    first.hand_over("P2021-0000000220", BANK.customs_code)


@pytest.mark.usefixtures("received")
def test_axe_finds_no_barrier_on_a_record_that_was_received(eyes: Eyes, first: FirstRecord) -> None:
    page = eyes.page
    come_in(page, first, "bank")
    assert eyes.look(f"{first.address}/received/") == 200
    page.locator("main tbody a").first.click()
    eyes.look_here("a received record")
    expect(page.locator("main .verdict")).to_be_visible()


def test_axe_finds_no_barrier_in_a_warehouse(eyes: Eyes, first: FirstRecord) -> None:
    page = eyes.page
    come_in(page, first, "seller")
    for path in ("/warehouse/", "/warehouse/reserve/"):
        assert eyes.look(first.address + path) == 200, path
    come_in(page, first, "warehouse")
    came = [f"/warehouse/in/{number}/" for number in (warehouse.CAME, warehouse.COMES)]
    paths = "/warehouse/", "/warehouse/announce/", *came
    assert {path: eyes.look(first.address + path) for path in paths} == dict.fromkeys(paths, 200)
    fill(page, scanned="2999000000000", quantity="1")
    page.locator("main form[method=post] button").first.click()
    eyes.look_here("a misread scan")
    page.goto(f"{first.address}/warehouse/")
    page.locator("main a[href*='/warehouse/out/']").first.click()
    eyes.look_here("an order to pick")
