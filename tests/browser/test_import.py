"""A person without an engineer brings a file: by mouse, by keyboard alone, without script, in Chinese."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import sign_in
from tests.browser.world import take_what_came
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser
ROWS = """Order ID,SKU,Product,Qty,Unit price,Ordered at,Country
{0}1,L1,Lantern,3,24.00,2026-03-01 10:00:00,Germany
{0}2,L2,Tea cup,two,5.50,2026-03-01 10:00:00,Germany
"""
TYPED = {
    "marketplace_code": "9999960001",
    "marketplace_name": "望塘跨境电商平台（练习）",
    "currency": "502",
    "unit": "007",
}


def file(folder: Path, prefix: str, country: str = "Country") -> Path:
    """A file of two orders; other headers are another agreement, so nothing is remembered."""
    path = folder / f"{prefix}.csv"
    path.write_text(ROWS.format(prefix).replace("Country", country, 1), "utf-8")
    return path


def test_a_seller_brings_a_file_and_is_told_of_the_row_that_is_wrong(
    page: Page, address: str, portal: Portal, tmp_path: Path
) -> None:
    sign_in(page, address, "qinghe")
    page.get_by_role("link", name="Bring a file").click()
    page.get_by_label("File", exact=True).set_input_files(file(tmp_path, "M"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="What do the columns mean?")).to_be_visible()
    expect(page.get_by_label("order number", exact=True)).to_have_value("Order ID")
    page.get_by_role("button", name="Check your answers").click()
    expect(page.get_by_role("alert")).to_contain_text("currency")
    for name, value in TYPED.items():
        page.locator(f"input[name=constant-{name}]").fill(value)
    page.get_by_role("button", name="Check your answers").click()
    expect(page.locator("main")).to_contain_text("1 of 2 rows would be taken.")
    page.get_by_role("button", name="Take these rows").click()
    expect(page.locator("main")).to_contain_text("Waits for a worker")
    take_what_came(portal)
    expect(page.get_by_role("table", name="The first rejected rows")).to_contain_text("found two")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="The rejected rows as a file").click()
    assert "M2" in fetched.value.path().read_text("utf-8-sig")
    assert "M1" not in fetched.value.path().read_text("utf-8-sig")


def test_by_keyboard_in_chinese_and_without_script(
    browser: Browser, address: str, portal: Portal, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/import/")
    page.get_by_label("文件", exact=True).set_input_files(file(tmp_path, "K"))
    page.keyboard.press("Tab")
    page.get_by_role("button", name="继续").press("Enter")
    expect(page.get_by_role("heading", name="各列是什么含义？")).to_be_visible()
    for name, value in TYPED.items():
        page.locator(f"input[name=constant-{name}]").fill(value)
    page.get_by_role("button", name="核对内容").press("Enter")
    page.get_by_role("button", name="接收这些行").press("Enter")
    expect(page.locator("main")).to_contain_text("等待处理")
    take_what_came(portal)
    page.reload()
    expect(page.locator("main")).to_contain_text("请填写数字")
    assert re.search(r"/import/\d+/$", page.url)
    context.close()
