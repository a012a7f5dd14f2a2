"""Certificates with which firms sign their messages."""

from django.db import migrations, models

POLICIES = """
-- a firm sees its own certificates; who runs the station puts them on file, never the web
ALTER TABLE parties_certificate ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON parties_certificate FROM entrepot_web;
CREATE POLICY parties_certificate_read ON parties_certificate FOR SELECT TO entrepot_web, entrepot_read
    USING (enterprise_id = ANY ((SELECT reader_ids())::bigint[]));
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_grants_of_record")]
    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enterprise",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="certificates", to="parties.enterprise"),
                ),
                ("number", models.TextField(db_collation="C")),
                ("sha256", models.BinaryField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("filed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            models.Q(("valid_from__isnull", False), ("valid_until__gt", models.F("valid_from"))),
                            _connector="OR",
                        ),
                        name="parties_certificate_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="parties_certificate_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("enterprise", "sha256"),
                        name="parties_certificate_once",
                    ),
                ]
            },
        ),
        migrations.RunSQL(POLICIES),
    ]
