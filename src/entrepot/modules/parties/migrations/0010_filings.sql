-- An authority says why it refuses; what was refused before this had nowhere to say it and stays as it is.
ALTER TABLE parties_filing ADD CONSTRAINT parties_filing_reason CHECK (state <> 'refused' OR reason <> '') NOT VALID;
GRANT UPDATE (reason) ON parties_filing TO entrepot_web;
-- Whom one can file with: offices are no secret, also to whoever works nowhere yet.
CREATE FUNCTION parties_authorities()
RETURNS TABLE (party_id bigint, name_zh text, name_en text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.id, e.name_zh, e.name_en FROM parties_enterprise e
     WHERE parties_is_authority(e.id) AND (session_user <> 'entrepot_web' OR reader_person() IS NOT NULL) ORDER BY e.id
$$;
REVOKE EXECUTE ON FUNCTION parties_authorities FROM entrepot_read;
-- Who asks is a part of what is asked.
CREATE POLICY parties_person_files ON parties_person FOR SELECT TO entrepot_web
    USING (id IN (SELECT f.applicant_id FROM parties_filing f
                   WHERE f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
