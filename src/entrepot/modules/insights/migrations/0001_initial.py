"""Figures of the programme as they were last counted."""

from django.db import migrations, models

# Everybody reads them, also who has not signed in; only workers and the command line write them.
WRITING = "REVOKE INSERT, UPDATE, DELETE ON insights_figure FROM entrepot_web;"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="CountedFigure",
            fields=[
                ("name", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("practice", models.BigIntegerField()),
                ("live", models.BigIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "insights_figure",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("live__gte", 0), ("practice__gte", 0)), name="insights_figure_not_negative"
                    )
                ],
            },
        ),
        migrations.RunSQL(WRITING, migrations.RunSQL.noop),
    ]
