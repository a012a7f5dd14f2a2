-- The operator sees all that is in its warehouses, a seller its own in all of them, others nothing.
CREATE FUNCTION warehouses_mine(operator bigint, seller bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN operator = ANY ((SELECT reader_ids())::bigint[]) OR seller = ANY ((SELECT reader_ids())::bigint[]);

ALTER TABLE warehouses_shipment ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_shipment FROM entrepot_web;
CREATE POLICY warehouses_shipment_read ON warehouses_shipment FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));

-- that a warehouse is there is known to all who sign in; what lies in it is not
ALTER TABLE warehouses_warehouse ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_warehouse FROM entrepot_web;
CREATE POLICY warehouses_warehouse_read ON warehouses_warehouse FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_ids()) <> '{}');

-- what comes in is written by the operator
GRANT INSERT, UPDATE (state, received_at) ON warehouses_shipment TO entrepot_web;
CREATE POLICY warehouses_shipment_announce ON warehouses_shipment FOR INSERT TO entrepot_web
    WITH CHECK (state = 'announced' AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s)
        AND operator_id = ANY ((SELECT reader_ids())::bigint[])
        AND EXISTS (SELECT FROM warehouses_warehouse w
                     WHERE w.id = warehouse_id AND w.operator_id = warehouses_shipment.operator_id));
CREATE POLICY warehouses_shipment_receive ON warehouses_shipment FOR UPDATE TO entrepot_web
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[]) AND state <> 'received')
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE warehouses_shipment_line ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_shipment_line FROM entrepot_web;
CREATE POLICY warehouses_shipment_line_read ON warehouses_shipment_line FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));
GRANT INSERT, UPDATE (received) ON warehouses_shipment_line TO entrepot_web;
CREATE POLICY warehouses_shipment_line_write ON warehouses_shipment_line FOR INSERT TO entrepot_web
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY warehouses_shipment_line_count ON warehouses_shipment_line FOR UPDATE TO entrepot_web
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE warehouses_scan ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_scan FROM entrepot_web;
CREATE POLICY warehouses_scan_read ON warehouses_scan FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));
GRANT INSERT ON warehouses_scan TO entrepot_web;
CREATE POLICY warehouses_scan_write ON warehouses_scan FOR INSERT TO entrepot_web
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]) AND by = (SELECT reader_person()));

ALTER TABLE warehouses_lot ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_lot FROM entrepot_web;
CREATE POLICY warehouses_lot_read ON warehouses_lot FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));
GRANT INSERT ON warehouses_lot TO entrepot_web;
CREATE POLICY warehouses_lot_write ON warehouses_lot FOR INSERT TO entrepot_web
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]));

-- an order is reserved by its seller or by the operator, picked, packed and shipped by the operator
ALTER TABLE warehouses_dispatch ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_dispatch FROM entrepot_web;
CREATE POLICY warehouses_dispatch_read ON warehouses_dispatch FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));
GRANT INSERT, UPDATE (state, picked, picked_at, packed_at, shipped_at, carrier, waybill_no)
    ON warehouses_dispatch TO entrepot_web;
CREATE POLICY warehouses_dispatch_reserve ON warehouses_dispatch FOR INSERT TO entrepot_web
    WITH CHECK (state = 'reserved' AND picked = 0 AND warehouses_mine(operator_id, seller_id)
        AND practice = (SELECT s.kind = 'practice' FROM parties_station_card() s)
        AND EXISTS (SELECT FROM warehouses_lot l
                     WHERE l.warehouse_id = warehouses_dispatch.warehouse_id AND l.item_no = warehouses_dispatch.item_no
                       AND l.seller_id = warehouses_dispatch.seller_id
                       AND l.operator_id = warehouses_dispatch.operator_id));
CREATE POLICY warehouses_dispatch_send ON warehouses_dispatch FOR UPDATE TO entrepot_web
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[]) AND state <> 'shipped')
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE warehouses_filling ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON warehouses_filling FROM entrepot_web;
CREATE POLICY warehouses_filling_read ON warehouses_filling FOR SELECT TO entrepot_web, entrepot_read
    USING (warehouses_mine(operator_id, seller_id));
GRANT INSERT ON warehouses_filling TO entrepot_web;
CREATE POLICY warehouses_filling_write ON warehouses_filling FOR INSERT TO entrepot_web
    WITH CHECK (warehouses_mine(operator_id, seller_id)
        AND EXISTS (SELECT FROM warehouses_dispatch d JOIN warehouses_lot l ON l.seller_id = d.seller_id
                     WHERE d.id = dispatch_id AND l.id = lot_id AND d.seller_id = warehouses_filling.seller_id
                       AND d.operator_id = warehouses_filling.operator_id));
