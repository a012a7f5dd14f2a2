"""Shipments in, lots, orders filled from them; who sees and writes which row."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_initial"), ("parties", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shipment_no", models.TextField(db_collation="C")),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("seller_code", models.TextField(db_collation="C")),
                ("order_no", models.TextField(blank=True, db_collation="C", default="")),
                ("marketplace_id", models.BigIntegerField(blank=True, null=True)),
                ("state", models.TextField(db_collation="C", default="announced")),
                ("announced_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(blank=True, null=True)),
                ("practice", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Warehouse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField(db_collation="C", unique=True)),
                ("operator_id", models.BigIntegerField(db_index=True)),
                ("name_zh", models.TextField()),
                ("name_en", models.TextField()),
                ("country", models.TextField(db_collation="C")),
                ("town", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ShipmentLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("item_no", models.TextField(blank=True, db_collation="C")),
                ("barcode", models.TextField(db_collation="C")),
                ("name", models.TextField(blank=True)),
                ("unit", models.TextField(blank=True, db_collation="C")),
                ("expected", models.DecimalField(decimal_places=5, max_digits=20)),
                ("received", models.DecimalField(decimal_places=5, default=0, max_digits=20)),
                (
                    "shipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="warehouses.shipment"
                    ),
                ),
            ],
            options={
                "db_table": "warehouses_shipment_line",
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(blank=True, null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="warehouses.shipmentline"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="shipment",
            name="warehouse",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shipments", to="warehouses.warehouse"
            ),
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("seller_code", models.TextField(db_collation="C")),
                ("item_no", models.TextField(db_collation="C")),
                ("barcode", models.TextField(db_collation="C")),
                ("name", models.TextField(blank=True)),
                ("unit", models.TextField(db_collation="C")),
                ("began_at", models.DateTimeField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lot", to="warehouses.shipmentline"
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="warehouses.warehouse"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dispatch_no", models.TextField(db_collation="C", unique=True)),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("order_no", models.TextField(db_collation="C")),
                ("marketplace_id", models.BigIntegerField(blank=True, null=True)),
                ("item_no", models.TextField(db_collation="C")),
                ("barcode", models.TextField(db_collation="C")),
                ("name", models.TextField(blank=True)),
                ("unit", models.TextField(db_collation="C")),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("picked", models.DecimalField(decimal_places=5, default=0, max_digits=20)),
                ("state", models.TextField(db_collation="C", default="reserved")),
                ("reserved_at", models.DateTimeField()),
                ("picked_at", models.DateTimeField(blank=True, null=True)),
                ("packed_at", models.DateTimeField(blank=True, null=True)),
                ("shipped_at", models.DateTimeField(blank=True, null=True)),
                ("carrier", models.TextField(blank=True, default="")),
                ("waybill_no", models.TextField(blank=True, db_collation="C", default="")),
                ("practice", models.BooleanField()),
                (
                    "warehouse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="warehouses.warehouse",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Filling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("seller_id", models.BigIntegerField()),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fillings", to="warehouses.dispatch"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fillings", to="warehouses.lot"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dispatch", "lot"), name="warehouses_filling_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="warehouses_filling_quantity"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="shipmentline",
            constraint=models.UniqueConstraint(fields=("shipment", "barcode"), name="warehouses_shipment_line_once"),
        ),
        migrations.AddConstraint(
            model_name="shipmentline",
            constraint=models.CheckConstraint(
                condition=models.Q(("expected__gte", 0), ("received__gte", 0)), name="warehouses_shipment_line_sums"
            ),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(fields=["operator_id", "-id"], name="warehouses_shipment_in"),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(fields=["seller_id", "-id"], name="warehouses_shipment_of"),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(
                condition=models.Q(("order_no", ""), _negated=True), fields=["order_no"], name="warehouses_shipment_rec"
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("announced", "receiving", "received"))),
                name="warehouses_shipment_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.UniqueConstraint(fields=("warehouse", "shipment_no"), name="warehouses_shipment_once"),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("marketplace_id__isnull", True), ("order_no", "")),
                    models.Q(models.Q(("order_no", ""), _negated=True), ("marketplace_id__gt", 0)),
                    _connector="OR",
                ),
                name="warehouses_shipment_record",
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["seller_id", "item_no", "id"], name="warehouses_lot_of_seller"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["operator_id", "id"], name="warehouses_lot_of_operator"),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["operator_id", "-id"], name="warehouses_dispatch_by"),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["seller_id", "-id"], name="warehouses_dispatch_for"),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["order_no"], name="warehouses_dispatch_record"),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("reserved", "picked", "packed", "shipped"))),
                name="warehouses_dispatch_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("picked__gte", 0), ("picked__lte", models.F("quantity")), ("quantity__gt", 0)),
                name="warehouses_dispatch_sums",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "shipped"), _negated=True),
                    models.Q(("waybill_no", ""), _negated=True),
                    _connector="OR",
                ),
                name="warehouses_dispatch_waybill",
            ),
        ),
        migrations.RunSQL(Path(__file__).with_name("0001_policies.sql").read_text("utf-8")),
    ]
