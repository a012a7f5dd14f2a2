"""Everybody of one world in one language, and the few things they do on pages."""

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.browser.journeys import Said, said
from tests.browser.station import FirstRecord, come_in


class People:
    """Opens pages of people in a language: in English with script, in Chinese without."""

    def __init__(self, browser: Browser, first: FirstRecord, *, chinese: bool) -> None:
        self.browser, self.first, self.chinese = browser, first, chinese
        self._contexts: dict[str, BrowserContext] = {}

    def of(self, person: str, path: str) -> Page:
        """A page of that person (empty: a guest), at that address of the station."""
        known = self._contexts.get(person)
        context = known or self.browser.new_context(
            locale="zh-CN" if self.chinese else "en-GB", java_script_enabled=not self.chinese
        )
        self._contexts[person] = context
        page = context.new_page()
        if person and known is None:
            come_in(page, self.first, person)
        page.goto(self.first.address + path)
        return page

    def close_pages(self) -> None:
        """Whoever came in stays signed in."""
        for context in self._contexts.values():
            for page in context.pages:
                page.close()

    def leave(self) -> None:
        """Nobody is there any more."""
        for context in self._contexts.values():
            context.close()

    def said(self, text: Said) -> str:
        """As the pages say it."""
        return said(text, chinese=self.chinese)

    def press(self, page: Page, name: Said) -> None:
        """Press the first button of that name; another page follows."""
        self._go(page, page.locator("main").get_by_role("button", name=self.said(name)))

    def follow(self, page: Page, name: Said) -> None:
        """Follow the first link of that name."""
        self._go(page, page.get_by_role("link", name=self.said(name)))

    def _go(self, page: Page, target: Locator) -> None:
        with page.expect_navigation():
            target.first.click()


def fill(page: Page, **fields: str) -> None:
    """Fields of a form by their names."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]:not([type=hidden])").first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
