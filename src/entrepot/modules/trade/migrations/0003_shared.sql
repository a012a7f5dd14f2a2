-- Which records are shared with the reader, and under which names: page of what is shared, addresses of its records.
-- The parties whose rows of these records some grant of the request opens: who gave it, and parties joined to it.
CREATE FUNCTION trade_shared(numbers text[])
RETURNS TABLE (order_no text, marketplace_id bigint, owner_id bigint, seller_id bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH given AS (
        SELECT DISTINCT g ->> 'order_no' AS order_no, (g ->> 'marketplace_id')::bigint AS marketplace_id,
               (g ->> 'owner_id')::bigint AS owner_id
          FROM jsonb_array_elements(coalesce(nullif(current_setting('entrepot.grants', true), ''), '[]')::jsonb) AS g
         WHERE g ->> 'order_no' = ANY (numbers))
    SELECT g.order_no, g.marketplace_id, g.owner_id, g.owner_id FROM given g
     UNION SELECT g.order_no, g.marketplace_id, g.owner_id, e.id
             FROM given g JOIN parties_enterprise e ON e.joined_to_id = g.owner_id
$$;
REVOKE EXECUTE ON FUNCTION trade_shared FROM entrepot_web, entrepot_read;
-- A grant of somebody who does not sell what stands there opens nothing, and has no row here.
CREATE FUNCTION trade_shared_places(numbers text[])
RETURNS TABLE (order_no text, marketplace_id bigint, owner_id bigint, marketplace_code text, marketplace_name text,
               seller_code text, seller_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.order_no, s.marketplace_id, s.owner_id, o.marketplace_code, o.marketplace_name, o.seller_code, o.seller_name
      FROM trade_shared(numbers) s CROSS JOIN LATERAL (
           SELECT * FROM trade_order o WHERE o.order_no = s.order_no AND o.marketplace_id = s.marketplace_id
              AND o.seller_id = s.seller_id AND o.superseded_by IS NULL AND NOT o.deleted LIMIT 1) o
$$;
REVOKE EXECUTE ON FUNCTION trade_shared_places FROM entrepot_read;
