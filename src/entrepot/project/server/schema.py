"""The schema, brought up to date by Django's migrations as the owner."""

from collections.abc import Iterable

from entrepot.project.server.cluster import Progress
from entrepot.project.wording import Refusal, Text

OTHER_STATION = Text(
    "The database {database} is a {found} station, this folder a {expected} station. "
    "Name the database of this folder in DATABASE_URL, or an empty one.",
    "数据库 {database} 是 {found} 站，而此目录是 {expected} 站。请在 DATABASE_URL 中指定此目录的数据库，或一个空库。",
)
APPLYING = Text("applying {count} migrations", "正在应用 {count} 个迁移")


def set_up_django() -> None:
    """Django on the database that the environment names; once a process."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def migrations() -> tuple[int, list[str]]:
    """How many migrations the database has had, and the names of those it lacks."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return len(executor.loader.applied_migrations), [f"{one.app_label}.{one.name}" for one, _ in plan]


def known() -> set[tuple[str, str]]:
    """(app, name) of every migration of this release."""
    from django.db.migrations.loader import MigrationLoader

    return set(MigrationLoader(None).graph.nodes)


def migrate_to(wanted: Iterable[tuple[str, str]]) -> None:
    """Make the tables of an empty database as these migrations left them, and none that came later."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    nodes, had = executor.loader.graph.node_map, set(wanted)
    executor.migrate(sorted(one for one in had if not {child.key for child in nodes[one].children} & had))
    connections.close_all()


def migrate(progress: Progress) -> None:
    """Apply what is missing; the connection strings are in the environment."""
    from django.core.management import call_command
    from django.db import connections

    set_up_django()
    _, missing = migrations()
    if missing:
        progress(APPLYING.say(count=len(missing)))
        call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()


def settle_station(kind: str, database: str) -> None:
    """Make the database the station that its folder is; one that is another station already is refused."""
    import psycopg

    from entrepot.project.line.station import the_station
    from entrepot.store import dsn

    with psycopg.connect(dsn.owner(), autocommit=True) as connection:
        found = the_station(connection).kind
    if found != kind:
        raise Refusal(OTHER_STATION, database=database, found=found, expected=kind)
