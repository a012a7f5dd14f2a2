"""A newcomer's way through the pages: by mouse, by keyboard alone, without script, in both languages."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.station import sign_in
from tests.factories.portal import PASSWORD, Portal

pytestmark = pytest.mark.browser


def test_a_seller_reads_why_a_list_was_refused_and_what_to_do(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.get_by_role("link", name=re.compile("Refused lists")).click()
    page.get_by_role("link", name=portal.orders["dear"], exact=True).click()
    expect(page.get_by_role("heading", name="Refused", exact=True)).to_be_visible()
    finding = page.locator(".finding").first
    expect(finding.locator(".rule")).to_have_text("E04")
    expect(finding).to_contain_text("10.29")
    expect(finding).to_contain_text("11.79")
    expect(finding).to_contain_text("What to do: Correct the amount in the list")
    finding.get_by_text("Rule, figures and sources").click()
    expect(finding.locator("details")).to_contain_text("Source")


def test_list_and_order_stand_side_by_side_differences_marked(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("dear"))
    table = page.get_by_role("table", name=re.compile("List and order"))
    expect(table).to_contain_text("1 line differs")
    assert table.locator(".differs").all_inner_texts()[0].endswith("11.79")
    assert table.locator("td.differs").count() == 4


def test_the_timeline_says_who_said_what_in_the_order_of_events(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("changed"))
    titles = page.locator(".timeline h3").all_inner_texts()
    assert titles[0] == "Order"
    assert "Order changed: version 2" in titles
    assert titles[-2].startswith("Decision: ")
    assert titles[-1].startswith("Reply written to ")


def test_looking_as_another_party_shows_what_that_party_sees(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("dear"))
    looks = page.get_by_role("navigation", name="Look as")
    looks.get_by_role("link", name="Stranger").click()
    expect(page.get_by_role("heading", name="This party sees nothing here")).to_be_visible()
    assert page.locator(".timeline, .finding, .verdict").count() == 0
    looks.get_by_role("link", name="Carrier").click()
    assert page.locator(".timeline h3").all_inner_texts() == ["Waybill"]
    looks.get_by_role("link", name="Myself").click()
    expect(page.locator(".verdict")).to_contain_text("Refused")


def test_the_line_refreshes_itself_and_can_be_held_still(page: Page, address: str) -> None:
    sign_in(page, address, "qinghe")
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true") as polled:
        page.goto(f"{address}/line/")
    assert polled.value.status == 200
    assert "<html" not in polled.value.text()
    page.get_by_role("link", name="Hold still").click()
    assert page.locator("#live").get_attribute("hx-get") is None
    expect(page.locator("#live")).to_contain_text("Waiting for")


def test_the_keyboard_alone_leads_from_the_door_to_a_record(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for text in ("qinghe", PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What needs you today")).to_be_visible()
    page.goto(f"{address}/refusals/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()


def test_everything_works_without_script(browser: Browser, address: str, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/lists/?number={portal.orders['waiting']}")
    page.get_by_role("link", name=portal.orders["waiting"]).click()
    expect(page.get_by_role("heading", name="Waiting: the waybill")).to_be_visible()
    page.goto(f"{address}/line/")
    expect(page.get_by_role("heading", name="Waiting for")).to_be_visible()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url == f"{address}/line/"
    context.close()


def test_what_was_opened_to_another_firm_is_seen_by_it_and_taken_back_without_script(
    browser: Browser, address: str, portal: Portal
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, address, "yunshan")
    page.get_by_role("link", name="Shared with us").click()
    page.get_by_role("link", name=portal.orders["foreign"]).click()
    expect(page.get_by_role("heading", name="Shared with you by Qinghe Gifts")).to_be_visible()
    assert page.locator("main h3").all_inner_texts() == ["Order", "Transport"]
    context.clear_cookies()
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("foreign"))
    page.get_by_role("button", name=re.compile("Take back Yunshan Home")).press("Enter")
    expect(page.locator("#given")).to_contain_text("Taken back")
    assert page.url == address + portal.address("foreign")
    assert page.get_by_role("button", name=re.compile("Take back")).count() == 0
    context.close()


def test_a_mistake_at_the_door_is_told_beside_the_field_and_in_a_summary(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Sign-in name").fill("qinghe")
    page.locator("main form button").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Enter your password")
    expect(page).to_have_title(re.compile("^Error:"))
    summary.get_by_role("link").click()
    expect(page.get_by_label("Password")).to_be_focused()
    described = page.get_by_label("Password").get_attribute("aria-describedby") or ""
    expect(page.locator(f"#{described.split()[-1]}")).to_contain_text("Enter your password")


def test_the_corner_changes_the_language_and_stays_on_the_page(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("dear"))
    page.get_by_role("button", name="简体中文").click()
    assert page.url == address + portal.address("dear")
    expect(page.get_by_role("heading", name="退回", exact=True)).to_be_visible()
    expect(page.locator(".finding").first).to_contain_text("更正清单金额")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_nothing_sticks_out_on_a_phone(context: BrowserContext, page: Page, address: str, portal: Portal) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, address, "qinghe")
    for path in (
        "/",
        "/line/",
        "/refusals/",
        "/lists/",
        "/orders/",
        "/waybills/",
        "/shared/",
        "/styleguide/",
        portal.address("dear"),
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
