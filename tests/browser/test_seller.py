"""A seller finds a refusal, corrects it beside its reason, sends it and sees the verdict, fills in what goods lack and
shares a record: by mouse, by keyboard alone, without script, in Chinese.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import WAYS, Visitor
from tests.browser.station import sign_in
from tests.browser.test_accessible import barriers
from tests.browser.world import at_work
from tests.factories.portal import Portal, send_case

pytestmark = pytest.mark.browser
VERDICT = re.compile("^(Released|Held|放行|布控)$")  # a list that passes may be drawn by lot
PRICE, TAKE_OFFERS = ("Unit price", "单价"), ("offered value", "建议值并继续")
FIRST_NO = 720  # of sets that nobody else uses


@pytest.fixture(scope="module")
def refused(portal: Portal) -> Iterator[dict[str, str]]:
    """Way → order of a list that is refused for its price; and a worker who takes what is sent."""
    orders = {way: send_case(portal.line, FIRST_NO + place, "dear") for place, way in enumerate(WAYS)}
    orders["heavy"] = send_case(portal.line, FIRST_NO + len(WAYS), "heavy")
    portal.line.judge()
    with at_work(portal):
        yield orders


def test_from_home_to_the_verdict(visitor: Visitor, address: str, refused: dict[str, str]) -> None:
    sign_in(visitor.page, address, "qinghe")
    visitor.follow("Refused lists", part="main", exact=False)
    visitor.follow(f"{visitor.said('Correct')} {refused[visitor.way]}")
    visitor.sees_as_is("E04", part=".finding .rule")
    visitor.write(PRICE, "🎁")
    visitor.press("Continue")
    visitor.sees("There is a problem", part="[role=alert]")
    visitor.write(PRICE, "10.29")
    visitor.press(TAKE_OFFERS, exact=False)
    visitor.sees("Check your answers")
    visitor.press("Send")
    expect(visitor.page.locator(".verdict h2")).to_have_text(VERDICT, timeout=45_000)
    visitor.page.go_back()
    expect(visitor.page.locator(".verdict h2")).to_have_text(VERDICT)


def test_an_offered_value_is_taken_by_its_button(page: Page, address: str, refused: dict[str, str]) -> None:
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/refusals/?rule=E06")
    page.get_by_role("link", name=f"Correct {refused['heavy']}").click()
    expect(page.locator(".finding .rule").first).to_have_text("E06")
    page.get_by_role("button", name=re.compile("^Take .* as on the waybill")).click()
    page.locator("main form").get_by_role("button", name="Continue", exact=True).last.click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.locator("main del")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".verdict h2")).to_have_text(VERDICT, timeout=45_000)
    assert barriers(page) == []
    page.goto(f"{address}/")
    expect(page.get_by_role("heading", name="What moved since yesterday")).to_be_visible()


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
