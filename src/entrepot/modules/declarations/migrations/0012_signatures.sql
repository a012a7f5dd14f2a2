-- Who sees a document sees that its message was signed, and who sees a list that its reply was written. The message
-- itself stays its sender's or its addressee's alone. The conditions are those of the row policies, word by word.
CREATE FUNCTION declarations_signed(wanted text, marketplace bigint)
RETURNS TABLE (message_id bigint, key_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH heads AS (
        SELECT o.message_id, o.audience, o.seller_id FROM trade_order o
         WHERE o.order_no = wanted AND o.marketplace_id = marketplace
         UNION ALL
        SELECT s.message_id, s.audience, s.seller_id FROM trade_slip s
         WHERE s.order_no = wanted AND s.marketplace_id = marketplace
         UNION ALL
        SELECT l.message_id, l.audience, l.seller_id FROM declarations_list l
         WHERE l.order_no = wanted AND l.marketplace_id = marketplace
         UNION ALL
        SELECT w.message_id, w.audience, w.seller_id
          FROM (SELECT DISTINCT l.waybill_no, l.carrier_id FROM declarations_list l
                 WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND l.superseded_by IS NULL) k
          JOIN trade_waybill w ON w.waybill_no = k.waybill_no AND w.carrier_id = k.carrier_id)
    SELECT DISTINCT v.message_id, v.key_name
      FROM heads h JOIN exchange_signatures_v1 v ON v.message_id = h.message_id
     WHERE h.audience && (SELECT reader_ids()) OR h.seller_id = ANY ((SELECT client_ids())::bigint[])
$$;
-- A decision, the batch that names it and the reply to who filed the list are written in one transaction.
CREATE INDEX declarations_batch_made ON declarations_batch (at);    -- the batch of a decision
CREATE FUNCTION declarations_answered(wanted text, marketplace bigint)
RETURNS TABLE (list_id bigint, decision_no integer, filer_id bigint, by_id bigint, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.id, d.decision_no, l.filer_id, d.by_id, d.at
      FROM declarations_list l JOIN declarations_decision d ON d.order_no = l.order_no AND d.list_id = l.id
     WHERE l.order_no = wanted AND l.marketplace_id = marketplace AND d.kind = 'decision'
       AND (l.audience && (SELECT reader_ids()) OR l.seller_id = ANY ((SELECT client_ids())::bigint[]))
       AND EXISTS (SELECT FROM declarations_batch b
                     JOIN exchange_written_v1 v ON v.party_id = l.filer_id AND v.transaction_id = b.transaction_id
                    WHERE b.at = d.at AND l.id = ANY (b.list_ids) AND v.kind = 'CEB604')
     ORDER BY d.at, l.id
$$;
REVOKE EXECUTE ON FUNCTION declarations_signed, declarations_answered FROM entrepot_read;
