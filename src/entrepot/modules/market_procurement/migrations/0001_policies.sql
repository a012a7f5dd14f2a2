-- A deal is seen by its dealer and its stall, a container and a declaration by the dealer and, once declared, by the
-- office that decides. What is decided is written by workers alone.
ALTER TABLE market_procurement_deal ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_deal FROM entrepot_web;
CREATE POLICY market_procurement_deal_read ON market_procurement_deal FOR SELECT TO entrepot_web, entrepot_read
    USING (dealer_id = ANY ((SELECT reader_ids())::bigint[]) OR stall_id = ANY ((SELECT reader_ids())::bigint[]));
-- the dealer makes it, the stall answers it, once; nobody changes what was agreed
GRANT INSERT, UPDATE (state, answered_at, answered_by, reason, stall_zh, stall_en)
    ON market_procurement_deal TO entrepot_web;
CREATE POLICY market_procurement_deal_make ON market_procurement_deal FOR INSERT TO entrepot_web
    WITH CHECK (state = 'made' AND dealer_id = ANY ((SELECT reader_ids())::bigint[])
        AND made_by = (SELECT reader_person())
        AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s));
CREATE POLICY market_procurement_deal_answer ON market_procurement_deal FOR UPDATE TO entrepot_web
    USING (state = 'made' AND stall_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (state IN ('confirmed', 'refused') AND answered_by = (SELECT reader_person()));

-- the office sees a container once something of it was declared: its numbers stand on the declaration
ALTER TABLE market_procurement_container ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_container FROM entrepot_web;
CREATE POLICY market_procurement_container_read ON market_procurement_container FOR SELECT
    TO entrepot_web, entrepot_read USING (dealer_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, buyer_name, buyer_country, buyer_document, rate, rate_source)
    ON market_procurement_container TO entrepot_web;
CREATE POLICY market_procurement_container_open ON market_procurement_container FOR INSERT TO entrepot_web
    WITH CHECK (state = 'open' AND dealer_id = ANY ((SELECT reader_ids())::bigint[])
        AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s));
CREATE POLICY market_procurement_container_change ON market_procurement_container FOR UPDATE TO entrepot_web
    USING (state = 'open' AND dealer_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (state IN ('open', 'declared'));

ALTER TABLE market_procurement_load ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_load FROM entrepot_web;
CREATE POLICY market_procurement_load_read ON market_procurement_load FOR SELECT TO entrepot_web, entrepot_read
    USING (dealer_id = ANY ((SELECT reader_ids())::bigint[]) OR stall_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (taken_out_at, declaration_no, declared_at) ON market_procurement_load TO entrepot_web;
CREATE POLICY market_procurement_load_put ON market_procurement_load FOR INSERT TO entrepot_web
    WITH CHECK (dealer_id = ANY ((SELECT reader_ids())::bigint[]) AND verdict = '' AND declaration_no = ''
        AND EXISTS (SELECT FROM market_procurement_deal d
                     WHERE d.id = deal_id AND d.state = 'confirmed' AND d.dealer_id = market_procurement_load.dealer_id
                       AND d.stall_id = market_procurement_load.stall_id));
-- what was decided is not among the columns that the dealer may write
CREATE POLICY market_procurement_load_change ON market_procurement_load FOR UPDATE TO entrepot_web
    USING (dealer_id = ANY ((SELECT reader_ids())::bigint[]) AND taken_out_at IS NULL)
    WITH CHECK (dealer_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE market_procurement_declaration ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_declaration FROM entrepot_web;
CREATE POLICY market_procurement_declaration_read ON market_procurement_declaration FOR SELECT
    TO entrepot_web, entrepot_read USING (audience && (SELECT reader_ids()));
GRANT INSERT ON market_procurement_declaration TO entrepot_web;
CREATE POLICY market_procurement_declaration_declare ON market_procurement_declaration FOR INSERT TO entrepot_web
    WITH CHECK (state = 'declared' AND dealer_id = ANY ((SELECT reader_ids())::bigint[])
        AND declared_by = (SELECT reader_person())
        AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s));

ALTER TABLE market_procurement_decision ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_decision FROM entrepot_web;
CREATE POLICY market_procurement_decision_read ON market_procurement_decision FOR SELECT
    TO entrepot_web, entrepot_read USING (audience && (SELECT reader_ids()));

ALTER TABLE market_procurement_settlement ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON market_procurement_settlement FROM entrepot_web;
CREATE POLICY market_procurement_settlement_read ON market_procurement_settlement FOR SELECT
    TO entrepot_web, entrepot_read
    USING (dealer_id = ANY ((SELECT reader_ids())::bigint[]) OR stall_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT ON market_procurement_settlement TO entrepot_web;
CREATE POLICY market_procurement_settlement_pay ON market_procurement_settlement FOR INSERT TO entrepot_web
    WITH CHECK (dealer_id = ANY ((SELECT reader_ids())::bigint[])
        AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s)
        AND EXISTS (SELECT FROM market_procurement_deal d
                     WHERE d.id = deal_id AND d.state = 'confirmed'
                       AND d.dealer_id = market_procurement_settlement.dealer_id
                       AND d.stall_id = market_procurement_settlement.stall_id));
