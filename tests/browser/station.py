"""A web server on loopback and a browser that looks at it, for tests and for the pictures in the documentation."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.factories.portal import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM = "Chromium is not installed: the pages are not looked at in a browser. On Debian: apt-get install chromium"
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
_STARTS_WITHIN_S = 30


@contextmanager
def served() -> Iterator[str]:
    """The pages of the database that the environment names; gives the address without a slash at its end."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", "4", "--no-ws", "entrepot.project.wsgi:application"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "ENTREPOT_SECRET_KEY": "for one test run only" * 3}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/health", server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser of this machine; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS.split())
        yield browser
        browser.close()


def sign_in(page: Page, address: str, username: str) -> None:
    """By name and password."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Sign-in name").or_(page.get_by_label("登录名")).fill(username)
    page.get_by_label("Password").or_(page.get_by_label("密码")).fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"{address}/")


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
    raise RuntimeError(f"expected a page at {address} within {_STARTS_WITHIN_S} s, found none")
