-- Import: what only import lists have (beside their rows), the tax of each decision, the amounts that a list holds of
-- limits and guarantees, cancellations and returns. Export writes nothing here. identity_block, *_hash: as in trade.
CREATE TABLE declarations_list_import (
    order_no               text   COLLATE "C" NOT NULL,
    list_id                bigint NOT NULL,
    assure_code            text   COLLATE "C" NOT NULL,
    guarantor_id           bigint,                        -- the party of assure_code; null: no such firm
    decl_time              date   NOT NULL,
    buyer_id_type          text   COLLATE "C" NOT NULL,
    area_code              text   COLLATE "C",
    area_name              text,
    trade_countries        text[] NOT NULL,               -- of the lines, in the order of gnum; empty: none given
    buyer_hash             text   COLLATE "C" NOT NULL,
    person_hash            text   COLLATE "C" NOT NULL,
    consignee_address_hash text   COLLATE "C" NOT NULL,
    person_valid           boolean NOT NULL,              -- whether the number of the buyer has the right check digit
    signature_valid        boolean,                       -- of the message; null: it was not signed
    identity_block         bytea,
    identity_key           bigint,
    PRIMARY KEY (order_no, list_id)
);

CREATE TABLE declarations_tax (                           -- append-only, with the decision
    order_no    text          COLLATE "C" NOT NULL,
    list_id     bigint        NOT NULL,
    decision_no integer       NOT NULL,
    gnum        integer       NOT NULL,
    tax         text          COLLATE "C" NOT NULL,       -- duty, vat, consumption_tax
    base        numeric(19,5) NOT NULL,                   -- CNY
    rate        numeric(19,10) NOT NULL,                  -- as a part of one, reductions within the limits included
    amount      numeric(19,5) NOT NULL,                   -- CNY
    PRIMARY KEY (order_no, list_id, decision_no, gnum, tax)
);

CREATE TABLE declarations_reserved (                      -- append-only; where it stands now is the ledger's to say
    order_no    text          COLLATE "C" NOT NULL,
    list_id     bigint        NOT NULL,
    decision_no integer       NOT NULL,
    kind        text          COLLATE "C" NOT NULL CHECK (kind IN ('person_year', 'guarantee')),
    account_id  bigint        NOT NULL,
    key         text          COLLATE "C" NOT NULL,       -- of the reservation
    amount      numeric(19,5) NOT NULL,
    PRIMARY KEY (order_no, list_id, decision_no, kind)
);

-- 623 and 625: what the filer asks of a list that it filed. A worker takes what is asked off like a review.
CREATE TABLE declarations_withdrawal (
    order_no         text        COLLATE "C" NOT NULL,
    id               bigint      NOT NULL,
    version          integer     NOT NULL,
    superseded_by    bigint,
    deleted          boolean     NOT NULL DEFAULT false,
    kind             text        COLLATE "C" NOT NULL CHECK (kind IN ('import_cancel', 'import_return')),
    filer_id         bigint      NOT NULL,                -- = agent_id
    cop_no           text        COLLATE "C" NOT NULL,
    marketplace_id   bigint      NOT NULL,
    seller_id        bigint      NOT NULL,
    agent_id         bigint      NOT NULL,
    carrier_id       bigint      NOT NULL,
    message_id       bigint      NOT NULL,
    document_no      integer     NOT NULL,
    guid             text        COLLATE "C" NOT NULL,
    app_type         text        COLLATE "C" NOT NULL,
    app_time         timestamptz NOT NULL,
    app_status       text        COLLATE "C" NOT NULL,
    customs_code     text        COLLATE "C" NOT NULL,
    marketplace_code text        COLLATE "C" NOT NULL,
    marketplace_name text        NOT NULL,
    seller_code      text        COLLATE "C" NOT NULL,
    seller_name      text        NOT NULL,
    waybill_no       text        COLLATE "C" NOT NULL,
    carrier_code     text        COLLATE "C" NOT NULL,
    carrier_name     text        NOT NULL,
    pre_no           text        COLLATE "C",
    invt_no          text        COLLATE "C" NOT NULL,
    agent_code       text        COLLATE "C" NOT NULL,
    agent_name       text        NOT NULL,
    stated_reason    text        NOT NULL,
    note             text,
    gnums            integer[]   NOT NULL,                -- what comes back: lines of the list; none in a cancellation
    quantities       numeric(19,5)[] NOT NULL,            -- in declared units, likewise
    buyer_id_type    text        COLLATE "C" NOT NULL,
    buyer_hash       text        COLLATE "C" NOT NULL,
    person_hash      text        COLLATE "C" NOT NULL,
    identity_block   bytea,
    identity_key     bigint,
    content_hash     bytea       NOT NULL,
    audience         bigint[]    NOT NULL,
    arrived_at       timestamptz NOT NULL,
    practice         boolean     NOT NULL,
    PRIMARY KEY (order_no, id)
);
-- one current row a key; repeats
CREATE UNIQUE INDEX declarations_withdrawal_current ON declarations_withdrawal (order_no, filer_id, cop_no, kind)
    WHERE superseded_by IS NULL;

CREATE TABLE declarations_withdrawn (                     -- append-only: what became of it
    order_no    text          COLLATE "C" NOT NULL,
    id          bigint        NOT NULL,                   -- of the withdrawal
    list_id     bigint,                                   -- null: no such list
    kind        text          COLLATE "C" NOT NULL,
    step        integer       NOT NULL,                   -- 1, and 2 when returned goods have arrived
    outcome     text          COLLATE "C" NOT NULL CHECK (outcome IN ('applied', 'done', 'refused')),
    rule        text          COLLATE "C" NOT NULL,       -- empty: done
    found       text,
    expected    text,
    value_back  numeric(19,5) NOT NULL DEFAULT 0,         -- of the buyer's yearly amount, CNY
    tax_back    numeric(19,5) NOT NULL DEFAULT 0,         -- to the guarantee, CNY
    gnums       integer[]     NOT NULL,
    quantities  numeric(19,5)[] NOT NULL,
    at          timestamptz   NOT NULL,
    by_id       bigint        NOT NULL,
    audience    bigint[]      NOT NULL,
    PRIMARY KEY (order_no, id, step)
);
CREATE TABLE declarations_withdrawal_due (                -- a queue: what a worker has to look at
    id       bigint PRIMARY KEY,
    order_no text COLLATE "C" NOT NULL
);

ALTER TABLE declarations_list_import ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_list_import_read ON declarations_list_import FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l WHERE l.order_no = declarations_list_import.order_no
                                                     AND l.id = declarations_list_import.list_id));
ALTER TABLE declarations_tax ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_tax_read ON declarations_tax FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_tax.order_no AND l.id = declarations_tax.list_id));
ALTER TABLE declarations_reserved ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_reserved_read ON declarations_reserved FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_reserved.order_no AND l.id = declarations_reserved.list_id));
ALTER TABLE declarations_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_withdrawal_read ON declarations_withdrawal FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
ALTER TABLE declarations_withdrawn ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_withdrawn_read ON declarations_withdrawn FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids())
        OR EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_withdrawn.order_no AND l.id = declarations_withdrawn.list_id));
ALTER TABLE declarations_withdrawal_due ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON declarations_withdrawal_due FROM entrepot_web, entrepot_read;
REVOKE INSERT, UPDATE, DELETE ON declarations_list_import, declarations_tax, declarations_reserved,
    declarations_withdrawal, declarations_withdrawn FROM entrepot_web;

-- A cancelled list: by its filer, before or after it was released.
ALTER TABLE declarations_work DROP CONSTRAINT declarations_work_state_check;
ALTER TABLE declarations_work ADD CONSTRAINT declarations_work_state_check CHECK (state IN
    ('parked', 'due', 'waiting', 'ready', 'not_checked', 'filed', 'released', 'refused', 'held', 'cancelled', 'deleted'));
ALTER TABLE declarations_decision DROP CONSTRAINT declarations_decision_verdict_check;
ALTER TABLE declarations_decision ADD CONSTRAINT declarations_decision_verdict_check CHECK (verdict IN
    ('ready', 'would_be_refused', 'not_checked', 'released', 'refused', 'held', 'cancelled'));

-- Reading views for set-based readers of upper modules. Columns are only ever added. They read as their reader.
CREATE VIEW declarations_lists_import_v1 WITH (security_invoker) AS
SELECT order_no, list_id, assure_code, guarantor_id, decl_time, buyer_hash, person_hash FROM declarations_list_import;
CREATE VIEW declarations_taxes_v1 WITH (security_invoker) AS
SELECT order_no, list_id, decision_no, gnum, tax, base, rate, amount FROM declarations_tax;
CREATE VIEW declarations_reserved_v1 WITH (security_invoker) AS
SELECT order_no, list_id, decision_no, kind, account_id, key, amount FROM declarations_reserved;
CREATE VIEW declarations_withdrawn_v1 WITH (security_invoker) AS
SELECT order_no, id, step, list_id, kind, outcome, value_back, tax_back, gnums, quantities, at FROM declarations_withdrawn;
REVOKE INSERT, UPDATE, DELETE ON declarations_lists_import_v1, declarations_taxes_v1, declarations_reserved_v1,
    declarations_withdrawn_v1 FROM entrepot_web;
