-- What upper modules read of messages: that one was signed, and when replies were written. They read as their reader.
CREATE VIEW exchange_signatures_v1 WITH (security_invoker) AS
SELECT id AS message_id, party_id, key_name, at
  FROM exchange_message WHERE direction = 'in' AND key_name <> '';
CREATE VIEW exchange_written_v1 WITH (security_invoker) AS
SELECT id AS message_id, transaction_id, kind, party_id, at
  FROM exchange_message WHERE direction = 'out' AND state <> 'filed';
REVOKE INSERT, UPDATE, DELETE ON exchange_signatures_v1, exchange_written_v1 FROM entrepot_web;
