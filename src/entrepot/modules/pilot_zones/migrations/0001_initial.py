"""Pilot zones, measures, parks, and what was counted; exclusion, policies and functions in the file beside this."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("store", "0001_initial"),
        ("parties", "0001_initial"),
        ("declarations", "0013_reading"),
    ]

    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("transaction_id", models.BigIntegerField(default=0)),
                ("batch_id", models.BigIntegerField(default=0)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "pilot_zones_counted",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="pilot_zones_counted_is_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("firm_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("form", models.TextField(db_collation="C")),
                ("country", models.TextField(db_collation="C")),
                ("state", models.TextField(db_collation="C")),
                ("lists", models.IntegerField()),
                ("millis", models.BigIntegerField()),
            ],
            options={
                "db_table": "pilot_zones_day_count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm_id", "day", "form", "country", "state"), name="pilot_zones_day_count_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("released", "refused", "held"))),
                        name="pilot_zones_day_count_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("firm_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("form", models.TextField(db_collation="C")),
                ("country", models.TextField(db_collation="C")),
                ("chapter", models.TextField(db_collation="C")),
                ("currency", models.TextField(db_collation="C")),
                ("value", models.DecimalField(decimal_places=5, max_digits=24)),
                ("lines", models.IntegerField()),
            ],
            options={
                "db_table": "pilot_zones_day_value",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm_id", "day", "form", "country", "chapter", "currency"),
                        name="pilot_zones_day_value_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField()),
                ("office_zh", models.TextField()),
                ("office_en", models.TextField()),
                ("code", models.TextField(db_collation="C")),
                ("name_zh", models.TextField()),
                ("name_en", models.TextField()),
                ("amount_cny", models.DecimalField(decimal_places=5, max_digits=20)),
                ("budget_cny", models.DecimalField(decimal_places=5, max_digits=20)),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("source", models.TextField()),
                ("conditions", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "db_table": "pilot_zones_measure",
                "constraints": [
                    models.UniqueConstraint(fields=("office_id", "code"), name="pilot_zones_measure_once"),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                        name="pilot_zones_measure_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_cny__gt", 0), ("budget_cny__gte", models.F("amount_cny"))),
                        name="pilot_zones_measure_budget",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField()),
                ("firm_id", models.BigIntegerField()),
                ("firm_code", models.TextField(db_collation="C")),
                ("firm_zh", models.TextField(db_default="", default="")),
                ("firm_en", models.TextField(db_default="", default="")),
                ("place", models.TextField(db_default="", default="")),
                ("begun_by", models.TextField(db_collation="C")),
                ("state", models.TextField(db_collation="C")),
                ("counts_from", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "pilot_zones_member",
                "indexes": [models.Index(fields=["firm_id"], name="pilot_zones_member_of_firm")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("offered", "member", "ended"))),
                        name="pilot_zones_member_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("begun_by__in", ("firm", "office"))), name="pilot_zones_member_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("office_id", models.F("firm_id")), _negated=True),
                        name="pilot_zones_member_not_itself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("office_id", "firm_id"),
                        name="pilot_zones_member_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Park",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("office_id", models.BigIntegerField(blank=True, null=True)),
                ("code", models.TextField(db_collation="C")),
                ("name_zh", models.TextField()),
                ("name_en", models.TextField()),
                ("place", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "pilot_zones_park",
                "constraints": [models.UniqueConstraint(fields=("code",), name="pilot_zones_park_once")],
            },
        ),
        migrations.CreateModel(
            name="PilotZone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party_id", models.BigIntegerField(unique=True)),
                ("code", models.TextField(db_collation="C")),
                ("name_zh", models.TextField()),
                ("name_en", models.TextField()),
                ("place", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "pilot_zones_own",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_zh", ""), _negated=True), models.Q(("name_en", ""), _negated=True)
                        ),
                        name="pilot_zones_own_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("number", models.TextField(db_collation="C")),
                ("area_m2", models.DecimalField(decimal_places=5, max_digits=20)),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="pilot_zones.park"
                    ),
                ),
            ],
            options={
                "db_table": "pilot_zones_unit",
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("office_id", models.BigIntegerField(blank=True, null=True)),
                ("tenant_id", models.BigIntegerField()),
                ("tenant_code", models.TextField(db_collation="C")),
                ("tenant_zh", models.TextField()),
                ("tenant_en", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("figures_open", models.BooleanField(db_default=False, default=False)),
                ("made_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leases", to="pilot_zones.unit"
                    ),
                ),
            ],
            options={
                "db_table": "pilot_zones_lease",
            },
        ),
        migrations.CreateModel(
            name="MeasureGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office_id", models.BigIntegerField()),
                ("firm_id", models.BigIntegerField()),
                ("firm_code", models.TextField(db_collation="C")),
                ("firm_zh", models.TextField()),
                ("firm_en", models.TextField()),
                ("amount_cny", models.DecimalField(decimal_places=5, max_digits=20)),
                ("found", models.JSONField()),
                ("granted_at", models.DateTimeField()),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="pilot_zones.measure"
                    ),
                ),
            ],
            options={
                "db_table": "pilot_zones_grant",
                "indexes": [
                    models.Index(fields=["firm_id", "-granted_at"], name="pilot_zones_grant_of_firm"),
                    models.Index(fields=["office_id", "-granted_at"], name="pilot_zones_grant_of_office"),
                ],
                "constraints": [models.UniqueConstraint(fields=("measure", "firm_id"), name="pilot_zones_grant_once")],
            },
        ),
        migrations.CreateModel(
            name="TenantRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operator_id", models.BigIntegerField()),
                ("tenant_id", models.BigIntegerField()),
                ("wish", models.TextField()),
                ("state", models.TextField(db_collation="C")),
                ("answer", models.TextField(db_default="", default="")),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="pilot_zones.lease"
                    ),
                ),
            ],
            options={
                "db_table": "pilot_zones_request",
                "indexes": [models.Index(fields=["operator_id", "state"], name="pilot_zones_request_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("asked", "answered", "withdrawn"))),
                        name="pilot_zones_request_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="pilot_zones_request_answered",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("park", "number"), name="pilot_zones_unit_once"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(condition=models.Q(("area_m2__gt", 0)), name="pilot_zones_unit_area"),
        ),
        migrations.AddIndex(
            model_name="lease",
            index=models.Index(fields=["tenant_id", "valid_from"], name="pilot_zones_lease_of_tenant"),
        ),
        migrations.AddConstraint(
            model_name="lease",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))), name="pilot_zones_lease_period"
            ),
        ),
        migrations.RunSQL(Path(__file__).with_name("0001_policies.sql").read_text("utf-8")),
    ]
