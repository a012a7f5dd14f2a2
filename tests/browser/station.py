"""A web server on loopback and a browser that looks at it, for tests and for the pictures in the documentation."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, StorageStateCookie, expect, sync_playwright

from tests import databases
from tests.factories.portal import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
NO_CHROMIUM = "Chromium is not installed: the pages are not looked at in a browser. On Debian: apt-get install chromium"
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
_STARTS_WITHIN_S = 60
_ENDS_WITHIN_S = 20
_ANSWERS_WITHIN_MS = 20_000  # on a machine that does other things too


@dataclass(frozen=True)
class FirstRecord:
    """address: of the served world of the first five minutes; links: person → paths that sign in, each once.

    folder: with its key; there: the environment that names its database.
    """

    address: str
    links: dict[str, list[str]]
    folder: Path
    there: dict[str, str]

    def work(self) -> None:
        """What the workers of a running station do with what was sent or decided."""
        _of_the_world(self.folder, self.there, "work")

    def hand_over(self, order_no: str, code: str) -> None:
        """Sign the record of that order and take it in for the firm with that code."""
        _of_the_world(self.folder, self.there, "hand-over", order_no, code)

    def statement(self, order_no: str, file: Path, code: str) -> None:
        """Write a statement of the account of the firm with that code, on which the order is paid."""
        _of_the_world(self.folder, self.there, "statement", order_no, str(file), code)


@contextmanager
def first_record(folder: Path) -> Iterator[FirstRecord]:
    """The world as `up --demo` loads it, on a database of its own, made by another process; `folder` takes its key."""
    database = databases.make(f"first_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}")
    there = databases.environment(database)
    links = json.loads(_of_the_world(folder, there))
    with served(there) as address:
        yield FirstRecord(address, links, folder, there)


def _of_the_world(folder: Path, there: dict[str, str], *do: str) -> bytes:
    """What a process of its own says that loads that world or works in it."""
    command = [sys.executable, "-m", "tests.browser.first_record", str(folder), *do]
    surroundings = os.environ | there | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=surroundings).stdout


@contextmanager
def served(there: dict[str, str] | None = None) -> Iterator[str]:
    """The pages of the database that the environment, or `there`, names; the address has no slash at its end."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "4", "--no-ws", "entrepot.project.wsgi:application"]
    environment = os.environ | (there or {}) | {"PYTHONPATH": str(ROOT / "src")}
    assert environment.get("ENTREPOT_SECRET_KEY")  # the workers': with another they could not open what a page kept
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/health", server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(_ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:  # still starting: it serves nobody
            server.kill()
            server.wait(_ENDS_WITHIN_S)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser of this machine; nothing is downloaded."""
    expect.set_options(timeout=_ANSWERS_WITHIN_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS.split())
        yield browser
        browser.close()


_CAME_IN: dict[tuple[str, str], list[StorageStateCookie]] = {}  # (address, person) → cookies of an earlier sign-in


def sign_in(page: Page, address: str, username: str) -> None:
    """Home, as this person: by name and password, or still signed in from an earlier test."""
    came_in = (address, username)
    if came_in in _CAME_IN:
        page.context.add_cookies(_CAME_IN[came_in])  # type: ignore[arg-type] # the same keys
        page.goto(f"{address}/")
        if "/sign-in/" not in page.url:
            return
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Sign-in name").or_(page.get_by_label("登录名")).fill(username)
    page.get_by_label("Password").or_(page.get_by_label("密码")).fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"{address}/")
    keep(page, address, username)


def come_in(page: Page, station: FirstRecord, person: str) -> None:
    """Home in the world of the first five minutes, by link, or still signed in from an earlier test."""
    page.context.clear_cookies()  # who comes in over somebody else would end that session
    if (station.address, person) not in _CAME_IN:
        page.goto(station.address + station.links[person].pop())
        page.locator("main form button").click()
        keep(page, station.address, person)
    page.context.add_cookies(_CAME_IN[station.address, person])  # type: ignore[arg-type] # the same keys
    page.goto(f"{station.address}/")


def keep(page: Page, address: str, person: str) -> None:
    """Remember that this person came in."""
    cookies = page.context.storage_state()["cookies"]
    _CAME_IN[address, person] = [each for each in cookies if each["name"] in {"sessionid", "csrftoken"}]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 our own address
                return
        except OSError:  # not there yet, or busy starting
            time.sleep(0.1)
    ended = f"the server ended with {server.returncode}" if server.returncode is not None else "none"
    raise RuntimeError(f"expected a page at {address} within {_STARTS_WITHIN_S} s, found {ended}")
