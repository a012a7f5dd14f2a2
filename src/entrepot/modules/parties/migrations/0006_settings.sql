-- A power that is to end on a day to come may still be ended earlier; nobody lengthens it or brings it back.
DROP POLICY parties_power_revoke ON parties_power_of_attorney;
CREATE POLICY parties_power_revoke ON parties_power_of_attorney FOR UPDATE TO entrepot_web
    USING ((revoked_at IS NULL OR revoked_at > now()) AND (principal_id = ANY ((SELECT reader_ids())::bigint[])
        OR agent_id = ANY ((SELECT reader_ids())::bigint[])))
    WITH CHECK (revoked_at IS NOT NULL);
CREATE FUNCTION parties_power_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND (NEW.revoked_at IS NULL OR NEW.revoked_at > OLD.revoked_at) THEN
        RAISE check_violation USING MESSAGE = 'a power of attorney is ended earlier, never later';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_power_guard BEFORE UPDATE OF revoked_at ON parties_power_of_attorney
    FOR EACH ROW EXECUTE FUNCTION parties_power_guard();

-- Whose a session is, since when and from which browser: for its person alone, by a part of its hash.
DROP FUNCTION parties_session_save;
CREATE FUNCTION parties_session_save(
    key_hash bytea, new_data text, until timestamptz, must_create boolean, whose bigint, sent_from text, at timestamptz
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF must_create THEN
        INSERT INTO parties_session (hash, data, expires_at, person_id, begun_at, device)
        VALUES (key_hash, new_data, until, whose, CASE WHEN whose IS NOT NULL THEN at END, sent_from)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE parties_session s
           SET data = new_data, expires_at = until, person_id = whose, device = sent_from,
               begun_at = CASE WHEN whose IS NULL THEN NULL WHEN whose = s.person_id THEN s.begun_at ELSE at END
         WHERE s.hash = key_hash;
    END IF;
    RETURN FOUND;
END $$;
CREATE FUNCTION parties_sessions_mine(at timestamptz)
RETURNS TABLE (handle text, begun_at timestamptz, expires_at timestamptz, device text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT encode(substring(s.hash FROM 1 FOR 8), 'hex'), s.begun_at, s.expires_at, s.device
      FROM parties_session s WHERE s.person_id = reader_person() AND s.expires_at > at
     ORDER BY s.begun_at DESC NULLS LAST LIMIT 100
$$;
-- One of the person's sessions, or, without a handle, all but the one that asks.
CREATE FUNCTION parties_sessions_end(wanted text, keep bytea) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        DELETE FROM parties_session s
         WHERE s.person_id = reader_person() AND s.hash <> keep
           AND (wanted = '' OR encode(substring(s.hash FROM 1 FOR 8), 'hex') = wanted) RETURNING 1)
    SELECT count(*) FROM ended
$$;
REVOKE EXECUTE ON FUNCTION parties_session_save, parties_sessions_mine, parties_sessions_end FROM entrepot_read;
