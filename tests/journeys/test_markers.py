"""A person planted in import documents is found in clear nowhere: tables, backup, pages, API, metrics, logs."""

import base64
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
import pytest

from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms
from entrepot.project.server import account
from entrepot.project.server.backup import archive, content, taking
from entrepot.project.server.folder import DataFolder
from entrepot.store import identity
from tests.factories.import_line import import_messages, some_imports
from tests.factories.markers import MARKERS, NAME, NUMBER, PLANTED, hidden_in, planted, spoilt

if TYPE_CHECKING:
    from django.test import Client

    from tests.databases import Database
    from tests.factories.api import Station

CUSTOMS = firms.CUSTOMS.customs_code
PASSWORD = "a quiet harbour at dawn"
FIRST_BAD = 500


@pytest.fixture
def station(db: "Database", django_client: "Client", caplog: pytest.LogCaptureFixture) -> Iterator["Station"]:
    """A practice station to which sets with the person were sent over HTTP, read and judged; and spoilt ones."""
    from tests.factories.api import Station

    caplog.set_level(logging.DEBUG)
    opened = Station.opened(django_client, db)
    for code, body in [*planted(some_imports(2)), *planted_with_another_payer(), *spoilt(FIRST_BAD)]:
        assert opened.post(code, "/api/v1/messages", body).status_code == 202
    opened.read()
    opened.judge()
    yield opened
    opened.line.close()


def planted_with_another_payer() -> list[tuple[str, bytes]]:
    """A set that the rules have something to say of: the person bought, somebody else paid."""
    sets = some_imports(1, first_no=50)
    others = planted(sets, ("import_order", "import_waybill", "import_list"))
    return [*others, *import_messages(sets, "payment", payer_name="练习另一人")]


def kept(station: "Station", query: str) -> list[object]:
    return [row[0] for row in station.line.setting.lookups.execute(query).fetchall()]


def test_the_search_finds_what_it_looks_for() -> None:
    """Otherwise all that follows would find nothing because it cannot."""
    everywhere = "".join(MARKERS).encode()
    assert hidden_in(everywhere) == list(MARKERS)
    assert hidden_in(everywhere.hex().encode()) == list(MARKERS)
    assert hidden_in(("x" + NAME).encode("utf-16-le").hex().upper().encode()) == [NAME]
    for beside in ("", "a", "ab"):
        assert hidden_in(base64.b64encode(f"{beside}{NAME}、".encode())) == [NAME]
    assert hidden_in(ascii(NAME).encode()) == [NAME]
    assert hidden_in(b"nothing") == []


def test_in_no_table_and_in_no_backup(station: "Station", db: "Database", tmp_path: Path) -> None:
    assert kept(station, "SELECT count(*) FROM trade_order_import") == [3]
    assert len(kept(station, "SELECT DISTINCT rule FROM exchange_fault")) >= 8
    with psycopg.connect(db.owner) as owner:
        found = content.tables(owner)
        every = {table.name: b"".join(text for _, text in content.chunks(owner, table)) for table in found}
    assert {name: hidden_in(text) for name, text in every.items() if hidden_in(text)} == {}
    assert len(every["exchange_message"]) > 10_000
    folder = DataFolder(tmp_path / "data")
    folder.make("practice", account.Account("", os.getuid(), os.getgid(), changes_user=False), now=station.line.now)
    parties.make_key_file(folder.path / archive.KEY_FILE)
    taking.take(folder, tmp_path / "all.backup", passphrase=None, now=station.line.now, tell=lambda _: None)
    assert archive.ROWS + "trade_order_import" in {name for name, _ in archive.parts(tmp_path / "all.backup")}
    assert [(name, hidden_in(part)) for name, part in archive.parts(tmp_path / "all.backup") if hidden_in(part)] == []
    assert hidden_in((tmp_path / "all.backup").read_bytes()) == []


def test_in_no_reply_and_in_no_log(station: "Station", caplog: pytest.LogCaptureFixture) -> None:
    replies = exchange.outgoing(station.line.setting.lookups)
    assert len(replies) >= 4
    assert [hidden_in(one.body) for one in replies if hidden_in(one.body)] == []
    assert hidden_in(caplog.text.encode()) == []
    assert [record for record in caplog.records if hidden_in(repr(record.__dict__).encode())] == []


def test_in_no_answer_of_the_interface(station: "Station") -> None:
    sets = some_imports(1)
    codes = {str(sets.orders[name][0]) for name in ("marketplace_code", "seller_code")}
    codes |= {str(sets.lists["agent_code"][0]), str(sets.waybills["carrier_code"][0]), CUSTOMS}
    record = f"/api/v1/records/{sets.orders['marketplace_code'][0]}/{sets.orders['order_no'][0]}"
    ids = kept(station, "SELECT id FROM exchange_message WHERE direction = 'in'")
    replies = kept(station, "SELECT id FROM exchange_message WHERE direction = 'out'")
    every = [f"/api/v1/messages/{number}" for number in ids] + [f"/api/v1/replies/{number}" for number in replies]
    answered = 0
    for code in codes:
        for address in [*every, "/api/v1/messages", "/api/v1/replies", "/api/v1/decisions", record, "/metrics"]:
            answer = station.get(code, address)
            answered += answer.status_code == 200
            assert hidden_in(answer.content) == [], (code, address)
    assert answered > len(ids)


def test_on_no_page_of_anybody(station: "Station") -> None:
    from django.test import Client

    sets = some_imports(1)
    record = f"/records/{sets.orders['marketplace_code'][0]}/{sets.orders['order_no'][0]}/"
    ids = kept(station, "SELECT id FROM exchange_message WHERE direction = 'in'")
    pages = [record, "/", "/orders/", "/waybills/", "/lists/", "/refusals/", "/lanes/", "/line/", "/sent/", "/shared/"]
    pages += [f"/waybills/{sets.waybills['waybill_no'][0]}/", f"/search/?q={sets.orders['order_no'][0]}"]
    pages += [f"/search/?q={quote(NUMBER)}", "/operator/audit/", *(f"/sent/{number}/" for number in ids)]
    shown = 0
    for who, code in enumerate((str(sets.orders["marketplace_code"][0]), str(sets.lists["agent_code"][0]), CUSTOMS)):
        client = Client(HTTP_HOST="localhost")
        sign_up(station, f"reader{who}", code)
        assert client.post("/sign-in/", {"username": f"reader{who}", "password": PASSWORD}).status_code == 302
        for page in pages:
            answer = client.get(page)
            shown += answer.status_code == 200
            asked = [NUMBER] if page.startswith("/search/") else []  # a search says what was searched for
            assert [one for one in hidden_in(answer.content) if one not in asked] == [], (code, page)
    assert shown > len(ids)


def sign_up(station: "Station", username: str, code: str) -> None:
    now, acting = datetime.now(UTC), parties.Acting(station.parties[code])
    person = parties.create_person(username=username, name=username, password=PASSWORD, now=now)
    since = date(2020, 1, 1)
    parties.add_member(acting=acting, person_id=person, place="administrator", valid_from=since, now=now, using="owner")


def test_it_opens_for_who_may_open_it(station: "Station") -> None:
    """The person is there after all: otherwise nothing above was proved."""
    rows = identity.numbered(
        station.line.setting.lookups, identity.holdings()["import_order"], str(some_imports(1).orders["order_no"][0])
    )
    opened = identity.opened(station.line.setting.lookups, rows, tuple(PLANTED["import_order"]))
    assert opened.select(list(PLANTED["import_order"])).rows() == [tuple(PLANTED["import_order"].values())]
