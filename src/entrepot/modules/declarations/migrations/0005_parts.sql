-- Parts of a record that a grant opens (trade has order and money): goods, transport, customs. Each function gives rows
-- to the reader of the running transaction for whom a grant of the row's seller holds that part, and to nobody else.
CREATE FUNCTION declarations_part_goods(wanted text, marketplace bigint)
RETURNS TABLE (cop_no text, gnum integer, item_no text, declared_name text, hs_code text, model text, barcode text,
               country text, unit text, qty numeric, unit1 text, qty1 numeric, unit2 text, qty2 numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.cop_no, i.gnum, i.item_no, i.declared_name, i.hs_code, i.model, i.barcode, i.country, i.unit, i.qty,
           i.unit1, i.qty1, i.unit2, i.qty2
      FROM declarations_list l JOIN declarations_list_line i ON i.order_no = l.order_no AND i.list_id = l.id
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('goods', wanted, marketplace))
     ORDER BY l.id, i.gnum
$$;
-- A waybill belongs to the record because a list of it names it; what the carrier charges is not part of it.
CREATE FUNCTION declarations_part_transport(wanted text, marketplace bigint)
RETURNS TABLE (cop_no text, carrier_code text, carrier_name text, waybill_no text, waybill_arrived_at timestamptz,
               goods_info text, pack_no bigint, gross_weight_kg numeric, net_weight_kg numeric, traf_mode text,
               traf_name text, voyage_no text, bill_no text, total_package_no text, port_code text, country text,
               pod text, ie_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.cop_no, l.carrier_code, l.carrier_name, l.waybill_no, w.arrived_at, w.goods_info, l.pack_no,
           l.gross_weight_kg, l.net_weight_kg, l.traf_mode, l.traf_name, l.voyage_no, l.bill_no, l.total_package_no,
           l.port_code, l.country, l.pod, l.ie_date
      FROM declarations_list l
      LEFT JOIN LATERAL (
           SELECT * FROM trade_waybill w WHERE w.waybill_no = l.waybill_no AND w.carrier_id = l.carrier_id
              AND w.superseded_by IS NULL AND NOT w.deleted ORDER BY w.use DESC LIMIT 1) w ON true
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('transport', wanted, marketplace))
     ORDER BY l.id
$$;
CREATE FUNCTION declarations_part_customs(wanted text, marketplace bigint)
RETURNS TABLE (cop_no text, agent_code text, agent_name text, customs_code text, pre_no text, invt_no text,
               trade_mode text, statistics_flag text, submitted_at timestamptz, state text, changed_at timestamptz,
               practice boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.cop_no, l.agent_code, l.agent_name, l.customs_code,
           coalesce(l.pre_no, r.pre_no), coalesce(l.invt_no, r.invt_no), l.trade_mode, l.statistics_flag, l.app_time,
           w.state, w.changed_at, l.practice
      FROM declarations_list l
      JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
      LEFT JOIN LATERAL (
           SELECT r.pre_no, r.invt_no FROM declarations_reply r
            WHERE r.order_no = l.order_no AND r.list_id = l.id ORDER BY r.return_time DESC LIMIT 1) r ON true
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('customs', wanted, marketplace))
     ORDER BY l.id
$$;
CREATE FUNCTION declarations_part_decisions(wanted text, marketplace bigint)
RETURNS TABLE (cop_no text, decision_no integer, kind text, verdict text, lane text, return_status text,
               law_date date, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.cop_no, d.decision_no, d.kind, d.verdict, d.lane, d.return_status, d.law_date, d.at
      FROM declarations_list l JOIN declarations_decision d ON d.order_no = l.order_no AND d.list_id = l.id
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('customs', wanted, marketplace))
     ORDER BY l.id, d.decision_no
$$;
-- Which rules found what in which field; the values found are prices as often as not, and are left out.
CREATE FUNCTION declarations_part_findings(wanted text, marketplace bigint)
RETURNS TABLE (cop_no text, decision_no integer, rule text, revision integer, outcome text, gnum integer, field text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.cop_no, f.decision_no, f.rule, f.revision, f.outcome, f.gnum, f.field
      FROM declarations_list l JOIN declarations_finding f ON f.order_no = l.order_no AND f.list_id = l.id
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('customs', wanted, marketplace))
     ORDER BY l.id, f.decision_no, f.finding_no
$$;
REVOKE EXECUTE ON FUNCTION declarations_part_goods, declarations_part_transport, declarations_part_customs,
    declarations_part_decisions, declarations_part_findings FROM entrepot_read;
