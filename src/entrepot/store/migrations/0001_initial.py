"""Reader context functions, and the outbox of events (docs/decisions/0003, 0006)."""

from django.db import migrations

from entrepot.store.policies import no_policy_rows

READER = """
CREATE FUNCTION reader_ids() RETURNS bigint[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('entrepot.reader', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION client_ids() RETURNS bigint[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('entrepot.clients', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION reader_person() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('entrepot.person', true), '')::bigint $$;
"""

OUTBOX = """
CREATE TABLE store_event (
    transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind           text        COLLATE "C" NOT NULL,   -- 'declarations.lists_decided'
    at             timestamptz NOT NULL,
    batch          jsonb       NOT NULL                -- names a batch, never one row
);
-- subscribers read on from their own position
CREATE INDEX store_event_in_order ON store_event (transaction_id, id);
CREATE TABLE store_event_position (
    subscriber     text   COLLATE "C" PRIMARY KEY,
    transaction_id xid8   NOT NULL,
    event_id       bigint NOT NULL
);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = [
        migrations.RunSQL(READER, "DROP FUNCTION reader_ids, client_ids, reader_person"),
        migrations.RunSQL(
            OUTBOX + no_policy_rows("store_event") + no_policy_rows("store_event_position"),
            "DROP TABLE store_event, store_event_position",
        ),
    ]
