-- A firm's names are seen with the firm.
ALTER TABLE parties_known_as ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON parties_known_as FROM entrepot_web;
CREATE POLICY parties_known_as_read ON parties_known_as FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM parties_enterprise e WHERE e.id = enterprise_id));
-- Whoever may write a firm's name writes these: workers and commands, and the authority that approved its filing.
CREATE FUNCTION parties_know_as(party bigint, keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF session_user = 'entrepot_web' AND NOT EXISTS (
        SELECT FROM parties_filing f WHERE f.enterprise_id = party AND f.state = 'approved'
           AND f.authority_id = ANY (reader_ids())
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_know_as: only who may name the firm';
    END IF;
    DELETE FROM parties_known_as k WHERE k.enterprise_id = party AND k.key <> ALL (keys);
    INSERT INTO parties_known_as (enterprise_id, key) SELECT party, unnest(keys) ON CONFLICT DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION parties_know_as FROM entrepot_read;
