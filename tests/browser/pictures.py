"""Make the pictures of docs/images: python -m tests.browser.pictures docs/images (PYTHONPATH=src:.)."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tests import databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

Theme = Literal["light", "dark"]


class Look(NamedTuple):
    """One way of looking: name of its pictures, language, colours, width in pixels."""

    name: str
    language: str
    theme: Theme
    width: int


LOOKS = (
    Look("en-light", "en-GB", "light", 1280),
    Look("en-dark", "en-GB", "dark", 1280),
    Look("zh-light", "zh-CN", "light", 1280),
    Look("zh-dark", "zh-CN", "dark", 1280),
)
PHONE = Look("phone", "zh-CN", "light", 390)
ROLES = ("seller", "broker", "marketplace", "carrier", "payment", "officer", "bank", "partner")
# further pictures: person → name → address; in the first way of looking and in the last
FURTHER = {
    "seller": {"line": "/line/?still=1", "refusals": "/refusals/", "start": "/start/", "import": "/import/"},
    "officer": {"lanes": "/lanes/", "operator": "/operator/"},
    "broker": {"work": "/work/"},
}
HEIGHT = 860
SCALE = 0.75  # of wide pages: small files that can still be read


def main(folder: Path) -> None:
    """A world of its own, served and looked at in every way; the pictures that were there are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with _world() as links:
        from tests.browser.station import chromium, served

        with served() as address, chromium() as browser:
            for person, link in links.items():
                _pictures(browser, address, person, link, folder)


@contextmanager
def _world() -> "Iterator[dict[str, str]]":
    """The practice world with its arrivals; person → path of a link that signs that person in once."""
    lock = databases.begin_run()
    os.environ |= databases.environment(databases.planned("gw0"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.project.settings")
    databases.make("gw0")
    try:
        from entrepot.project.server.schema import set_up_django

        set_up_django()
        from tests.factories.newcomer import link_of, loaded

        with tempfile.TemporaryDirectory() as folder, loaded(Path(folder)):
            _enliven()
            yield {person: link_of(person) for person in ROLES}
    finally:
        databases.end_run(lock)


def _enliven() -> None:
    """The sets that arrive, over the last minutes, so that the line has something to show."""
    from entrepot.project.line import arrivals, demo
    from entrepot.project.line.setting import open_setting

    now = datetime.now(UTC)
    with open_setting() as setting:
        sets = list(arrivals.one_by_one(arrivals.sets_that_arrive(setting, now=now)))
        begun = now - timedelta(seconds=2 * len(sets))
        for number, one in enumerate(sets):
            at = begun + timedelta(seconds=2 * number - number * 7 % 5)
            demo.send(setting, one, now=at)
            if number % 3 == 2 or one is sets[-1]:
                demo.settle(setting, now=at + timedelta(milliseconds=180 + number * 37 % 400))


def _pictures(browser: "Browser", address: str, person: str, link: str, folder: Path) -> None:
    from tests.factories.newcomer import RECORD

    first = browser.new_context()
    page = first.new_page()
    page.goto(address + link)
    page.locator("main form button").click()
    page.wait_for_url(f"{address}/")
    cookies = [cookie for cookie in first.cookies() if cookie["name"] in {"sessionid", "csrftoken"}]
    first.close()
    for look in LOOKS:
        paths = {f"home-{person}": "/"}
        if look in (LOOKS[0], LOOKS[-1]):
            paths |= FURTHER.get(person, {})
        if person == "seller":
            paths["record"] = RECORD
        with _as(browser, cookies, look) as context:
            _take(context, address, paths, folder, look.name)
    if person == "seller":
        with _as(browser, cookies, PHONE) as context:
            _take(context, address, {"record": RECORD, "line": "/line/?still=1"}, folder, PHONE.name)
        for look in (LOOKS[0], LOOKS[-1]):
            with _as(browser, cookies, look) as context:
                _take(context, address, {"record-as-bank": f"{RECORD}?as=bank"}, folder, look.name)


@contextmanager
def _as(browser: "Browser", cookies: list[Any], look: Look) -> "Iterator[BrowserContext]":
    wide = look.width > 1000
    context = browser.new_context(
        locale=look.language,
        color_scheme=look.theme,
        viewport={"width": look.width, "height": HEIGHT},
        device_scale_factor=SCALE if wide else 1,
    )
    context.add_cookies(cookies)
    yield context
    context.close()


def _take(context: "BrowserContext", address: str, paths: dict[str, str], folder: Path, name: str) -> None:
    page = context.new_page()
    width = (page.viewport_size or {"width": 0})["width"]
    for what, path in paths.items():
        page.goto(address + path)
        page.set_viewport_size({"width": width, "height": HEIGHT * (2 if what == "record" else 1)})
        page.screenshot(path=folder / f"{what}-{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
