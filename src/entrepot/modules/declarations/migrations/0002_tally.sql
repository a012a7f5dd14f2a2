-- One row a judged batch: what the line page and /metrics read. Written in the transaction of the verdicts.
CREATE TABLE declarations_tally (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    arrived  integer     NOT NULL,    -- lists of the batch that were judged for the first time
    verdicts jsonb       NOT NULL,    -- state → lists: {"released": 90, "refused": 2}
    millis   jsonb       NOT NULL,    -- class of queries.line.EDGES_MS → lists, from arrival to verdict
    waiting  integer     NOT NULL,    -- lists of the batch that still wait
    audience bigint[]    NOT NULL     -- the station's own party
);
CREATE INDEX declarations_tally_at ON declarations_tally (at);      -- the last minutes
ALTER TABLE declarations_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_tally_read ON declarations_tally FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()));
REVOKE INSERT, UPDATE, DELETE ON declarations_tally FROM entrepot_web;
-- A broker's worklists by state, and an authority's over all, newest first.
CREATE INDEX declarations_work_of_filer ON declarations_work (filer_id, state, list_id)
    WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked');
