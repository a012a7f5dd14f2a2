"""The few things that people do on pages, each in four ways; a journey is written once, in the English of the pages."""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

import entrepot.shell

WAYS = ("by mouse", "by keyboard", "without script", "in Chinese")
Said = str | tuple[str, str]
"""A text of the pages in English, whose Chinese is looked up; or both, where it stands in no file of translations."""
_MOST_TABS = 120
_TEXTS = Path(entrepot.shell.__file__).parent / "locale"


def said(text: Said, *, chinese: bool) -> str:
    """The text as the pages say it in that language."""
    if isinstance(text, tuple):
        return text[chinese]
    words = gettext.translation("django", _TEXTS, ["zh_Hans"]).gettext(text) if chinese else text
    assert not chinese or words != text, f"expected a Chinese text for “{text}”, found none"
    return words


@dataclass(frozen=True)
class Visitor:
    """Somebody on a page. Texts are given in English; who reads Chinese looks for the Chinese of the same text."""

    page: Page
    way: str

    @property
    def chinese(self) -> bool:
        """Whether this visitor reads Chinese."""
        return self.way == "in Chinese"

    def said(self, text: Said, **values: object) -> str:
        """The text as the pages say it to this visitor."""
        words = said(text, chinese=self.chinese)
        return words % values if values else words

    def follow(self, name: Said, *, part: str = "body", exact: bool = True) -> None:
        """Follow the only link of that name (a text of the pages, or a number) in a part of the page."""
        self._navigate(self._named("link", name, part, exact=exact))

    def press(self, name: Said, *, part: str = "main", exact: bool = True) -> None:
        """Press the only button of that name; another page follows."""
        self._navigate(self._named("button", name, part, exact=exact))

    def fetch(self, name: Said) -> bytes:
        """What the first link of that name downloads."""
        link = self._named("link", name, "main", exact=False).first
        with self.page.expect_download() as fetched:
            self._do(link)
        return fetched.value.path().read_bytes()

    def write(self, label: Said, text: str) -> None:
        """Write a text into the field with that label."""
        field = self.page.locator("main").get_by_label(self.said(label)).first
        if self.way == "by keyboard":
            self._reach(field)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        else:
            field.fill(text)

    def tick(self, label: Said, role: str = "checkbox") -> None:
        """Tick the box with that label."""
        box = self.page.get_by_role(role, name=self.said(label))  # type: ignore[arg-type] # checkbox or radio
        if self.way == "by keyboard":
            self._reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        expect(box).to_be_checked()

    def sees(self, text: Said, part: str = "main", **values: object) -> None:
        """The text stands in that part of the page."""
        expect(self.page.locator(part).first).to_contain_text(self.said(text, **values))

    def sees_as_is(self, *texts: str, part: str = "main") -> None:
        """These names and figures, the same in every language, stand in that part of the page."""
        for text in texts:
            expect(self.page.locator(part).first).to_contain_text(text)

    def headings(self, level: int = 3) -> list[str]:
        """The headings of that level of the main part."""
        return self.page.locator(f"main h{level}").all_inner_texts()

    def _named(self, role: str, name: Said, part: str, *, exact: bool) -> Locator:
        words = name if isinstance(name, str) and re.search(r"\d", name) else self.said(name)
        return self.page.locator(part).get_by_role(role, name=words, exact=exact)  # type: ignore[arg-type] # link, button

    def _navigate(self, target: Locator) -> None:
        with self.page.expect_navigation():
            self._do(target)

    def _do(self, target: Locator) -> None:
        if self.way == "by keyboard":
            self._reach(target)
            self.page.keyboard.press("Enter")
        else:
            target.click()

    def _reach(self, target: Locator) -> None:
        """Go there by the Tab key alone."""
        element = target.element_handle()
        for _press in range(_MOST_TABS):
            if element.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"expected {target} within {_MOST_TABS} presses of Tab, found it is not reached")


@contextmanager
def visiting(browser: Browser, way: str) -> Iterator[Visitor]:
    """A fresh visitor without cookies; what a page complains about in its console fails the journey."""
    chinese = way == "in Chinese"
    context = browser.new_context(
        locale="zh-CN" if chinese else "en-GB",
        color_scheme="dark" if chinese else "light",
        java_script_enabled=way != "without script",
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Visitor(page, way)
    context.close()
    assert [each for each in complaints if "Failed to load resource" not in each] == []
