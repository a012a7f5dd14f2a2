"""An agent works for its clients: by mouse, by keyboard alone, without script, in Chinese."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.journeys import Visitor
from tests.browser.station import sign_in
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser


def test_the_worklist_leads_from_a_client_to_the_reason_of_a_refusal(
    visitor: Visitor, address: str, portal: Portal
) -> None:
    sign_in(visitor.page, address, "tonghui")
    visitor.follow("Work", part="header")
    group = visitor.page.get_by_role("region", name=re.compile("青禾礼品"))
    expect(group).to_contain_text("E04")
    visitor.follow("Waiting", part="main nav", exact=False)
    expect(visitor.page.locator("main tbody tr")).to_have_count(1)
    visitor.follow(portal.orders["waiting"])
    heading = visitor.page.get_by_role("heading", name=re.compile("^(Waiting: the waybill|等待：?.*运单)"))
    expect(heading).to_be_visible()


def test_the_keyboard_alone_finds_a_client_by_its_initials(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "tonghui")
    page.goto(f"{address}/work/")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "client":
            break
    page.keyboard.type("qhlp")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(portal.orders["dear"])
    page.goto(f"{address}/")
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "find-q":
            break
    page.keyboard.type(portal.orders["heavy"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Declaration lists")).to_be_visible()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A Chinese browser without script."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_a_power_is_given_and_ended_without_script_in_chinese(plain: Page, address: str) -> None:
    sign_in(plain, address, "head")
    plain.goto(f"{address}/powers/")
    plain.get_by_role("link", name="出具委托").click()
    plain.get_by_role("button", name="继续").click()
    expect(plain.get_by_role("alert")).to_contain_text("请填写企业编码或名称")
    plain.get_by_label("企业").fill("9999962001")
    plain.get_by_role("button", name="继续").click()
    plain.get_by_role("checkbox", name="运单").check()
    plain.get_by_role("button", name="继续").click()
    plain.get_by_role("button", name="继续").click()
    expect(plain.get_by_role("heading", name=re.compile("核对"))).to_be_visible()
    plain.get_by_role("link", name=re.compile("更改.*单")).click()
    expect(plain.get_by_role("checkbox", name="运单")).to_be_checked()
    plain.get_by_role("button", name="继续").click()
    plain.get_by_role("button", name="确认出具委托").click()
    assert plain.url == f"{address}/powers/?side=given"
    row = plain.get_by_role("row", name=re.compile("9999962001|鸿雁"))
    expect(row).to_contain_text("有效")
    row.get_by_role("link", name=re.compile("终止")).click()
    plain.get_by_role("button", name="终止").click()
    expect(plain.get_by_role("row", name=re.compile("9999962001|鸿雁"))).to_contain_text("已撤回")


def test_nothing_sticks_out_on_a_phone(page: Page, address: str, portal: Portal) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, address, "tonghui")
    for path in ("/work/", "/powers/", f"/search/?q={portal.orders['dear']}", "/settings/", "/shares/", "/sent/"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
