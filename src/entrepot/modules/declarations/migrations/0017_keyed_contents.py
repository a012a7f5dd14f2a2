"""Content hashes of import lists, cancellations and returns under the station's key: those of before are keyed here."""

from django.db import migrations

from entrepot.store import identity

NAMING = {
    "declarations_withdrawal": "true",
    "declarations_list": "EXISTS (SELECT FROM declarations_list_import i"
    " WHERE i.order_no = t.order_no AND i.list_id = t.id)",
}


class Migration(migrations.Migration):
    dependencies = [("declarations", "0016_returned_goods"), ("store", "0002_identity")]
    operations = [migrations.RunPython(identity.key_contents_of_before(NAMING), migrations.RunPython.noop)]
