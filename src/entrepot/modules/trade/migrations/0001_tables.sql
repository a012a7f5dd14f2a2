-- Orders, collection slips and waybills: append-only, `superseded_by` is the only column that ever changes.
-- Distributed by order_no (waybills by waybill_no): every key contains it; no foreign keys, no triggers.
-- Common columns:  id           number of this version, from one sequence (blocks reserved by store.numbering)
--                  *_id         party id; *_code / *_name beside it: as filed
--                  app_*        as filed: action 1 new 2 change 3 delete, time of submission, 1 parked 2 declared
--                  content_hash 16 bytes over the filed content without guid, app_type, app_time, app_status
--                  audience     party ids that may read the row
CREATE SEQUENCE trade_document_id INCREMENT BY 1000;   -- blocks: store.numbering

CREATE TABLE trade_order (
    order_no         text          COLLATE "C" NOT NULL,
    id               bigint        NOT NULL,
    version          integer       NOT NULL,
    superseded_by    bigint,
    deleted          boolean       NOT NULL DEFAULT false,
    marketplace_id   bigint        NOT NULL,
    seller_id        bigint        NOT NULL,
    message_id       bigint        NOT NULL,
    document_no      integer       NOT NULL,
    guid             text          COLLATE "C" NOT NULL,
    app_type         text          COLLATE "C" NOT NULL,
    app_time         timestamptz   NOT NULL,
    app_status       text          COLLATE "C" NOT NULL,
    order_type       text          COLLATE "C" NOT NULL,
    marketplace_code text          COLLATE "C" NOT NULL,
    marketplace_name text          NOT NULL,
    seller_code      text          COLLATE "C" NOT NULL,
    seller_name      text          NOT NULL,
    goods_value      numeric(19,5) NOT NULL,
    freight          numeric(19,5) NOT NULL,
    currency         text          COLLATE "C" NOT NULL,
    note             text,
    line_count       integer       NOT NULL,
    placed_at        timestamptz,                   -- order files only: when the buyer ordered
    destination      text          COLLATE "C",     -- order files only: country/region, customs code
    buyer_hash       bytea,                         -- order files only: keyed hash of the buyer's reference
    content_hash     bytea         NOT NULL,
    audience         bigint[]      NOT NULL,
    arrived_at       timestamptz   NOT NULL,
    practice         boolean       NOT NULL,
    PRIMARY KEY (order_no, id)                      -- the record page; history of one order
);
-- one current row a key; repeats; the engine's join
CREATE UNIQUE INDEX trade_order_current ON trade_order (order_no, marketplace_id) WHERE superseded_by IS NULL;
CREATE INDEX trade_order_of_seller ON trade_order (seller_id, id);            -- the seller's list page, draft
CREATE INDEX trade_order_of_marketplace ON trade_order (marketplace_id, id);  -- the marketplace's list page

CREATE TABLE trade_order_line (
    order_no      text          COLLATE "C" NOT NULL,
    order_id      bigint        NOT NULL,
    gnum          integer       NOT NULL,
    item_no       text          COLLATE "C" NOT NULL,
    item_name     text          NOT NULL,
    item_describe text,
    barcode       text          COLLATE "C",
    unit          text          COLLATE "C" NOT NULL,
    currency      text          COLLATE "C" NOT NULL,
    qty           numeric(19,5) NOT NULL,
    price         numeric(19,5) NOT NULL,
    total_price   numeric(19,5) NOT NULL,
    note          text,
    repeat_of     integer,                          -- order files: the gnum of an equal line of the same order
    PRIMARY KEY (order_no, order_id, gnum)
);

CREATE TABLE trade_slip (
    order_no         text          COLLATE "C" NOT NULL,
    id               bigint        NOT NULL,
    version          integer       NOT NULL,
    superseded_by    bigint,
    deleted          boolean       NOT NULL DEFAULT false,
    marketplace_id   bigint        NOT NULL,
    slip_key         text          COLLATE "C" NOT NULL,  -- pay_no, else guid
    seller_id        bigint        NOT NULL,
    payer_id         bigint,                              -- payment institution, where it has a code
    message_id       bigint        NOT NULL,
    document_no      integer       NOT NULL,
    guid             text          COLLATE "C" NOT NULL,
    app_type         text          COLLATE "C" NOT NULL,
    app_time         timestamptz   NOT NULL,
    app_status       text          COLLATE "C" NOT NULL,
    marketplace_code text          COLLATE "C" NOT NULL,
    marketplace_name text          NOT NULL,
    seller_code      text          COLLATE "C" NOT NULL,
    seller_name      text          NOT NULL,
    pay_code         text          COLLATE "C",
    pay_name         text          NOT NULL,
    pay_no           text          COLLATE "C",
    charge           numeric(19,5) NOT NULL,
    currency         text          COLLATE "C" NOT NULL,
    accounting_date  timestamptz   NOT NULL,
    note             text,
    content_hash     bytea         NOT NULL,
    audience         bigint[]      NOT NULL,
    arrived_at       timestamptz   NOT NULL,
    practice         boolean       NOT NULL,
    PRIMARY KEY (order_no, id)
);
-- one current row a key; repeats; the slips of an order
CREATE UNIQUE INDEX trade_slip_current ON trade_slip (order_no, marketplace_id, slip_key) WHERE superseded_by IS NULL;

CREATE TABLE trade_waybill (
    waybill_no       text          COLLATE "C" NOT NULL,
    id               bigint        NOT NULL,
    version          integer       NOT NULL,
    superseded_by    bigint,
    deleted          boolean       NOT NULL DEFAULT false,
    carrier_id       bigint        NOT NULL,
    use              integer       NOT NULL,              -- rises when the number returns after the reuse period
    seller_id        bigint,
    message_id       bigint        NOT NULL,
    document_no      integer       NOT NULL,
    guid             text          COLLATE "C" NOT NULL,
    app_type         text          COLLATE "C" NOT NULL,
    app_time         timestamptz   NOT NULL,
    app_status       text          COLLATE "C" NOT NULL,
    carrier_code     text          COLLATE "C" NOT NULL,
    carrier_name     text          NOT NULL,
    freight          numeric(19,5) NOT NULL,
    insured_fee      numeric(19,5) NOT NULL,
    currency         text          COLLATE "C" NOT NULL,
    gross_weight_kg  numeric(19,5) NOT NULL,
    pack_no          bigint        NOT NULL,
    goods_info       text          NOT NULL,
    seller_code      text          COLLATE "C",
    seller_name      text,
    seller_telephone text,
    note             text,
    content_hash     bytea         NOT NULL,
    audience         bigint[]      NOT NULL,
    arrived_at       timestamptz   NOT NULL,
    practice         boolean       NOT NULL,
    PRIMARY KEY (waybill_no, id)
);
-- one current row a key and use; the latest use is what a list means
CREATE UNIQUE INDEX trade_waybill_current ON trade_waybill (waybill_no, carrier_id, use) WHERE superseded_by IS NULL;
CREATE INDEX trade_waybill_of_carrier ON trade_waybill (carrier_id, id);      -- the carrier's list page
