-- By which texts the current goods of a seller are found: number, names, initials of their pinyin.
CREATE TABLE catalogue_found_by (
    seller_id bigint NOT NULL,
    item_no   text   COLLATE "C" NOT NULL,
    key       text   COLLATE "C" NOT NULL,
    PRIMARY KEY (seller_id, key, item_no)               -- search: what begins so among the goods of a seller
);
-- the texts of a ware, when it changes
CREATE INDEX catalogue_found_by_item ON catalogue_found_by (seller_id, item_no);
ALTER TABLE catalogue_found_by ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON catalogue_found_by FROM entrepot_web;
CREATE POLICY catalogue_found_by_read ON catalogue_found_by FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
