"""Deals, containers, what is declared of them and paid for them; who sees and writes which row."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_initial"), ("parties", "0008_market_dealer")]

    operations = [
        migrations.CreateModel(
            name="Container",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("container_no", models.TextField(db_collation="C")),
                ("dealer_id", models.BigIntegerField()),
                ("dealer_code", models.TextField(db_collation="C")),
                ("dealer_zh", models.TextField()),
                ("dealer_en", models.TextField()),
                ("buyer_code", models.TextField(db_collation="C")),
                ("buyer_name", models.TextField(blank=True, default="")),
                ("buyer_country", models.TextField(blank=True, db_collation="C", default="")),
                ("buyer_document", models.TextField(blank=True, default="")),
                ("rate", models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
                ("rate_source", models.TextField(blank=True, default="")),
                ("state", models.TextField(db_collation="C", default="open")),
                ("opened_at", models.DateTimeField()),
                ("practice", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "declared", "released"))),
                        name="market_procurement_container_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rate__isnull", True), ("rate_source", "")),
                            models.Q(("rate__gt", 0), models.Q(("rate_source", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="market_procurement_container_rate",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released"), _negated=True),
                        fields=("dealer_id", "container_no"),
                        name="market_procurement_container_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deal_no", models.TextField(db_collation="C", unique=True)),
                ("dealer_id", models.BigIntegerField()),
                ("dealer_code", models.TextField(db_collation="C")),
                ("dealer_zh", models.TextField()),
                ("dealer_en", models.TextField()),
                ("stall_id", models.BigIntegerField()),
                ("stall_code", models.TextField(db_collation="C")),
                ("stall_zh", models.TextField(blank=True, default="")),
                ("stall_en", models.TextField(blank=True, default="")),
                ("booth_no", models.TextField(blank=True, default="")),
                ("buyer_code", models.TextField(db_collation="C")),
                ("goods_name", models.TextField()),
                ("hs_code", models.TextField(db_collation="C")),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("unit", models.TextField(db_collation="C")),
                ("price", models.DecimalField(decimal_places=5, max_digits=20)),
                ("value", models.DecimalField(decimal_places=5, max_digits=20)),
                ("state", models.TextField(db_collation="C", default="made")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.BigIntegerField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("order_no", models.TextField(blank=True, db_collation="C", default="")),
                ("marketplace_id", models.BigIntegerField(blank=True, null=True)),
                ("practice", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["dealer_id", "-id"], name="market_deal_of_dealer"),
                    models.Index(fields=["stall_id", "-id"], name="market_deal_of_stall"),
                    models.Index(
                        condition=models.Q(("order_no", ""), _negated=True),
                        fields=["order_no"],
                        name="market_deal_of_record",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("made", "confirmed", "refused"))),
                        name="market_procurement_deal_states",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gt", 0), ("quantity__gt", 0)),
                        name="market_procurement_deal_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("dealer_id", models.F("stall_id")), _negated=True),
                        name="market_procurement_deal_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("state", "made")),
                            models.Q(models.Q(("state", "made"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="market_procurement_deal_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marketplace_id__isnull", True), ("order_no", "")),
                            models.Q(models.Q(("order_no", ""), _negated=True), ("marketplace_id__gt", 0)),
                            _connector="OR",
                        ),
                        name="market_procurement_deal_record",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("declaration_no", models.TextField(db_collation="C", unique=True)),
                ("container_no", models.TextField(db_collation="C")),
                ("dealer_id", models.BigIntegerField()),
                ("dealer_code", models.TextField(db_collation="C")),
                ("buyer_name", models.TextField(blank=True)),
                ("buyer_country", models.TextField(blank=True, db_collation="C")),
                ("buyer_document", models.TextField(blank=True)),
                ("rate", models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
                ("rate_source", models.TextField(blank=True)),
                ("kinds", models.IntegerField()),
                ("simplified", models.BooleanField()),
                ("value", models.DecimalField(decimal_places=5, max_digits=20)),
                ("lines", models.JSONField()),
                ("state", models.TextField(db_collation="C", default="declared")),
                ("declared_at", models.DateTimeField()),
                ("declared_by", models.BigIntegerField(blank=True, null=True)),
                ("audience", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("practice", models.BooleanField()),
                (
                    "container",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="market_procurement.container",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(db_collation="C")),
                ("verdict", models.TextField(db_collation="C")),
                ("by_id", models.BigIntegerField()),
                ("by_zh", models.TextField(blank=True)),
                ("by_en", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("law_date", models.DateField()),
                ("rulebook", models.TextField(db_collation="C")),
                ("figures", models.JSONField()),
                ("findings", models.JSONField()),
                ("audience", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("practice", models.BooleanField()),
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="market_procurement.declaration",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("container_no", models.TextField(db_collation="C")),
                ("dealer_id", models.BigIntegerField()),
                ("stall_id", models.BigIntegerField()),
                ("quantity", models.DecimalField(decimal_places=5, max_digits=20)),
                ("value", models.DecimalField(decimal_places=5, max_digits=20)),
                ("at", models.DateTimeField()),
                ("taken_out_at", models.DateTimeField(blank=True, null=True)),
                ("declaration_no", models.TextField(blank=True, db_collation="C", default="")),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("kind", models.TextField(blank=True, db_collation="C", default="")),
                ("verdict", models.TextField(blank=True, db_collation="C", default="")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "container",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loads",
                        to="market_procurement.container",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loads", to="market_procurement.deal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dealer_id", models.BigIntegerField()),
                ("stall_id", models.BigIntegerField()),
                ("amount", models.DecimalField(decimal_places=5, max_digits=20)),
                ("paid_on", models.DateField()),
                ("reference", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.BigIntegerField(blank=True, null=True)),
                ("practice", models.BooleanField()),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="market_procurement.deal",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="declaration",
            index=models.Index(condition=models.Q(("state", "declared")), fields=["id"], name="market_declaration_due"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("declared", "decided"))), name="market_procurement_declaration_states"
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "declared")),
                fields=("container",),
                name="market_procurement_declaration_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("precheck", "decision")), ("verdict__in", ("pass", "fail", "not_checked"))
                ),
                name="market_procurement_decision_words",
            ),
        ),
        migrations.AddIndex(
            model_name="load",
            index=models.Index(fields=["deal"], name="market_load_of_deal"),
        ),
        migrations.AddConstraint(
            model_name="load",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="market_procurement_load_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="load",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_out_at__isnull", True)),
                fields=("container", "deal"),
                name="market_procurement_load_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), models.Q(("reference", ""), _negated=True)),
                name="market_procurement_settled",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(fields=("deal", "reference"), name="market_procurement_settled_once"),
        ),
        migrations.RunSQL(Path(__file__).with_name("0001_policies.sql").read_text("utf-8")),
    ]
