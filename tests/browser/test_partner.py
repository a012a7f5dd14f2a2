"""Marketplace and carrier see what they sent and what became of it; a seller shares a record."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import sign_in
from tests.factories.line import messages_of, some_sets
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def refused(portal: Portal) -> None:
    """A message of the marketplace and one of the carrier, each with a currency that is none."""
    sets = some_sets(2, first_no=900)
    for kind in ("order", "waybill"):
        portal.line.send(
            [(sender, body.replace(b"currency>", b"currency>X", 1)) for sender, body in messages_of(sets, kind)]
        )


def test_a_marketplace_reads_why_an_order_was_refused_and_takes_the_reply(page: Page, address: str) -> None:
    sign_in(page, address, "wangtang")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Sent").click()
    page.get_by_role("link", name="With something refused").click()
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="Partly refused")).to_be_visible()
    finding = page.locator(".finding").first
    expect(finding).to_contain_text("Expected")
    expect(finding).to_contain_text("currency")
    with page.expect_download() as reply:
        page.get_by_role("link", name="Download the reply").first.click()
    assert re.fullmatch(r"entrepot-\d+\.xml", reply.value.suggested_filename)


def test_a_carrier_reads_the_same_in_chinese_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "hongyan")
    page.get_by_role("navigation", name="主").or_(page.locator("nav.places")).first.get_by_role(
        "link", name="已发送"
    ).click()
    page.get_by_role("link", name="有退回").click()
    page.locator("tbody a").first.click()
    expect(page.locator(".finding").first).to_contain_text("currency")
    expect(page.get_by_role("heading", name="差错及处理办法")).to_be_visible()
    context.close()


def test_the_keyboard_alone_shares_a_record_with_a_partner(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.goto(address + portal.address("changed"))
    page.get_by_role("link", name="Share this record").press("Enter")
    page.get_by_role("checkbox", name="transport").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_label("Firm").press_sequentially("9999962001")
    page.keyboard.press("Enter")
    page.get_by_label("Last day").fill("2020-01-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("up to ten years on, found 2020-01-01")
    page.get_by_label("Last day").fill("2030-01-01")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.get_by_role("button", name="Share it").press("Enter")
    expect(page.locator("#given")).to_contain_text("transport")
    page.goto(f"{address}/shares/")
    expect(page.locator("main tbody")).to_contain_text(portal.orders["changed"])
