"""Inspection plans and their results."""

from pathlib import Path
from typing import Any

from django.db import migrations, models
from django.db.models import F, Q

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _count(**options: Any) -> "models.BigIntegerField[Any, Any]":  # noqa: ANN401 - the options of any column
    return models.BigIntegerField(**options)


def _found() -> Q:
    there = Q(inspected__isnull=False, faulty__isnull=False, result_at__isnull=False)
    return there & Q(faulty__gte=0, faulty__lte=F("inspected"), inspected__gte=F("sample"), inspected__lte=F("lot"))


_INSPECTION = migrations.CreateModel(
    name="Inspection",
    fields=[
        _ID,
        ("seller_id", models.BigIntegerField()),
        ("inspector_id", models.BigIntegerField()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("hold_id", models.BigIntegerField()),
        ("level", _code()),
        ("aql", models.DecimalField(decimal_places=3, max_digits=6)),
        ("lot", _count()),
        ("letter", _code()),
        ("sample", _count()),
        ("accept", _count()),
        ("state", _code()),
        ("inspected", _count(blank=True, null=True)),
        ("faulty", _count(blank=True, null=True)),
        ("note", models.TextField(blank=True, db_default="", default="")),
        ("asked_at", models.DateTimeField()),
        ("result_at", models.DateTimeField(blank=True, null=True)),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "passed", "failed"])), name="quality_inspection_states"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", inspected__isnull=True, faulty__isnull=True, result_at__isnull=True)
                | (_found() & Q(state="passed", faulty__lte=F("accept")))
                | (_found() & Q(state="failed", faulty__gt=F("accept"))),
                name="quality_inspection_counts",
            ),
            models.CheckConstraint(condition=~Q(seller_id=F("inspector_id")), name="quality_inspection_by_another"),
            models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("seller_id", "order_no", "marketplace_id"),
                name="quality_inspection_asked_once",
            ),
        ],
        "indexes": [
            models.Index(fields=["inspector_id", "-id"], name="quality_inspection_of_firm"),
            models.Index(fields=["order_no", "marketplace_id"], name="quality_inspection_of_record"),
        ],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial"), ("parties", "0001_initial")]
    operations = [
        _INSPECTION,
        migrations.RunSQL((Path(__file__).parent / "0001_policies.sql").read_text("utf-8")),
    ]
