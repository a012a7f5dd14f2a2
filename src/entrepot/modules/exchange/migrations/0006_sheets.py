"""Sheets: files of rows that people bring, what became of their parts, and what their columns were agreed to mean."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_STATES = ("offered", "due", "running", "done", "refused", "withdrawn")

POLICIES = """
-- a party sees the sheets its people brought; they bring them, agree to their columns or withdraw them, nothing else
ALTER TABLE exchange_sheet ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_sheet FROM entrepot_web;
CREATE POLICY exchange_sheet_read ON exchange_sheet FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (kind, mapping, seen, language, state, due_at, ended_at, body) ON exchange_sheet TO entrepot_web;
CREATE POLICY exchange_sheet_bring ON exchange_sheet FOR INSERT TO entrepot_web
    WITH CHECK (state = 'offered' AND party_id = ANY ((SELECT reader_ids())::bigint[])
                AND person_id = (SELECT reader_person()));
CREATE POLICY exchange_sheet_agree ON exchange_sheet FOR UPDATE TO entrepot_web
    USING (state = 'offered' AND party_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (state IN ('offered', 'due', 'withdrawn'));
-- parts are the worker's own notes
ALTER TABLE exchange_sheet_part ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON exchange_sheet_part FROM entrepot_web, entrepot_read;
-- what a party agreed to is its own
ALTER TABLE exchange_sheet_mapping ENABLE ROW LEVEL SECURITY;
CREATE POLICY exchange_sheet_mapping_own ON exchange_sheet_mapping TO entrepot_web
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]));
REVOKE ALL ON exchange_sheet_mapping FROM entrepot_read;
"""


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _count() -> "models.IntegerField[int, int]":
    return models.IntegerField(default=0)


_OF_SHEET: dict[str, Any] = {"on_delete": models.CASCADE, "to": "exchange.sheet"}


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_key_name")]
    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                _ID,
                ("party_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
                ("by", models.TextField()),
                ("name", models.TextField()),
                ("kind", _code()),
                ("mapping", models.JSONField(default=dict)),
                ("seen", models.JSONField(default=dict)),
                ("language", _code()),
                ("sha256", models.BinaryField()),
                ("body", models.BinaryField(blank=True, null=True)),
                ("body_bytes", models.BigIntegerField()),
                ("state", _code()),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("message_id", models.BigIntegerField(blank=True, null=True)),
                ("parts", _count()),
                ("parts_done", _count()),
                ("read", _count()),
                ("accepted", _count()),
                ("duplicates", _count()),
                ("rejected", _count()),
                ("by_reason", models.JSONField(default=dict)),
                ("more", models.JSONField(default=dict)),
                ("problems", models.BinaryField(blank=True, null=True)),
                ("refusal_en", models.TextField(blank=True, default="")),
                ("refusal_zh", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", _STATES)), name="exchange_sheet_states")
                ],
                "indexes": [
                    models.Index(fields=["party_id", "-id"], name="exchange_sheet_of_party"),
                    models.Index(
                        condition=models.Q(("state__in", ["due", "running"])),
                        fields=["id"],
                        name="exchange_sheet_to_take",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetPart",
            fields=[
                _ID,
                ("sheet", models.ForeignKey(related_name="taken", **_OF_SHEET)),
                ("part_no", models.IntegerField()),
                ("outcomes", models.BinaryField()),
            ],
            options={
                "db_table": "exchange_sheet_part",
                "constraints": [models.UniqueConstraint(fields=("sheet", "part_no"), name="exchange_sheet_part_once")],
            },
        ),
        migrations.CreateModel(
            name="SheetMapping",
            fields=[
                _ID,
                ("party_id", models.BigIntegerField()),
                ("kind", _code()),
                ("headers", ArrayField(models.TextField())),
                ("headers_sha256", models.BinaryField()),
                ("mapping", models.JSONField()),
                ("name", models.TextField()),
                ("used_at", models.DateTimeField()),
            ],
            options={
                "db_table": "exchange_sheet_mapping",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party_id", "kind", "headers_sha256"), name="exchange_sheet_mapping_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(POLICIES),
    ]
