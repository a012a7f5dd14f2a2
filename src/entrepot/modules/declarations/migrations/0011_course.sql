-- The course of the line by minute and by hour: what charts of an hour, a day and some days read. Folded from the tally
-- by a worker, once a minute; what is not folded yet is read from the tally itself.
-- lanes: "lane:verdict" → lists, of lots ("green:released", "yellow:held") and reviews ("yellow:released", …);
-- rules: rule → lists that it refused
ALTER TABLE declarations_tally
    ADD COLUMN lanes jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN rules jsonb NOT NULL DEFAULT '{}';
CREATE TABLE declarations_course (
    width    text        COLLATE "C" NOT NULL CHECK (width IN ('minute', 'hour')),
    at       timestamptz NOT NULL,    -- the first moment of that minute or hour
    arrived  bigint      NOT NULL,
    verdicts jsonb       NOT NULL,
    millis   jsonb       NOT NULL,
    lanes    jsonb       NOT NULL,
    rules    jsonb       NOT NULL,
    audience bigint[]    NOT NULL,    -- the station's own party
    PRIMARY KEY (width, at)
);
ALTER TABLE declarations_course ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_course_read ON declarations_course FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()));
REVOKE INSERT, UPDATE, DELETE ON declarations_course FROM entrepot_web;
-- Counts by key, added up key by key.
CREATE FUNCTION declarations_summed(counts jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(s.key, s.count), '{}') FROM (
        SELECT e.key, sum(e.value::bigint) AS count FROM unnest(counts) c, jsonb_each_text(c) e GROUP BY 1) s
$$;
-- Lists that are due or wait, by how long they have been here, each counted up to `most`: for who runs the station.
-- The list of states is that of the partial indexes, word by word: only so may they be used.
CREATE FUNCTION declarations_ages(at timestamptz, most integer)
RETURNS TABLE (state text, older_than interval, younger_than interval, count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.state, a.low, a.high, (SELECT count(*) FROM (
        SELECT FROM declarations_work w WHERE w.state = s.state
           AND w.arrived_at <= declarations_ages.at - a.low AND w.arrived_at > declarations_ages.at - a.high
           AND w.state IN ('due', 'waiting', 'refused', 'held', 'not_checked') LIMIT most) AS counted)::integer
      FROM unnest('{due,waiting}'::text[]) AS s (state)
     CROSS JOIN (VALUES (interval '0', interval '1 minute'), (interval '1 minute', interval '1 hour'),
                        (interval '1 hour', interval '1 day'), (interval '1 day', interval '100 years')) AS a (low, high)
     WHERE (SELECT parties_operates()) ORDER BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION declarations_ages FROM entrepot_read;
