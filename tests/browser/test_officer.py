"""An officer's way from the home page to a decision: by mouse, by keyboard alone, without script, in Chinese."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from entrepot.project.line.reviewing import review_some
from tests.browser.station import sign_in
from tests.factories.portal import Portal
from tests.factories.review import Held, hold

pytestmark = pytest.mark.browser


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


def test_the_keyboard_alone_releases_a_list(page: Page, address: str, portal: Portal) -> None:
    held = hold(portal.line, "yellow", number=701)
    sign_in(page, address, "officer")
    page.goto(address + held.page)
    page.get_by_role("link", name="Decide").press("Enter")
    page.get_by_label("What did you look at").focus()
    page.keyboard.type("Invoice and payment agree")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Release").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Release the list").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Decided, being written")).to_be_visible()
    _work(portal)
    expect(page.get_by_role("heading", name="Released", exact=True)).to_be_visible()


def _decide_in_chinese(page: Page, address: str, held: Held) -> None:
    page.goto(address + held.page)
    page.get_by_role("link", name="作出决定").click()
    page.get_by_label("您查核了什么").fill("开箱查验，数量相符")
    page.get_by_role("button", name="继续").click()
    page.get_by_label("放行").check()
    page.get_by_role("button", name="继续").click()
    page.get_by_role("button", name="放行该清单").click()


def test_without_script_and_in_chinese_the_page_is_looked_at_again(
    browser: Browser, address: str, portal: Portal
) -> None:
    held = hold(portal.line, "red", number=702)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "officer")
    page.goto(f"{address}/lanes/")
    expect(page.get_by_role("heading", name="通道", exact=True)).to_be_visible()
    _decide_in_chinese(page, address, held)
    _work(portal)
    page.get_by_role("link", name="再看一次").click()
    expect(page.get_by_role("heading", name="放行", exact=True)).to_be_visible()
    context.close()


def test_the_line_has_charts_with_their_numbers_as_a_table(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "officer")
    page.goto(f"{address}/line/?still=1")
    expect(page.get_by_role("heading", name="Time to verdict")).to_be_visible()
    page.get_by_role("link", name="The last day, by hours").click()
    expect(page.locator("svg.columns").nth(2)).to_be_visible()
    page.get_by_text("The numbers of these charts as a table").first.click()
    expect(page.locator("details.sheet[open]")).to_be_visible()
