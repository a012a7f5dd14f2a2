"""An operator's way: what is wrong, who may sign in, who did what; by mouse, keyboard, without script, in Chinese."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import sign_in
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser


def test_an_operator_makes_a_link_and_finds_it_in_the_audit(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "operator")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Operator").click()
    expect(page.get_by_text("entrepot doctor")).to_be_visible()
    tabs = page.get_by_role("navigation", name="Operator")
    tabs.get_by_role("link", name="People").click()
    page.get_by_label("Name").fill("hong")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="hongyan").click()
    page.get_by_role("link", name="Make a sign-in link").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("main .code.long")).to_contain_text("/sign-in/")
    page.goto(f"{address}/operator/audit/?person=operator")
    expect(page.get_by_role("table")).to_contain_text("made a sign-in link")


def test_the_keyboard_alone_walks_through_the_tabs(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "operator")
    page.goto(f"{address}/operator/")
    for name in ("Queues", "Reference editions"):
        link = page.get_by_role("navigation", name="Operator").get_by_role("link", name=name)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_without_script_and_in_chinese_sessions_are_ended(browser: Browser, address: str, portal: Portal) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "operator")
    page.goto(f"{address}/operator/people/?named=yunshan")
    page.get_by_role("link", name="yunshan").click()
    page.get_by_role("link", name="结束全部会话").click()
    page.get_by_role("button", name="结束会话").click()
    expect(page.get_by_role("heading", name=re.compile("Yunshan"))).to_be_visible()
    page.goto(f"{address}/operator/audit/?person=operator")
    expect(page.get_by_role("table")).to_contain_text("结束人员会话")
    context.close()


def test_others_find_nothing_there(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "officer")
    answer = page.goto(f"{address}/operator/")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("link", name="Operator").count() == 0
