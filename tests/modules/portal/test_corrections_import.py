"""A refused list of retail import has its reasons on a page and is corrected where it was made."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.databases import Database
from tests.factories.import_line import signed_sets
from tests.factories.portal import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal


@pytest.fixture
def portal(db: Database) -> "Iterator[Portal]":
    from tests.factories.portal import make_portal

    made = make_portal(db.owner)
    yield made
    made.line.close()


def shown(client: "Client", address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("rule", ["F25", "M11"])
def test_its_reasons_are_shown_and_nothing_can_be_typed_or_sent(portal: "Portal", db: Database, rule: str) -> None:
    order_no = signed_sets(portal.line, first_no=900, faults=(rule,))[rule]
    lookups = portal.line.setting.lookups
    (list_id,) = lookups.execute("SELECT list_id FROM declarations_work WHERE order_no = %s", (order_no,)).fetchone()  # type: ignore[misc]
    before = lookups.execute("SELECT count(*) FROM exchange_message").fetchone()
    address, client = f"/corrections/of/{list_id}/{order_no}/", signed_in("tonghui")
    page = shown(client, address)
    assert (rule in page, "sign it again and send it as a change (appType 2)" in page) == (True, True)
    main = page[page.index("<main") : page.index("</main")]
    assert [tag for tag in ("<input name", "<textarea", "<button") if tag in main] == []
    assert client.post(address, {}).status_code == 403
    assert lookups.execute("SELECT count(*) FROM exchange_message").fetchone() == before
    assert lookups.execute("SELECT count(*) FROM declarations_correction").fetchone() == (0,)


def test_a_list_of_export_beside_it_can_be_corrected(portal: "Portal") -> None:
    page = shown(signed_in("tonghui"), portal.correction("dear"))
    assert "sign it again" not in page
    assert "<button" in page[page.index("<main") : page.index("</main")]
