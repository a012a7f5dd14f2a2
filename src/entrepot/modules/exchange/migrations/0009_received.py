"""Signed records that others handed over. A party sees those that were handed to it; the command line takes them in."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_STANDINGS = ("first", "seen", "confirmed", "other_key")

POLICIES = """
ALTER TABLE exchange_received ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_received FROM entrepot_web;
CREATE POLICY exchange_received_read ON exchange_received FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
"""


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_signatures")]
    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party_id", models.BigIntegerField()),
                ("fingerprint", _code()),
                ("standing", _code()),
                ("issuer_zh", models.TextField(blank=True)),
                ("issuer_en", models.TextField(blank=True)),
                ("issuer_code", _code()),
                ("station", _code()),
                ("signed_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("order_no", _code()),
                ("marketplace_code", _code()),
                ("seller_name", models.TextField(blank=True)),
                ("parts", ArrayField(_code())),
                ("signature", _code()),
                ("body", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", _STANDINGS)), name="exchange_received_standings"
                    ),
                    models.UniqueConstraint(fields=("party_id", "signature"), name="exchange_received_once"),
                ],
                "indexes": [models.Index(fields=["party_id", "-id"], name="exchange_received_of_party")],
            },
        ),
        migrations.RunSQL(POLICIES),
    ]
