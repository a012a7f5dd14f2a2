"""The first five minutes: from the printed link to the first record, other eyes, and a file of one's own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.station import FirstRecord
from tests.browser.test_accessible import AXE
from tests.browser.test_accessible import _barriers as barriers
from tests.factories.newcomer import RECORD

pytestmark = pytest.mark.browser


def open_link(page: Page, first: FirstRecord) -> None:
    """The link that `up --demo` prints, which leads to the first record."""
    page.goto(f"{first.address}{first.links['seller'].pop()}?next={RECORD}")


def arrive(page: Page, first: FirstRecord) -> None:
    open_link(page, first)
    page.get_by_role("button", name=re.compile("Come in|进入")).click()
    page.wait_for_url(first.address + RECORD)


def test_by_mouse_from_the_link_to_other_eyes_and_the_sample(page: Page, first: FirstRecord, tmp_path: Path) -> None:
    arrive(page, first)
    expect(page.get_by_role("heading", name="One parcel, on its way from Wangtang to Hamburg")).to_be_visible()
    assert page.locator(".timeline > li").count() >= 10
    expect(page.get_by_role("img", name=re.compile("^Map of coasts: the way from Wangtang"))).to_be_visible()
    page.get_by_text("Places of the way").click()
    expect(page.get_by_role("rowheader", name="Suez Canal")).to_be_visible()
    page.get_by_role("link", name="Look as customs").click()
    expect(page.locator(".look-as")).to_contain_text("You see what the party “Customs” sees")
    page.get_by_role("link", name="Bank", exact=True).click()
    expect(page.get_by_role("heading", name="Shared with you by Qinghe Gifts")).to_be_visible()
    assert page.locator("main h3").all_inner_texts() == ["Order", "Money"]
    page.get_by_role("link", name="Myself").click()
    page.get_by_role("link", name=re.compile("Now yours")).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Sample as CSV").click()
    started.value.save_as(tmp_path / "sample.csv")
    assert (tmp_path / "sample.csv").read_text("utf-8-sig").startswith("Order no,Ordered at,SKU,")
    page.get_by_role("link", name="Back to the first record").click()
    page.get_by_role("link", name="Correct a refused list").click()
    expect(page.get_by_role("heading", name="Refusals", exact=True)).to_be_visible()  # test_mission corrects them


def test_the_keyboard_alone_leads_to_the_record_and_to_what_customs_sees(page: Page, first: FirstRecord) -> None:
    open_link(page, first)
    page.keyboard.press("Enter")  # the button has the focus
    page.wait_for_url(first.address + RECORD)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "?as=customs":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{first.address}{RECORD}?as=customs")
    expect(page.locator(".timeline")).to_contain_text("Declaration list WT-LIST-0001")


def test_axe_finds_no_barrier_on_the_first_record(page: Page, first: FirstRecord) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run bin/assets --with-tests to check the pages for barriers")
    open_link(page, first)
    axe = AXE.read_text("utf-8")
    found = {"the link": barriers(page, axe)}
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(first.address + RECORD)
    found[RECORD] = barriers(page, axe)
    page.goto(f"{first.address}{RECORD}?as=partner")
    found["as partner"] = barriers(page, axe)
    assert found == {"the link": [], RECORD: [], "as partner": []}


def test_without_script_and_in_chinese(browser: Browser, first: FirstRecord) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport={"width": 360, "height": 740})
    page = context.new_page()
    arrive(page, first)
    expect(page.get_by_role("heading", name="一件包裹，正从望塘前往汉堡")).to_be_visible()
    page.get_by_role("link", name="境外伙伴").click()
    expect(page.get_by_role("img", name=re.compile("^海岸线地图：从望塘"))).to_be_visible()
    page.goto(f"{first.address}/start/")
    expect(page.get_by_role("heading", name="换成您自己的")).to_be_visible()
    expect(page.get_by_text("entrepot up --station filing --data ~/entrepot")).to_be_visible()
    context.close()
