"""An officer's way from the home page to a decision: by mouse, by keyboard alone, without script, in Chinese."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from entrepot.project.line.reviewing import review_some
from tests.browser.journeys import WAYS, Visitor
from tests.browser.station import sign_in
from tests.factories.portal import Portal
from tests.factories.review import hold

pytestmark = pytest.mark.browser
FIRST_NO = 701  # of sets that nobody else uses


def _work(portal: Portal) -> None:
    """What a worker does within the second."""
    assert review_some(portal.line.setting, now=datetime.now(UTC)) == 1


def test_an_officer_refuses_a_list_and_the_seller_reads_by_whom_and_why(
    page: Page, address: str, portal: Portal
) -> None:
    held = hold(portal.line, "red", number=700)
    sign_in(page, address, "officer")
    page.get_by_role("link", name=re.compile("Goods to inspect")).click()
    page.get_by_role("link", name=held.cop_no).click()
    page.get_by_role("link", name="Decide").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Write down what you looked at")
    page.get_by_label("What did you look at").fill("Box opened: three lamps, the list says two")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label(re.compile("Quantity or weight is another")).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Refuse the list").click()
    expect(page.get_by_role("heading", name="Decided, being written")).to_be_visible()
    _work(portal)
    expect(page.get_by_role("heading", name="Refused")).to_be_visible()  # the page looks again by itself
    page.go_back()
    page.get_by_role("button", name="Refuse the list").click()
    expect(page.get_by_role("alert")).to_contain_text("decided on")
    page.context.clear_cookies()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/records/9999960001/{held.order_no}/")
    expect(page.locator(".finding")).to_contain_text("three lamps, the list says two")
    expect(page.locator(".timeline")).to_contain_text(re.compile(r"Decided by\s*Practice customs"))


def test_an_officer_releases_a_list(visitor: Visitor, address: str, portal: Portal) -> None:
    held = hold(portal.line, "yellow", number=FIRST_NO + WAYS.index(visitor.way))
    sign_in(visitor.page, address, "officer")
    visitor.follow("Documents to review", part="main", exact=False)
    visitor.follow((held.cop_no, held.cop_no))
    visitor.follow("Decide")
    visitor.press("Continue")
    visitor.sees("There is a problem", part="[role=alert]")
    visitor.write("What did you look at, and what did you find?", "Invoice and payment agree")
    visitor.press("Continue")
    visitor.tick("Release", role="radio")
    visitor.press("Continue")
    visitor.sees("Check your answers")
    visitor.press("Release the list")
    visitor.sees("Decided, being written")
    _work(portal)
    if visitor.way == "without script":
        visitor.follow("Look again")  # with script the page looks again by itself
    expect(visitor.page.get_by_role("heading", name=visitor.said("Released"), exact=True)).to_be_visible()
    visitor.page.goto(f"{address}/lanes/yellow/")
    expect(visitor.page.locator("main")).not_to_contain_text(held.cop_no)


def test_the_line_has_charts_with_their_numbers_as_a_table(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "officer")
    page.goto(f"{address}/line/?still=1")
    expect(page.get_by_role("heading", name="Time to verdict")).to_be_visible()
    page.get_by_role("link", name="The last day, by hours").click()
    expect(page.locator("svg.columns").nth(2)).to_be_visible()
    page.get_by_text("The numbers of these charts as a table").first.click()
    expect(page.locator("details.sheet[open]")).to_be_visible()
