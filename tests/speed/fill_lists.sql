-- %(lists)s current lists: firms 1000 … 5999 sell, firm 10 files 40 of 100 lists, firms 11 … 60 the others. 2 of 100 are refused.
INSERT INTO declarations_list (order_no, id, version, filer_id, cop_no, marketplace_id, seller_id, agent_id, carrier_id,
    message_id, document_no, guid, app_type, app_time, app_status, customs_code, marketplace_code, marketplace_name,
    carrier_code, carrier_name, waybill_no, ie_flag, port_code, ie_date, statistics_flag, agent_code, agent_name,
    seller_code, seller_name, owner_code, owner_name, trade_mode, traf_mode, country, pod, freight, freight_currency,
    freight_flag, insured_fee, insured_currency, insured_flag, wrap_type, pack_no, gross_weight_kg, net_weight_kg,
    line_count, content_hash, audience, arrived_at, practice)
SELECT 'WT' || lpad((g * 7919 %% 2000003)::text, 8, '0'), g, 1, agent, 'COP' || g, 5, seller, agent, 20, g / 100,
    (g %% 100 + 1)::integer, 'G', '1', at, '2', '9999', '9999960001', 'Marketplace', '9999962001', 'Carrier',
    'HY' || lpad(g::text, 10, '0'), 'E', '9999', at::date, 'A', '9999964001', 'Broker', '9999961001', 'Seller', 'NO',
    'NO', '9610', '5', '502', '502', 0, '142', '3', 0, '142', '3', '4', 1, 1.2, 1.1, 2, '\x00', ARRAY[5, seller, agent],
    at, true
  FROM (SELECT g, 1000 + g * 104729 %% 5000 AS seller, timestamptz '2026-03-01' + g * interval '1 second' AS at,
               CASE WHEN g * 104729 %% 5000 < 4000 AND g %% 2 = 0 THEN 10 ELSE 11 + g %% 50 END AS agent
          FROM generate_series(1, %(lists)s::bigint) g) AS made;
INSERT INTO declarations_work (filer_id, cop_no, list_id, order_no, seller_id, state, decision_no, arrived_at, changed_at,
    audience)
SELECT filer_id, cop_no, id, order_no, seller_id, CASE WHEN id %% 50 = 0 THEN 'refused' WHEN id %% 97 = 0 THEN 'held'
    WHEN id %% 101 = 0 THEN 'waiting' ELSE 'released' END, 1, arrived_at, arrived_at + interval '400 ms', audience
  FROM declarations_list;
INSERT INTO trade_order (order_no, id, version, marketplace_id, seller_id, message_id, document_no, guid, app_type, app_time,
    app_status, order_type, marketplace_code, marketplace_name, seller_code, seller_name, goods_value, freight, currency,
    line_count, content_hash, audience, arrived_at, practice)
SELECT order_no, id, 1, marketplace_id, seller_id, message_id, document_no, 'G', '1', app_time, '2', 'E',
    marketplace_code, marketplace_name, seller_code, seller_name, 24, 0, '502', 2, '\x00', audience, arrived_at, true
  FROM declarations_list;
INSERT INTO trade_waybill (waybill_no, id, version, carrier_id, use, seller_id, message_id, document_no, guid, app_type,
    app_time, app_status, carrier_code, carrier_name, freight, insured_fee, currency, gross_weight_kg, pack_no,
    goods_info, content_hash, audience, arrived_at, practice)
SELECT waybill_no, id, 1, carrier_id, 1, seller_id, message_id, document_no, 'G', '1', app_time, '2', carrier_code,
    carrier_name, 0, 0, '142', gross_weight_kg, 1, 'Goods', '\x00', ARRAY[carrier_id, seller_id], arrived_at, true
  FROM declarations_list;
INSERT INTO exchange_message (direction, kind, party_id, at, name, sha256, body, body_bytes, state, documents, accepted,
    refused, practice)
SELECT 'in', 'order', CASE WHEN g %% 2 = 0 THEN 10 ELSE 20 END, timestamptz '2026-03-01' + g * interval '1 second', '',
    sha256(g::text::bytea), '\x00', 1, 'read', 100, 100 - (g %% 1000 = 0)::integer, (g %% 1000 = 0)::integer, true
  FROM generate_series(1, %(lists)s::bigint / 100) g;
INSERT INTO parties_known_as (enterprise_id, key) SELECT id, lower(name_zh) FROM parties_enterprise;
ANALYZE exchange_message, declarations_list, declarations_work, trade_order, trade_waybill;
