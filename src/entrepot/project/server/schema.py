"""The schema, brought up to date by Django's migrations as the owner."""

from entrepot.project.server.cluster import Progress
from entrepot.project.wording import Text

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
