"""An operator's way: what is wrong, who may sign in, who did what; by mouse, keyboard, without script, in Chinese."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import Visitor
from tests.browser.station import sign_in
from tests.factories.portal import Portal

pytestmark = pytest.mark.browser


def test_an_operator_makes_a_link_and_finds_it_in_the_audit(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "operator")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Operator").click()
    expect(page.get_by_text("entrepot doctor")).to_be_visible()
    tabs = page.get_by_role("navigation", name="Operator")
    tabs.get_by_role("link", name="People").click()
    page.get_by_label("Name").fill("hong")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="hongyan").click()
    page.get_by_role("link", name="Make a sign-in link").click()
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("main .code.long")).to_contain_text("/sign-in/")
    page.goto(f"{address}/operator/audit/?person=operator")
    expect(page.get_by_role("table")).to_contain_text("made a sign-in link")


def test_sessions_are_ended_and_the_audit_says_by_whom(visitor: Visitor, address: str, portal: Portal) -> None:
    sign_in(visitor.page, address, "yunshan")
    gone = visitor.page.context.cookies()
    visitor.page.context.clear_cookies()
    sign_in(visitor.page, address, "operator")
    visitor.follow("Operator", part="nav.places")
    visitor.follow("Queues", part="main nav")
    visitor.sees("Queues", part="h1")
    visitor.follow("People", part="main nav")
    visitor.write("Name", "yunsh")
    visitor.press("Find")
    visitor.follow(("yunshan", "yunshan"), part="main tbody")
    visitor.follow("End all sessions")
    visitor.press("End the sessions")
    visitor.sees_as_is("Yunshan Home", part="h1")
    visitor.page.goto(f"{address}/operator/audit/?person=operator")
    visitor.sees("ended the sessions of a person", part="main tbody")
    visitor.page.context.clear_cookies()
    visitor.page.context.add_cookies(gone)  # type: ignore[arg-type] # the same keys
    visitor.page.goto(f"{address}/lists/")
    assert "/sign-in/" in visitor.page.url


def test_others_find_nothing_there(page: Page, address: str, portal: Portal) -> None:
    sign_in(page, address, "officer")
    answer = page.goto(f"{address}/operator/")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("link", name="Operator").count() == 0
