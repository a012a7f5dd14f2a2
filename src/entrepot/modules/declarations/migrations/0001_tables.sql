-- Declaration lists (append-only), the work row of each list (the only lock, the only row that changes),
-- decisions and findings (append-only), arrivals (a queue; one row a batch, never one a document).
CREATE SEQUENCE declarations_list_id INCREMENT BY 1000;   -- blocks: store.numbering

CREATE TABLE declarations_list (
    order_no         text          COLLATE "C" NOT NULL,
    id               bigint        NOT NULL,
    version          integer       NOT NULL,
    superseded_by    bigint,
    deleted          boolean       NOT NULL DEFAULT false,
    filer_id         bigint        NOT NULL,              -- = agent_id; key: (filer_id, cop_no), kept unique by declarations_work
    cop_no           text          COLLATE "C" NOT NULL,
    marketplace_id   bigint        NOT NULL,
    seller_id        bigint        NOT NULL,
    agent_id         bigint        NOT NULL,
    carrier_id       bigint        NOT NULL,
    message_id       bigint        NOT NULL,
    document_no      integer       NOT NULL,
    guid             text          COLLATE "C" NOT NULL,
    app_type         text          COLLATE "C" NOT NULL,
    app_time         timestamptz   NOT NULL,
    app_status       text          COLLATE "C" NOT NULL,
    customs_code     text          COLLATE "C" NOT NULL,
    marketplace_code text          COLLATE "C" NOT NULL,
    marketplace_name text          NOT NULL,
    carrier_code     text          COLLATE "C" NOT NULL,
    carrier_name     text          NOT NULL,
    waybill_no       text          COLLATE "C" NOT NULL,
    pre_no           text          COLLATE "C",
    invt_no          text          COLLATE "C",
    ie_flag          text          COLLATE "C" NOT NULL,
    port_code        text          COLLATE "C" NOT NULL,
    ie_date          date          NOT NULL,
    statistics_flag  text          COLLATE "C" NOT NULL,
    agent_code       text          COLLATE "C" NOT NULL,
    agent_name       text          NOT NULL,
    seller_code      text          COLLATE "C" NOT NULL,
    seller_name      text          NOT NULL,
    owner_code       text          COLLATE "C" NOT NULL,
    owner_name       text          NOT NULL,
    warehouse_code   text          COLLATE "C",
    warehouse_name   text,
    ems_no           text          COLLATE "C",
    trade_mode       text          COLLATE "C" NOT NULL,
    traf_mode        text          COLLATE "C" NOT NULL,
    traf_name        text,
    voyage_no        text          COLLATE "C",
    bill_no          text          COLLATE "C",
    total_package_no text          COLLATE "C",
    loct_no          text          COLLATE "C",
    licence_no       text          COLLATE "C",
    country          text          COLLATE "C" NOT NULL,
    pod              text          COLLATE "C" NOT NULL,
    freight          numeric(19,5) NOT NULL,
    freight_currency text          COLLATE "C" NOT NULL,
    freight_flag     text          COLLATE "C" NOT NULL,
    insured_fee      numeric(19,5) NOT NULL,
    insured_currency text          COLLATE "C" NOT NULL,
    insured_flag     text          COLLATE "C" NOT NULL,
    wrap_type        text          COLLATE "C" NOT NULL,
    pack_no          bigint        NOT NULL,
    gross_weight_kg  numeric(19,5) NOT NULL,
    net_weight_kg    numeric(19,5) NOT NULL,
    note             text,
    line_count       integer       NOT NULL,
    content_hash     bytea         NOT NULL,
    audience         bigint[]      NOT NULL,
    arrived_at       timestamptz   NOT NULL,
    practice         boolean       NOT NULL,
    PRIMARY KEY (order_no, id)                                                       -- the record page; lists of an arriving order
);
CREATE INDEX declarations_list_of_waybill ON declarations_list (waybill_no, carrier_id);  -- lists of an arriving waybill; double use
CREATE INDEX declarations_list_of_seller ON declarations_list (seller_id, id);            -- the seller's list page
CREATE INDEX declarations_list_of_agent ON declarations_list (agent_id, id);              -- the broker's list page

CREATE TABLE declarations_list_line (
    order_no       text          COLLATE "C" NOT NULL,
    list_id        bigint        NOT NULL,
    gnum           integer       NOT NULL,
    item_no        text          COLLATE "C" NOT NULL,
    item_record_no text          COLLATE "C",
    item_name      text,
    hs_code        text          COLLATE "C" NOT NULL,     -- gcode
    declared_name  text          NOT NULL,                 -- gname
    model          text          NOT NULL,                 -- gmodel: the declaration elements
    barcode        text          COLLATE "C" NOT NULL,
    country        text          COLLATE "C" NOT NULL,
    currency       text          COLLATE "C" NOT NULL,
    qty            numeric(19,5) NOT NULL,
    qty1           numeric(19,5) NOT NULL,
    qty2           numeric(19,5),
    unit           text          COLLATE "C" NOT NULL,
    unit1          text          COLLATE "C" NOT NULL,
    unit2          text          COLLATE "C",
    price          numeric(19,5) NOT NULL,
    total_price    numeric(19,5) NOT NULL,
    note           text,
    PRIMARY KEY (order_no, list_id, gnum)
);

CREATE TABLE declarations_work (
    filer_id       bigint      NOT NULL,
    cop_no         text        COLLATE "C" NOT NULL,
    list_id        bigint      NOT NULL,                    -- the current version
    order_no       text        COLLATE "C" NOT NULL,
    seller_id      bigint      NOT NULL,
    state          text        COLLATE "C" NOT NULL CHECK (state IN
                   ('parked', 'due', 'waiting', 'ready', 'not_checked', 'filed', 'released', 'refused', 'held', 'deleted')),
    waiting_for    text[]      NOT NULL DEFAULT '{}',       -- 'order', 'waybill', 'slip', 'sibling'
    decision_no    integer     NOT NULL DEFAULT 0,
    arrived_at     timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    audience       bigint[]    NOT NULL,
    PRIMARY KEY (filer_id, cop_no)
) WITH (fillfactor = 70);
-- the officer's worklists; the waiting that have waited too long
CREATE INDEX declarations_work_open ON declarations_work (state, arrived_at) WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked');
-- a seller's worklist by state
CREATE INDEX declarations_work_of_seller ON declarations_work (seller_id, state) WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked');

CREATE TABLE declarations_arrival (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    text   COLLATE "C" NOT NULL CHECK (kind IN ('order', 'waybill')),
    at      timestamptz NOT NULL,
    keys    text[] NOT NULL,         -- order_no or waybill_no: a list touches both its order and its waybill
    owners  bigint[] NOT NULL        -- marketplace_id or carrier_id: same length as keys
);

CREATE TABLE declarations_basis (     -- what decisions rest on: a few rows a day
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash          bytea  NOT NULL UNIQUE,
    rulebook_hash text   NOT NULL,    -- stored whole in declarations_rulebook
    law_from      date   NOT NULL,    -- the interval in which nothing changes
    law_until     date,
    figures       jsonb  NOT NULL,    -- parameter id → {value, unit, in_force_from, source}
    editions      jsonb  NOT NULL     -- reference kind → {edition, source, hash}
);
CREATE TABLE declarations_rulebook (
    hash       text        PRIMARY KEY,
    first_used timestamptz NOT NULL,
    content    jsonb       NOT NULL
);

CREATE TABLE declarations_decision (
    order_no      text        COLLATE "C" NOT NULL,
    list_id       bigint      NOT NULL,
    decision_no   integer     NOT NULL,
    kind          text        COLLATE "C" NOT NULL CHECK (kind IN ('precheck', 'decision', 'reply')),
    verdict       text        COLLATE "C" NOT NULL CHECK (verdict IN ('ready', 'would_be_refused', 'not_checked', 'released', 'refused', 'held')),
    lane          text        COLLATE "C" NOT NULL CHECK (lane IN ('green', 'yellow', 'red', '')),
    return_status text        COLLATE "C" NOT NULL,          -- the official code: 100, 300, 500, 800 …
    order_id      bigint,                                    -- bound versions
    waybill_id    bigint,
    slip_ids      bigint[]    NOT NULL DEFAULT '{}',
    law_date      date        NOT NULL,
    basis_id      bigint      NOT NULL,
    by_id         bigint      NOT NULL,                      -- who says so
    at            timestamptz NOT NULL,
    audience      bigint[]    NOT NULL,
    practice      boolean     NOT NULL,
    PRIMARY KEY (order_no, list_id, decision_no)
);

CREATE TABLE declarations_finding (
    order_no     text    COLLATE "C" NOT NULL,
    list_id      bigint  NOT NULL,
    decision_no  integer NOT NULL,
    finding_no   integer NOT NULL,
    rule         text    COLLATE "C" NOT NULL,
    revision     integer NOT NULL,
    outcome      text    COLLATE "C" NOT NULL CHECK (outcome IN ('failed', 'not_checked')),
    gnum         integer,
    field        text    COLLATE "C" NOT NULL,
    found        text,
    expected     text,
    parameters   text[]  NOT NULL DEFAULT '{}',
    PRIMARY KEY (order_no, list_id, decision_no, finding_no)
);

CREATE TABLE declarations_seed (      -- selection draws from a secret seed a day; its hash is published that morning
    day          date        PRIMARY KEY,
    seed         bytea       NOT NULL,
    commitment   text        COLLATE "C" NOT NULL,
    published_at timestamptz NOT NULL
);
-- what everybody may see: the hash at once, the seed when its day in China is over
CREATE VIEW declarations_selection_v1 WITH (security_barrier) AS
SELECT day, commitment, published_at,
       CASE WHEN day < (now() AT TIME ZONE 'Asia/Shanghai')::date THEN seed END AS revealed_seed
  FROM declarations_seed;
