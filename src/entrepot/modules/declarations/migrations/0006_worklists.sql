DROP INDEX declarations_work_of_seller;
-- a seller's worklist by state, newest first; the newest list of each of a broker's clients in one probe
CREATE INDEX declarations_work_of_seller ON declarations_work (seller_id, state, list_id)
    WHERE state IN ('due', 'waiting', 'refused', 'held', 'not_checked');
