-- A statement is its firm's own: brought by its people, seen by nobody else, never changed.
ALTER TABLE payments_statement ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON payments_statement FROM entrepot_web;
CREATE POLICY payments_statement_read ON payments_statement FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY payments_statement_bring ON payments_statement FOR INSERT TO entrepot_web
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE payments_entry ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON payments_entry FROM entrepot_web;
CREATE POLICY payments_entry_read ON payments_entry FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM payments_statement s
                    WHERE s.id = statement_id AND s.party_id = ANY ((SELECT reader_ids())::bigint[])));
CREATE POLICY payments_entry_bring ON payments_entry FOR INSERT TO entrepot_web
    WITH CHECK (EXISTS (SELECT FROM payments_statement s
                         WHERE s.id = statement_id AND s.party_id = ANY ((SELECT reader_ids())::bigint[])));

-- That an order was paid is its seller's to tell: others read it in what the seller shares.
ALTER TABLE payments_settlement ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON payments_settlement FROM entrepot_web;
CREATE POLICY payments_settlement_read ON payments_settlement FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY payments_settlement_bring ON payments_settlement FOR INSERT TO entrepot_web
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]));
