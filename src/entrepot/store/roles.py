"""The three roles of an installation, made by setup and never by migrations (docs/decisions/0003)."""

from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

OWNER = "entrepot_owner"
WEB = "entrepot_web"
READ = "entrepot_read"


@dataclass(frozen=True)
class Passwords:
    """One password a role; made once and kept beside the data."""

    owner: str
    web: str
    read: str


@dataclass(frozen=True)
class Dsns:
    """One connection string a role."""

    owner: str
    web: str
    read: str


def setup(superuser_conninfo: str, database: str, passwords: Passwords) -> Dsns:
    """Make roles and database, or bring them up to date; may run any number of times.

    `superuser_conninfo` needs CREATEROLE and CREATEDB. Roles are shared by all databases of a server.
    """
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        for role, password in ((OWNER, passwords.owner), (WEB, passwords.web), (READ, passwords.read)):
            _make_role(connection, role, password)
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
        _make_database(connection, database)
    inside = make_conninfo(superuser_conninfo, dbname=database)
    with psycopg.connect(inside, autocommit=True) as connection:
        _privileges(connection, database)
    return Dsns(
        owner=make_conninfo(inside, user=OWNER, password=passwords.owner),
        web=make_conninfo(inside, user=WEB, password=passwords.web),
        read=make_conninfo(inside, user=READ, password=passwords.read),
    )


def claimed_by(superuser_conninfo: str) -> str:
    """The mark that `claim` left on the roles of this server; empty where there is none."""
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = %s", (OWNER,)
        ).fetchone()
    return row[0] or "" if row else ""


def claim(superuser_conninfo: str, mark: str) -> None:
    """Mark the roles as those of one installation: a role has one password, whichever database it is used for."""
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(sql.Identifier(OWNER), sql.Literal(mark)))


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = sql.SQL("ALTER ROLE") if known else sql.SQL("CREATE ROLE")
    connection.execute(
        sql.SQL("{} {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            verb, sql.Identifier(role), sql.Literal(password)
        )
    )


def _make_database(connection: psycopg.Connection, database: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'").format(
            sql.Identifier(database), sql.Identifier(OWNER)
        )
    )


def drop_database(superuser_conninfo: str, database: str) -> None:
    """Drop a database that was made for a while, whoever is still connected to it."""
    with psycopg.connect(superuser_conninfo, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


def _privileges(connection: psycopg.Connection, database: str) -> None:
    name = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(OWNER),
        "web": sql.Identifier(WEB),
        "read": sql.Identifier(READ),
    }
    statements = (
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {web}, {read}",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {owner}",
        "GRANT USAGE ON SCHEMA public TO {web}, {read}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {read}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SEQUENCES TO {web}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {web}, {read}",
    )
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**name))
