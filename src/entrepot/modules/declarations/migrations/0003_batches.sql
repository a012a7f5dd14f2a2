-- One row a batch that got its verdicts: which lists, in an order that nothing is jumped over in (docs/decisions/0006).
-- Decisions after a cursor are read from here; webhooks are told by it. Arrays of one length, a place a list.
CREATE TABLE declarations_batch (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at             timestamptz NOT NULL,
    order_nos      text[]      NOT NULL,
    list_ids       bigint[]    NOT NULL,
    decision_nos   bigint[]    NOT NULL,
    filer_ids      bigint[]    NOT NULL,
    seller_ids     bigint[]    NOT NULL,
    filers         bigint[]    NOT NULL,    -- each once
    sellers        bigint[]    NOT NULL
);
-- decisions after a cursor
CREATE INDEX declarations_batch_in_order ON declarations_batch (transaction_id, id);
ALTER TABLE declarations_batch ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON declarations_batch FROM entrepot_web;
CREATE POLICY declarations_batch_read ON declarations_batch FOR SELECT TO entrepot_web, entrepot_read
    USING (filers && (SELECT reader_ids()) OR sellers && (SELECT reader_ids()) OR sellers && (SELECT client_ids()));
-- Numbers of the whole station for /metrics, which is asked without a reader: counts alone, nothing of any party.
CREATE FUNCTION declarations_numbers()
RETURNS TABLE (arrivals bigint, oldest timestamptz, states jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*) FROM declarations_arrival), (SELECT min(at) FROM declarations_arrival),
           (SELECT coalesce(jsonb_object_agg(s.state, s.count), '{}') FROM (
                SELECT w.state, count(*) AS count FROM declarations_work w
                 WHERE w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked') GROUP BY w.state) s)
$$;
-- Tallies from `since` on, before `until`: batches, lists by verdict, lists by class of time to the verdict.
CREATE FUNCTION declarations_tallies(since timestamptz, until timestamptz)
RETURNS TABLE (batches bigint, verdicts jsonb, millis jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH told AS (SELECT t.verdicts, t.millis FROM declarations_tally t WHERE t.at >= since AND t.at < until)
    SELECT (SELECT count(*) FROM told),
           (SELECT coalesce(jsonb_object_agg(s.key, s.count), '{}') FROM (
                SELECT e.key, sum(e.value::bigint) AS count FROM told, jsonb_each_text(told.verdicts) e GROUP BY 1) s),
           (SELECT coalesce(jsonb_object_agg(s.key, s.count), '{}') FROM (
                SELECT e.key, sum(e.value::bigint) AS count FROM told, jsonb_each_text(told.millis) e GROUP BY 1) s)
$$;
REVOKE EXECUTE ON FUNCTION declarations_numbers, declarations_tallies FROM entrepot_read;
