"""Statements, their entries, and the orders that these settle."""

from pathlib import Path

from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


def _amount() -> "models.DecimalField[str, str]":
    return models.DecimalField(decimal_places=5, max_digits=20)


_STATEMENT = migrations.CreateModel(
    name="Statement",
    fields=[
        _ID,
        ("party_id", models.BigIntegerField()),
        ("person_id", models.BigIntegerField(blank=True, null=True)),
        ("account", _code()),
        ("number", _code()),
        ("currency", _code()),
        ("opened", _amount()),
        ("closed", _amount()),
        ("sha256", models.BinaryField()),
        ("brought_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("party_id", "account", "number"), name="payments_statement_once")
        ]
    },
)
_ENTRY = migrations.CreateModel(
    name="StatementEntry",
    fields=[
        _ID,
        (
            "statement",
            models.ForeignKey(on_delete=models.PROTECT, related_name="entries", to="payments.statement"),
        ),
        ("entry_no", models.IntegerField()),
        ("booked_on", models.DateField()),
        ("amount", _amount()),
        ("currency", _code()),
        ("reference", models.TextField()),
        ("remittance", models.TextField()),
        ("charges", _amount()),
        ("state", _code()),
        ("reason", _code()),
        ("facts", models.JSONField(default=dict)),
    ],
    options={
        "db_table": "payments_entry",
        "constraints": [
            models.UniqueConstraint(fields=("statement", "entry_no"), name="payments_entry_once"),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["matched", "open", "other"])), name="payments_entry_states"
            ),
        ],
    },
)
_SETTLEMENT = migrations.CreateModel(
    name="Settlement",
    fields=[
        _ID,
        (
            "entry",
            models.ForeignKey(on_delete=models.PROTECT, related_name="settlements", to="payments.statemententry"),
        ),
        ("party_id", models.BigIntegerField()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("amount", _amount()),
        ("currency", _code()),
        ("at", models.DateTimeField()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payments_settlement_amount")
        ],
        "indexes": [models.Index(fields=["order_no", "marketplace_id"], name="payments_settlement_of_record")],
    },
)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        _STATEMENT,
        _ENTRY,
        _SETTLEMENT,
        migrations.RunSQL((Path(__file__).parent / "0001_policies.sql").read_text("utf-8")),
    ]
