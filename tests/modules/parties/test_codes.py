"""Codes in documents lead to parties, whoever brings them first."""

import threading

import polars as pl
import psycopg

from entrepot.modules.parties import api
from tests.databases import Database

SELLER, SELLER_CREDIT, CARRIER = "9999961001", "91999999MA1PR0017D", "9999962001"


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def test_an_unknown_code_becomes_one_provisional_party_however_often_it_is_named(owner: psycopg.Connection) -> None:
    named = [(SELLER, "青禾", "seller"), (CARRIER, "鸿雁", "carrier"), (SELLER, "青禾", "seller")]
    first = api.resolve(owner, named)
    assert sorted(first) == [SELLER, CARRIER]
    assert api.resolve(owner, named) == first
    rows = owner.execute("SELECT id, name_zh, provisional, named_as FROM parties_enterprise ORDER BY id").fetchall()
    assert rows == [(first[SELLER], "青禾", True, "seller"), (first[CARRIER], "鸿雁", True, "carrier")]


def test_a_party_without_a_name_is_called_by_its_code(owner: psycopg.Connection) -> None:
    party = api.resolve(owner, pl.Series([CARRIER, None, CARRIER]))[CARRIER]
    assert owner.execute("SELECT name_zh FROM parties_enterprise WHERE id = %s", (party,)).fetchone() == (CARRIER,)


def test_what_is_no_official_code_leads_to_nobody(owner: psycopg.Connection) -> None:
    wrong = ["", "无", "NO", "123", "91999999MA1PR0017X", "999996100", "9999961001 "]
    assert api.resolve(owner, [(code, "谁", "seller") for code in wrong]) == {}
    assert _count(owner, "parties_enterprise") == 0


def test_two_transactions_with_the_same_new_codes_get_the_same_parties(owner: psycopg.Connection, db: Database) -> None:
    codes = [(f"99999610{number:02}", "x", "seller") for number in range(40)]
    found: list[dict[str, int]] = []
    start = threading.Barrier(2)

    def bring(order: list[tuple[str, str, str]]) -> None:
        with psycopg.connect(db.owner) as connection:
            start.wait()
            found.append(api.resolve(connection, order))

    threads = [threading.Thread(target=bring, args=(order,)) for order in (codes, codes[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found[0]) == 40
    assert found[0] == found[1]
    assert _count(owner, "parties_enterprise") == 40


def test_a_rolled_back_batch_leaves_no_party(owner: psycopg.Connection, db: Database) -> None:
    with psycopg.connect(db.owner) as connection:
        assert len(api.resolve(connection, [(SELLER, "x", "seller")])) == 1
        connection.rollback()
    assert (_count(owner, "parties_enterprise"), _count(owner, "parties_code")) == (0, 0)


def test_sellers_without_a_marketplace_have_one_each(owner: psycopg.Connection) -> None:
    parties = api.resolve(owner, [(SELLER, "a", "seller"), (CARRIER, "b", "seller")])
    own = api.own_marketplaces(owner, parties.values())
    assert set(own) == set(parties.values())
    assert len(set(own.values()) | set(parties.values())) == 4
    assert api.own_marketplaces(owner, parties.values()) == own


def test_a_frame_gets_the_parties_of_all_its_codes(owner: psycopg.Connection) -> None:
    frame = pl.DataFrame({
        "marketplace_code": ["9999960001", "无", "无", "?"], "marketplace_name": ["m", "无", "无", "?"],
        "seller_code": [SELLER, SELLER, CARRIER, SELLER], "seller_name": ["s", "s", "c", "s"],
        "pay_code": [None, "9999963001", None, None], "pay_name": ["现金", "p", "现金", "现金"],
    })  # fmt: skip
    cache: dict[str, int] = {}
    own: dict[int, int] = {}
    done = api.with_party_ids(owner, frame, cache, own)
    assert sorted(cache) == ["9999960001", SELLER, CARRIER, "9999963001"]
    seller, carrier = cache[SELLER], cache[CARRIER]
    assert done["seller_id"].to_list() == [seller, seller, carrier, seller]
    assert done["payer_id"].to_list() == [None, cache["9999963001"], None, None]
    assert done["marketplace_id"].to_list() == [cache["9999960001"], own[seller], own[carrier], None]
    assert api.with_party_ids(owner, frame, cache, own).equals(done)


def test_an_empty_frame_gets_empty_columns_of_parties(owner: psycopg.Connection) -> None:
    schema = {"carrier_code": pl.String, "carrier_name": pl.String}
    done = api.with_party_ids(owner, pl.DataFrame(schema=schema), {}, {})
    assert dict(done.schema) == {**schema, "carrier_id": pl.Int64}
