-- One message as a request brings it: reader, row and commit in one round trip. Runs as its caller, under the policies;
-- the reader settings end with the statement's transaction. is_new is false for bytes that the party sent before.
CREATE FUNCTION exchange_post(
    reader text, person text, sent_as text, party bigint, arrived timestamptz, named text, digest bytea, squeezed bytea,
    bytes bigint, is_practice boolean
) RETURNS TABLE (message_id bigint, is_new boolean, known_name text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('entrepot.reader', reader, true), set_config('entrepot.clients', '{}', true),
            set_config('entrepot.person', person, true);
    INSERT INTO exchange_message AS m
        (direction, kind, party_id, at, name, sha256, body, body_bytes, state, practice)
    VALUES ('in', sent_as, party, arrived, named, digest, squeezed, bytes, 'stored', is_practice)
    ON CONFLICT (party_id, sha256) WHERE direction = 'in' DO NOTHING
    RETURNING m.id, true, m.name INTO message_id, is_new, known_name;
    IF message_id IS NULL THEN
        SELECT m.id, false, m.name INTO message_id, is_new, known_name FROM exchange_message m
         WHERE m.direction = 'in' AND m.party_id = party AND m.sha256 = digest;
    END IF;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION exchange_post FROM entrepot_read;
