"""Make the pictures of docs/images: python -m tests.browser.pictures docs/images (PYTHONPATH=src:.)."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests import databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.factories.portal import Portal

Theme = Literal["light", "dark"]
# name, language, colours, width
LOOKS: tuple[tuple[str, str, Theme, int], ...] = (
    ("en", "en-GB", "light", 1280),
    ("zh", "zh-CN", "dark", 1280),
    ("phone", "zh-CN", "light", 390),
)
HEIGHT = 860
SCALE = 0.75  # of wide pages: small files that can still be read


def main(folder: Path) -> None:
    """A world of its own, served and looked at in every way; the files are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    with _world() as portal:
        from tests.browser.station import chromium, served

        with served() as address, chromium() as browser:
            for look in LOOKS:
                _look(browser, address, portal, folder, look)


@contextmanager
def _world() -> "Iterator[Portal]":
    lock = databases.begin_run()
    os.environ |= databases.environment(databases.planned("gw0"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.project.settings")
    database = databases.make("gw0")
    try:
        from entrepot.project.server.schema import set_up_django

        set_up_django()
        from tests.factories.portal import make_portal

        portal = make_portal(database.owner)
        _enliven(portal)
        yield portal
        portal.line.close()
    finally:
        databases.end_run(lock)


def _enliven(portal: "Portal") -> None:
    """Lists that came in the last minutes, so that the line has something to show."""
    from tests.factories.line import some_sets

    line, first = portal.line, 2000
    begun = datetime.now(UTC) - timedelta(minutes=4, seconds=30)
    for step in range(27):
        line.now = begun + timedelta(seconds=10 * step)
        count = 8 + step * 7 % 13
        line.send_sets(some_sets(count, first_no=first, at=line.now))
        line.now += timedelta(milliseconds=180 + step * 37 % 90)
        line.judge()
        first += count


def _look(browser: "Browser", address: str, portal: "Portal", folder: Path, look: tuple[str, str, Theme, int]) -> None:
    from tests.browser.station import sign_in

    name, language, theme, width = look
    wide = width > 1000
    context = browser.new_context(
        locale=language,
        color_scheme=theme,
        viewport={"width": width, "height": HEIGHT},
        device_scale_factor=SCALE if wide else 1,
    )
    page = context.new_page()
    sign_in(page, address, "tonghui")
    record = portal.address("dear")
    paths = {"record": record, "line": "/line/?still=1"}
    if wide:
        paths |= {"carrier": f"{record}?as=carrier", "refusals": "/refusals/", "lists": "/lists/"}
    for what, path in paths.items():
        page.goto(address + path)
        page.screenshot(path=folder / f"{what}-{name}.png", full_page=what == "record")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
