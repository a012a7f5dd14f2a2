-- Heads: parties named in the document and the agent covered that day (audience), and agents for their clients.
ALTER TABLE trade_order ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_order_read ON trade_order FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
ALTER TABLE trade_slip ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_slip_read ON trade_slip FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
ALTER TABLE trade_waybill ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_waybill_read ON trade_waybill FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
-- Lines are read with their head.
ALTER TABLE trade_order_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_order_line_read ON trade_order_line FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM trade_order o
                    WHERE o.order_no = trade_order_line.order_no AND o.id = trade_order_line.order_id));
REVOKE INSERT, UPDATE, DELETE ON trade_order, trade_order_line, trade_slip, trade_waybill FROM entrepot_web;
REVOKE ALL ON SEQUENCE trade_document_id FROM entrepot_web;
