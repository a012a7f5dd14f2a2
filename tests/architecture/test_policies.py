"""Strangers see nothing: every table has a policy or a stated reason to have none (docs/decisions/0003)."""

import psycopg
import pytest
from psycopg import sql

from entrepot.store import connection
from entrepot.store.policies import OPEN_TABLES
from tests.architecture import rows
from tests.databases import Database

STATE = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner)
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""


def test_every_table_has_a_policy_or_a_stated_reason(owner: psycopg.Connection) -> None:
    state = owner.execute(STATE).fetchall()
    assert len(state) > len(OPEN_TABLES)
    assert [name for name, secured, _, _ in state if not secured and name not in OPEN_TABLES] == []
    assert [name for name, secured, _, _ in state if secured and name in OPEN_TABLES] == []
    known = owner.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchall()
    assert sorted(set(OPEN_TABLES) - {name for (name,) in known}) == []
    assert [name for name, reason in OPEN_TABLES.items() if len(reason.split()) < 3] == []


def test_a_view_asks_as_its_reader_or_is_open_for_a_stated_reason(owner: psycopg.Connection) -> None:
    query = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
                  AND NOT coalesce('security_invoker=true' = ANY (reloptions), false) ORDER BY 1"""
    assert [name for (name,) in owner.execute(query).fetchall() if name not in OPEN_TABLES] == []


def test_a_function_that_runs_as_owner_names_where_it_looks(owner: psycopg.Connection) -> None:
    query = """SELECT proname, coalesce(array_to_string(proconfig, ','), '') FROM pg_proc
                WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"""
    functions = owner.execute(query).fetchall()
    assert functions
    assert [name for name, settings in functions if "search_path=" not in settings] == []
    public = "SELECT proname FROM pg_proc WHERE prosecdef AND has_function_privilege('public', oid, 'EXECUTE')"
    assert [name for (name,) in owner.execute(public)] == []


def test_tables_belong_to_the_owner_who_is_not_forced_under_the_policies(owner: psycopg.Connection) -> None:
    state = owner.execute(STATE).fetchall()
    assert {user for _, _, _, user in state} == {"entrepot_owner"}
    assert [name for name, _, forced, _ in state if forced] == []


def test_the_web_and_read_roles_can_neither_own_nor_bypass(owner: psycopg.Connection) -> None:
    query = """SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                      (SELECT count(*) FROM pg_class WHERE relowner = r.oid),
                      pg_has_role(rolname, 'entrepot_owner', 'MEMBER')
                 FROM pg_roles r WHERE rolname IN ('entrepot_web', 'entrepot_read') ORDER BY 1"""
    assert owner.execute(query).fetchall() == [
        ("entrepot_read", False, False, False, False, 0, False),
        ("entrepot_web", False, False, False, False, 0, False),
    ]


def test_no_policy_lets_everyone_read_or_insert(owner: psycopg.Connection) -> None:
    query = "SELECT tablename, policyname, coalesce(qual, with_check) FROM pg_policies WHERE schemaname = 'public'"
    policies = owner.execute(query).fetchall()
    assert policies
    assert [f"{table}.{name}" for table, name, condition in policies if condition == "true"] == []


def test_without_a_reader_the_web_role_sees_no_row_of_any_table_that_is_not_open(db: Database) -> None:
    with rows.crowded(db.superuser) as stranger:
        who = stranger.execute("SELECT current_user, reader_ids(), client_ids()").fetchone()
        assert who == ("entrepot_web", [], [])
        tables = rows.tables(stranger)
        assert {table: seen for table in _closed(tables) if (seen := _seen(stranger, table))} == {}
        opened = [table for table in tables if table in OPEN_TABLES]
        assert [table for table in opened if not _seen(stranger, table)] == []


def test_a_party_named_in_no_document_sees_none(db: Database) -> None:
    with rows.crowded(db.superuser) as stranger:
        connection.set_reader(stranger, [999_999_999], [999_999_998], 999_999_997)
        with_documents = ("trade_", "declarations_", "exchange_")
        documents = [table for table in rows.tables(stranger) if table.startswith(with_documents)]
        assert {table: seen for table in _closed(documents) if (seen := _seen(stranger, table))} == {}


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {column} = {column}"])
def test_without_a_reader_the_web_role_changes_nothing(db: Database, statement: str) -> None:
    with rows.crowded(db.superuser) as stranger:
        changed = {table: _changed(stranger, table, statement) for table in _closed(rows.tables(stranger))}
    assert {table: number for table, number in changed.items() if number} == {}


def test_a_login_as_entrepot_web_sees_what_names_its_reader_and_nothing_without_one(owner: psycopg.Connection) -> None:
    owner.execute(
        """INSERT INTO exchange_message (direction, kind, party_id, at, sha256, body, body_bytes, state, practice)
           VALUES ('in', 'CEB303', 7, '2026-01-05 00:00+00', '\\x00', '\\x00', 1, 'stored', true)"""
    )
    seen = {}
    for readers in ((), (8,), (7,)):
        with connection.web(reader_ids=readers) as reader:
            seen[readers] = rows.count(reader, "exchange_message")
    assert seen == {(): 0, (8,): 0, (7,): 1}


def _closed(tables: list[str]) -> list[str]:
    assert tables
    return [table for table in tables if table not in OPEN_TABLES]


def _seen(reader: psycopg.Connection, table: str) -> int:
    try:
        with reader.transaction():
            return rows.count(reader, table)
    except psycopg.errors.InsufficientPrivilege:
        return 0


FIRST_COLUMN = "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = ''"


def _changed(reader: psycopg.Connection, table: str, statement: str) -> int:
    try:
        with reader.transaction():
            found = reader.execute(FIRST_COLUMN, (table,)).fetchone()
            assert found is not None
            query = sql.SQL(statement).format(sql.Identifier(table), column=sql.Identifier(found[0]))
            return reader.execute(query).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return 0
