-- Parts of a record that a grant opens, a function a table: the reader of the running transaction gets the rows of one
-- record for which the grants of its request (reader_grants, worked out when it began) hold that part, given by the
-- seller of the row; anybody else gets none. Prices stand in the part `money` alone. A look is kept by whoever asks:
-- declarations, operations/looking.py.
-- The sellers whose rows of this record are open to the reader: who gave the grant, and parties joined to it.
CREATE FUNCTION trade_opened(part text, wanted text, marketplace bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH given AS (SELECT g.owner_id FROM reader_grants(part) g
                    WHERE g.order_no = wanted AND g.marketplace_id = marketplace)
    SELECT owner_id FROM given UNION SELECT e.id FROM parties_enterprise e JOIN given g ON e.joined_to_id = g.owner_id
$$;
REVOKE EXECUTE ON FUNCTION trade_opened FROM entrepot_web, entrepot_read;
CREATE FUNCTION trade_part_order(wanted text, marketplace bigint)
RETURNS TABLE (order_no text, version integer, marketplace_code text, marketplace_name text, seller_code text,
               seller_name text, placed_at timestamptz, submitted_at timestamptz, destination text, lines integer,
               arrived_at timestamptz, practice boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.order_no, o.version, o.marketplace_code, o.marketplace_name, o.seller_code, o.seller_name, o.placed_at,
           o.app_time, o.destination, o.line_count, o.arrived_at, o.practice
      FROM trade_order o
     WHERE o.order_no = wanted AND o.marketplace_id = marketplace AND o.superseded_by IS NULL AND NOT o.deleted
       AND o.seller_id IN (SELECT trade_opened('order', wanted, marketplace))
$$;
CREATE FUNCTION trade_part_order_lines(wanted text, marketplace bigint)
RETURNS TABLE (gnum integer, item_no text, item_name text, item_describe text, barcode text, unit text, qty numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.gnum, i.item_no, i.item_name, i.item_describe, i.barcode, i.unit, i.qty
      FROM trade_order o JOIN trade_order_line i ON i.order_no = o.order_no AND i.order_id = o.id
     WHERE o.order_no = wanted AND o.marketplace_id = marketplace AND o.superseded_by IS NULL AND NOT o.deleted
       AND o.seller_id IN (SELECT trade_opened('order', wanted, marketplace))
     ORDER BY i.gnum
$$;
CREATE FUNCTION trade_part_amounts(wanted text, marketplace bigint)
RETURNS TABLE (goods_value numeric, freight numeric, currency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.goods_value, o.freight, o.currency
      FROM trade_order o
     WHERE o.order_no = wanted AND o.marketplace_id = marketplace AND o.superseded_by IS NULL AND NOT o.deleted
       AND o.seller_id IN (SELECT trade_opened('money', wanted, marketplace))
$$;
CREATE FUNCTION trade_part_prices(wanted text, marketplace bigint)
RETURNS TABLE (gnum integer, price numeric, total_price numeric, currency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.gnum, i.price, i.total_price, i.currency
      FROM trade_order o JOIN trade_order_line i ON i.order_no = o.order_no AND i.order_id = o.id
     WHERE o.order_no = wanted AND o.marketplace_id = marketplace AND o.superseded_by IS NULL AND NOT o.deleted
       AND o.seller_id IN (SELECT trade_opened('money', wanted, marketplace))
     ORDER BY i.gnum
$$;
CREATE FUNCTION trade_part_slips(wanted text, marketplace bigint)
RETURNS TABLE (pay_name text, pay_no text, charge numeric, currency text, accounting_date timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.pay_name, s.pay_no, s.charge, s.currency, s.accounting_date
      FROM trade_slip s
     WHERE s.order_no = wanted AND s.marketplace_id = marketplace AND s.superseded_by IS NULL AND NOT s.deleted
       AND s.seller_id IN (SELECT trade_opened('money', wanted, marketplace))
     ORDER BY s.id
$$;
REVOKE EXECUTE ON FUNCTION trade_part_order, trade_part_order_lines, trade_part_amounts, trade_part_prices,
    trade_part_slips FROM entrepot_read;
