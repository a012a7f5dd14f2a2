-- Tax bills (816) of import lists and what became of them (818): made where lists are decided, taken in where they are
-- filed. A bill is never changed; a state follows it. Export writes nothing here.
CREATE TABLE declarations_tax_bill (
    order_no        text          COLLATE "C" NOT NULL,
    list_id         bigint        NOT NULL,
    tax_no          text          COLLATE "C" NOT NULL,       -- number of the bill
    invt_no         text          COLLATE "C" NOT NULL,       -- number of the list with customs
    marketplace_id  bigint        NOT NULL,
    agent_id        bigint        NOT NULL,                   -- who filed the list: gets the 816
    guarantor_id    bigint,                                   -- who pays; null: no such firm here
    assure_code     text          COLLATE "C" NOT NULL,
    customs_tax     numeric(19,5) NOT NULL,                   -- CNY to the cent, as the next two
    value_added_tax numeric(19,5) NOT NULL,
    consumption_tax numeric(19,5) NOT NULL,
    status          text          COLLATE "C" NOT NULL CHECK (status IN ('1', '2', '3')),  -- as first said
    ent_duty_no     text          COLLATE "C",                -- number of the payment order
    said_at         timestamptz   NOT NULL,                   -- when customs said it
    at              timestamptz   NOT NULL,                   -- when it came here
    audience        bigint[]      NOT NULL,
    practice        boolean       NOT NULL,
    PRIMARY KEY (order_no, list_id, tax_no)
);
CREATE INDEX declarations_tax_bill_of_payer ON declarations_tax_bill (guarantor_id, tax_no);  -- the page of who pays
CREATE INDEX declarations_tax_bill_of_agent ON declarations_tax_bill (agent_id, tax_no);      -- of who filed the list
CREATE INDEX declarations_tax_bill_numbered ON declarations_tax_bill (tax_no);                -- of the office; one bill

CREATE TABLE declarations_tax_bill_line (
    order_no        text          COLLATE "C" NOT NULL,
    list_id         bigint        NOT NULL,
    tax_no          text          COLLATE "C" NOT NULL,
    gnum            integer       NOT NULL,
    hs_code         text          COLLATE "C" NOT NULL,
    tax_price       numeric(19,5) NOT NULL,                   -- dutiable value, CNY
    customs_tax     numeric(19,5) NOT NULL,
    value_added_tax numeric(19,5) NOT NULL,
    consumption_tax numeric(19,5) NOT NULL,
    PRIMARY KEY (order_no, list_id, tax_no, gnum)
);

CREATE TABLE declarations_tax_bill_state (                    -- append-only: the one said last counts
    order_no    text        COLLATE "C" NOT NULL,
    list_id     bigint      NOT NULL,
    tax_no      text        COLLATE "C" NOT NULL,
    status      text        COLLATE "C" NOT NULL CHECK (status IN ('1', '2', '3')),
    said_at     timestamptz NOT NULL,
    ent_duty_no text        COLLATE "C",
    at          timestamptz NOT NULL,
    by_id       bigint      NOT NULL,
    PRIMARY KEY (order_no, list_id, tax_no, said_at, status)
);

CREATE TABLE declarations_tax_bill_due (                      -- a queue: lists whose bill a worker looks at
    id       bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_nos text[]  NOT NULL,
    list_ids bigint[] NOT NULL
);

ALTER TABLE declarations_tax_bill ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_tax_bill_read ON declarations_tax_bill FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()));
ALTER TABLE declarations_tax_bill_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_tax_bill_line_read ON declarations_tax_bill_line FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_tax_bill b
                    WHERE b.order_no = declarations_tax_bill_line.order_no
                      AND b.list_id = declarations_tax_bill_line.list_id
                      AND b.tax_no = declarations_tax_bill_line.tax_no));
ALTER TABLE declarations_tax_bill_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_tax_bill_state_read ON declarations_tax_bill_state FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_tax_bill b
                    WHERE b.order_no = declarations_tax_bill_state.order_no
                      AND b.list_id = declarations_tax_bill_state.list_id
                      AND b.tax_no = declarations_tax_bill_state.tax_no));
ALTER TABLE declarations_tax_bill_due ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON declarations_tax_bill_due FROM entrepot_web, entrepot_read;
REVOKE INSERT, UPDATE, DELETE ON declarations_tax_bill, declarations_tax_bill_line, declarations_tax_bill_state
    FROM entrepot_web;
