"""Showrooms with their wares and pictures, enquiries, listings; who sees what stands in the SQL beside this file."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

_HERE = Path(__file__).parent


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("seller_zh", models.TextField(blank=True)),
                ("seller_en", models.TextField(blank=True)),
                ("address", models.TextField(db_collation="C")),
                ("item_no", models.TextField(db_collation="C")),
                ("name_zh", models.TextField(blank=True)),
                ("name_en", models.TextField(blank=True)),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("unit", models.TextField(db_collation="C")),
                ("message", models.TextField(blank=True)),
                ("buyer_id", models.BigIntegerField(blank=True, null=True)),
                ("buyer_zh", models.TextField(blank=True, default="")),
                ("buyer_en", models.TextField(blank=True, default="")),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
                ("guest_name", models.TextField(blank=True, default="")),
                ("guest_mail", models.TextField(blank=True, default="")),
                ("asked_key", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("state", models.TextField(db_collation="C")),
                ("currency", models.TextField(db_collation="C")),
                ("price", models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("reply", models.TextField(blank=True, default="")),
                ("quoted_at", models.DateTimeField(blank=True, null=True)),
                ("order_no", models.TextField(blank=True, db_collation="C", default="")),
                ("marketplace_id", models.BigIntegerField(blank=True, null=True)),
                ("marketplace_code", models.TextField(blank=True, db_collation="C", default="")),
                ("message_id", models.BigIntegerField(blank=True, null=True)),
                ("ordered_at", models.DateTimeField(blank=True, null=True)),
                ("practice", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["seller_id", "-id"], name="marketing_enquiry_of_seller"),
                    models.Index(fields=["buyer_id", "-id"], name="marketing_enquiry_of_buyer"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("asked_key",), name="marketing_enquiry_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("order_no", ""), _negated=True),
                        fields=("order_no", "marketplace_id"),
                        name="marketing_enquiry_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("asked", "quoted", "declined", "ordered"))),
                        name="marketing_enquiry_states",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="marketing_enquiry_quantity"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ordered"), _negated=True),
                            models.Q(models.Q(("order_no", ""), _negated=True), ("price__isnull", False)),
                            _connector="OR",
                        ),
                        name="marketing_enquiry_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("item_no", models.TextField(db_collation="C")),
                ("name_zh", models.TextField(blank=True)),
                ("name_en", models.TextField(blank=True)),
                ("width_mm", models.IntegerField()),
                ("height_mm", models.IntegerField()),
                ("depth_mm", models.IntegerField()),
                ("price", models.DecimalField(decimal_places=5, max_digits=20)),
                ("currency", models.TextField(db_collation="C")),
                ("min_quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("unit", models.TextField(db_collation="C")),
                ("picture", models.TextField(blank=True, db_collation="C", default="")),
                ("shown", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
                ("practice", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("seller_id", "item_no"), name="marketing_exhibit_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("depth_mm__range", (1, 20000)),
                            ("height_mm__range", (1, 20000)),
                            ("width_mm__range", (1, 20000)),
                        ),
                        name="marketing_exhibit_size",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_quantity__gt", 0), ("price__gt", 0)), name="marketing_exhibit_numbers"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hall",
            fields=[
                ("seller_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("address", models.TextField(db_collation="C")),
                ("name_zh", models.TextField(blank=True)),
                ("name_en", models.TextField(blank=True)),
                ("opened_to", models.TextField(db_collation="C")),
                ("prices_to", models.TextField(db_collation="C")),
                ("seller_code", models.TextField(db_collation="C")),
                ("marketplace_id", models.BigIntegerField()),
                ("marketplace_code", models.TextField(db_collation="C")),
                ("marketplace_name", models.TextField()),
                ("changed_at", models.DateTimeField()),
                ("practice", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("address",), name="marketing_hall_address"),
                    models.CheckConstraint(
                        condition=models.Q(("address__regex", "^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")),
                        name="marketing_hall_address_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_to__in", ("nobody", "invited", "public"))),
                        name="marketing_hall_opened_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prices_to__in", ("invited", "public"))), name="marketing_hall_prices_to"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("party_id", models.BigIntegerField()),
                ("name_zh", models.TextField(blank=True)),
                ("name_en", models.TextField(blank=True)),
                ("invited_at", models.DateTimeField()),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("seller_id", "party_id"),
                        name="marketing_invitation_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("marketplace_id", models.BigIntegerField()),
                ("marketplace_name", models.TextField()),
                ("item_no", models.TextField(db_collation="C")),
                ("declared_name", models.TextField(blank=True)),
                ("hs_code", models.TextField(blank=True, db_collation="C", default="")),
                ("origin", models.TextField(blank=True, db_collation="C", default="")),
                ("price", models.DecimalField(decimal_places=5, max_digits=20)),
                ("currency", models.TextField(db_collation="C")),
                ("state", models.TextField(db_collation="C")),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(db_collation="C"), default=list, size=None
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
                ("out_at", models.DateTimeField(blank=True, null=True)),
                ("practice", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "stopped")), fields=["id"], name="marketing_listing_stopped"
                    ),
                    models.Index(fields=["marketplace_id", "-id"], name="marketing_listing_at"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seller_id", "marketplace_id", "item_no"), name="marketing_listing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("stopped", "out", "withdrawn"))),
                        name="marketing_listing_states",
                    ),
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="marketing_listing_price"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "out"), _negated=True),
                            models.Q(
                                models.Q(("origin", ""), _negated=True),
                                models.Q(("hs_code", ""), _negated=True),
                                models.Q(("declared_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="marketing_listing_complete",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seller_id", models.BigIntegerField()),
                ("digest", models.TextField(db_collation="C")),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                ("body", models.BinaryField()),
                ("small", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                ("practice", models.BooleanField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("seller_id", "digest"), name="marketing_picture_once")],
            },
        ),
        migrations.RunSQL((_HERE / "0001_policies.sql").read_text("utf-8")),
        migrations.RunSQL((_HERE / "0001_functions.sql").read_text("utf-8")),
    ]
