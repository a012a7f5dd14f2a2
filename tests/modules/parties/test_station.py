"""A data folder is one station for life."""

import psycopg
import pytest

from entrepot.modules.parties import api
from entrepot.store import connection
from tests.modules.parties.world import CUSTOMS_CODE, NOW, firm

KEY = "ab" * 32


@pytest.fixture
def customs(owner: psycopg.Connection) -> int:
    party = firm(CUSTOMS_CODE, "练习海关", "authority")
    api.create_station(kind="practice", owner_id=party, signing_key=KEY, now=NOW)
    return party


def test_a_page_knows_the_station_before_anybody_has_signed_in(customs: int) -> None:
    with connection.web() as web:
        found = api.station(web)
    assert found == api.StationCard("practice", customs, "练习海关", "", NOW, KEY)
    assert found.is_practice


def test_there_is_none_before_it_is_made(owner: psycopg.Connection) -> None:
    assert api.station(owner) is None


def test_it_is_made_once(owner: psycopg.Connection, customs: int) -> None:
    with pytest.raises(api.UnableToMakeStation) as error:
        api.create_station(kind="filing", owner_id=customs, signing_key=KEY, now=NOW)
    assert (error.value.reason, error.value.facts) == ("station_made", {"kind": "practice"})
    assert owner.execute("SELECT kind FROM parties_station").fetchall() == [("practice",)]


def test_refuses_an_unknown_kind(owner: psycopg.Connection) -> None:
    with pytest.raises(api.UnableToMakeStation):
        api.create_station(kind="toy", owner_id=1, signing_key=KEY, now=NOW)
    assert owner.execute("SELECT count(*) FROM parties_station").fetchone() == (0,)


@pytest.mark.parametrize("statement", [
    "UPDATE parties_station SET kind = 'filing'",
    "UPDATE parties_station SET created_at = now()",
    "DELETE FROM parties_station",
    "INSERT INTO parties_station SELECT 2, kind, owner_id, created_at, '' FROM parties_station",
])  # fmt: skip
def test_the_database_refuses_another_kind_and_a_second_one(
    owner: psycopg.Connection, customs: int, statement: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(statement)
    assert owner.execute("SELECT id, kind, created_at FROM parties_station").fetchall() == [(1, "practice", NOW)]


def test_the_key_may_be_changed(owner: psycopg.Connection, customs: int) -> None:
    owner.execute("UPDATE parties_station SET signing_key = %s", ("cd" * 32,))
    found = api.station(owner)
    assert found is not None
    assert found.signing_key == "cd" * 32
