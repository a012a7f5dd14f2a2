-- Which key sealed the body (docs/decisions/0012); null: a row of before, squeezed only, read as it is.
ALTER TABLE exchange_message ADD COLUMN key_id bigint;
-- As before, with the key. No row comes back where the key is no longer there: the caller asks for another and repeats.
DROP FUNCTION exchange_post;
CREATE FUNCTION exchange_post(
    reader text, person text, sent_as text, party bigint, arrived timestamptz, named text, digest bytea, sealed bytea,
    sealed_by bigint, bytes bigint, is_practice boolean
) RETURNS TABLE (message_id bigint, is_new boolean, known_name text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('entrepot.reader', reader, true), set_config('entrepot.clients', '{}', true),
            set_config('entrepot.person', person, true);
    IF NOT EXISTS (SELECT FROM store_identity_keys(ARRAY[sealed_by]) k WHERE k.wrapped IS NOT NULL) THEN
        RETURN;
    END IF;
    INSERT INTO exchange_message AS m
        (direction, kind, party_id, at, name, sha256, body, key_id, body_bytes, state, practice)
    VALUES ('in', sent_as, party, arrived, named, digest, sealed, sealed_by, bytes, 'stored', is_practice)
    ON CONFLICT (party_id, sha256) WHERE direction = 'in' DO NOTHING
    RETURNING m.id, true, m.name INTO message_id, is_new, known_name;
    IF message_id IS NULL THEN
        SELECT m.id, false, m.name INTO message_id, is_new, known_name FROM exchange_message m
         WHERE m.direction = 'in' AND m.party_id = party AND m.sha256 = digest;
    END IF;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION exchange_post FROM entrepot_read;
