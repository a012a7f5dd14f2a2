-- A message is read by its sender or addressee, and by who brought a copy; its faults with it. Only workers write.
ALTER TABLE exchange_message ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_message FROM entrepot_web;
CREATE POLICY exchange_message_read ON exchange_message FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]) OR brought_by = ANY ((SELECT reader_ids())::bigint[]));
-- the web process stores what a sender posts, as that sender only
GRANT INSERT ON exchange_message TO entrepot_web;
CREATE POLICY exchange_message_post ON exchange_message FOR INSERT TO entrepot_web
    WITH CHECK (direction = 'in' AND state = 'stored' AND party_id = ANY ((SELECT reader_ids())::bigint[]));
ALTER TABLE exchange_fault ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON exchange_fault FROM entrepot_web;
CREATE POLICY exchange_fault_read ON exchange_fault FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM exchange_message m WHERE m.id = message_id));
