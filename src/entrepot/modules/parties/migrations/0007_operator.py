"""What administrators of the station see and do: see the file beside this one; the audit by time."""

from pathlib import Path

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0006_settings"), ("store", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(fields=["at", "id"], name="parties_audit_in_order"),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["at", "id"], name="parties_look_in_order"),
        ),
        migrations.RunSQL(Path(__file__).with_name("0007_operator.sql").read_text("utf-8")),
    ]
