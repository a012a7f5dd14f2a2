from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Cleaner, Database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.factories.portal import Portal


@pytest.fixture(scope="module")
def portal(_cleaner: tuple[Database, Cleaner]) -> "Iterator[Portal]":
    """The practice world of the pages with a shared record, once for all tests of a file; none may ask for `db`."""
    from django.db import connections

    from tests.browser.station import CHROMIUM, NO_CHROMIUM
    from tests.factories.portal import make_portal, share

    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)

    database, cleaner = _cleaner
    cleaner.clean()
    made = make_portal(database.owner)
    share(made, "clean", "order", "transport", to="yunshan")
    yield made
    made.line.close()
    connections.close_all()


@pytest.fixture(scope="module")
def address(portal: "Portal") -> Iterator[str]:
    """Where the pages of that world are served."""
    from tests.browser.station import served

    with served() as found:
        yield found


@pytest.fixture(scope="module")
def browser(address: str) -> "Iterator[Browser]":  # the server first: once a browser runs, Django refuses this thread
    """A headless browser."""
    from tests.browser.station import chromium

    with chromium() as found:
        yield found


@pytest.fixture
def context(browser: "Browser") -> "Iterator[BrowserContext]":
    """A fresh English browser without cookies; what a page complains about fails the test."""
    found = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    yield found
    found.close()


@pytest.fixture
def page(context: "BrowserContext") -> "Iterator[Page]":
    """One page; an error in its console, such as a refused inline script, fails the test."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert [each for each in complaints if "Failed to load resource" not in each] == []
