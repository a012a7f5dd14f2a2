"""Content hashes of orders, payments and waybills of import under the station's key: those of before are keyed here."""

from typing import Any

from django.db import migrations
from psycopg import sql

from entrepot.store import identity

_NAMING = {
    "trade_payment": "true",
    "trade_order": "EXISTS (SELECT FROM trade_order_import i WHERE i.order_no = t.order_no AND i.order_id = t.id)",
    "trade_waybill": "EXISTS (SELECT FROM trade_waybill_import i"
    " WHERE i.waybill_no = t.waybill_no AND i.waybill_id = t.id)",
}


def key_all(_apps: Any, schema_editor: Any) -> None:  # noqa: ANN401
    """Each row once: what comes after this migration comes keyed."""
    for table, which in _NAMING.items():
        identity.key_contents_of_before(schema_editor.connection.connection, table, sql.SQL(which))


class Migration(migrations.Migration):
    dependencies = [("trade", "0005_import"), ("store", "0002_identity")]
    operations = [migrations.RunPython(key_all, migrations.RunPython.noop)]
