-- Reading views for set-based readers of upper modules. Columns are only ever added. They read as their reader.
CREATE VIEW trade_orders_v1 WITH (security_invoker) AS
SELECT order_no, id, version, superseded_by, deleted, marketplace_id, seller_id, app_time, app_status, order_type,
       marketplace_code, seller_code, goods_value, freight, currency, line_count, placed_at, destination, arrived_at
  FROM trade_order;
CREATE VIEW trade_order_lines_v1 WITH (security_invoker) AS
SELECT order_no, order_id, gnum, item_no, item_name, barcode, unit, currency, qty, price, total_price
  FROM trade_order_line;
CREATE VIEW trade_slips_v1 WITH (security_invoker) AS
SELECT order_no, id, version, superseded_by, deleted, marketplace_id, slip_key, seller_id, payer_id, app_time,
       app_status, charge, currency, accounting_date, arrived_at
  FROM trade_slip;
CREATE VIEW trade_waybills_v1 WITH (security_invoker) AS
SELECT waybill_no, id, version, superseded_by, deleted, carrier_id, use, seller_id, app_time, app_status, freight,
       insured_fee, currency, gross_weight_kg, pack_no, arrived_at
  FROM trade_waybill;
REVOKE INSERT, UPDATE, DELETE ON trade_orders_v1, trade_order_lines_v1, trade_slips_v1, trade_waybills_v1
    FROM entrepot_web;
