-- A hall, its wares and pictures: the firm's own. What it shows to others goes through the functions beside this file.
REVOKE INSERT, UPDATE, DELETE ON marketing_hall, marketing_invitation, marketing_exhibit, marketing_picture,
    marketing_enquiry, marketing_listing FROM entrepot_web;
ALTER TABLE marketing_hall ENABLE ROW LEVEL SECURITY;
GRANT INSERT, UPDATE (address, name_zh, name_en, opened_to, prices_to, seller_code, marketplace_id, marketplace_code,
    marketplace_name, changed_at) ON marketing_hall TO entrepot_web;
CREATE POLICY marketing_hall_read ON marketing_hall FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_hall_open ON marketing_hall FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_hall_change ON marketing_hall FOR UPDATE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));

-- An invitation: the firm that invites and the one that is invited; ended, never brought back.
ALTER TABLE marketing_invitation ENABLE ROW LEVEL SECURITY;
GRANT INSERT, UPDATE (ended_at) ON marketing_invitation TO entrepot_web;
CREATE POLICY marketing_invitation_read ON marketing_invitation FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR party_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_invitation_give ON marketing_invitation FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) AND ended_at IS NULL);
CREATE POLICY marketing_invitation_end ON marketing_invitation FOR UPDATE TO entrepot_web
    USING (ended_at IS NULL AND seller_id = ANY ((SELECT reader_ids())::bigint[])) WITH CHECK (ended_at IS NOT NULL);

ALTER TABLE marketing_exhibit ENABLE ROW LEVEL SECURITY;
GRANT INSERT, UPDATE (name_zh, name_en, width_mm, height_mm, depth_mm, price, currency, min_quantity, unit, picture,
    shown, changed_at) ON marketing_exhibit TO entrepot_web;
CREATE POLICY marketing_exhibit_read ON marketing_exhibit FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_exhibit_put ON marketing_exhibit FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_exhibit_change ON marketing_exhibit FOR UPDATE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE marketing_picture ENABLE ROW LEVEL SECURITY;
GRANT INSERT ON marketing_picture TO entrepot_web;
CREATE POLICY marketing_picture_read ON marketing_picture FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_picture_keep ON marketing_picture FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));

-- An enquiry: the seller and the firm that asks. It is made by marketing_ask; the seller answers and orders.
ALTER TABLE marketing_enquiry ENABLE ROW LEVEL SECURITY;
GRANT UPDATE (state, price, valid_until, reply, quoted_at, order_no, marketplace_id, marketplace_code, message_id,
    ordered_at, guest_name, guest_mail) ON marketing_enquiry TO entrepot_web;
CREATE POLICY marketing_enquiry_read ON marketing_enquiry FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR buyer_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_enquiry_answer ON marketing_enquiry FOR UPDATE TO entrepot_web
    USING (state IN ('asked', 'quoted') AND seller_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));

-- A listing: its seller; its marketplace from the moment at which it is out.
ALTER TABLE marketing_listing ENABLE ROW LEVEL SECURITY;
GRANT INSERT, UPDATE (declared_name, hs_code, origin, price, currency, state, missing, offered_at, checked_at, out_at)
    ON marketing_listing TO entrepot_web;
CREATE POLICY marketing_listing_read ON marketing_listing FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[])
        OR state = 'out' AND marketplace_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_listing_offer ON marketing_listing FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY marketing_listing_check ON marketing_listing FOR UPDATE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));
