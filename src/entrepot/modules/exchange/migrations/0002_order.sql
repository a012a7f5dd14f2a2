-- The order in which readers of the API go through messages, and what became of each document.
-- transaction_id  out: the transaction that wrote the message; in: the one that stored it, then the one that read it,
--                 which is the one that wrote its replies. Read on by (transaction_id, id), below the oldest running
--                 transaction, nothing is jumped over that commits late (docs/decisions/0006).
-- outcomes        one letter a document, in their order: a accepted, d known already, r refused; '' until it is read,
--                 and for a message refused as a whole
ALTER TABLE exchange_message
    ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    ADD COLUMN outcomes text COLLATE "C" NOT NULL DEFAULT '' CHECK (outcomes ~ '^[adr]*$');
-- a party's inbox and outbox in order; replies after a cursor
CREATE INDEX exchange_message_in_order ON exchange_message (party_id, transaction_id, id);
-- Numbers of the whole station for /metrics, which is asked without a reader: counts alone, nothing of any party.
-- `past`: only messages with a higher id are added up (what lies below was added up before and changes no more).
CREATE FUNCTION exchange_numbers(past bigint)
RETURNS TABLE (to_read bigint, oldest timestamptz, first_to_read bigint, last_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT (SELECT count(*) FROM exchange_message WHERE state = 'stored'),
           (SELECT min(at) FROM exchange_message WHERE state = 'stored'),
           (SELECT min(id) FROM exchange_message WHERE state = 'stored'),
           (SELECT coalesce(max(id), 0) FROM exchange_message WHERE id > past)
$$;
CREATE FUNCTION exchange_documents(past bigint, until bigint)
RETURNS TABLE (direction text, kind text, messages bigint, documents bigint, accepted bigint, duplicates bigint,
               refused bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.direction, m.kind, count(*), sum(m.documents), sum(m.accepted), sum(m.duplicates), sum(m.refused)
      FROM exchange_message m WHERE m.id > past AND m.id <= until AND m.state <> 'stored' GROUP BY 1, 2
$$;
REVOKE EXECUTE ON FUNCTION exchange_numbers, exchange_documents FROM entrepot_read;
