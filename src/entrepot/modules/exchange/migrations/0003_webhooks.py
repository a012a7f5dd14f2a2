"""Webhooks: who is told of news over HTTP, and what is still to be told."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_WEBHOOK: dict[str, Any] = {"on_delete": models.PROTECT, "to": "exchange.webhook"}
_EVENTS = ["messages", "replies", "decisions"]

POLICIES = """
-- a party sees its own webhooks and what was sent to them; it makes and stops them, and never reads the secret back
ALTER TABLE exchange_webhook ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_webhook FROM entrepot_web;
CREATE POLICY exchange_webhook_read ON exchange_webhook FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (stopped_at) ON exchange_webhook TO entrepot_web;
CREATE POLICY exchange_webhook_make ON exchange_webhook FOR INSERT TO entrepot_web
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person()));
CREATE POLICY exchange_webhook_stop ON exchange_webhook FOR UPDATE TO entrepot_web
    USING (stopped_at IS NULL AND party_id = ANY ((SELECT reader_ids())::bigint[])) WITH CHECK (stopped_at IS NOT NULL);
ALTER TABLE exchange_webhook_secret ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON exchange_webhook_secret FROM entrepot_web, entrepot_read;
GRANT INSERT ON exchange_webhook_secret TO entrepot_web;
CREATE POLICY exchange_webhook_secret_keep ON exchange_webhook_secret FOR INSERT TO entrepot_web
    WITH CHECK (webhook_id IN (SELECT w.id FROM exchange_webhook w WHERE w.person_id = (SELECT reader_person())));
ALTER TABLE exchange_delivery ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_delivery FROM entrepot_web;
CREATE POLICY exchange_delivery_read ON exchange_delivery FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM exchange_webhook w WHERE w.id = webhook_id));
"""


def _code() -> "models.TextField[str, str]":
    return models.TextField(db_collation="C")


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_order")]
    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                _ID,
                ("party_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("address", _code()),
                ("events", ArrayField(_code())),
                ("created_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("events__contained_by", _EVENTS), ("events__len__gt", 0)),
                        name="exchange_webhook_events",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address__regex", r"^https?://\S+$")), name="exchange_webhook_address"
                    ),
                ],
                "indexes": [models.Index(fields=["party_id"], name="exchange_webhook_of_party")],
            },
        ),
        migrations.CreateModel(
            name="WebhookSecret",
            fields=[
                ("webhook", models.OneToOneField(primary_key=True, related_name="+", serialize=False, **_WEBHOOK)),
                ("secret", models.TextField()),
            ],
            options={"db_table": "exchange_webhook_secret"},
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                _ID,
                ("webhook", models.ForeignKey(related_name="deliveries", **_WEBHOOK)),
                ("event_id", models.BigIntegerField()),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.IntegerField(blank=True, null=True)),
                ("failure", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("webhook", "event_id"), name="exchange_delivery_once")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="exchange_delivery_due"
                    )
                ],
            },
        ),
        migrations.RunSQL(POLICIES),
    ]
