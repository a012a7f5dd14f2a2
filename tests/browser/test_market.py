"""A deal on two phones in Chinese, and a warehouse abroad by scan in English, both without script."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from entrepot.modules.market_procurement import api as market
from tests.browser.station import sign_in
from tests.factories.market import CUPS
from tests.factories.storing import MUG

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DEAL = {"购买什么商品": "陶瓷杯", "商品编码": "6912001000", "数量": "1000", "单价": "12.5",
        "商户编码": CUPS.stall_code, "境外采购商代码": "PXB-PHONE"}  # fmt: skip
BOX = {"集装箱号": "PRAC0000002", "境外采购商代码": "PXB-PHONE", "采购商姓名": "Elbe Trading", "采购商国籍": "DE",
       "护照或身份证件": "PX1", "折合人民币": "7.1", "汇率来源": "练习"}  # fmt: skip


def _decided() -> list[str]:
    """What a worker does with containers, in a thread of its own: once a browser runs, Django refuses this one."""

    def decide() -> list[str]:
        try:
            return market.decide_due(now=datetime.now(UTC))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(decide).result()


@pytest.fixture
def phones(browser: Browser, address: str) -> "Iterator[Phones]":
    """Phones without script, each signed in as somebody."""
    opened = Phones(browser, address)
    yield opened
    opened.close()


class Phones:
    """Opens a phone a person."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address, self.contexts = browser, address, []  # type: ignore[var-annotated]

    def of(self, username: str, locale: str) -> Page:
        """A phone that is signed in."""
        context = self.browser.new_context(java_script_enabled=False, locale=locale, viewport=PHONE)  # type: ignore[arg-type]
        self.contexts.append(context)
        page = context.new_page()
        sign_in(page, self.address, username)
        return page

    def close(self) -> None:
        """Put them all away."""
        for context in self.contexts:
            context.close()


def test_a_deal_is_made_confirmed_loaded_and_declared_in_chinese(phones: Phones, address: str) -> None:
    dealer, stall = phones.of("dealer", "zh-CN"), phones.of("stall", "zh-CN")
    dealer.goto(f"{address}/deals/")
    dealer.get_by_role("link", name="录入交易").click()
    for label, value in DEAL.items():
        dealer.get_by_label(label).first.fill(value)
    unit = dealer.get_by_label("单位")
    unit.select_option("007") if unit.evaluate("e => e.tagName") == "SELECT" else unit.fill("007")
    dealer.get_by_role("button", name="提交交易").click()
    number = dealer.url.rstrip("/").rsplit("/", 1)[1]
    stall.goto(f"{address}/")
    stall.get_by_role("link", name=re.compile("待确认的交易")).click()
    stall.get_by_role("link", name=number).click()
    stall.get_by_role("button", name="确认交易").click()
    expect(stall.get_by_role("heading", name=f"商户确认交易 {number}")).to_be_visible()
    dealer.goto(f"{address}/containers/begin/")
    for label, value in BOX.items():
        dealer.get_by_label(label).fill(value)
    dealer.get_by_role("button", name="保存").click()
    dealer.goto(f"{address}/deals/{number}/")
    dealer.get_by_role("button", name="装入集装箱").click()
    dealer.goto(f"{address}/containers/")
    dealer.get_by_role("link", name="PRAC0000002").click()
    dealer.get_by_role("button", name="申报集装箱").click()
    assert len(_decided()) == 1
    dealer.reload()
    expect(dealer.get_by_role("heading", name=re.compile("报关单 M[0-9]{8}：放行"))).to_be_visible()
    stall.reload()
    expect(stall.get_by_role("heading", name=re.compile("审核结论：放行"))).to_be_visible()


def test_a_shipment_is_scanned_in_by_the_keyboard_alone(phones: Phones, address: str) -> None:
    keeper = phones.of("keeper", "en-GB")
    keeper.goto(f"{address}/warehouse/")
    keeper.get_by_label("Scan a shipment or a dispatch number").press_sequentially("IN-1")
    keeper.keyboard.press("Enter")
    for _scan in range(2):
        keeper.get_by_label("Scan the ware").press_sequentially(MUG.barcode)
        keeper.keyboard.press("Enter")
    expect(keeper.get_by_role("row", name=re.compile("Stoneware mug"))).to_contain_text(re.compile(r"40.*2", re.DOTALL))
    keeper.get_by_label("Scan the ware").fill(MUG.barcode[:-1] + str((int(MUG.barcode[-1]) + 1) % 10))
    keeper.keyboard.press("Enter")
    expect(keeper.get_by_role("alert")).to_contain_text("misread: scan it again")


def test_nothing_sticks_out_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for username, paths in (("dealer", ("/deals/", "/deals/make/", "/containers/")),
                            ("keeper", ("/warehouse/announce/", "/warehouse/in/IN-1/", "/warehouse/"))):  # fmt: skip
        sign_in(page, address, username)
        for path in paths:
            page.goto(address + path)
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        page.locator("main tbody a").first.click()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], page.url
