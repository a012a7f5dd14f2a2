-- Accounts of anything consumable. What is in an account lies on three sides: free, held (reserved for somebody),
-- spent. A movement takes an amount from one side to another or from and to the outside, so that the sum over all
-- sides is always zero; the sides on the account are kept beside the movements in the same transaction.
CREATE TABLE ledgers_account (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text COLLATE "C" NOT NULL,  -- budget, stock, deal, pledge …
    key        text COLLATE "C" NOT NULL,  -- what the account is of, within its kind
    unit       text COLLATE "C" NOT NULL,  -- a currency or a unit of quantity
    holder_id  bigint NOT NULL,            -- the party that keeps it
    audience   bigint[] NOT NULL,          -- further parties that may see it
    movers     bigint[] NOT NULL,          -- further parties that may reserve, and move what is reserved for them
    free       numeric(20,5) NOT NULL DEFAULT 0 CONSTRAINT ledgers_account_free CHECK (free >= 0),
    held       numeric(20,5) NOT NULL DEFAULT 0 CONSTRAINT ledgers_account_held CHECK (held >= 0),
    spent      numeric(20,5) NOT NULL DEFAULT 0 CONSTRAINT ledgers_account_spent CHECK (spent >= 0),
    opened_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX ledgers_account_once ON ledgers_account (kind, key);  -- open_account, balances
CREATE INDEX ledgers_account_of_holder ON ledgers_account (holder_id, kind, key);  -- a party's accounts, on its pages

CREATE TABLE ledgers_reservation (
    account_id bigint NOT NULL,
    key        text COLLATE "C" NOT NULL,
    amount     numeric(20,5) NOT NULL CONSTRAINT ledgers_reservation_amount CHECK (amount > 0),
    state      text COLLATE "C" NOT NULL
               CONSTRAINT ledgers_reservation_states CHECK (state IN ('held', 'spent', 'released', 'returned')),
    by_id      bigint,                     -- for whom, where that is not the holder
    arrived_at timestamptz NOT NULL,       -- first come first served by (arrived_at, key)
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE TABLE ledgers_movement (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    key        text COLLATE "C" NOT NULL,
    source     text COLLATE "C" NOT NULL,
    target     text COLLATE "C" NOT NULL,
    amount     numeric(20,5) NOT NULL CONSTRAINT ledgers_movement_amount CHECK (amount > 0),
    why        text NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT ledgers_movement_sides CHECK (
        source <> target AND source IN ('outside', 'free', 'held', 'spent')
        AND target IN ('outside', 'free', 'held', 'spent'))
);
-- the movements of an account; the same key goes the same way once
CREATE UNIQUE INDEX ledgers_movement_once ON ledgers_movement (account_id, key, source, target);
