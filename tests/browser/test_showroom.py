"""A buyer walks through a hall by mouse and keyboard, reads the same as a list and asks; the seller answers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms, goods, showroom
from entrepot.store import dsn
from tests.browser.looked_at import not_seen
from tests.browser.station import CHROMIUM, sign_in
from tests.browser.test_accessible import AXE, COLOURS, _barriers
from tests.factories.portal import Portal
from tests.speed.showroom_speed import SOFTWARE

pytestmark = pytest.mark.browser
LIST, HALL = "/showroom/qinghe/", "/showroom/qinghe/hall/"


@pytest.fixture(scope="module")
def hall(portal: Portal) -> None:
    """The practice showroom, planted by a thread of its own: where a browser runs, Django refuses to."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_plant).result()


def _plant() -> None:
    now = datetime.now(UTC)
    if parties.known_code(firms.BUYER.customs_code, using="owner") is None:
        parties.register_enterprise(
            name_zh=firms.BUYER.filed_name, name_en=firms.BUYER.name_en, country=firms.BUYER.country,
            own_codes=(firms.BUYER.customs_code,), roles=firms.BUYER.roles, now=now, valid_from=now.date(),
        )  # fmt: skip
    seller = parties.known_code(firms.SELLERS[0].customs_code, using="owner")
    assert seller is not None
    with psycopg.connect(dsn.owner()) as connection:
        change = catalogue.Change("test", "test", now, practice=True)
        catalogue.keep_goods(connection, goods.goods_of(seller), change)
    showroom.plant(now=now)
    connections.close_all()


@pytest.fixture
def drawing(hall: None, address: str, browser: Browser) -> Iterator[Page]:
    """A page of a browser that draws in three dimensions, without anybody signed in."""
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=SOFTWARE.split())
    page = own.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(address + HALL)
    page.wait_for_function("document.querySelector('[data-hall]').dataset.frames > 0")
    yield page
    own.close()
    assert complaints == []


def frames(page: Page) -> int:
    return int(page.get_attribute("[data-hall]", "data-frames") or 0)


def test_by_keyboard_from_the_door_to_a_ware_and_to_the_question(drawing: Page) -> None:
    drawing.locator("[data-hall] canvas").focus()
    before = frames(drawing)
    for key in ("ArrowUp", "KeyA", "ArrowRight", "KeyS"):
        drawing.keyboard.press(key)
    drawing.wait_for_function(f"document.querySelector('[data-hall]').dataset.frames > {before}")
    drawing.keyboard.press("Tab")
    mug = drawing.get_by_role("button", name="Stoneware mug")
    expect(mug).to_be_focused()
    drawing.keyboard.press("Tab")
    drawing.keyboard.press("Enter")
    card = drawing.get_by_role("dialog", name="Glass storage jar")
    expect(card).to_contain_text("110 × 180 × 110 mm")
    expect(card).to_contain_text("Price on request")
    drawing.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(drawing.get_by_role("button", name="Glass storage jar")).to_be_focused()
    drawing.keyboard.press("Enter")
    card.get_by_role("link", name="Ask for a quote").press("Enter")
    expect(drawing.get_by_role("heading", name="Ask for a quote")).to_be_visible()


def test_by_mouse_a_click_on_a_ware_opens_its_card(drawing: Page) -> None:
    drawing.get_by_role("button", name="Plush bear").focus()
    view = drawing.locator("[data-hall] canvas").bounding_box()
    assert view is not None
    before = frames(drawing)
    drawing.mouse.move(view["x"] + 40, view["y"] + 40)
    drawing.mouse.wheel(0, -120)
    drawing.wait_for_function(f"document.querySelector('[data-hall]').dataset.frames > {before}")
    drawing.mouse.click(view["x"] + view["width"] / 2, view["y"] + view["height"] / 2)
    expect(drawing.get_by_role("dialog", name="Plush bear")).to_be_visible()


def test_a_headset_is_offered_where_there_is_one(drawing: Page) -> None:
    expect(drawing.get_by_role("button", name="Enter VR")).to_be_hidden()
    drawing.add_init_script(
        "Object.defineProperty(navigator, 'xr', {value: {isSessionSupported: () => Promise.resolve(true),"
        " addEventListener() {}}})"
    )
    drawing.reload()
    expect(drawing.get_by_role("button", name="Enter VR")).to_be_visible()


def test_without_script_and_in_chinese_the_list_says_the_same(hall: None, address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(address + HALL)
    expect(page.locator("noscript .notice")).to_contain_text("列表中有相同的商品")
    expect(page.locator("canvas")).to_be_hidden()
    page.get_by_role("link", name="列表形式").click()
    expect(page.locator(".wares > li")).to_have_count(12)
    expect(page.locator(".wares > li").first).to_contain_text("120 × 105 × 95 毫米（宽、高、深）")
    page.locator(".wares > li").first.get_by_role("link", name="询价").click()
    page.get_by_label("数量").fill("24")
    page.get_by_label("您的姓名").fill("访客")
    page.get_by_label("您的邮箱").fill("guest@example.com")
    page.get_by_role("button", name="发送询价").click()
    expect(page.locator("main")).to_contain_text("已通知该企业")
    context.close()


def test_the_seller_answers_and_makes_an_order(hall: None, address: str, page: Page) -> None:
    sign_in(page, address, "qinghe")
    page.get_by_role("link", name="Enquiries to answer").click()
    page.locator("main tbody a").last.click()
    page.get_by_label("Price of one unit").fill("5.90")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("button", name="Make it an order").click()
    expect(page.locator("main .badge")).to_have_text("ordered")
    expect(page.locator("main dl a.code, main dl a").last).to_contain_text("EQ")


def test_a_stopped_listing_goes_out_when_its_gap_is_filled(hall: None, address: str, page: Page) -> None:
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/showroom/listings/")
    page.get_by_role("link", name="PW-1012").click()
    expect(page.locator("main .notice")).to_contain_text("fill in origin")
    page.get_by_label("country/region of origin").fill("中国")
    page.get_by_role("button", name="Save and check again").click()
    expect(page.locator("main .badge")).to_have_text("out")


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_axe_finds_no_barrier_in_a_showroom(hall: None, address: str, browser: Browser, language: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run bin/assets --with-tests to check the pages for barriers")
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=SOFTWARE.split())
    page = own.new_page(locale=language, color_scheme=COLOURS[language])
    axe, found = AXE.read_text("utf-8"), {}
    for path in (LIST, HALL, f"{LIST}ask/?item=PW-1001"):
        page.goto(address + path)
        found[path] = _barriers(page, axe)
    page.goto(address + HALL)
    page.wait_for_function("document.querySelector('[data-hall]').dataset.frames > 0")
    page.locator("[data-hall] button[data-item]").first.press("Enter")
    found["a card"] = _barriers(page, axe)
    sign_in(page, address, "qinghe")
    desk = ("", "desk/opening/", "desk/ware/?item=PW-1002", "enquiries/", "listings/", "listings/offer/")
    for path in (*desk, "enquiries/1/", "listings/1/"):
        answer = page.goto(f"{address}/showroom/{path}")
        assert answer is not None
        assert answer.status == 200, path
        found[path] = _barriers(page, axe)
    own.close()
    assert {path: each for path, each in found.items() if each} == {}
    addresses = [path if path.startswith("/") else f"/showroom/{path}" for path in found if path != "a card"]
    assert not_seen("test_axe_finds_no_barrier_in_a_showroom", addresses) == set()
