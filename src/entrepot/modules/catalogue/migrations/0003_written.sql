-- A seller, and an agent for its clients, fills in goods on a page: new versions, never changed ones.
GRANT INSERT, UPDATE (superseded) ON catalogue_goods TO entrepot_web;
CREATE POLICY catalogue_goods_add ON catalogue_goods FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
CREATE POLICY catalogue_goods_supersede ON catalogue_goods FOR UPDATE TO entrepot_web
    USING (NOT superseded AND (seller_id = ANY ((SELECT reader_ids())::bigint[])
        OR seller_id = ANY ((SELECT client_ids())::bigint[])))
    WITH CHECK (superseded);
-- and by which texts they are found follows
GRANT INSERT, DELETE ON catalogue_found_by TO entrepot_web;
CREATE POLICY catalogue_found_by_add ON catalogue_found_by FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
CREATE POLICY catalogue_found_by_drop ON catalogue_found_by FOR DELETE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
