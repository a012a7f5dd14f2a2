-- What marketplace and payment institution said to each other is the marketplace's own; customs sees what was uploaded.
ALTER TABLE payments_original ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON payments_original FROM entrepot_web;
CREATE POLICY payments_original_read ON payments_original FOR SELECT TO entrepot_web, entrepot_read
    USING (marketplace_id = ANY ((SELECT reader_ids())::bigint[]));

-- Each side sees and changes its own row: the address that customs calls acts as its marketplace, the one to which
-- marketplaces upload acts as its customs office. What was asked never changes.
ALTER TABLE payments_question ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON payments_question FROM entrepot_web;
GRANT INSERT ON payments_question TO entrepot_web;
GRANT UPDATE (state, code, message, pay_transaction_no, total_amount, cert_no, identity_block, identity_key, changed_at)
    ON payments_question TO entrepot_web;
CREATE POLICY payments_question_read ON payments_question FOR SELECT TO entrepot_web, entrepot_read
    USING (CASE side WHEN 'customs' THEN authority_id ELSE marketplace_id END = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY payments_question_receive ON payments_question FOR INSERT TO entrepot_web
    WITH CHECK (side = 'marketplace' AND state = 'open' AND marketplace_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY payments_question_answer ON payments_question FOR UPDATE TO entrepot_web
    USING (side = 'customs' AND authority_id = ANY ((SELECT reader_ids())::bigint[]));
