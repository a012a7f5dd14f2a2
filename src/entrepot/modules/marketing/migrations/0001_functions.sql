-- What a hall shows to whoever comes, with or without a session: each function asks marketing_enter who may.

-- The hall at this address, if the reader may enter it: its firm, everybody where it is public, else invited firms.
CREATE FUNCTION marketing_enter(wanted text)
RETURNS TABLE (seller_id bigint, address text, name_zh text, name_en text, opened_to text, prices_to text,
               practice boolean, is_own boolean, sees_prices boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT h.seller_id, h.address, h.name_zh, h.name_en, h.opened_to, h.prices_to, h.practice, own.so,
           own.so OR invited.so OR h.prices_to = 'public'
      FROM marketing_hall h
     CROSS JOIN LATERAL (SELECT h.seller_id = ANY (reader_ids()) AS so) own
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM marketing_invitation i WHERE i.seller_id = h.seller_id
                                           AND i.ended_at IS NULL AND i.party_id = ANY (reader_ids())) AS so) invited
     WHERE h.address = wanted COLLATE "C"
       AND (own.so OR h.opened_to = 'public' OR h.opened_to = 'invited' AND invited.so)
$$;

-- Its wares that are shown; a price stands only where the reader sees prices.
CREATE FUNCTION marketing_wares(wanted text)
RETURNS TABLE (item_no text, name_zh text, name_en text, width_mm integer, height_mm integer, depth_mm integer,
               price numeric, currency text, min_quantity numeric, unit text, picture text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.item_no, e.name_zh, e.name_en, e.width_mm, e.height_mm, e.depth_mm,
           CASE WHEN h.sees_prices THEN e.price END, e.currency, e.min_quantity, e.unit, e.picture
      FROM marketing_enter(wanted) h JOIN marketing_exhibit e ON e.seller_id = h.seller_id AND e.shown
     ORDER BY e.item_no
$$;

-- A picture of a ware that is shown there; the firm itself sees those of wares that are put away too.
CREATE FUNCTION marketing_picture_in(wanted text, wanted_digest text) RETURNS TABLE (body bytea, small bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.body, p.small FROM marketing_enter(wanted) h JOIN marketing_picture p ON p.seller_id = h.seller_id
     WHERE p.digest = wanted_digest COLLATE "C" AND EXISTS (
           SELECT FROM marketing_exhibit e WHERE e.seller_id = h.seller_id AND e.picture = p.digest AND (e.shown OR h.is_own))
$$;

-- Ask about a ware. `buyer` is one of the reader's firms, or null for a guest. refusal: a reason, or '' where the enquiry
-- is kept; the same key again gives the same enquiry, to whom it belongs.
CREATE FUNCTION marketing_ask(
    wanted text, item text, wish numeric, said text, buyer bigint, called_zh text, called_en text, person bigint,
    guest text, mail text, key bytea, at timestamptz, most_guests integer
) RETURNS TABLE (enquiry_id bigint, refusal text, fewest numeric)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE hall record; ware record;
BEGIN
    IF buyer IS NOT NULL AND NOT buyer = ANY (reader_ids()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'marketing_ask: not a firm of the reader';
    END IF;
    SELECT * INTO hall FROM marketing_enter(wanted);
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::bigint, 'hall_unknown', NULL::numeric; RETURN;
    END IF;
    SELECT * INTO ware FROM marketing_exhibit e WHERE e.seller_id = hall.seller_id AND e.item_no = item COLLATE "C" AND e.shown;
    IF NOT FOUND THEN
        RETURN QUERY SELECT NULL::bigint, 'enquiry_ware', NULL::numeric; RETURN;
    ELSIF hall.is_own THEN
        RETURN QUERY SELECT NULL::bigint, 'enquiry_own', NULL::numeric; RETURN;
    ELSIF wish < ware.min_quantity THEN
        RETURN QUERY SELECT NULL::bigint, 'enquiry_least', ware.min_quantity; RETURN;
    END IF;
    IF buyer IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('marketing_ask'), (hall.seller_id % 2147483647)::integer);
        IF (SELECT count(*) FROM marketing_enquiry q WHERE q.seller_id = hall.seller_id AND q.state = 'asked'
               AND q.buyer_id IS NULL AND q.asked_key <> key) >= most_guests THEN
            RETURN QUERY SELECT NULL::bigint, 'enquiry_many', NULL::numeric; RETURN;
        END IF;
    END IF;
    INSERT INTO marketing_enquiry AS q (seller_id, seller_zh, seller_en, address, item_no, name_zh, name_en, quantity,
           unit, message, buyer_id, buyer_zh, buyer_en, person_id, guest_name, guest_mail, asked_key, asked_at, state, currency, reply, order_no,
           marketplace_code, practice)
    VALUES (hall.seller_id, hall.name_zh, hall.name_en, hall.address, item, ware.name_zh, ware.name_en, wish, ware.unit, said, buyer, called_zh, called_en, person,
            guest, mail, key, at, 'asked', ware.currency, '', '', '', hall.practice)
    ON CONFLICT (asked_key) DO NOTHING;
    RETURN QUERY SELECT q.id, '', NULL::numeric FROM marketing_enquiry q WHERE q.asked_key = key AND q.seller_id = hall.seller_id;
END $$;
REVOKE EXECUTE ON FUNCTION marketing_ask FROM entrepot_read;

-- What became of the enquiry of whoever holds its key: a guest has no firm by which a policy could know it.
CREATE FUNCTION marketing_asked_with(key bytea)
RETURNS TABLE (id bigint, address text, seller_zh text, seller_en text, item_no text, name_zh text, name_en text,
               quantity numeric, unit text, asked_at timestamptz, state text, price numeric, currency text,
               valid_until date, reply text, quoted_at timestamptz, order_no text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT q.id, q.address, q.seller_zh, q.seller_en, q.item_no, q.name_zh, q.name_en, q.quantity, q.unit, q.asked_at,
           q.state, q.price, q.currency, q.valid_until, q.reply, q.quoted_at, q.order_no
      FROM marketing_enquiry q WHERE q.asked_key = key
$$;
REVOKE EXECUTE ON FUNCTION marketing_asked_with FROM entrepot_read;
