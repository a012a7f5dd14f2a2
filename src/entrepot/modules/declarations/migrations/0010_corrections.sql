-- What somebody types to correct a refused list, kept until it is sent and after it; one row a person, firm and version.
CREATE TABLE declarations_correction (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_no   text        COLLATE "C" NOT NULL,
    list_id    bigint      NOT NULL,      -- the refused version
    filer_id   bigint      NOT NULL,      -- with cop_no: the list in all its versions
    cop_no     text        COLLATE "C" NOT NULL,
    party_id   bigint      NOT NULL,      -- in whose name
    person_id  bigint      NOT NULL,      -- who types
    answers    jsonb       NOT NULL,      -- field of a document → what was typed
    begun_at   timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
-- one draft a version, person and firm; the drafts on a version
CREATE UNIQUE INDEX declarations_correction_own ON declarations_correction (list_id, person_id, party_id);
-- a person's earlier drafts on the same list
CREATE INDEX declarations_correction_of_list ON declarations_correction (filer_id, cop_no);
ALTER TABLE declarations_correction ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON declarations_correction FROM entrepot_web;
CREATE POLICY declarations_correction_read ON declarations_correction FOR SELECT TO entrepot_web, entrepot_read
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (answers, changed_at) ON declarations_correction TO entrepot_web;
CREATE POLICY declarations_correction_begin ON declarations_correction FOR INSERT TO entrepot_web
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person()));
CREATE POLICY declarations_correction_go_on ON declarations_correction FOR UPDATE TO entrepot_web
    USING (party_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person()))
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person()));

-- That corrections of a version went off. The key lets one of two through who send at the same time: an attempt follows
-- another only when that one was not taken.
CREATE TABLE declarations_correction_sent (
    order_no    text        COLLATE "C" NOT NULL,
    list_id     bigint      NOT NULL,
    attempt     integer     NOT NULL,      -- from 1
    party_id    bigint      NOT NULL,
    person_id   bigint      NOT NULL,
    message_ids bigint[]    NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (list_id, attempt)
);
ALTER TABLE declarations_correction_sent ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON declarations_correction_sent FROM entrepot_web;
-- Whoever sees the list sees that somebody sent a correction of it; names of people are seen in their own firm alone.
CREATE POLICY declarations_correction_sent_read ON declarations_correction_sent FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l WHERE l.order_no = declarations_correction_sent.order_no
                      AND l.id = declarations_correction_sent.list_id));
GRANT INSERT ON declarations_correction_sent TO entrepot_web;
CREATE POLICY declarations_correction_sent_add ON declarations_correction_sent FOR INSERT TO entrepot_web
    WITH CHECK (party_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person())
        AND EXISTS (SELECT FROM declarations_list l WHERE l.order_no = declarations_correction_sent.order_no
                       AND l.id = declarations_correction_sent.list_id));
