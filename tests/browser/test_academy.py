"""A class in a browser: opened, joined, answered, explained – by mouse, by keyboard, without script in Chinese."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import sign_in
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser


def open_class(page: Page, address: str) -> str:
    """As Wangtang's person; gives the code."""
    sign_in(page, address, "wangtang")
    page.goto(f"{address}/academy/open/")
    page.locator("input[name=name]").fill("Export clerks")
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/academy/[2-9A-Z]{10}/$"))
    code = page.locator("main header code").inner_text()
    page.context.clear_cookies()
    return code


def test_by_mouse_from_the_code_to_the_explanation_and_the_teacher_s_table(
    page: Page, address: str, portal: Portal
) -> None:
    code = open_class(page, address)
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/academy/")
    page.get_by_label("Class code").fill(code)
    page.get_by_role("button", name="Join").click()
    page.get_by_role("link", name="Choose the form of trade").click()
    page.get_by_label("0110 General trade").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("A right answer")).to_be_visible()
    expect(page.get_by_text("Source", exact=True).first).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)
    page.get_by_role("link", name="All exercises").click()
    expect(page.get_by_text("Not a state qualification")).to_be_visible()
    expect(page.get_by_text("Not answered")).to_have_count(4)
    page.context.clear_cookies()
    sign_in(page, address, "wangtang")
    page.goto(f"{address}/academy/{code}/")
    expect(page.get_by_role("rowheader", name="Qinghe Gifts")).to_be_visible()


def test_by_keyboard_an_answer_in_the_wrong_form_leads_back_to_its_question(
    page: Page, address: str, portal: Portal
) -> None:
    code = open_class(page, address)
    sign_in(page, address, "yunshan")
    page.goto(f"{address}/academy/")
    page.get_by_label("Class code").focus()
    page.keyboard.type(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/academy/{code}/")
    page.goto(f"{address}/academy/{code}/stock/")
    page.locator("input[name=refused]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("none")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter a whole number such as 12")
    page.get_by_role("alert").get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.locator("input[name=left]")).to_be_focused()
    page.locator("input[name=left]").fill("")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("First come, first served; never below zero")).to_be_visible()


def test_without_script_in_chinese_on_a_phone(browser: Browser, page: Page, address: str, portal: Portal) -> None:
    code = open_class(page, address)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 360, "height": 740})
    phone = context.new_page()
    sign_in(phone, address, "tonghui")
    phone.goto(f"{address}/academy/")
    phone.get_by_label("班级代码").fill(code)
    phone.get_by_role("button", name="加入").click()
    phone.get_by_role("link", name="找出差错").click()
    phone.locator("input[name=rule]").first.check()
    phone.get_by_role("button", name="提交答案").click()
    expect(phone.get_by_text("正确答案")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
