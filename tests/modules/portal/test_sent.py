"""What a partner sent: what was taken, what was refused and why, and the replies."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]


@pytest.fixture(scope="module")
def faulty(portal: "Portal") -> int:
    """A message of the marketplace in which one of two orders names a currency that is none."""
    from tests.factories.line import messages_of, some_sets

    sets = some_sets(2, first_no=900)
    ((sender, body),) = messages_of(sets, "order")
    spoilt = body.replace(b"currency>", b"currency>X", 1)
    before = set(_messages())
    portal.line.send([(sender, spoilt)])
    (made,) = set(_messages()) - before
    return made


def _messages() -> list[int]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM exchange_message WHERE direction = 'in'")
        return [row[0] for row in cursor.fetchall()]


def _text(client: "Client", path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_a_refused_document_stands_with_path_value_rule_and_what_to_do(faulty: int, signed_in: SignedIn) -> None:
    page = _text(signed_in("wangtang"), f"/sent/{faulty}/")
    assert "Partly refused" in page
    assert "1 accepted, 0 known already, 1 refused" in page
    finding = page[page.index('class="finding') :]
    assert re.search(r'<span class="rule">ceb\.\w+</span>', finding)
    assert re.search(r'<dd class="code">/[^<]*currency</dd>', finding)
    assert "Expected" in finding


def test_the_reply_is_downloaded_as_it_was_written(faulty: int, signed_in: SignedIn) -> None:
    client = signed_in("wangtang")
    found = re.search(rf'href="(/sent/{faulty}/replies/\d+/)"', _text(client, f"/sent/{faulty}/"))
    assert found is not None
    answer = client.get(found[1])
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="entrepot-')
    assert b"CEB304Message" in answer.content
    original = client.get(f"/sent/{faulty}/original/")
    assert b"CEB303Message" in original.content


def test_only_what_had_something_refused_is_shown_on_demand(faulty: int, signed_in: SignedIn) -> None:
    client = signed_in("wangtang")
    every, refused = _text(client, "/sent/"), _text(client, "/sent/?only=refused")
    assert every.count("303 Orders") > refused.count("303 Orders") == 1
    assert f"/sent/{faulty}/" in refused


def test_another_firm_sees_neither_message_nor_bytes_nor_reply(faulty: int, signed_in: SignedIn) -> None:
    stranger, owner = signed_in("hongyan"), signed_in("wangtang")
    found = re.search(rf"/sent/{faulty}/replies/(\d+)/", _text(owner, f"/sent/{faulty}/"))
    assert found is not None
    for path in (f"/sent/{faulty}/", f"/sent/{faulty}/original/", f"/sent/{faulty}/replies/{found[1]}/"):
        assert stranger.get(path).status_code == 404
    own = re.search(r"/sent/(\d+)/", _text(stranger, "/sent/"))
    assert own is not None
    assert stranger.get(f"/sent/{own[1]}/replies/{found[1]}/").status_code == 404
    assert owner.get("/sent/999999999999999999999/").status_code == 404


def test_pages_go_on_where_the_one_before_ended(faulty: int) -> None:
    from django.db import connection

    from entrepot.modules.exchange import api as exchange
    from entrepot.modules.parties import api as parties
    from tests.factories.line import NOW
    from tests.factories.portal import party

    with parties.reading(parties.reader_of(person_id=None, firms=(party("wangtang"),), now=NOW)):
        raw = connection.connection
        whole = exchange.sent_messages(raw, [party("wangtang")], limit=100, window=1000)
        seen, below = [], None
        for _page in range(100):
            found = exchange.sent_messages(raw, [party("wangtang")], below=below, limit=2, window=3)
            seen += [row.id for row in found.messages]
            below = found.below
            if below is None:
                break
    assert faulty == whole.messages[0].id
    assert seen == [row.id for row in whole.messages]
