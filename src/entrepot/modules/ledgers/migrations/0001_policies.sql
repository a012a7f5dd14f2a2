-- An account is seen by the party that keeps it and by those it names; only the party's own people move what is in it.
ALTER TABLE ledgers_account ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_account FROM entrepot_web;
CREATE POLICY ledgers_account_read ON ledgers_account FOR SELECT TO entrepot_web, entrepot_read
    USING (holder_id = ANY ((SELECT reader_ids())::bigint[]) OR audience && (SELECT reader_ids()));
GRANT INSERT, UPDATE (free, held, spent) ON ledgers_account TO entrepot_web;
CREATE POLICY ledgers_account_open ON ledgers_account FOR INSERT TO entrepot_web
    WITH CHECK (holder_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY ledgers_account_move ON ledgers_account FOR UPDATE TO entrepot_web
    USING (holder_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE ledgers_reservation ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_reservation FROM entrepot_web;
CREATE POLICY ledgers_reservation_read ON ledgers_reservation FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account_id AND a.holder_id = ANY ((SELECT reader_ids())::bigint[])));
GRANT INSERT, UPDATE (state, changed_at) ON ledgers_reservation TO entrepot_web;
CREATE POLICY ledgers_reservation_reserve ON ledgers_reservation FOR INSERT TO entrepot_web
    WITH CHECK (EXISTS (SELECT FROM ledgers_account a
                         WHERE a.id = account_id AND a.holder_id = ANY ((SELECT reader_ids())::bigint[])));
CREATE POLICY ledgers_reservation_move ON ledgers_reservation FOR UPDATE TO entrepot_web
    USING (EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account_id AND a.holder_id = ANY ((SELECT reader_ids())::bigint[])));

ALTER TABLE ledgers_movement ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_movement FROM entrepot_web;
CREATE POLICY ledgers_movement_read ON ledgers_movement FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account_id AND a.holder_id = ANY ((SELECT reader_ids())::bigint[])));
GRANT INSERT ON ledgers_movement TO entrepot_web;
CREATE POLICY ledgers_movement_write ON ledgers_movement FOR INSERT TO entrepot_web
    WITH CHECK (EXISTS (SELECT FROM ledgers_account a
                         WHERE a.id = account_id AND a.holder_id = ANY ((SELECT reader_ids())::bigint[])));
