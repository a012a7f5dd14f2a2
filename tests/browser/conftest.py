"""Two worlds and a browser, once for all files of this folder that a worker runs.

Who walks through a world leaves alone what others look at: a journey that changes something changes a set of its own.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Cleaner, Database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.journeys import Visitor
    from tests.browser.people import People
    from tests.browser.station import FirstRecord
    from tests.factories.portal import Portal


@pytest.fixture(scope="package")
def portal(_cleaner: tuple[Database, Cleaner]) -> "Iterator[Portal]":
    """The practice world of the pages with a shared record and refused messages; no test may ask for `db`."""
    from django.db import connections

    from tests.browser.station import CHROMIUM, NO_CHROMIUM
    from tests.browser.world import make_world

    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)

    database, cleaner = _cleaner
    cleaner.clean()
    made = make_world(database.owner)
    yield made
    made.line.close()
    connections.close_all()


@pytest.fixture(scope="package")
def address(portal: "Portal") -> Iterator[str]:
    """Where the pages of that world are served."""
    from tests.browser.station import served

    with served() as found:
        yield found


@pytest.fixture(scope="package")
def browser(address: str) -> "Iterator[Browser]":  # the world first: once a browser runs, Django refuses this thread
    """A headless browser."""
    from tests.browser.station import chromium

    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def first(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[FirstRecord]":
    """The world of the first five minutes, on a database of its own beside the other; its people come in by link."""
    from tests.browser.station import first_record

    assert browser.is_connected()
    with first_record(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module", params=["in English", "in Chinese without script"])
def everybody(request: pytest.FixtureRequest, browser: "Browser", first: "FirstRecord") -> "Iterator[People]":
    """The people of the first five minutes; who came in stays signed in for the file."""
    from tests.browser.people import People

    found = People(browser, first, chinese=request.param != "in English")
    yield found
    found.leave()


@pytest.fixture
def people(everybody: "People") -> "Iterator[People]":
    """Everybody in one language, without a page open."""
    yield everybody
    everybody.close_pages()


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


@pytest.fixture(params=["by mouse", "by keyboard", "without script", "in Chinese"])
def visitor(request: pytest.FixtureRequest, browser: "Browser") -> "Iterator[Visitor]":
    """Somebody who walks a journey in one of four ways; the test is run once for each."""
    from tests.browser.journeys import visiting

    with visiting(browser, request.param) as found:
        yield found
