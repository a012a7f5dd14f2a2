-- Import: payments, what only import orders and waybills have (beside their rows), states of parcels. Export writes
-- nothing here. What says who somebody is lies sealed in identity_block, opened by the key identity_key of its kind and
-- month (store/identity); erased: null. *_hash: keyed hashes of 32 hexadecimal digits, by which persons are compared.
CREATE TABLE trade_payment (
    pay_transaction_no text          COLLATE "C" NOT NULL,
    id                 bigint        NOT NULL,
    version            integer       NOT NULL,
    superseded_by      bigint,
    deleted            boolean       NOT NULL DEFAULT false,
    payer_id           bigint        NOT NULL,                -- the payment institution
    marketplace_id     bigint        NOT NULL,
    message_id         bigint        NOT NULL,
    document_no        integer       NOT NULL,
    guid               text          COLLATE "C" NOT NULL,
    app_type           text          COLLATE "C" NOT NULL,
    app_time           timestamptz   NOT NULL,
    app_status         text          COLLATE "C" NOT NULL,
    pay_code           text          COLLATE "C" NOT NULL,
    pay_name           text          NOT NULL,
    order_no           text          COLLATE "C" NOT NULL,
    marketplace_code   text          COLLATE "C" NOT NULL,
    marketplace_name   text          NOT NULL,
    payer_id_type      text          COLLATE "C" NOT NULL,
    amount_paid        numeric(19,5) NOT NULL,
    currency           text          COLLATE "C" NOT NULL,
    pay_time           timestamptz   NOT NULL,
    note               text,
    payer_hash         text          COLLATE "C" NOT NULL,
    identity_block     bytea,
    identity_key       bigint,
    content_hash       bytea         NOT NULL,
    audience           bigint[]      NOT NULL,
    arrived_at         timestamptz   NOT NULL,
    practice           boolean       NOT NULL,
    PRIMARY KEY (pay_transaction_no, id)
);
-- one current row a key; repeats
CREATE UNIQUE INDEX trade_payment_current ON trade_payment (pay_transaction_no, payer_id) WHERE superseded_by IS NULL;
CREATE INDEX trade_payment_of_order ON trade_payment (order_no, marketplace_id);  -- the engine's join, the record page
CREATE INDEX trade_payment_of_firm ON trade_payment (payer_id, id);               -- the payment institution's list

CREATE TABLE trade_order_import (
    order_no                 text          COLLATE "C" NOT NULL,
    order_id                 bigint        NOT NULL,
    discount                 numeric(19,5) NOT NULL,
    tax_total                numeric(19,5) NOT NULL,
    actual_paid              numeric(19,5) NOT NULL,
    payer_id                 bigint,                          -- the payment institution, where the order names it
    pay_code                 text          COLLATE "C",
    pay_name                 text,
    pay_transaction_no       text          COLLATE "C",
    batch_numbers            text,
    buyer_id_type            text          COLLATE "C" NOT NULL,
    consignee_district       text          COLLATE "C",
    line_models              text[]        NOT NULL,          -- of the lines, in the order of gnum
    line_countries           text[]        NOT NULL,          -- of origin, likewise
    buyer_hash               text          COLLATE "C" NOT NULL,
    person_hash              text          COLLATE "C" NOT NULL,
    consignee_hash           text          COLLATE "C" NOT NULL,
    consignee_telephone_hash text          COLLATE "C" NOT NULL,
    consignee_address_hash   text          COLLATE "C" NOT NULL,
    identity_block           bytea,
    identity_key             bigint,
    PRIMARY KEY (order_no, order_id)
);

CREATE TABLE trade_waybill_import (
    waybill_no               text   COLLATE "C" NOT NULL,
    waybill_id               bigint NOT NULL,
    order_no                 text   COLLATE "C" NOT NULL,
    bill_no                  text   COLLATE "C",
    consignee_hash           text   COLLATE "C" NOT NULL,
    consignee_telephone_hash text   COLLATE "C" NOT NULL,
    consignee_address_hash   text   COLLATE "C" NOT NULL,
    identity_block           bytea,
    identity_key             bigint,
    PRIMARY KEY (waybill_no, waybill_id)
);

CREATE TABLE trade_waybill_state (
    waybill_no       text        COLLATE "C" NOT NULL,
    id               bigint      NOT NULL,
    version          integer     NOT NULL,
    superseded_by    bigint,
    deleted          boolean     NOT NULL DEFAULT false,
    carrier_id       bigint      NOT NULL,
    logistics_status text        COLLATE "C" NOT NULL,
    logistics_time   timestamptz NOT NULL,
    message_id       bigint      NOT NULL,
    document_no      integer     NOT NULL,
    guid             text        COLLATE "C" NOT NULL,
    app_type         text        COLLATE "C" NOT NULL,
    app_time         timestamptz NOT NULL,
    app_status       text        COLLATE "C" NOT NULL,
    carrier_code     text        COLLATE "C" NOT NULL,
    carrier_name     text        NOT NULL,
    note             text,
    content_hash     bytea       NOT NULL,
    audience         bigint[]    NOT NULL,
    arrived_at       timestamptz NOT NULL,
    practice         boolean     NOT NULL,
    PRIMARY KEY (waybill_no, id)
);
-- one current row a parcel and state; repeats; the record page
CREATE UNIQUE INDEX trade_waybill_state_current ON trade_waybill_state (waybill_no, carrier_id, logistics_status)
    WHERE superseded_by IS NULL;

-- Who sees an order sees the payment that it names: the seller and the marketplace, agents for their clients.
ALTER TABLE trade_payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_payment_read ON trade_payment FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids())
        OR EXISTS (SELECT FROM trade_order o
                     JOIN trade_order_import i ON i.order_no = o.order_no AND i.order_id = o.id
                    WHERE o.order_no = trade_payment.order_no AND o.marketplace_id = trade_payment.marketplace_id
                      AND i.pay_transaction_no = trade_payment.pay_transaction_no));
-- Beside their rows, and seen with them.
ALTER TABLE trade_order_import ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_order_import_read ON trade_order_import FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM trade_order o
                    WHERE o.order_no = trade_order_import.order_no AND o.id = trade_order_import.order_id));
ALTER TABLE trade_waybill_import ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_waybill_import_read ON trade_waybill_import FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM trade_waybill w
                    WHERE w.waybill_no = trade_waybill_import.waybill_no AND w.id = trade_waybill_import.waybill_id));
ALTER TABLE trade_waybill_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY trade_waybill_state_read ON trade_waybill_state FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids())
        OR EXISTS (SELECT FROM trade_waybill w WHERE w.waybill_no = trade_waybill_state.waybill_no
                                                 AND w.carrier_id = trade_waybill_state.carrier_id));
REVOKE INSERT, UPDATE, DELETE ON trade_payment, trade_order_import, trade_waybill_import, trade_waybill_state
    FROM entrepot_web;

-- Reading views for set-based readers of upper modules. Columns are only ever added. They read as their reader.
CREATE VIEW trade_payments_v1 WITH (security_invoker) AS
SELECT pay_transaction_no, id, version, superseded_by, deleted, payer_id, marketplace_id, app_time, app_status, pay_code,
       pay_name, order_no, marketplace_code, amount_paid, currency, pay_time, payer_hash, arrived_at
  FROM trade_payment;
CREATE VIEW trade_orders_import_v1 WITH (security_invoker) AS
SELECT order_no, order_id, discount, tax_total, actual_paid, payer_id, pay_code, pay_transaction_no, line_models,
       line_countries, buyer_hash, person_hash, consignee_hash, consignee_telephone_hash, consignee_address_hash
  FROM trade_order_import;
CREATE VIEW trade_waybills_import_v1 WITH (security_invoker) AS
SELECT waybill_no, waybill_id, order_no, bill_no, consignee_hash, consignee_telephone_hash, consignee_address_hash
  FROM trade_waybill_import;
CREATE VIEW trade_waybill_states_v1 WITH (security_invoker) AS
SELECT waybill_no, id, superseded_by, deleted, carrier_id, logistics_status, logistics_time, arrived_at
  FROM trade_waybill_state;
REVOKE INSERT, UPDATE, DELETE ON trade_payments_v1, trade_orders_import_v1, trade_waybills_import_v1,
    trade_waybill_states_v1 FROM entrepot_web;
