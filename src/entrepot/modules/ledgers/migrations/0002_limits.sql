-- Limits of persons: accounts that no firm keeps, in very great numbers; and returns of parts of what was spent.
-- Many movements a second rewrite an account: room on its page keeps the new version beside the old one.
ALTER TABLE ledgers_account ALTER COLUMN holder_id DROP NOT NULL;  -- none: a limit of a person, which no firm keeps
ALTER TABLE ledgers_account SET (fillfactor = 70);
DROP INDEX ledgers_account_of_holder;
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
-- what a buyer has left.
CREATE FUNCTION ledgers_reads_limits() RETURNS boolean LANGUAGE sql STABLE
    RETURN (SELECT reader_person()) IS NOT NULL AND EXISTS (
        SELECT FROM parties_station_card() s
         WHERE s.kind <> 'filing' AND s.owner_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY ledgers_account_limits ON ledgers_account FOR SELECT TO entrepot_web
    USING (holder_id IS NULL AND (SELECT ledgers_reads_limits()));
CREATE POLICY ledgers_reservation_limits ON ledgers_reservation FOR SELECT TO entrepot_web
    USING ((SELECT ledgers_reads_limits())
           AND EXISTS (SELECT FROM ledgers_account a WHERE a.id = account_id AND a.holder_id IS NULL));
CREATE POLICY ledgers_movement_limits ON ledgers_movement FOR SELECT TO entrepot_web
    USING ((SELECT ledgers_reads_limits())
           AND EXISTS (SELECT FROM ledgers_account a WHERE a.id = account_id AND a.holder_id IS NULL));
