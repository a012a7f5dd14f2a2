"""Goods are found by the beginnings of their numbers and names and by the initials of their pinyin."""

from pathlib import Path
from typing import Any

from django.db import connections, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from entrepot.kernel.initials import keys_of


def know_all(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 - the registry of that state
    """Goods that are here already."""
    with connections[editor.connection.alias].cursor() as cursor:
        cursor.execute(
            "SELECT seller_id, item_no, coalesce(declared_name, ''), coalesce(item_name, '') FROM catalogue_goods"
            " WHERE NOT superseded"
        )
        rows = [(seller, item, key) for seller, item, *names in cursor.fetchall() for key in keys_of(item, *names)]
        cursor.executemany(
            "INSERT INTO catalogue_found_by (seller_id, item_no, key) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
        )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [
        migrations.RunSQL(Path(__file__).with_name("0002_pinyin.sql").read_text("utf-8")),
        migrations.RunPython(know_all, migrations.RunPython.noop),
    ]
