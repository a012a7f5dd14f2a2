-- The records of a waybill whose transport is opened to the reader: its page leads to them.
CREATE FUNCTION declarations_shared_of_waybill(number text)
RETURNS TABLE (order_no text, marketplace_code text, marketplace_name text, seller_code text, seller_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT l.order_no, l.marketplace_code, l.marketplace_name, l.seller_code, l.seller_name
      FROM declarations_list l
     WHERE l.waybill_no = number AND l.superseded_by IS NULL AND NOT l.deleted
       AND l.seller_id IN (SELECT trade_opened('transport', l.order_no, l.marketplace_id))
$$;
REVOKE EXECUTE ON FUNCTION declarations_shared_of_waybill FROM entrepot_read;
