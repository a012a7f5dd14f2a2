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
    'NO', '9610', '5', '502', '502', 0, '142', '3', 0, '142', '3', '4', 1, 1.2, 1.1, 2, '\x00', ARRAY[5, 6, seller, agent],
    at, true
  FROM (SELECT g, 1000 + g * 104729 %% 5000 AS seller, timestamptz '2026-03-01' + g * interval '1 second' AS at,
               CASE WHEN g * 104729 %% 5000 < 4000 AND g %% 2 = 0 THEN 10 ELSE 11 + g %% 50 END AS agent
          FROM generate_series(1, %(lists)s::bigint) g) AS made;
INSERT INTO declarations_work (filer_id, cop_no, list_id, order_no, seller_id, state, decision_no, arrived_at, changed_at,
    audience)
SELECT filer_id, cop_no, id, order_no, seller_id, CASE WHEN id %% 50 = 0 THEN 'refused' WHEN id %% 97 = 0 THEN 'held'
    WHEN id %% 101 = 0 THEN 'waiting' ELSE 'released' END, 1, arrived_at, arrived_at + interval '400 ms', audience
  FROM declarations_list;
-- What is held is held by lot: of ten lists the goods of one are looked at, of nine the documents. Firm 6 is the station's.
INSERT INTO declarations_decision (order_no, list_id, decision_no, kind, verdict, lane, return_status, law_date, basis_id,
    by_id, at, audience, practice)
SELECT order_no, list_id, 1, 'decision', 'held', CASE WHEN list_id %% 10 = 7 THEN 'red' ELSE 'yellow' END,
    CASE WHEN list_id %% 10 = 7 THEN '500' ELSE '300' END, changed_at::date, 1, 6, changed_at, audience, true
  FROM declarations_work WHERE state = 'held';
-- A busy day in small batches, and the hours before it added up.
INSERT INTO declarations_tally (at, arrived, verdicts, millis, waiting, lanes, rules, audience)
SELECT now() - g * interval '100 ms', 10, '{"released": 9, "held": 1}', '{"22": 9, "25": 1}', 0,
    '{"green:released": 9, "red:held": 1}', '{"E04": 1}', '{6}' FROM generate_series(1, 1200) g;
INSERT INTO declarations_course (width, at, arrived, verdicts, millis, lanes, rules, audience)
SELECT w.width, date_trunc(w.width, now()) - g * w.step, 6000, '{"released": 5400, "held": 300, "refused": 300}',
    '{"20": 1000, "22": 4000, "25": 1000}', '{"green:released": 5400, "red:held": 300}', '{"E04": 200, "E06": 100}', '{6}'
  FROM (VALUES ('minute', interval '1 minute'), ('hour', interval '1 hour')) AS w (width, step), generate_series(3, 5000) g;
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
ANALYZE declarations_decision, declarations_tally, declarations_course, exchange_message, declarations_list, declarations_work, trade_order, trade_waybill;
