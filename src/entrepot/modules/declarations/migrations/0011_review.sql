-- What officers decided on held lists: asked for by a page or a command, made a decision of by a worker of the line, who
-- alone may lock work rows and write decisions. One row a held decision: of two officers the first to commit is heard.
CREATE TABLE declarations_review (
    order_no    text        COLLATE "C" NOT NULL,
    list_id     bigint      NOT NULL,
    decision_no integer     NOT NULL,                  -- the decision that held the list, and that the officer looked at
    filer_id    bigint      NOT NULL,                  -- key of the work row
    cop_no      text        COLLATE "C" NOT NULL,
    verdict     text        COLLATE "C" NOT NULL CHECK (verdict IN ('released', 'refused')),
    reason      text        COLLATE "C" NOT NULL CHECK ((reason = '') = (verdict = 'released')),  -- own code of review.REASONS
    found       text        NOT NULL CHECK (found <> '' AND length(found) <= 500),                -- in the officer's words
    by_id       bigint      NOT NULL,                  -- the authority
    person_id   bigint,                                -- the officer; none: whoever runs commands on the station's machine
    person_name text        NOT NULL,                  -- as the officer was called then
    at          timestamptz NOT NULL,
    state       text        COLLATE "C" NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'done', 'overtaken')),
    ended_at    timestamptz,
    PRIMARY KEY (order_no, list_id, decision_no)
);
-- workers: what is still to be made a decision of
CREATE INDEX declarations_review_to_do ON declarations_review (at) WHERE state = 'asked';
ALTER TABLE declarations_review ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON declarations_review FROM entrepot_web;
-- The deciding authority sees all of them; whoever sees the list sees what was decided on it.
CREATE POLICY declarations_review_read ON declarations_review FOR SELECT TO entrepot_web, entrepot_read
    USING (by_id = ANY ((SELECT reader_ids())::bigint[])
        OR state = 'done' AND EXISTS (SELECT FROM declarations_list l WHERE l.order_no = declarations_review.order_no
                                         AND l.id = declarations_review.list_id));
-- Only people of the authority whose station this is ask, in their own name, and never where nothing is decided.
GRANT INSERT ON declarations_review TO entrepot_web;
CREATE POLICY declarations_review_ask ON declarations_review FOR INSERT TO entrepot_web
    WITH CHECK (state = 'asked' AND ended_at IS NULL AND person_id = (SELECT reader_person())
        AND by_id = ANY ((SELECT reader_ids())::bigint[])
        AND by_id = (SELECT s.owner_id FROM parties_station_card() s WHERE s.kind <> 'filing'));
