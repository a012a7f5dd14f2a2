"""Firms are found by the beginnings of their names and by the initials of their pinyin."""

from pathlib import Path
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from entrepot.kernel.initials import keys_of

_AT_A_TIME = 1_000


def know_all(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ANN401 - the registry of that state
    """Firms that are here already."""
    firms, known_as = apps.get_model("parties", "Enterprise"), apps.get_model("parties", "KnownAs")
    using = editor.connection.alias
    rows = firms.objects.using(using).values_list("pk", "name_zh", "name_en").iterator(chunk_size=_AT_A_TIME)
    keys = (known_as(enterprise_id=pk, key=key) for pk, zh, en in rows for key in keys_of(zh, en))
    known_as.objects.using(using).bulk_create(keys, batch_size=_AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_certificates")]

    operations = [
        migrations.CreateModel(
            name="KnownAs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_as",
                        to="parties.enterprise",
                    ),
                ),
                ("key", models.TextField(db_collation="C")),
            ],
            options={
                "db_table": "parties_known_as",
                "constraints": [
                    models.UniqueConstraint(fields=("enterprise", "key"), name="parties_known_as_once"),
                ],
            },
        ),
        migrations.RunSQL(Path(__file__).with_name("0005_pinyin.sql").read_text("utf-8")),
        migrations.RunPython(know_all, migrations.RunPython.noop),
    ]
