"""Who a person is: shown for a reason to those who have to know, given to the person, gone when retention has ended."""

import json
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import psycopg
import pytest

from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project.line import own_data, unmasking
from entrepot.project.line.retention import Period, period_on, periods
from entrepot.project.line.unmasking import Asking, UnableToUnmask
from entrepot.project.practice.import_sets import ImportSets
from entrepot.store import connection, identity
from tests.factories.import_line import all_messages, some_imports
from tests.factories.line import NOW, Line

WHY = "the consignee asks where the parcel is"
KINDS = ["import_list", "import_order", "import_waybill", "payment"]


@pytest.fixture
def sets(line: Line) -> ImportSets:
    """Two sets of two buyers."""
    made = some_imports(2)
    line.send(all_messages(made))
    return made


def sender(line: Line, sets: ImportSets) -> int:
    """The marketplace that sent the orders."""
    return parties.party_of_code(str(sets.orders["marketplace_code"][0]), using="owner")


def asking(party_id: int, *, is_officer: bool = False, why: str = WHY) -> Asking:
    return Asking(parties.Acting(party_id), is_officer, why)


def kept(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute("SELECT party_id, subject, facts FROM parties_audit WHERE what = 'unmasked'").fetchall()


def test_the_sender_and_an_officer_see_it_and_the_audit_keeps_the_reason_never_the_value(
    line: Line, owner: psycopg.Connection, sets: ImportSets
) -> None:
    number, name = str(sets.orders["order_no"][0]), str(sets.orders["buyer_name"][0])
    for party, is_officer in ((sender(line, sets), False), (line.setting.owner_id, True)):
        with connection.web(reader_ids=(party,)) as reader:
            by = asking(party, is_officer=is_officer)
            (shown,) = unmasking.unmask(reader, "import_order", number, by=by, now=NOW, using="owner")
        assert shown["buyer_name"] == name
        assert shown["buyer_id_number"] == sets.orders["buyer_id_number"][0]
    rows = kept(owner)
    assert [row[:2] for row in rows] == [
        (sender(line, sets), f"import_order:{number}"),
        (line.setting.owner_id, f"import_order:{number}"),
    ]
    assert {row[2]["why"] for row in rows} == {WHY}  # type: ignore[index]
    assert "buyer_id_number" in rows[0][2]["fields"]  # type: ignore[index]
    assert name not in str(rows)


def test_others_are_refused_and_nothing_is_kept(line: Line, owner: psycopg.Connection, sets: ImportSets) -> None:
    number = str(sets.orders["order_no"][0])
    seller = parties.party_of_code(str(sets.orders["seller_code"][0]), using="owner")
    cases = [
        (seller, "import_order", number, WHY, "not_yours"),  # it sees the order, and did not send it
        (999_999, "import_order", number, WHY, "no_document"),
        (seller, "import_order", "none", WHY, "no_document"),
        (seller, "parcel", number, WHY, "kind_unknown"),
        (seller, "import_order", number, "why", "why_missing"),
    ]
    for party, kind, asked, why, reason in cases:
        with connection.web(reader_ids=(party,)) as reader, pytest.raises(UnableToUnmask) as refused:
            unmasking.unmask(reader, kind, asked, by=asking(party, why=why), now=NOW, using="owner")
        assert refused.value.reason == reason
    assert kept(owner) == []


def test_everybody_who_sees_the_document_sees_masks(line: Line, sets: ImportSets) -> None:
    seller = parties.party_of_code(str(sets.orders["seller_code"][0]), using="owner")
    number = str(sets.orders["order_no"][0])
    with connection.web(reader_ids=(seller,)) as reader:
        (shown,) = unmasking.masked(reader, "import_order", number)
        assert unmasking.masked(reader, "import_order", "none") == []
    whole = str(sets.orders["buyer_id_number"][0])
    assert shown["buyer_id_number"] == whole[0] + "*" * 16 + whole[-1]
    assert str(sets.orders["buyer_name"][0]) not in str(shown)


def test_a_person_gets_every_document_that_names_it_and_nobody_elses(line: Line, sets: ImportSets) -> None:
    number = str(sets.orders["buyer_id_number"][0])
    found = unmasking.held_of(line.setting.lookups, number)
    assert sorted(one.holding.kind for one in found) == KINDS
    assert [one.rows.height for one in found] == [1, 1, 1, 1]
    told = json.loads(own_data.as_json(found, practice=True, now=NOW))
    assert told["mark"] == "PRACTICE · 练习"
    assert told["documents"]["payment"][0]["payer_id_number"] == number
    assert str(sets.orders["buyer_id_number"][1]) not in json.dumps(told)
    book = ZipFile(BytesIO(own_data.as_workbook(found, practice=True, now=NOW)))
    texts = book.read("xl/sharedStrings.xml").decode()
    assert number in texts
    assert "PRACTICE · 练习" in texts
    assert unmasking.held_of(line.setting.lookups, "999999190001010000") == []


def test_erasure_waits_for_the_day_and_then_leaves_hashes_and_decisions(
    line: Line, owner: psycopg.Connection, sets: ImportSets
) -> None:
    number, by = str(sets.orders["buyer_id_number"][0]), parties.Acting(line.setting.owner_id)
    until = identity.kept_until(identity.month_of(NOW), period_on(NOW.date()).years)
    with pytest.raises(UnableToUnmask, match=until.isoformat()) as refused:
        unmasking.erase(owner, number, by=by, now=NOW)
    assert refused.value.reason == "still_kept"
    assert owner.execute("SELECT count(*) FROM trade_payment WHERE identity_block IS NULL").fetchone() == (0,)
    after = NOW + timedelta(days=(until - NOW.date()).days + 1)
    assert unmasking.erase(owner, number, by=by, now=after) == dict.fromkeys(KINDS, 1)
    left = "SELECT count(*), count(identity_block), count(buyer_hash) FROM trade_order_import"
    assert owner.execute(left).fetchone() == (2, 1, 2)
    (found,) = unmasking.masked(line.setting.lookups, "import_order", str(sets.orders["order_no"][0]))
    assert found["buyer_name"] is None
    with pytest.raises(UnableToUnmask) as nobody:
        unmasking.erase(owner, "999999190001010000", by=by, now=after)
    assert nobody.value.reason == "nobody"


def test_destroyed_keys_open_nothing_and_say_since_when(
    line: Line, owner: psycopg.Connection, sets: ImportSets
) -> None:
    late = NOW + timedelta(days=11 * 366)
    month = identity.month_of(NOW)
    with pytest.raises(identity.UnableToRetire):
        identity.retire(owner, month, years=10, now=NOW)
    assert owner.execute("SELECT count(*) FROM store_identity_key WHERE wrapped IS NULL").fetchone() == (0,)
    gone = identity.retire(owner, identity.month_of(NOW + timedelta(days=31)), years=10, now=late)
    assert {kind for kind, _ in gone} >= {"import_order", "payment", "message"}
    by = asking(line.setting.owner_id, is_officer=True)
    with connection.web(reader_ids=(line.setting.owner_id,)) as reader, pytest.raises(UnableToUnmask) as refused:
        unmasking.unmask(reader, "import_order", str(sets.orders["order_no"][0]), by=by, now=late, using="owner")
    assert refused.value.reason == "shut"
    assert f"destroyed on {late:%Y-%m-%d}" in refused.value.sentence("en")
    message = owner.execute("SELECT min(id) FROM exchange_message").fetchone()
    assert message is not None
    with pytest.raises(identity.KeyDestroyed):
        exchange.body_of(owner, message[0])
    with pytest.raises(identity.KeyDestroyed):
        identity.key_for(owner, "payment", now=NOW)
    assert owner.execute("SELECT count(DISTINCT person_hash) FROM declarations_list_import").fetchone() == (2,)
    found = unmasking.held_of(line.setting.lookups, str(sets.orders["buyer_id_number"][0]))
    assert {one.holding.kind for one in found} == {"import_order", "import_list"}  # found by number, empty


def test_how_long_is_dated_and_says_its_source() -> None:
    assert [one for one in periods() if not one.source_en.strip() or not one.source_zh.strip()] == []
    assert period_on(date(2026, 11, 23)) == Period(date(2014, 1, 1), 10, periods()[0].source_en, periods()[0].source_zh)
    assert "not known to us" in periods()[0].source_en
    assert identity.kept_until("2026-02", 2) == date(2028, 2, 29)
