"""Content hashes of import lists, cancellations and returns under the station's key: those of before are keyed here."""

from typing import Any

from django.db import migrations
from psycopg import sql

from entrepot.store import identity

_NAMING = {
    "declarations_withdrawal": "true",
    "declarations_list": "EXISTS (SELECT FROM declarations_list_import i"
    " WHERE i.order_no = t.order_no AND i.list_id = t.id)",
}


def key_all(_apps: Any, schema_editor: Any) -> None:  # noqa: ANN401
    """Each row once: what comes after this migration comes keyed."""
    for table, which in _NAMING.items():
        identity.key_contents_of_before(schema_editor.connection.connection, table, sql.SQL(which))


class Migration(migrations.Migration):
    dependencies = [("declarations", "0016_returned_goods"), ("store", "0002_identity")]
    operations = [migrations.RunPython(key_all, migrations.RunPython.noop)]
