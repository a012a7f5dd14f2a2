"""Terms of financiers, cases on records, and what was done in them."""

from pathlib import Path
from typing import Any

from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_KEPT = models.PROTECT
_STATES = ["asked", "declined", "offered", "accepted", "paid_out", "repaid", "withdrawn"]
_OPEN = ("asked", "offered", "accepted", "paid_out")


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _amount(**options: Any) -> "models.DecimalField[Any, Any]":  # noqa: ANN401 - the options of any column
    return models.DecimalField(decimal_places=5, max_digits=20, **options)


def _share() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(decimal_places=4, max_digits=6)


_TERMS = migrations.CreateModel(
    name="Terms",
    fields=[
        _ID,
        ("bank_id", models.BigIntegerField()),
        ("bank_en", models.TextField()),
        ("bank_zh", models.TextField()),
        ("name_en", models.TextField()),
        ("name_zh", models.TextField()),
        ("currency", _code()),
        ("advance_share", _share()),
        ("yearly_rate", _share()),
        ("days", models.IntegerField()),
        ("least", _amount()),
        ("most", _amount()),
        ("valid_from", models.DateField()),
        ("valid_until", models.DateField(blank=True, null=True)),
        ("published_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=models.Q(("advance_share__gt", 0), ("advance_share__lte", 1)), name="finance_terms_share"
            ),
            models.CheckConstraint(
                condition=models.Q(("least__gt", 0), ("most__gte", models.F("least"))), name="finance_terms_amounts"
            ),
            models.CheckConstraint(
                condition=models.Q(("days__gt", 0), ("yearly_rate__gte", 0)), name="finance_terms_price"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True), ("valid_until__gt", models.F("valid_from")), _connector="OR"
                ),
                name="finance_terms_period",
            ),
        ]
    },
)
_CASE = migrations.CreateModel(
    name="Case",
    fields=[
        _ID,
        ("terms", models.ForeignKey(on_delete=_KEPT, related_name="cases", to="finance.terms")),
        ("bank_id", models.BigIntegerField()),
        ("seller_id", models.BigIntegerField()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("grant_id", models.BigIntegerField()),
        ("account_id", models.BigIntegerField()),
        ("currency", _code()),
        ("asked", _amount()),
        ("offered", _amount(blank=True, null=True)),
        ("fee", _amount(blank=True, null=True)),
        ("due_date", models.DateField(blank=True, null=True)),
        ("state", _code()),
        ("created_at", models.DateTimeField()),
        ("changed_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(condition=models.Q(("state__in", _STATES)), name="finance_case_states"),
            models.UniqueConstraint(
                condition=models.Q(("state__in", _OPEN)),
                fields=("bank_id", "seller_id", "order_no", "marketplace_id"),
                name="finance_case_open_once",
            ),
        ],
        "indexes": [
            models.Index(fields=["bank_id", "-id"], name="finance_case_of_bank"),
            models.Index(fields=["seller_id", "-id"], name="finance_case_of_seller"),
            models.Index(fields=["order_no", "marketplace_id"], name="finance_case_of_record"),
        ],
    },
)
_STEP = migrations.CreateModel(
    name="Step",
    fields=[
        _ID,
        ("case", models.ForeignKey(on_delete=_KEPT, related_name="steps", to="finance.case")),
        ("at", models.DateTimeField()),
        ("by_id", models.BigIntegerField()),
        ("person_id", models.BigIntegerField(blank=True, null=True)),
        ("kind", _code()),
        ("facts", models.JSONField(default=dict)),
    ],
    options={"indexes": [models.Index(fields=["case", "id"], name="finance_step_of_case")]},
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        _TERMS,
        _CASE,
        _STEP,
        migrations.RunSQL((Path(__file__).parent / "0001_policies.sql").read_text("utf-8")),
    ]
