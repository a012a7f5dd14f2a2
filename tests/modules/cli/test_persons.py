"""Persons from the command line: shown for a reason, given out, erased; keys listed and destroyed."""

import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming
from entrepot.modules.parties import api as parties
from entrepot.project.cli.persons import data, erase, keys, retire, seal, unmask
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.line.setting import open_setting
from entrepot.project.practice import world
from entrepot.project.practice.import_sets import ImportSets
from entrepot.project.wording import Refusal
from tests.factories.import_line import all_messages, some_imports
from tests.modules.cli.conftest import NOW, Station


@pytest.fixture
def sets(practice: Station) -> ImportSets:
    """One set, taken in."""
    world.register_firms(now=NOW)
    made = some_imports(1)
    messages = all_messages(made)
    with open_setting() as setting:
        ids = parties.resolve(setting.lookups, [(code, code, "") for code, _ in messages])
        incoming = [Incoming("message", ids[code], body) for code, body in messages]
        with setting.connection.transaction():
            exchange.store_messages(setting.connection, incoming, now=NOW, practice=True)
        read_stored(setting, now=NOW, limit=100, after=answer_intake)
    return made


@pytest.fixture
def number_file(sets: ImportSets, tmp_path: Path) -> Path:
    path = tmp_path / "number"
    path.write_text(f"{sets.orders['buyer_id_number'][0]}\n", "utf-8")
    return path


def test_a_document_is_shown_in_full_for_a_reason(practice: Station, sets: ImportSets) -> None:
    number = str(sets.orders["order_no"][0])
    options: dict[str, object] = {"kind": "import_order", "number": number, "why": "the parcel is lost"}
    as_office = practice.run(unmask, **options)
    assert as_office["documents"][0]["buyer_name"] == sets.orders["buyer_name"][0]
    sent_by = str(sets.orders["marketplace_code"][0])
    assert practice.run(unmask, **options, firm=sent_by)["documents"] == as_office["documents"]
    with pytest.raises(Refusal, match="who sent"):
        practice.run(unmask, **options, firm=str(sets.orders["seller_code"][0]))
    with pytest.raises(Refusal, match="Expected why you need to know"):
        practice.run(unmask, **(options | {"why": ""}))


def test_a_person_gets_a_file_that_only_its_owner_reads(
    practice: Station, sets: ImportSets, number_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "own.json"
    answer = practice.run(data, number_file=number_file, out=out)
    assert answer["documents"] == dict.fromkeys(("import_list", "import_order", "import_waybill", "payment"), 1)
    assert json.loads(out.read_text("utf-8"))["documents"]["import_order"][0]["buyer_name"]
    assert out.stat().st_mode & 0o777 == 0o600
    practice.run(data, number_file=number_file, out=tmp_path / "own.xlsx")
    for wrong in (out, tmp_path / "own.txt"):
        with pytest.raises(Refusal, match="not there yet"):
            practice.run(data, number_file=number_file, out=wrong)
    with pytest.raises(Refusal, match="Expected an identity number"):
        practice.run(data, number_file=tmp_path / "none", out=tmp_path / "further.json")


def test_what_is_still_kept_is_neither_erased_nor_destroyed_and_later_both_are(
    practice: Station, owner: psycopg.Connection, number_file: Path
) -> None:
    with pytest.raises(Refusal, match="kept until 2036-05-31"):
        practice.run(erase, number_file=number_file)
    with pytest.raises(Refusal, match=r"kept until 2036-05-31: 10 years, source: not known to us"):
        practice.run(retire, before="2026-06")
    with pytest.raises(Refusal, match="Expected a month such as"):
        practice.run(retire, before="June")
    (month,) = practice.run(keys)["months"]
    assert (month["month"], month["kept_until"], month["destroyed"]) == ("2026-05", "2036-05-31", False)
    practice.now = NOW + timedelta(days=3_700)
    assert practice.run(erase, number_file=number_file)["documents"]["payment"] == 1
    destroyed = practice.run(retire, before="2026-06")["destroyed"]
    assert {one["kind"] for one in destroyed} >= {"message", "import_order"}
    assert practice.run(keys)["months"][0]["destroyed"] is True
    what = owner.execute("SELECT what FROM parties_audit WHERE what LIKE 'person_e%' OR what LIKE 'keys%' ORDER BY id")
    assert [row[0] for row in what] == ["person_erased", "keys_destroyed"]


def test_what_came_before_sealing_is_sealed_by_a_command(practice: Station, owner: psycopg.Connection) -> None:
    owner.execute(
        """INSERT INTO exchange_message (direction, kind, party_id, at, sha256, body, body_bytes, state, practice)
           VALUES ('in', 'order', 7, %s, '\\x01', '\\x02', 1, 'read', true)""",
        (NOW,),
    )
    assert practice.run(seal) == {"sealed": 1}
    assert practice.run(seal) == {"sealed": 0}
    assert owner.execute("SELECT count(*) FROM exchange_message WHERE key_id IS NULL").fetchone() == (0,)
