-- Goods of sellers (append-only versions, `superseded` is the only column that ever changes) and reference editions.
CREATE TABLE catalogue_goods (
    seller_id        bigint        NOT NULL,
    item_no          text          COLLATE "C" NOT NULL,   -- the seller's SKU
    version          integer       NOT NULL,
    superseded       boolean       NOT NULL DEFAULT false,
    item_name        text,                                 -- as the seller calls it
    declared_name    text,                                 -- gname, in Chinese
    hs_code          text          COLLATE "C" CHECK (hs_code ~ '^[0-9]{10}$'),
    hs_chosen_by     text,                                 -- who chose the code: a person, a firm
    hs_reason        text,                                 -- and why
    elements         json          NOT NULL DEFAULT '[]',  -- declaration elements in order: [["品牌类型","0"], …]
    unit             text          COLLATE "C",            -- declared unit; all units are 3-digit customs codes
    unit1            text          COLLATE "C",            -- first statutory unit
    factor1          numeric(20,10) CHECK (factor1 > 0),   -- statutory units in one declared unit
    unit2            text          COLLATE "C",
    factor2          numeric(20,10) CHECK (factor2 > 0),
    net_weight_kg    numeric(19,5) CHECK (net_weight_kg > 0),    -- of one declared unit
    gross_weight_kg  numeric(19,5) CHECK (gross_weight_kg >= net_weight_kg),
    origin           text          COLLATE "C",            -- country or region, customs code
    gtin             text          COLLATE "C",
    battery          boolean,
    liquid           boolean,
    branded          boolean,
    changed_by       text          NOT NULL,               -- who, and
    why              text          NOT NULL,               -- why, for this version
    at               timestamptz   NOT NULL,
    practice         boolean       NOT NULL,
    PRIMARY KEY (seller_id, item_no, version),             -- the history of one ware
    CHECK (json_typeof(elements) = 'array'),
    CHECK (factor2 IS NULL OR unit2 IS NOT NULL)
);
-- draft: the current cells of the wares of one seller; the goods page
CREATE UNIQUE INDEX catalogue_goods_current ON catalogue_goods (seller_id, item_no) WHERE NOT superseded;

CREATE TABLE catalogue_reference_edition (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        COLLATE "C" NOT NULL CHECK (kind IN ('units', 'currencies', 'countries', 'hs_codes',
                           'export_measures', 'customs_offices', 'transport_modes', 'packages')),
    edition    text        NOT NULL,                       -- its name, as whoever issues it calls it
    source     text        NOT NULL,
    covers     text        NOT NULL,                       -- '' : the whole table; else what part of it
    hash       bytea       NOT NULL,                       -- SHA-256 of the file
    loaded_at  timestamptz NOT NULL,
    valid_from date        NOT NULL,
    check_by   date,                                       -- look for a newer edition after this day
    entries    integer     NOT NULL,
    practice   boolean     NOT NULL
);
-- an edition is loaded once
CREATE UNIQUE INDEX catalogue_reference_edition_name ON catalogue_reference_edition (kind, edition);

CREATE TABLE catalogue_reference_entry (
    edition_id bigint NOT NULL REFERENCES catalogue_reference_edition,
    code       text   COLLATE "C" NOT NULL,                -- export_measures: a prefix of HS codes
    name_zh    text   NOT NULL DEFAULT '',
    name_en    text   NOT NULL DEFAULT '',
    attributes jsonb  NOT NULL DEFAULT '{}',
    PRIMARY KEY (edition_id, code)
);
