"""Persons are sealed, hashed and masked; keys are a kind's and a month's, made once, and end with retention."""

import os
import threading
from datetime import UTC, datetime

import polars as pl
import psycopg
import pytest

from entrepot.store import connection, identity
from tests.databases import Database

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIELDS = ("buyer_name", "buyer_id_type", "buyer_id_number", "buyer_telephone")
PERSONS = pl.DataFrame(
    {
        "order_no": ["A1", "A2", "A3"],
        "buyer_name": ["练习甲", "练习乙", None],
        "buyer_id_type": ["1", "1", None],
        "buyer_id_number": ["110101190001011237", "110101190002021238", None],
        "buyer_telephone": ["13900000001", None, None],
        "total": [1, 2, 3],
    }
)


def test_what_was_sealed_opens_as_it_was_and_no_value_lies_in_clear(owner: psycopg.Connection) -> None:
    sealed = identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)
    assert sealed.columns == ["order_no", "total", "identity_block", "identity_key"]
    assert sealed.schema["identity_block"] == pl.Binary
    assert sealed.schema["identity_key"] == pl.Int64
    blocks = b"".join(sealed["identity_block"].to_list())
    assert not any(text.encode() in blocks for text in ("练习甲", "110101190001011237", "13900000001"))
    back = identity.opened(owner, sealed, FIELDS)
    assert back.select(PERSONS.columns).equals(PERSONS)


def test_equal_rows_give_different_blocks_of_one_key(owner: psycopg.Connection) -> None:
    twice = identity.seal(owner, pl.concat([PERSONS, PERSONS]), "order", FIELDS, now=NOW)
    assert twice["identity_block"].n_unique() == 6
    assert twice["identity_key"].n_unique() == 1
    nothing = identity.seal(owner, PERSONS.clear(), "order", FIELDS, now=NOW)
    assert (nothing.height, nothing.columns) == (0, twice.columns)
    assert identity.opened(owner, nothing, FIELDS).height == 0


def test_a_changed_block_and_a_block_under_another_kinds_key_do_not_open(owner: psycopg.Connection) -> None:
    sealed = identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)
    other = identity.key_for(owner, "payment", now=NOW)
    block = sealed["identity_block"][0]
    changed = sealed.with_columns(identity_block=pl.Series([block[:-1] + bytes([block[-1] ^ 1])] * 3, dtype=pl.Binary))
    for wrong in (changed, sealed.with_columns(identity_key=pl.lit(other.id))):
        with pytest.raises(identity.UnableToOpen, match="changed or of another row"):
            identity.opened(owner, wrong, FIELDS)


def test_a_kind_has_a_key_a_month_of_china_made_once_by_whoever_comes_first(owner: psycopg.Connection) -> None:
    found: list[int] = []

    def ask() -> None:
        with connection.owner() as own:
            found.append(identity.key_for(own, "payment", now=NOW).id)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1
    next_month_in_china = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    identity.key_for(owner, "payment", now=next_month_in_china)
    rows = owner.execute("SELECT kind, month FROM store_identity_key ORDER BY month").fetchall()
    assert rows == [("payment", "2026-11"), ("payment", "2026-12")]


def test_another_secret_opens_nothing_makes_other_hashes_and_keys_of_its_own(
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)
    before = identity.keyed_hash(PERSONS["buyer_telephone"], "telephone")
    monkeypatch.setenv("ENTREPOT_SECRET_KEY", "of another station")
    with pytest.raises(identity.UnableToOpen, match="restore the backup with its passphrase"):
        identity.opened(owner, sealed, FIELDS)
    assert identity.keyed_hash(PERSONS["buyer_telephone"], "telephone")[0] != before[0]
    own = identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)
    assert own["identity_key"][0] != sealed["identity_key"][0]
    monkeypatch.delenv("ENTREPOT_SECRET_KEY")
    with pytest.raises(identity.NoSecret, match="ENTREPOT_SECRET_KEY is not set"):
        identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)


def test_the_web_role_sees_no_row_and_the_wrapped_key_is_not_the_key(owner: psycopg.Connection, db: Database) -> None:
    sealed = identity.seal(owner, PERSONS, "order", FIELDS, now=NOW)
    with connection.web(reader_ids=(7,)) as web:
        with pytest.raises(psycopg.errors.InsufficientPrivilege), web.transaction():
            web.execute("SELECT * FROM store_identity_key")
        assert identity.opened(web, sealed, FIELDS)["buyer_name"].to_list() == ["练习甲", "练习乙", None]
    with psycopg.connect(db.read) as read, pytest.raises(psycopg.errors.InsufficientPrivilege):
        read.execute("SELECT * FROM store_identity_keys('{1}')")
    key = identity.key_for(owner, "order", now=NOW)
    row = owner.execute("SELECT wrapped FROM store_identity_key").fetchone()
    assert row is not None
    assert key.value not in bytes(row[0])
    assert key.value.hex() not in repr(key)


def test_hashes_compare_persons_as_they_are_written_differently() -> None:
    written = pl.Series(["  练习　甲 ", "练习 甲", "练习甲", None])
    hashes = identity.keyed_hash(written, "consignee_hash")
    assert hashes[0] == hashes[1] != hashes[2]
    assert hashes[3] is None
    assert hashes.str.len_chars().to_list() == [32, 32, 32, None]
    numbers = identity.keyed_hash(pl.Series(["11010119000101123x", "１１０１０１19000101123X"]), "telephone")
    assert numbers[0] == numbers[1]
    assert identity.keyed_hash(pl.Series(["ann"]), "name")[0] != identity.keyed_hash(pl.Series(["Ann"]), "name")[0]


def test_a_buyer_equals_a_payer_of_the_same_name_type_and_number_only() -> None:
    fields = FIELDS[:3]
    buyers = identity.hash_of(PERSONS, "buyer_hash", fields)
    joined = pl.Series([identity.BETWEEN.join(("练习甲 ", "1", "110101190001011237"))])
    assert identity.keyed_hash(joined, "payer_hash")[0] == buyers[0]
    assert buyers.n_unique() == 3
    assert buyers[2] is None
    assert identity.hash_of(PERSONS, "person_hash", fields[1:])[0] != buyers[0]
    with pytest.raises(ValueError, match="expected 3 columns for buyer_hash, found 1"):
        identity.hash_of(PERSONS, "buyer_hash", fields[:1])
    with pytest.raises(ValueError, match="found 'colour'"):
        identity.keyed_hash(joined, "colour")


def test_a_mask_shows_as_little_as_it_says() -> None:
    def shown(kind: identity.Shown, *values: str | None) -> list[str | None]:
        return list(identity.mask(pl.Series(values, dtype=pl.String), kind))

    assert shown("name", "练习甲", "练", "", None) == ["练**", "练", "", None]
    assert shown("number", "11010119000101123X", "12", "1", None) == ["1" + "*" * 16 + "X", "**", "*", None]
    assert shown("telephone", "13900001234", "1234567", None) == ["*******1234", "*******", None]
    assert shown("address", "浙江省杭州市西湖区文三路1号", "广西壮族自治区南宁市青秀区民族大道") == [
        "浙江省杭州市西湖区***",
        "广西壮族自治区南宁市青秀区***",
    ]
    assert shown("address", "北京路阳光小区2号", "12 Main Street", "", None) == ["***", "***", "***", None]
    masked = identity.masked(PERSONS)
    assert masked["buyer_name"].to_list() == ["练**", "练**", None]
    assert masked["total"].to_list() == [1, 2, 3]
    wholly = identity.masked(pl.DataFrame({"text": ["<payer>练习甲</payer>", None]}), ("text",))
    assert wholly["text"].to_list() == ["***", None]


def test_the_secret_of_the_tests_is_the_one_in_the_environment() -> None:
    """Otherwise the tests above would pass with a secret that is not looked at."""
    assert os.environ["ENTREPOT_SECRET_KEY"] == "test-secret-key"
