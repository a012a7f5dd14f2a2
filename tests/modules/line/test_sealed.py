"""What firms send lies sealed: nobody reads it in the database without the secret; readers get plain bytes."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import zstandard

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Incoming, Outgoing
from entrepot.store import connection, dsn, identity

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BODY = "<买方>练习甲 110101190001011237</买方>".encode() * 20
LYING = "SELECT id, direction, body, key_id FROM exchange_message ORDER BY id"


def keep(owner: psycopg.Connection, body: bytes = BODY, *, now: datetime = NOW) -> int:
    (stored,) = exchange.store_messages(owner, [Incoming("order", 7, body, "a.xml")], now=now, practice=True)
    assert stored.is_new
    return stored.id


def test_a_message_lies_sealed_and_is_read_as_it_came(owner: psycopg.Connection) -> None:
    number = keep(owner)
    exchange.write_messages(owner, [Outgoing("CEB304", 7, b"reply " + BODY, 1)], now=NOW, practice=True)
    exchange.file_message(owner, Outgoing("CEB603", 9, b"filed " + BODY, 1), filed_by=7, now=NOW, practice=True)
    for _, _, body, key in owner.execute(LYING).fetchall():
        assert key is not None
        assert "练习甲".encode() not in body
        with pytest.raises(zstandard.ZstdError):
            zstandard.ZstdDecompressor().decompress(body)
    assert exchange.body_of(owner, number) == BODY
    assert [one.body for one in exchange.outgoing(owner)] == [b"reply " + BODY, b"filed " + BODY]
    with owner.transaction():
        (claimed,) = exchange.claim_to_read(owner, limit=5)
    assert (claimed.id, claimed.body) == (number, BODY)


def test_a_message_that_the_web_brings_is_sealed_and_the_same_bytes_are_the_same_message(
    owner: psycopg.Connection,
) -> None:
    message = Incoming("order", 7, BODY, "a.xml")
    with psycopg.connect(dsn.web(), autocommit=True) as web:
        first = exchange.post_message(web, message, reader_ids=[7], person_id=None, now=NOW, practice=True)
        owner.execute("DELETE FROM store_identity_key")  # as in a restore: what the connection remembers is gone
        owner.execute("DELETE FROM exchange_message")
        again = exchange.post_message(web, message, reader_ids=[7], person_id=None, now=NOW, practice=True)
        repeat = exchange.post_message(web, message, reader_ids=[7], person_id=None, now=NOW, practice=True)
    assert (first.is_new, again.is_new, repeat.is_new) == (True, True, False)
    assert repeat.id == again.id
    with connection.web(reader_ids=(7,)) as reader:
        assert exchange.body_of(reader, again.id) == BODY
    with connection.web(reader_ids=(8,)) as stranger:
        assert exchange.body_of(stranger, again.id) is None


def test_a_row_of_before_is_read_as_it_lies(owner: psycopg.Connection) -> None:
    squeezed = zstandard.ZstdCompressor(level=1).compress(BODY)
    row = owner.execute(
        """INSERT INTO exchange_message (direction, kind, party_id, at, sha256, body, body_bytes, state, practice)
           VALUES ('in', 'order', 7, %s, %s, %s, %s, 'stored', true) RETURNING id""",
        (NOW, hashlib.sha256(BODY).digest(), squeezed, len(BODY)),
    ).fetchone()
    assert row is not None
    sealed = keep(owner, b"newer")
    with owner.transaction():
        assert [one.body for one in exchange.claim_to_read(owner, limit=5)] == [BODY, b"newer"]
    assert exchange.body_of(owner, row[0]) == BODY
    assert exchange.body_of(owner, sealed) == b"newer"


def test_rows_of_before_are_sealed_in_rounds_and_read_as_before(owner: psycopg.Connection) -> None:
    squeezed = zstandard.ZstdCompressor(level=1).compress
    digest = hashlib.sha256(BODY).digest()
    owner.execute(
        """INSERT INTO exchange_message (direction, kind, party_id, at, sha256, body, body_bytes, state, practice)
           VALUES ('in', 'order', 7, %s, %s, %s, %s, 'read', true)""",
        (NOW, digest, squeezed(BODY), len(BODY)),
    )
    owner.execute(
        """INSERT INTO exchange_sheet (party_id, by, name, kind, mapping, seen, language, sha256, body_bytes, state,
               created_at, parts, parts_done, read, accepted, duplicates, rejected, by_reason, more, refusal_en,
               refusal_zh, problems)
           VALUES (7, '', 'a.csv', 'goods', '{}', '{"examples": [["标记"]]}', 'en', %s, 1, 'done', %s, 1, 1, 1, 0, 0, 1,
               '{}', '{}', '', '', %s)""",
        (digest, NOW, squeezed("标记,1".encode())),
    )
    assert [exchange.seal_rows_of_before(owner, now=NOW) for _ in range(3)] == [1, 1, 0]
    row = owner.execute("SELECT m.id, m.body, s.id, s.seen::text FROM exchange_message m, exchange_sheet s").fetchone()
    assert row is not None
    assert exchange.body_of(owner, row[0]) == BODY
    assert row[1] != squeezed(BODY)
    assert "标记" not in row[3]
    counts = exchange.ended_sheet(owner, row[2])
    assert counts is not None
    assert (counts.problems, list(counts.examples)) == ("标记,1".encode(), [["标记"]])


def test_a_body_moved_to_another_row_or_changed_does_not_open(owner: psycopg.Connection) -> None:
    first, second = keep(owner), keep(owner, b"another")
    owner.execute(
        "UPDATE exchange_message SET body = (SELECT body FROM exchange_message WHERE id = %s) WHERE id = %s",
        (second, first),
    )
    with pytest.raises(identity.UnableToOpen, match="changed or of another row"):
        exchange.body_of(owner, first)


def test_without_the_secret_an_unread_message_is_refused_and_holds_up_nothing(
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut = keep(owner)
    monkeypatch.setenv("ENTREPOT_SECRET_KEY", "made anew by a restore")
    fresh = keep(owner, b"fresh")
    with owner.transaction():
        assert [one.id for one in exchange.claim_to_read(owner, limit=5)] == [fresh]
    assert [fault.rule for fault in exchange.faults(owner, [shut])] == ["line.shut"]
    assert exchange.results(owner, [shut])[shut].state == "refused"


def test_threads_that_store_at_the_first_moment_of_a_month_share_its_key(owner: psycopg.Connection) -> None:
    def store(number: int) -> None:
        with connection.owner() as own:
            keep(own, b"%d" % number, now=NOW + timedelta(days=20))

    threads = [threading.Thread(target=store, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert owner.execute("SELECT count(*), count(DISTINCT key_id) FROM exchange_message").fetchone() == (8, 1)
