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


def test_each_document_stands_with_its_number_its_outcome_and_where_it_is_now(faulty: int, signed_in: SignedIn) -> None:
    page = _text(signed_in("wangtang"), f"/sent/{faulty}/")
    assert '<h3 id="document-1">Document 1 <span class="code">P0007-0000000900</span></h3>' in page
    _, _, table = page.partition("What it brought")
    rows = re.findall(r'<th scope="row" class="code">(.*?)</th>.*?</svg> *(\w+)', table, re.DOTALL)
    assert rows == [
        ("P0007-0000000900", "Refused"),
        ('<a href="/records/9999960001/P0007-0000000901/">P0007-0000000901</a>', "Accepted"),
    ]


def test_documents_in_json_stand_there_too_and_a_sheet_or_a_large_message_is_not_read_again(
    portal: "Portal",
) -> None:
    from dataclasses import replace

    from entrepot.modules.exchange import api as exchange
    from entrepot.project.portal.sent import brought

    (number,) = portal.line.setting.lookups.execute(
        "SELECT min(id) FROM exchange_message WHERE kind = 'order'"
    ).fetchone() or (0,)
    row = exchange.seen(portal.line.setting.lookups, number)
    assert row is not None
    items = b'{"items": [{"waybill_no": "W/1"}, {"waybill_no": "W2"}]}'
    waybills = replace(row, kind="waybill", name="/api/v1/waybills", outcomes="dr", documents=2)
    found = brought.documents_of(waybills, items)
    assert [(each.place, each.number, each.url) for each in found] == [(1, "W/1", "/waybills/W/1/"), (2, "W2", "")]
    assert brought.documents_of(replace(waybills, kind="waybills", name="file.csv"), items) == []
    assert brought.documents_of(waybills, items + b" " * brought.LARGEST) == []
    assert brought.documents_of(waybills, None) == []


def test_home_tells_of_what_was_refused_since_yesterday_alone(portal: "Portal", signed_in: SignedIn) -> None:
    from datetime import UTC, datetime, timedelta

    from tests.factories.line import messages_of, some_sets

    told = re.compile(r'<a href="(/sent/\d+/)">.*?Messages with something refused.*?1 document refused', re.DOTALL)
    client = signed_in("hongyan")
    ((sender, body),) = messages_of(some_sets(1, first_no=940), "waybill", carrier_code="9999962001")
    before, portal.line.now = portal.line.now, datetime.now(UTC) - timedelta(days=2)
    portal.line.send([(sender, body.replace(b"currency>", b"currency>X", 1))])
    assert told.search(_text(client, "/")) is None
    portal.line.now = datetime.now(UTC) - timedelta(hours=2)
    portal.line.send([(sender, body.replace(b"currency>", b"currency>Y", 1))])
    portal.line.now = before
    found = told.search(_text(client, "/"))
    assert found is not None
    assert "Refused as a whole" in _text(client, found[1]) or "All refused" in _text(client, found[1])


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
