"""axe finds nothing on pages to which another page leads: how a firm is run, how the programme is carried out."""

import pytest
from playwright.sync_api import expect

from entrepot.project.practice.firms import SELLERS
from tests.browser.station import sign_in
from tests.browser.test_accessible import Eyes, axe, eyes
from tests.factories.import_line import signed_sets
from tests.factories.portal import MARKETPLACE, Portal

__all__ = ["axe", "eyes"]  # fixtures
pytestmark = pytest.mark.browser


def test_axe_finds_no_barrier_where_a_firm_is_run(eyes: Eyes, address: str, portal: Portal) -> None:
    page = eyes.page
    sign_in(page, address, "head")
    for start, beginning in (("powers", "/powers/give/"), ("powers", "/powers/1/end/"), ("shares", "/shares/1/"),
                             ("settings", "/settings/name/"),
                             ("settings/webhooks", "/settings/webhooks/make/")):  # fmt: skip
        eyes.follow(f"{address}/{start}/", beginning)
    eyes.follow(address + portal.address("clean"), "/shares/give/")
    ((seller,),) = portal.line.setting.lookups.execute(
        "SELECT enterprise_id FROM parties_code WHERE code = %s", (SELLERS[0].customs_code,)
    ).fetchall()
    assert eyes.look(f"{address}/classify/choose/?seller={seller}&item=MUG-1&q=ceramic+mug&code=691200") == 200
    page.goto(address + portal.correction("dear"))
    # what was taken in the other language is kept: then only "Continue" is left
    page.locator("main form").locator(".row > button:not([name]), .row > button[value=all]").last.click()
    eyes.look_here("the check of a correction")
    assert eyes.look(f"{address}/filings/apply/") == 200
    sign_in(page, address, "operator")
    assert eyes.look(f"{address}/filings/") == 200
    eyes.follow(f"{address}/filings/", "/filings/1/")
    person = f"{address}/operator/people/2/"
    assert {eyes.look(f"{person}{act}/") for act in ("sessions", "out", "in")} == {200}


def test_axe_finds_no_barrier_on_a_record_of_retail_import(eyes: Eyes, address: str, portal: Portal) -> None:
    page, numbers = eyes.page, signed_sets(portal.line, first_no=950, faults=("F25", "M11"))
    ((refused,),) = portal.line.setting.lookups.execute(
        "SELECT list_id FROM declarations_work WHERE order_no = %s", (numbers["M11"],)
    ).fetchall()
    sign_in(page, address, "tonghui")
    records = [f"{address}/records/{MARKETPLACE}/{number}/" for number in numbers.values()]
    assert {eyes.look(one) for one in [*records, f"{address}/corrections/of/{refused}/{numbers['M11']}/"]} == {200}
    sign_in(page, address, "officer")
    assert eyes.look(f"{address}/persons/{MARKETPLACE}/{numbers['']}/") == 200
    page.locator("main form[method=post] button").click()
    eyes.look_here("persons, asked for without a reason")
    page.locator("main input[name=why]").fill("the parcel came back")
    page.locator("main form[method=post] button").click()
    expect(page.locator("main .notice")).to_be_visible()
    eyes.look_here("a person in full")


def test_axe_finds_no_barrier_where_the_programme_is_carried_out(
    eyes: Eyes,
    address: str,
    portal: Portal,
) -> None:
    ways = (
        ("qinghe", "pilot-zone/", "/pilot-zone/1/join/"),
        ("tenant", "parks/", "/parks/leases/1/ask/"),
        ("tenant", "parks/", "/parks/requests/1/"),
        ("dealer", "containers/1/", "/containers/1/buyer/"),
        ("keeper", "warehouse/", "/warehouse/out/"),
    )
    for username, start, beginning in ways:
        sign_in(eyes.page, address, username)
        eyes.follow(f"{address}/{start}", beginning)
    sign_in(eyes.page, address, "qinghe")
    of_the_seller = ("warehouse/reserve/", "rates/", "parcels/", "finance/", "finance/terms/")
    assert {eyes.look(f"{address}/{path}") for path in of_the_seller} == {200}
    record = portal.address("clean").removeprefix("/records/")
    assert {eyes.look(f"{address}/{path}/{record}") for path in ("ship", "finance/ask")} == {200}
