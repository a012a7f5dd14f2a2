"""Original payment data of announcement 179: what is kept, what was asked, what came of it."""

from pathlib import Path

from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_SEALED = [
    ("identity_block", models.BinaryField(blank=True, null=True)),
    ("identity_key", models.BigIntegerField(blank=True, null=True)),
]


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


_ORIGINAL = migrations.CreateModel(
    name="OriginalPayment",
    fields=[
        _ID,
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("pay_transaction_no", _code()),
        ("total_amount", models.DecimalField(decimal_places=5, max_digits=20)),
        ("currency", _code()),
        ("sha256", models.BinaryField()),
        *_SEALED,
        ("kept_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "db_table": "payments_original",
        "constraints": [
            models.UniqueConstraint(fields=("order_no", "marketplace_id", "sha256"), name="payments_original_once")
        ],
    },
)
_QUESTION = migrations.CreateModel(
    name="PaymentQuestion",
    fields=[
        _ID,
        ("side", _code()),
        ("session_id", _code()),
        ("order_no", _code()),
        ("marketplace_id", models.BigIntegerField()),
        ("authority_id", models.BigIntegerField(blank=True, null=True)),
        ("asked_at", models.DateTimeField()),
        ("state", _code()),
        ("code", _code()),
        ("message", models.TextField()),
        ("pay_transaction_no", _code()),
        ("total_amount", models.DecimalField(blank=True, decimal_places=5, max_digits=20, null=True)),
        ("cert_no", _code()),
        *_SEALED,
        ("changed_at", models.DateTimeField()),
        ("practice", models.BooleanField()),
    ],
    options={
        "db_table": "payments_question",
        "constraints": [
            models.UniqueConstraint(fields=("side", "session_id"), name="payments_question_once"),
            models.CheckConstraint(
                condition=models.Q(("side__in", ["customs", "marketplace"])), name="payments_question_sides"
            ),
            models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "refused"])), name="payments_question_states"
            ),
        ],
        "indexes": [
            models.Index(fields=["order_no", "marketplace_id"], name="payments_question_of_record"),
            models.Index(
                condition=models.Q(("side", "marketplace"), ("state", "open")),
                fields=["id"],
                name="payments_question_due",
            ),
        ],
    },
)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [
        _ORIGINAL,
        _QUESTION,
        migrations.RunSQL((Path(__file__).parent / "0002_original.sql").read_text("utf-8")),
    ]
