-- Limits of persons: accounts that no firm keeps, in very great numbers; and returns of parts of what was spent.
-- Many movements a second rewrite an account: room on its page keeps the new version beside the old one.
ALTER TABLE ledgers_account ALTER COLUMN holder_id DROP NOT NULL;  -- none: a limit of a person, which no firm keeps
ALTER TABLE ledgers_account SET (fillfactor = 70);
DROP INDEX ledgers_account_of_holder;
-- a party's accounts, on its pages
CREATE INDEX ledgers_account_of_holder ON ledgers_account (holder_id, kind, key) WHERE holder_id IS NOT NULL;

ALTER TABLE ledgers_reservation ADD COLUMN returned numeric(20,5) NOT NULL DEFAULT 0;  -- of what was spent
UPDATE ledgers_reservation SET returned = amount WHERE state = 'returned';
ALTER TABLE ledgers_reservation ADD CONSTRAINT ledgers_reservation_returned CHECK (
    CASE state WHEN 'returned' THEN returned = amount WHEN 'spent' THEN returned >= 0 AND returned < amount
               ELSE returned = 0 END);
GRANT UPDATE (returned) ON ledgers_reservation TO entrepot_web;
-- By key first: keys of a batch lie side by side, accounts anywhere.
ALTER TABLE ledgers_reservation DROP CONSTRAINT ledgers_reservation_pkey, ADD PRIMARY KEY (key, account_id);

-- Several parts of one reservation may go back, each once; '' where all of it moves.
ALTER TABLE ledgers_movement ADD COLUMN part text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE ledgers_movement DROP CONSTRAINT ledgers_movement_pkey, ADD PRIMARY KEY (account_id, id);
DROP INDEX ledgers_movement_once;
-- Once: what comes from or goes to the outside, and a part. The rest moves with its reservation, whose state says once.
CREATE UNIQUE INDEX ledgers_movement_once ON ledgers_movement (account_id, key, source, target, part)
    WHERE source = 'outside' OR target = 'outside' OR part <> '';

-- What no firm keeps is read by the people of the authority that decides here, and by nobody else: a firm never learns
-- what a buyer has left. They set guarantees too: a firm sees its own and never moves it.
CREATE FUNCTION ledgers_decides() RETURNS boolean LANGUAGE sql STABLE
    RETURN (SELECT reader_person()) IS NOT NULL AND EXISTS (
        SELECT FROM parties_station_card() s
         WHERE s.kind <> 'filing' AND s.owner_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE FUNCTION ledgers_oversees(account bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account AND (a.holder_id IS NULL OR a.kind = 'guarantee') AND ledgers_decides());
CREATE OR REPLACE FUNCTION ledgers_moves(account bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM ledgers_account a
                    WHERE a.id = account
                      AND CASE a.kind WHEN 'guarantee' THEN ledgers_decides()
                               ELSE a.holder_id = ANY ((SELECT reader_ids())::bigint[])
                                 OR a.movers && (SELECT reader_ids()) END);

CREATE POLICY ledgers_account_oversee ON ledgers_account FOR SELECT TO entrepot_web
    USING ((holder_id IS NULL OR kind = 'guarantee') AND (SELECT ledgers_decides()));
CREATE POLICY ledgers_account_guarantee ON ledgers_account FOR INSERT TO entrepot_web
    WITH CHECK (kind = 'guarantee' AND (SELECT ledgers_decides()));
CREATE POLICY ledgers_account_set ON ledgers_account FOR UPDATE TO entrepot_web
    USING (kind = 'guarantee' AND (SELECT ledgers_decides()));
CREATE POLICY ledgers_account_not_own ON ledgers_account AS RESTRICTIVE FOR INSERT TO entrepot_web
    WITH CHECK (kind <> 'guarantee' OR (SELECT ledgers_decides()));
CREATE POLICY ledgers_account_not_moved ON ledgers_account AS RESTRICTIVE FOR UPDATE TO entrepot_web
    USING (kind <> 'guarantee' OR (SELECT ledgers_decides()));
CREATE POLICY ledgers_reservation_oversee ON ledgers_reservation FOR SELECT TO entrepot_web
    USING (ledgers_oversees(account_id));
CREATE POLICY ledgers_reservation_not_own ON ledgers_reservation AS RESTRICTIVE FOR INSERT TO entrepot_web
    WITH CHECK (ledgers_moves(account_id));
CREATE POLICY ledgers_reservation_not_moved ON ledgers_reservation AS RESTRICTIVE FOR UPDATE TO entrepot_web
    USING (ledgers_moves(account_id));
CREATE POLICY ledgers_movement_oversee ON ledgers_movement FOR SELECT TO entrepot_web
    USING (ledgers_oversees(account_id));
