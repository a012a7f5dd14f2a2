-- An account is seen by the party that keeps it and by those it names; its holder moves what is in it, and parties that
-- the holder lets (movers) reserve, see and move what is reserved for themselves: never what is reserved for others.
CREATE FUNCTION ledgers_keeps(account bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account AND a.holder_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE FUNCTION ledgers_moves(account bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account AND (a.holder_id = ANY ((SELECT reader_ids())::bigint[])
                                              OR a.movers && (SELECT reader_ids())));

ALTER TABLE ledgers_account ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_account FROM entrepot_web;
CREATE POLICY ledgers_account_read ON ledgers_account FOR SELECT TO entrepot_web, entrepot_read
    USING (holder_id = ANY ((SELECT reader_ids())::bigint[]) OR audience && (SELECT reader_ids())
           OR movers && (SELECT reader_ids()));
GRANT INSERT, UPDATE (free, held, spent, audience, movers) ON ledgers_account TO entrepot_web;
CREATE POLICY ledgers_account_open ON ledgers_account FOR INSERT TO entrepot_web
    WITH CHECK (holder_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY ledgers_account_move ON ledgers_account FOR UPDATE TO entrepot_web
    USING (holder_id = ANY ((SELECT reader_ids())::bigint[]) OR movers && (SELECT reader_ids()));

ALTER TABLE ledgers_reservation ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_reservation FROM entrepot_web;
CREATE POLICY ledgers_reservation_read ON ledgers_reservation FOR SELECT TO entrepot_web, entrepot_read
    USING (by_id = ANY ((SELECT reader_ids())::bigint[]) OR ledgers_keeps(account_id));
GRANT INSERT, UPDATE (state, changed_at) ON ledgers_reservation TO entrepot_web;
CREATE POLICY ledgers_reservation_reserve ON ledgers_reservation FOR INSERT TO entrepot_web
    WITH CHECK (ledgers_keeps(account_id)
                OR by_id = ANY ((SELECT reader_ids())::bigint[]) AND ledgers_moves(account_id));
CREATE POLICY ledgers_reservation_move ON ledgers_reservation FOR UPDATE TO entrepot_web
    USING (ledgers_keeps(account_id) OR by_id = ANY ((SELECT reader_ids())::bigint[]) AND ledgers_moves(account_id));

ALTER TABLE ledgers_movement ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON ledgers_movement FROM entrepot_web;
CREATE POLICY ledgers_movement_read ON ledgers_movement FOR SELECT TO entrepot_web, entrepot_read
    USING (ledgers_keeps(account_id));
GRANT INSERT ON ledgers_movement TO entrepot_web;
CREATE POLICY ledgers_movement_write ON ledgers_movement FOR INSERT TO entrepot_web
    WITH CHECK (ledgers_moves(account_id));
