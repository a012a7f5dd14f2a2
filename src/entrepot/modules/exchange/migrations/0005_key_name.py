"""With which certificate a message was signed."""

from django.db import migrations

SQL = """
-- number of the certificate of a valid signature; empty: unsigned, not read yet, or refused for its signature
ALTER TABLE exchange_message ADD COLUMN key_name text COLLATE "C" NOT NULL DEFAULT '';
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_post")]
    operations = [migrations.RunSQL(SQL)]
