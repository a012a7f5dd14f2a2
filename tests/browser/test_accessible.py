"""axe finds nothing on any page, in light and dark; the practice mark is on each; pages are small."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from entrepot.project.line.statements import practice_statement
from tests.browser.looked_at import not_seen
from tests.browser.station import ROOT, sign_in
from tests.browser.test_import import TYPED, file
from tests.factories.inspections import make_inspected
from tests.factories.portal import PEOPLE, Portal
from tests.factories.review import Held, hold
from tests.factories.tax_bills import billed_imports

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS: dict[str, Literal["light", "dark"]] = {"en-GB": "light", "zh-CN": "dark"}
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run bin/assets --with-tests to check the pages for barriers")
    return AXE.read_text("utf-8")


WORK = (
    "/",
    "/line/",
    "/refusals/?rule=E04",
    "/lists/",
    "/orders/",
    "/waybills/",
    "/shared/",
    "/goods/",
    "/goods/fill/",
    "/import/",
)
FURTHER = (
    "/work/",
    "/powers/",
    "/sent/",
    "/search/?q=P0007",
    "/shares/",
    "/settings/",
    "/settings/password/",
    "/settings/tokens/",
    "/settings/tokens/make/",
    "/settings/webhooks/",
    "/settings/columns/",
    "/styleguide/",
    "/start/",
    "/classify/",
    "/classify/?q=ceramic+mug",
    "/classify/?q=gift",
    "/onramp/",
    "/measures/",
    "/pilot-zone/",
    "/pilot-zone/register/",
    "/parks/",
    "/clusters/",
    "/mission/",
    "/academy/",
    "/nowhere/",
)
PLAIN = (*WORK, *FURTHER)
OPERATOR = ("", "queues/", "people/", "people/1/", "people/1/link/", "audit/", "audit/?day=soon", "looks/", "editions/")


def _records(portal: Portal) -> list[str]:
    refused = portal.address("dear")
    return [
        portal.correction("dear"),
        refused,
        f"{refused}documents/",
        portal.address("waiting"),
        portal.address("clean"),
        f"{refused}?as=carrier",
        f"{refused}?as=stranger",
    ]


def _barriers(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]


def barriers(page: Page) -> list[str]:
    """What stands in the way on a page of another journey; nothing where axe-core is not installed."""
    return _barriers(page, AXE.read_text("utf-8")) if AXE.exists() else []


@pytest.fixture(params=["en-GB", "zh-CN"])
def eyes(request: pytest.FixtureRequest, browser: Browser, axe: str) -> Iterator["Eyes"]:
    """Who looks for barriers, in one language and the colours that go with it; what was found fails the test."""
    context = browser.new_context(color_scheme=COLOURS[request.param], locale=request.param)
    found = Eyes(context.new_page(), axe)
    yield found
    context.close()
    assert found.barriers == {}
    assert not_seen(request.node.originalname, found.seen) == set()


@dataclass
class Eyes:
    """A page and what stood in the way on the addresses that were looked at."""

    page: Page
    axe: str
    barriers: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def look(self, address: str) -> int:
        """Go there and look; the status of the answer."""
        answer = self.page.goto(address)
        self.look_here(address)
        return answer.status if answer else 0

    def look_here(self, name: str) -> None:
        self.seen.add(self.page.url)
        if barriers := _barriers(self.page, self.axe):
            self.barriers[name] = barriers

    def follow(self, address: str, beginning: str) -> None:
        """Go there, then where the first link leads whose address begins like this, and look."""
        self.page.goto(address)
        self.page.locator(f'main a[href^="{beginning}"]').first.click()
        self.look_here(self.page.url)

    def open_first(self) -> None:
        """The first link of the table, and look."""
        self.page.locator("main tbody a").first.click()
        self.look_here(self.page.url)


def test_axe_finds_no_barrier_where_a_seller_works(eyes: Eyes, address: str) -> None:
    eyes.look(f"{address}/sign-in/")
    sign_in(eyes.page, address, "qinghe")
    assert {eyes.look(address + path) for path in WORK} == {200}


def test_axe_finds_no_barrier_on_further_pages_of_a_seller(eyes: Eyes, address: str) -> None:
    sign_in(eyes.page, address, "qinghe")
    answers = {path: eyes.look(address + path) for path in FURTHER}
    assert {path: status for path, status in answers.items() if status != 200} == {"/nowhere/": 404}


def test_axe_finds_no_barrier_on_records_and_what_is_done_with_them(eyes: Eyes, address: str, portal: Portal) -> None:
    sign_in(eyes.page, address, "qinghe")
    answers = {path: eyes.look(address + path) for path in _records(portal)}
    assert set(answers.values()) == {200}
    assert eyes.look(f"{address}/received/") == 200
    eyes.open_first()
    sign_in(eyes.page, address, "yunshan")
    assert [eyes.look(address + path) for path in ("/shared/", portal.address("clean"))] == [200, 200]


def test_axe_finds_no_barrier_where_a_partner_reads_what_it_sent(eyes: Eyes, address: str) -> None:
    sign_in(eyes.page, address, "tonghui")
    assert eyes.look(f"{address}/work/") == 200
    sign_in(eyes.page, address, "hongyan")
    eyes.page.goto(f"{address}/sent/?only=refused")
    eyes.open_first()
    assert eyes.look(f"{address}/waybills/") == 200
    eyes.open_first()


def test_axe_finds_no_barrier_where_pilot_zones_and_parks_work(eyes: Eyes, address: str) -> None:
    office = ("/measures/", "/measures/publish/", "/measures/publish/?given=money&budget=1&amount=2", "/clusters/",
              "/pilot-zone/invite/", "/pilot-zone/")  # fmt: skip
    sign_in(eyes.page, address, "office")
    assert {eyes.look(address + path) for path in office} <= {200, 422}
    eyes.open_first()
    sign_in(eyes.page, address, "park")
    assert {eyes.look(address + path) for path in ("/parks/let/", "/parks/")} == {200}
    eyes.open_first()
    sign_in(eyes.page, address, "tenant")
    assert {eyes.look(address + path) for path in ("/measures/", "/pilot-zone/", "/parks/")} == {200}
    eyes.open_first()


def test_axe_finds_no_barrier_where_goods_are_traded_and_stock_lies_abroad(eyes: Eyes, address: str) -> None:
    pages = {
        "dealer": ("/deals/make/", "/containers/begin/", "/containers/"),
        "stall": ("/deals/",),
        "keeper": ("/warehouse/announce/", "/warehouse/in/IN-1/", "/warehouse/"),
    }
    for username, paths in pages.items():
        sign_in(eyes.page, address, username)
        assert {eyes.look(address + path) for path in paths} == {200}
        eyes.open_first()


def test_axe_finds_no_barrier_where_an_order_is_inspected(eyes: Eyes, address: str, inspected: str) -> None:
    sign_in(eyes.page, address, "qinghe")
    assert {eyes.look(address + path) for path in (f"/inspect/{inspected}/", "/inspections/")} == {200}
    eyes.open_first()
    sign_in(eyes.page, address, "inspector")
    eyes.page.goto(f"{address}/inspections/")
    eyes.open_first()
    eyes.page.locator("main form button").click()
    eyes.look_here("a result with faults")


def test_axe_finds_no_barrier_on_the_pages_of_officials(eyes: Eyes, address: str, portal: Portal, held: Held) -> None:
    listed = f"{held.list_id}/{held.order_no}/"
    decide = f"/lanes/decide/{listed}"
    answers = "found=seen&given=found"
    officer = ("/lanes/", "/lanes/yellow/", "/lanes/red/", f"/lanes/{listed}", "/line/?over=day", decide,
               f"{decide}?{answers}", f"{decide}?{answers}&given=decision&decision=V04", "/guarantee/",
               "/guarantee/buyer/")  # fmt: skip
    sign_in(eyes.page, address, "officer")
    assert {eyes.look(address + path) for path in officer} <= {200, 422}
    sign_in(eyes.page, address, "operator")
    assert {eyes.look(f"{address}/operator/{path}") for path in OPERATOR} <= {200, 422}


def test_axe_finds_no_barrier_where_guarantees_and_years_of_buyers_are_kept(
    eyes: Eyes, address: str, portal: Portal
) -> None:
    page = eyes.page
    sign_in(page, address, "officer")
    page.goto(f"{address}/guarantee/")
    page.locator("main form[method=post] button").click()
    eyes.look_here("a limit without anything")
    for name, value in (("code", PEOPLE["tonghui"].customs_code), ("limit", "50000.50"), ("why", "bank letter")):
        page.locator(f"main input[name={name}]").fill(value)
    page.locator("main form[method=post] button").click()
    expect(page).to_have_url(re.compile(r"/guarantee/of/\w+/$"))
    eyes.look_here("a guarantee")
    page.goto(f"{address}/guarantee/buyer/")
    page.locator("main input[name=number]").fill("110101190001011009")  # of nobody: born in 1900
    page.locator("main form[method=post] button").click()
    expect(page.locator("main .notice")).to_be_visible()
    eyes.look_here("a year of a buyer")


def test_axe_finds_no_barrier_on_tax_bills(eyes: Eyes, address: str, portal: Portal) -> None:
    sign_in(eyes.page, address, "officer")
    assert eyes.look(f"{address}/tax-bills/") == 200
    ((number, _, _),) = billed_imports(portal.line, 1, first_no=970)
    assert {eyes.look(f"{address}/tax-bills/{path}") for path in ("", f"{number}/")} == {200}


def test_axe_finds_no_barrier_on_a_statement(eyes: Eyes, address: str) -> None:
    page, now = eyes.page, datetime.now(UTC)
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/payments/")
    page.locator("main form[method=post] button").click()
    eyes.look_here("a statement without a file")
    body = practice_statement([], number=f"AXE-{now:%H%M%S%f}", now=now)  # pays no order that others look at
    page.locator("main input[type=file]").set_input_files(
        {"name": "statement.xml", "mimeType": "application/xml", "buffer": body}
    )
    page.locator("main form[method=post] button").click()
    expect(page).to_have_url(re.compile(r"/payments/\d+/$"))
    eyes.look_here("a statement")


@pytest.fixture(scope="module")
def held(portal: Portal) -> Held:
    """A list that an officer could decide on; nobody does."""
    return hold(portal.line, "red", number=690)


@pytest.fixture(scope="module")
def inspected(portal: Portal) -> str:
    """A record with a plan that waits; the inspection firm signs in as "inspector"."""
    with ThreadPoolExecutor(1) as thread:  # Django refuses this one: a browser runs on it
        return thread.submit(_inspected, portal).result()


def _inspected(portal: Portal) -> str:
    try:
        return make_inspected(portal)
    finally:
        connections.close_all()


def test_every_page_of_a_practice_station_says_so_and_is_small(page: Page, address: str, portal: Portal) -> None:
    marked = "<strong>PRACTICE · 练习</strong>"
    assert marked in page.request.get(f"{address}/sign-in/").text()
    sign_in(page, address, "qinghe")
    for path in (*PLAIN, *_records(portal)):
        answer = page.request.get(address + path)
        assert marked in answer.text(), path
        assert len(answer.body()) < MOST_BYTES, path


def test_nothing_is_loaded_from_elsewhere_and_nothing_inline_runs(page: Page, address: str, portal: Portal) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, address, "qinghe")
    answer = page.goto(f"{address}/line/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert [url for url in asked if not url.startswith(address)] == []
    assert page.locator("script:not([src]), [style], [onclick]").count() == 0


def test_axe_finds_no_barrier_where_a_file_is_brought(eyes: Eyes, address: str, tmp_path: Path) -> None:
    page, language = eyes.page, eyes.page.evaluate("navigator.language")
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/import/")
    page.locator("input[type=file]").set_input_files(file(tmp_path, language[:2], f"Country {language}"))
    page.locator("main form button").first.click()
    eyes.look_here("columns")
    page.locator("main form#columns > p button").click()
    eyes.look_here("columns with faults")
    for name, value in TYPED.items():
        page.locator(f"input[name=constant-{name}]").fill(value)
    page.locator("main form#columns > p button").click()
    eyes.look_here("check")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile(r"/import/\d+/$"))
    eyes.look_here("sheet")


def test_axe_finds_no_barrier_in_a_class(eyes: Eyes, address: str, portal: Portal) -> None:
    page = eyes.page
    sign_in(page, address, "wangtang")
    eyes.look(f"{address}/academy/open/")
    page.locator("input[name=name]").fill("Export clerks")
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/academy/[2-9A-Z]{10}/$"))
    home = page.url
    page.context.clear_cookies()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/academy/")
    page.locator("main input[name=code]").fill(home.split("/")[-2])
    page.locator("main form button").click()
    page.wait_for_url(home)
    eyes.look_here("a learner's class")
    for exercise in ("fault", "resend", "container"):
        eyes.look(f"{home}{exercise}/")
    eyes.look(f"{home}stock/")
    page.locator("main form button").click()
    eyes.look_here("an exercise with faults")
    page.locator("input[name=refused]").first.check()
    page.locator("input[name=left]").fill("1")
    page.locator("main form button").click()
    eyes.look_here("an exercise that is answered")
    page.context.clear_cookies()
    sign_in(page, address, "wangtang")
    eyes.look(home)
