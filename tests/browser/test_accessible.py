"""axe finds nothing on any page, in light and dark; the practice mark is on each; pages are small."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.station import ROOT, sign_in
from tests.browser.test_import import TYPED, file
from tests.factories.portal import Portal
from tests.factories.review import hold

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


def _pages(portal: Portal) -> list[str]:
    refused = portal.address("dear")
    plain = [
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
        "/styleguide/",
        "/start/",
        "/nowhere/",
    ]
    return [
        *plain,
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


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_axe_finds_no_barrier(browser: Browser, address: str, portal: Portal, axe: str, language: str) -> None:
    context = browser.new_context(color_scheme=COLOURS[language], locale=language)
    page = context.new_page()
    page.goto(f"{address}/sign-in/")
    found = {"/sign-in/": _barriers(page, axe)}
    sign_in(page, address, "qinghe")
    answers = {}
    for path in _pages(portal):
        answer = page.goto(address + path)
        answers[path] = answer.status if answer else 0
        found[path] = _barriers(page, axe)
    page.context.clear_cookies()
    sign_in(page, address, "yunshan")
    for path in ("/shared/", portal.address("clean")):
        page.goto(address + path)
        found[f"{path} as yunshan"] = _barriers(page, axe)
    page.context.clear_cookies()
    sign_in(page, address, "tonghui")
    page.goto(f"{address}/work/")
    found["/work/ as tonghui"] = _barriers(page, axe)
    page.context.clear_cookies()
    sign_in(page, address, "hongyan")
    page.goto(f"{address}/sent/")
    page.goto(address + (page.locator("main tbody a").first.get_attribute("href") or ""))
    found["a message"] = _barriers(page, axe)
    page.goto(f"{address}/waybills/")
    found["/waybills/ as hongyan"] = _barriers(page, axe)
    page.goto(address + (page.locator("main tbody a").first.get_attribute("href") or ""))
    found["a waybill"] = _barriers(page, axe)
    found |= _of_officials(page, address, portal, axe)
    context.close()
    assert {path: each for path, each in found.items() if each} == {}
    assert {path: status for path, status in answers.items() if status != 200} == {"/nowhere/": 404}


def _of_officials(page: Page, address: str, portal: Portal, axe: str) -> dict[str, list[str]]:
    """The pages of officers and of the operator."""
    held = hold(portal.line, "red", number=900)
    listed = f"{held.list_id}/{held.order_no}/"
    answers = "found=seen&given=found"
    decide = f"/lanes/decide/{listed}"
    officer = ("/lanes/", "/lanes/yellow/", "/lanes/red/", f"/lanes/{listed}", "/line/?over=day", decide,
               f"{decide}?{answers}", f"{decide}?{answers}&given=decision&decision=V04")  # fmt: skip
    operator = ("", "queues/", "people/", "people/1/", "people/1/link/", "audit/", "audit/?day=soon", "looks/",
                "editions/")  # fmt: skip
    found = {}
    for username, paths in (("officer", officer), ("operator", tuple(f"/operator/{path}" for path in operator))):
        page.context.clear_cookies()
        sign_in(page, address, username)
        for path in paths:
            page.goto(address + path)
            found[f"{path} as {username}"] = _barriers(page, axe)
    return found


def test_every_page_of_a_practice_station_says_so_and_is_small(page: Page, address: str, portal: Portal) -> None:
    page.goto(f"{address}/sign-in/")
    assert page.locator(".practice strong").inner_text() == "PRACTICE · 练习"
    sign_in(page, address, "qinghe")
    for path in _pages(portal):
        answer = page.goto(address + path)
        assert answer is not None
        assert page.locator(".practice strong").inner_text() == "PRACTICE · 练习", path
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


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_axe_finds_no_barrier_where_a_file_is_brought(
    browser: Browser, address: str, axe: str, language: str, tmp_path: Path
) -> None:
    context = browser.new_context(color_scheme=COLOURS[language], locale=language)
    page = context.new_page()
    sign_in(page, address, "qinghe")
    page.goto(f"{address}/import/")
    page.locator("input[type=file]").set_input_files(file(tmp_path, language[:2], f"Country {language}"))
    page.locator("main form button").first.click()
    found = {"columns": _barriers(page, axe)}
    page.locator("main form#columns > p button").click()
    found["columns with faults"] = _barriers(page, axe)
    for name, value in TYPED.items():
        page.locator(f"input[name=constant-{name}]").fill(value)
    page.locator("main form#columns > p button").click()
    found["check"] = _barriers(page, axe)
    page.locator("main form button").first.click()
    found["sheet"] = _barriers(page, axe)
    context.close()
    assert {path: each for path, each in found.items() if each} == {}
