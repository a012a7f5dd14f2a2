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
