"""Strangers see nothing of this module, and nobody reads a secret: as the web role, on every table of it."""

from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from entrepot.modules.parties import api
from entrepot.store import connection
from tests.modules.parties.world import NOW, PASSWORD, TODAY, UNKNOWN_CODE, World, firm, make_world, member, reader

SECRETS = ("parties_password", "parties_token_secret", "parties_sign_in_link", "parties_session", "parties_attempt")


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    """At least one row in every table."""
    world = make_world()
    acting = api.Acting(world.seller)
    api.set_password(person_id=world.anna, password=PASSWORD, now=NOW, using="owner")
    with pytest.raises(api.UnableToSignIn):
        api.sign_in(name="anna", password="wrong", address="192.0.2.1", now=NOW)
    api.make_link(username="anna", now=NOW)
    api.make_token(
        acting=acting,
        person_id=world.anna,
        name="erp",
        scopes=["messages:write"],
        expires_at=NOW + timedelta(days=1),
        now=NOW,
        using="owner",
    )
    api.give_power(acting=acting, agent_id=world.broker, valid_from=TODAY, valid_until=None, now=NOW, using="owner")
    api.apply_for_filing(
        person_id=world.anna, code=UNKNOWN_CODE, authority_id=world.customs, kind="customs", now=NOW, using="owner"
    )
    grant = api.share(
        acting=acting,
        order_no="A-1",
        marketplace_id=api.own_marketplaces(owner, [world.seller])[world.seller],
        parts=["order"],
        to_party=world.carrier,
        valid_until=NOW + timedelta(days=1),
        now=NOW,
        using="owner",
    )
    carrier = api.reader_of(person_id=None, firms=(world.carrier,), now=NOW, using="owner")
    api.record_look(reader=carrier, grant_id=grant, parts=["order"], now=NOW, using="owner")
    file_certificate(world)
    owner.execute("INSERT INTO parties_session VALUES ('\\x01', 'x', %s)", (NOW,))
    api.create_station(kind="practice", owner_id=world.customs, signing_key="0" * 64, now=NOW)
    return world


def file_certificate(world: World) -> None:
    until = TODAY + timedelta(days=365)
    api.file_certificate(
        party_id=world.seller, number="01A2", sha256=b"\1", valid_from=TODAY, valid_until=until, now=NOW
    )


def _tables(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'parties\\_%' ORDER BY 1").fetchall()
    return [str(name) for (name,) in rows]


def _seen(web: psycopg.Connection, table: str) -> int | str:
    try:
        with web.transaction():
            row = web.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return "no privilege"
    assert row is not None
    return int(row[0])


def test_every_table_has_rows_and_a_stranger_sees_none(owner: psycopg.Connection, world: World) -> None:
    tables = _tables(owner)
    assert len(tables) == 19
    assert [table for table in tables if not _seen(owner, table)] == []
    with connection.web() as web:
        seen = {table: _seen(web, table) for table in tables}
    assert {table for table, rows in seen.items() if rows == "no privilege"} == set(SECRETS)
    assert {table: rows for table, rows in seen.items() if rows not in (0, "no privilege")} == {}


def test_the_read_role_sees_no_more_than_the_web_role(owner: psycopg.Connection, db: object, world: World) -> None:
    with psycopg.connect(db.read) as read:  # type: ignore[attr-defined]
        seen = {table: _seen(read, table) for table in _tables(owner)}
    assert {table: rows for table, rows in seen.items() if rows not in (0, "no privilege")} == {}


def test_another_firm_sees_itself_and_the_owner_of_the_station(owner: psycopg.Connection, world: World) -> None:
    other = firm("9999964009", "过路报关")
    eve = api.reader_of(person_id=member("eve", other), now=NOW, using="owner")
    expected = {"parties_enterprise": 2, "parties_code": 2, "parties_person": 1, "parties_membership": 1,
                "parties_station": 1, "parties_audit": 1, "parties_known_as": 4}  # fmt: skip
    with connection.web(eve.party_ids, eve.client_ids, eve.person_id) as web:
        seen = {table: _seen(web, table) for table in _tables(owner)}
        names = web.execute("SELECT name_zh FROM parties_enterprise ORDER BY id").fetchall()
    assert {table: rows for table, rows in seen.items() if rows not in (0, "no privilege")} == expected | {
        "parties_role": 1  # the authority's
    }
    assert names == [("练习海关",), ("过路报关",)]


def test_each_side_sees_what_it_shares(owner: psycopg.Connection, world: World) -> None:
    seen = {}
    for name, party in (("seller", world.seller), ("broker", world.broker), ("carrier", world.carrier)):
        with connection.web([party]) as web:
            seen[name] = [_seen(web, f"parties_{table}") for table in ("power_of_attorney", "grant", "look", "filing")]
    assert seen == {"seller": [1, 1, 1, 0], "broker": [1, 0, 0, 0], "carrier": [0, 1, 1, 0]}


def test_nobody_reads_a_secret_not_even_its_owner(world: World) -> None:
    anna = reader(world.anna)
    with connection.web(anna.party_ids, anna.client_ids, anna.person_id) as web:
        assert [_seen(web, table) for table in SECRETS] == ["no privilege"] * 5


CHANGES = [
    "UPDATE parties_enterprise SET name_zh = 'x'",
    "UPDATE parties_power_of_attorney SET revoked_at = now()",
    "UPDATE parties_grant SET revoked_at = now()",
    "UPDATE parties_filing SET state = 'approved', decided_at = now(), valid_from = '2026-01-01'",
    "UPDATE parties_person SET name = 'x'",
    "UPDATE parties_membership SET ended_at = now()",
    "UPDATE parties_token SET revoked_at = now()",
]


def test_a_stranger_changes_nothing(world: World) -> None:
    with connection.web([999]) as web:
        assert [statement for statement in CHANGES if web.execute(statement).rowcount] == []


FORBIDDEN = [
    "UPDATE parties_power_of_attorney SET valid_until = '2099-01-01'",
    "UPDATE parties_power_of_attorney SET scope = '{order}'",
    "UPDATE parties_grant SET parts = '{money}'",
    "UPDATE parties_token SET scopes = '{goods:write}'",
    "UPDATE parties_token SET expires_at = '2099-01-01'",
    "UPDATE parties_person SET is_active = true",
    "UPDATE parties_membership SET place = 'administrator'",
    "UPDATE parties_station SET kind = 'deciding'",
    "DELETE FROM parties_look",
    "UPDATE parties_audit SET what = 'x'",
    "INSERT INTO parties_enterprise (name_zh) VALUES ('x')",
    "INSERT INTO parties_look (grant_id, at, by_party_id, parts) VALUES (1, now(), 2, '{order}')",
    "INSERT INTO parties_audit (at, person_id, what, facts) VALUES (now(), 1, 'x', '{}')",
    """INSERT INTO parties_power_of_attorney (principal_id, agent_id, scope, valid_from, created_at)
       VALUES (1, 2, '{list}', '2026-01-01', now())""",
    """INSERT INTO parties_grant (owner_id, order_no, marketplace_id, parts, to_party_id, created_at, valid_until)
       VALUES (1, 'A-1', 1, '{order}', 2, now(), now() + interval '1 day')""",
    "INSERT INTO parties_membership (person_id, enterprise_id, place, valid_from) VALUES (2, 1, 'staff', '2026-01-01')",
    "SELECT parties_password_set(1, 'x', 1, 1, 1, 'x', 'x', now())",
    "SELECT * FROM parties_own_marketplaces('{1}')",
]


def _is_forbidden(web: psycopg.Connection, statement: str) -> bool:
    try:
        with web.transaction():
            web.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_the_broker_widens_none_of_its_rights(world: World) -> None:
    bo = reader(world.bo)
    assert (bo.party_ids, bo.client_ids) == ((2,), (1,))
    with connection.web(bo.party_ids, bo.client_ids, bo.person_id) as web:
        assert [statement for statement in FORBIDDEN if not _is_forbidden(web, statement)] == []


def test_what_was_revoked_stays_revoked(owner: psycopg.Connection, world: World) -> None:
    owner.execute("UPDATE parties_grant SET revoked_at = now()")
    with connection.web([world.seller]) as web:
        assert web.execute("UPDATE parties_grant SET revoked_at = NULL").rowcount == 0


def test_only_who_has_signed_in_makes_a_party_of_a_code(world: World) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.web() as web:
        api.resolve(web, [("9999961099", "x", "seller")])
