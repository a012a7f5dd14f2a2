-- Reading views for modules above (ARCHITECTURE.md): columns are only ever added. They ask as their reader.
-- Every list as it stands now: its current version, its state, and the decision that it stands on, if any.
CREATE VIEW declarations_lists_v1 WITH (security_invoker) AS
SELECT l.order_no, l.id, l.marketplace_id, l.seller_id, l.agent_id, l.carrier_id, l.waybill_no, l.customs_code,
       l.trade_mode, l.country, l.arrived_at, l.practice, w.state, d.decision_no, d.lane, d.at AS decided_at
  FROM declarations_list l
  JOIN declarations_work w ON w.filer_id = l.filer_id AND w.cop_no = l.cop_no AND w.list_id = l.id
  LEFT JOIN declarations_decision d
    ON d.order_no = l.order_no AND d.list_id = l.id AND d.decision_no = w.decision_no;
CREATE VIEW declarations_list_lines_v1 WITH (security_invoker) AS
SELECT order_no, list_id, gnum, item_no, hs_code, country, currency, qty, total_price FROM declarations_list_line;
-- Batches that got their verdicts, in the order in which nothing is jumped over, and whose lists were in them.
CREATE VIEW declarations_batches_v1 WITH (security_invoker) AS
SELECT transaction_id, id, at, sellers, filers FROM declarations_batch;
REVOKE INSERT, UPDATE, DELETE ON declarations_lists_v1, declarations_list_lines_v1, declarations_batches_v1
    FROM entrepot_web;
