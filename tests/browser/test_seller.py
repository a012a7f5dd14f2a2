"""A seller finds a refusal, corrects it beside its reason, sends it and sees the verdict: by mouse, by keyboard alone,
without script, in Chinese.
"""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import sign_in
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser
VERDICT = re.compile("^(Released|Held)$")  # a list that passes may be drawn by lot


@pytest.fixture(scope="module")
def station_at_work(portal: Portal) -> Iterator[None]:
    """A worker beside the served pages, as every station has one."""
    from entrepot.project.line.intake import read_stored
    from entrepot.project.line.replies import answer_intake

    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.1):
            portal.line.now = datetime.now(UTC)
            if read_stored(portal.line.setting, now=portal.line.now, limit=100, after=answer_intake) is not None:
                portal.line.judge()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    yield
    stop.set()
    worker.join(10)


def test_by_mouse_from_home_to_the_verdict(page: Page, address: str, portal: Portal, station_at_work: None) -> None:
    sign_in(page, address, "qinghe")
    page.get_by_role("link", name=re.compile("Refused lists")).click()
    page.get_by_role("link", name=f"Correct {portal.orders['heavy']}").click()
    expect(page.locator(".finding .rule").first).to_have_text("E06")
    page.get_by_role("button", name=re.compile("^Take .* as on the waybill")).click()
    page.locator("main form").get_by_role("button", name="Continue", exact=True).last.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.locator("main del")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".verdict h2")).to_have_text(VERDICT, timeout=45_000)
    page.go_back()
    expect(page.locator(".verdict h2")).to_have_text(VERDICT)
    page.goto(f"{address}/")
    expect(page.get_by_role("heading", name="What moved since yesterday")).to_be_visible()


def test_in_chinese_without_script_by_keyboard(
    browser: Browser, address: str, portal: Portal, station_at_work: None
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/refusals/")
    page.get_by_role("link", name=f"更正 {portal.orders['dear']}").press("Enter")
    expect(page.get_by_role("heading", name="更正退回的清单")).to_be_visible()
    page.get_by_label(re.compile("单价")).fill("🎁")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("请删除")
    page.get_by_label(re.compile("单价")).fill("10.29")
    page.get_by_role("button", name=re.compile("采用.*建议值并继续")).press("Enter")
    expect(page.get_by_role("heading", name="核对内容")).to_be_visible()
    page.get_by_role("button", name="发送").press("Enter")
    expect(page.locator(".verdict h2")).to_have_text(re.compile("^(放行|布控)$"), timeout=45_000)
    context.close()


def test_gaps_of_goods_are_filled_in_by_keyboard(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "qinghe")
    page.get_by_role("link", name="Goods", exact=True).click()
    page.get_by_role("link", name="With gaps").click()
    page.get_by_role("link", name="Fill in the gaps").click()
    first = page.locator("tbody tr").first
    first.locator("input[type=hidden] ~ span").first.wait_for()
    first.get_by_label(re.compile("name of the goods in Chinese")).focus()
    page.keyboard.type("mug")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Chinese name")
    page.get_by_role("alert").get_by_role("link").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("瓷杯")
    page.keyboard.press("Tab")
    page.keyboard.type("6912001000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 ware was filled in")
