-- Terms are published to every firm; only their financier writes them, and never changes them.
ALTER TABLE finance_terms ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON finance_terms FROM entrepot_web;
CREATE POLICY finance_terms_read ON finance_terms FOR SELECT TO entrepot_web, entrepot_read
    USING (cardinality((SELECT reader_ids())::bigint[]) > 0);
CREATE POLICY finance_terms_publish ON finance_terms FOR INSERT TO entrepot_web
    WITH CHECK (bank_id = ANY ((SELECT reader_ids())::bigint[]));

-- A case is seen by its two sides; the seller opens it, both move it on.
ALTER TABLE finance_case ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON finance_case FROM entrepot_web;
CREATE POLICY finance_case_read ON finance_case FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR bank_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, offered, fee, due_date, changed_at) ON finance_case TO entrepot_web;
CREATE POLICY finance_case_open ON finance_case FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) AND state = 'asked');
CREATE POLICY finance_case_move ON finance_case FOR UPDATE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR bank_id = ANY ((SELECT reader_ids())::bigint[]));

-- What was done is only added to, by whoever did it.
ALTER TABLE finance_step ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON finance_step FROM entrepot_web;
CREATE POLICY finance_step_read ON finance_step FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM finance_case c WHERE c.id = case_id
                    AND (c.seller_id = ANY ((SELECT reader_ids())::bigint[])
                         OR c.bank_id = ANY ((SELECT reader_ids())::bigint[]))));
GRANT INSERT ON finance_step TO entrepot_web;
CREATE POLICY finance_step_add ON finance_step FOR INSERT TO entrepot_web
    WITH CHECK (by_id = ANY ((SELECT reader_ids())::bigint[])
                AND EXISTS (SELECT FROM finance_case c WHERE c.id = case_id));
