-- Goods: their seller, and agents for their clients.
ALTER TABLE catalogue_goods ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalogue_goods_read ON catalogue_goods FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
-- Reference editions name no party: whoever is signed in, or reads for a party, reads them all.
ALTER TABLE catalogue_reference_edition ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalogue_reference_edition_read ON catalogue_reference_edition FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_person() IS NOT NULL OR reader_ids() <> '{}'));
ALTER TABLE catalogue_reference_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY catalogue_reference_entry_read ON catalogue_reference_entry FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_person() IS NOT NULL OR reader_ids() <> '{}'));
REVOKE INSERT, UPDATE, DELETE ON catalogue_goods, catalogue_reference_edition, catalogue_reference_entry
    FROM entrepot_web;
