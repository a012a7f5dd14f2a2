"""Content hashes of orders, payments and waybills of import under the station's key: those of before are keyed here."""

from django.db import migrations

from entrepot.store import identity

NAMING = {
    "trade_payment": "true",
    "trade_order": "EXISTS (SELECT FROM trade_order_import i WHERE i.order_no = t.order_no AND i.order_id = t.id)",
    "trade_waybill": "EXISTS (SELECT FROM trade_waybill_import i"
    " WHERE i.waybill_no = t.waybill_no AND i.waybill_id = t.id)",
}


class Migration(migrations.Migration):
    dependencies = [("trade", "0005_import"), ("store", "0002_identity")]
    operations = [migrations.RunPython(identity.key_contents_of_before(NAMING), migrations.RunPython.noop)]
