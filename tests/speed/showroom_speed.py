"""How many frames a second a hall of 40 wares is drawn with, on processors alone (SwiftShader), in a headless browser.

    PYTHONPATH=src:. .venv/bin/python tests/speed/showroom_speed.py [--wares 40] [--seconds 5] [--suited] [--json]

The page is the one that visitors get, 1280 × 800 pixels, with its scripts, style sheet and headers, and a picture of
512 × 512 pixels a ware; somebody turns round on the spot all the time. `cpu_ms` is the processor time of all processes
of the browser a frame; `scale` the resolution at which the hall draws here (1 is every pixel of the view, which is
asked for unless `--suited` lets the hall suit itself to the machine, as visitors get it).
"""

import argparse
import io
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
from playwright.sync_api import Page, sync_playwright

SOFTWARE = "--headless --no-sandbox --disable-gpu --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic"
VIEW = {"width": 1280, "height": 800}
HALL = "[data-hall]"


@dataclass(frozen=True)
class Measured:
    """frames_a_second over so many seconds; see above."""

    wares: int
    frames_a_second: float
    cpu_ms: float
    scale: float
    load: float


def page_of(count: int, *, full: bool) -> bytes:
    """The page of a hall with so many wares, from a pen to a cupboard; `full`: it draws every pixel, however slow."""
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import render_to_string
    from django.test import RequestFactory

    from entrepot.modules.marketing.api import Entered, Shown
    from entrepot.project.portal.showroom.shown import Ware

    request = RequestFactory().get("/showroom/many/hall/")
    request.user = AnonymousUser()
    hall = Entered(1, "many", "练习", "Practice", "public", "public", practice=True, is_own=False, sees_prices=True)
    wares = []
    for number in range(1, count + 1):
        sizes = 40 + number * 37 % 1100, 60 + number * 61 % 1700, 30 + number * 29 % 500
        row = Shown(f"H-{number}", "", f"Ware {number}", *sizes, Decimal(number), "502", Decimal(1), "007", f"{number}")
        wares.append(Ware(number, row, f"Ware {number}", "USD", "piece", None, ""))
    context = {"hall": hall, "firm": "Practice", "wares": wares}
    page = render_to_string("portal/showroom/hall.html", context, request)
    return (page.replace(" data-hall ", ' data-hall data-least="1" ') if full else page).encode()


def picture_of(number: int) -> bytes:
    """512 × 512 pixels in a colour of its own."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (512, 512), f"hsl({number * 47 % 360}, 45%, 55%)")
    ImageDraw.Draw(picture).ellipse((90, 90, 420, 420), fill=f"hsl({number * 91 % 360}, 60%, 70%)")
    out = io.BytesIO()
    picture.save(out, "WEBP", method=0)
    return out.getvalue()


@contextmanager
def served(count: int, *, full: bool) -> Iterator[str]:
    """That page, its scripts and pictures, without a database."""
    from entrepot.shell import assets
    from entrepot.shell.headers import CONTENT_SECURITY_POLICY

    page = page_of(count, full=full)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = "text/html; charset=utf-8", page
            if self.path.startswith("/assets/"):
                found = assets.by_file_name(self.path.rpartition("/")[2])
                assert found is not None, self.path
                kind, body = found.media_type, found.body
            elif "/pictures/" in self.path:
                kind, body = "image/webp", picture_of(int(self.path.rpartition("/")[2].partition("-")[0]))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing is told of single requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/showroom/many/hall/"
    finally:
        server.shutdown()
        server.server_close()


def measure(count: int = 40, seconds: float = 5.0, *, full: bool = True) -> Measured:
    """Draw the hall for so long, after as long to find its resolution; `full`: at every pixel of the view."""
    from tests.browser.station import CHROMIUM

    with served(count, full=full) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SOFTWARE.split())
        page = browser.new_page(viewport=VIEW)  # type: ignore[arg-type] # its own type of the same shape
        page.set_default_timeout(90_000)
        page.goto(address)
        page.wait_for_selector(f"{HALL} canvas")
        page.wait_for_function("document.querySelector('[data-hall]').dataset.frames > 0")
        page.locator(f"{HALL} canvas").focus()
        page.keyboard.down("ArrowRight")
        page.wait_for_timeout(seconds * 1000)
        found = _watched(page, count, seconds)
        page.keyboard.up("ArrowRight")
        browser.close()
    return found


def _watched(page: Page, count: int, seconds: float) -> Measured:
    frames, spent, begun = _frames(page), _processor_s(), time.perf_counter()
    page.wait_for_timeout(seconds * 1000)
    drawn = _frames(page) - frames
    taken = time.perf_counter() - begun
    scale = float(page.get_attribute(HALL, "data-scale") or 1)
    cpu = (_processor_s() - spent) * 1000 / max(1, drawn)
    return Measured(count, round(drawn / taken, 1), round(cpu, 1), scale, round(os.getloadavg()[0], 1))


def _frames(page: Page) -> int:
    return int(page.get_attribute(HALL, "data-frames") or 0)


def _processor_s() -> float:
    """Processor time of the browser's processes so far."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if "chrom" in process.name():
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.NoSuchProcess:  # it ended while we looked
            continue
    return total


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--wares", type=int, default=40)
    asked.add_argument("--seconds", type=float, default=5.0)
    asked.add_argument("--suited", action="store_true")
    asked.add_argument("--json", action="store_true")
    wanted = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.project.settings")
    from entrepot.project.server.schema import set_up_django

    set_up_django()
    found = measure(wanted.wares, wanted.seconds, full=not wanted.suited)
    if wanted.json:
        print(json.dumps(asdict(found)))
        return
    print(f"{found.wares} wares: {found.frames_a_second} frames a second, {found.cpu_ms} ms of processor time a frame,")
    print(f"at {found.scale:.0%} of the view's resolution in each direction;")
    print(f"{found.load} processes wanted the machine's cores meanwhile")


if __name__ == "__main__":
    main()
