"""How a return names its goods: code, name and unit of each line, compared with those of the list."""

from django.db import migrations

_ADD = """
ALTER TABLE declarations_withdrawal
    ADD COLUMN hs_codes       text[] NOT NULL DEFAULT '{}',  -- of the lines, in the order of gnums; none in a
    ADD COLUMN declared_names text[] NOT NULL DEFAULT '{}',  -- cancellation, nor in a return that came before they
    ADD COLUMN units          text[] NOT NULL DEFAULT '{}';  -- were kept: of such a return they are not compared
"""


class Migration(migrations.Migration):
    dependencies = [("declarations", "0015_tax_bills")]
    operations = [migrations.RunSQL(_ADD)]
