-- Lists that are ready to be filed are work as well: the partial indexes hold them too.
DROP INDEX declarations_work_of_seller;
-- a seller's worklist by state, newest first; the newest list of each of a broker's clients in one probe
CREATE INDEX declarations_work_of_seller ON declarations_work (seller_id, state, list_id)
    WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready');
DROP INDEX declarations_work_of_filer;
-- a broker's worklists by state, and an authority's over all, newest first
CREATE INDEX declarations_work_of_filer ON declarations_work (filer_id, state, list_id)
    WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready');

-- An agent may have thousands of clients: each is asked for its newest lists by index, and only the few that make up
-- the page are then read under the policies. The functions below give keys alone, of the reader's clients alone.
CREATE FUNCTION declarations_newest_of_clients(after bigint, most integer)
RETURNS TABLE (order_no text, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH latest AS MATERIALIZED (
        SELECT c.id, (SELECT l.id FROM declarations_list l
                       WHERE l.seller_id = c.id AND l.id < after AND l.superseded_by IS NULL
                       ORDER BY l.id DESC LIMIT 1) AS newest
          FROM unnest((SELECT client_ids())::bigint[]) AS c (id)),
    busiest AS MATERIALIZED (SELECT l.id FROM latest l WHERE l.newest IS NOT NULL ORDER BY l.newest DESC LIMIT most)
    SELECT l.order_no, l.id FROM busiest b CROSS JOIN LATERAL (
        SELECT d.order_no, d.id FROM declarations_list d
         WHERE d.seller_id = b.id AND d.id < after AND d.superseded_by IS NULL ORDER BY d.id DESC LIMIT most) l
     ORDER BY l.id DESC LIMIT most
$$;
-- The list of states is that of the partial indexes, word by word: only so may they be used.
CREATE FUNCTION declarations_open_of_clients(wanted text, after bigint, most integer)
RETURNS TABLE (filer_id bigint, cop_no text, list_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH latest AS MATERIALIZED (
        SELECT c.id, (SELECT w.list_id FROM declarations_work w
                       WHERE w.seller_id = c.id AND w.state = wanted AND w.list_id < after
                         AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready')
                       ORDER BY w.list_id DESC LIMIT 1) AS newest
          FROM unnest((SELECT client_ids())::bigint[]) AS c (id)),
    busiest AS MATERIALIZED (SELECT l.id FROM latest l WHERE l.newest IS NOT NULL ORDER BY l.newest DESC LIMIT most)
    SELECT w.filer_id, w.cop_no, w.list_id FROM busiest b CROSS JOIN LATERAL (
        SELECT d.filer_id, d.cop_no, d.list_id FROM declarations_work d
         WHERE d.seller_id = b.id AND d.state = wanted AND d.list_id < after
           AND d.state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready')
         ORDER BY d.list_id DESC LIMIT most) w
     ORDER BY w.list_id DESC LIMIT most
$$;
-- How much of each kind stands open with some of the reader's clients, up to `most` for each client and state.
CREATE FUNCTION declarations_open_counts(chosen bigint[], most integer)
RETURNS TABLE (seller_id bigint, state text, count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, s.state, n.count
      FROM (SELECT unnest(chosen) INTERSECT SELECT unnest((SELECT client_ids())::bigint[])) AS c (id)
     CROSS JOIN unnest('{refused,not_checked,held,waiting,ready}'::text[]) AS s (state)
     CROSS JOIN LATERAL (
        SELECT count(*)::integer AS count FROM (
            SELECT FROM declarations_work w WHERE w.seller_id = c.id AND w.state = s.state
               AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready') LIMIT most) AS counted) n
     WHERE n.count > 0
$$;
-- The same over all clients together.
CREATE FUNCTION declarations_open_totals(most integer)
RETURNS TABLE (state text, count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.state, (SELECT count(*) FROM (
        SELECT FROM unnest((SELECT client_ids())::bigint[]) AS c (id) CROSS JOIN LATERAL (
            SELECT FROM declarations_work w WHERE w.seller_id = c.id AND w.state = s.state
               AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready') LIMIT most) w
         LIMIT most) AS counted)::integer
      FROM unnest('{refused,not_checked,held,waiting,ready}'::text[]) AS s (state)
$$;
REVOKE EXECUTE ON FUNCTION declarations_newest_of_clients, declarations_open_of_clients, declarations_open_counts,
    declarations_open_totals FROM entrepot_read;
-- The customs list number stands in the reply: found by it.
CREATE INDEX declarations_reply_numbered ON declarations_reply (invt_no) WHERE invt_no IS NOT NULL;
-- What stands open with some of the reader's clients, client after client, the oldest first, beyond a place among them.
CREATE FUNCTION declarations_open_work(
    chosen bigint[], states text[], beyond_seller bigint, beyond_list bigint, most integer
) RETURNS TABLE (seller_id bigint, filer_id bigint, cop_no text, list_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.id, w.filer_id, w.cop_no, w.list_id
      FROM (SELECT unnest(chosen) INTERSECT SELECT unnest((SELECT client_ids())::bigint[])) AS c (id)
     CROSS JOIN unnest(states) AS s (state)
     CROSS JOIN LATERAL (
        SELECT d.filer_id, d.cop_no, d.list_id FROM declarations_work d
         WHERE d.seller_id = c.id AND d.state = s.state
           AND d.list_id > CASE WHEN c.id > beyond_seller THEN 0 ELSE beyond_list END
           AND d.state IN ('due', 'waiting', 'refused', 'held', 'not_checked', 'ready')
         ORDER BY d.list_id LIMIT most) w
     ORDER BY c.id, w.list_id LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION declarations_open_work FROM entrepot_read;
