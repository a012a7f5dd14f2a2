-- The same of lists, for records whose order has not come: see trade, 0003_shared.sql.
CREATE FUNCTION declarations_shared_places(numbers text[])
RETURNS TABLE (order_no text, marketplace_id bigint, owner_id bigint, marketplace_code text, marketplace_name text,
               seller_code text, seller_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.order_no, s.marketplace_id, s.owner_id, l.marketplace_code, l.marketplace_name, l.seller_code, l.seller_name
      FROM trade_shared(numbers) s CROSS JOIN LATERAL (
           SELECT * FROM declarations_list l WHERE l.order_no = s.order_no AND l.marketplace_id = s.marketplace_id
              AND l.seller_id = s.seller_id AND l.superseded_by IS NULL AND NOT l.deleted ORDER BY l.id LIMIT 1) l
$$;
REVOKE EXECUTE ON FUNCTION declarations_shared_places FROM entrepot_read;
