-- Who runs the station: people who administer the firm whose station it is. They see who may sign in, what was done by
-- whom, and what waits; no document of anybody is opened to them by this.
CREATE FUNCTION parties_operates() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM parties_station s JOIN parties_membership m ON m.enterprise_id = s.owner_id
          JOIN parties_person p ON p.id = m.person_id
         WHERE s.owner_id = ANY (reader_ids()) AND m.person_id = reader_person() AND p.is_active
           AND m.place = 'administrator' AND m.ended_at IS NULL
           AND m.valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
           AND (m.valid_until IS NULL OR (now() AT TIME ZONE 'Asia/Shanghai')::date < m.valid_until))
$$;
CREATE POLICY parties_person_operate ON parties_person FOR SELECT TO entrepot_web USING ((SELECT parties_operates()));
CREATE POLICY parties_membership_operate ON parties_membership FOR SELECT TO entrepot_web
    USING ((SELECT parties_operates()));
CREATE POLICY parties_token_operate ON parties_token FOR SELECT TO entrepot_web USING ((SELECT parties_operates()));
CREATE POLICY parties_audit_operate ON parties_audit FOR SELECT TO entrepot_web USING ((SELECT parties_operates()));
CREATE POLICY parties_grant_operate ON parties_grant FOR SELECT TO entrepot_web USING ((SELECT parties_operates()));
CREATE POLICY parties_look_operate ON parties_look FOR SELECT TO entrepot_web USING ((SELECT parties_operates()));
CREATE POLICY parties_enterprise_operate ON parties_enterprise FOR SELECT TO entrepot_web
    USING ((SELECT parties_operates()));

-- What they may do to people: secrets and sessions stay out of reach of the web role itself.
CREATE FUNCTION parties_operator_link(whose bigint, link_hash bytea, at timestamptz, until timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT parties_operates() THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_operator_link: for administrators of the station';
    END IF;
    INSERT INTO parties_sign_in_link (person_id, hash, created_at, expires_at)
    SELECT p.id, link_hash, at, until FROM parties_person p WHERE p.id = whose AND p.is_active;
    RETURN FOUND;
END $$;
-- Ends what is open now: a session carries the stamp that was the person's when it began.
CREATE FUNCTION parties_operator_end_sessions(whose bigint, new_stamp text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT parties_operates() THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_operator_end_sessions: for administrators of the station';
    END IF;
    UPDATE parties_person SET session_stamp = new_stamp WHERE id = whose;
    RETURN FOUND;
END $$;
-- Shuts a person out, or lets it in again. Nobody shuts itself out, so that somebody is always left to open again.
CREATE FUNCTION parties_operator_shut(whose bigint, shut boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT parties_operates() OR whose = reader_person() THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_operator_shut: for administrators of the station, on others';
    END IF;
    UPDATE parties_person SET is_active = NOT shut WHERE id = whose AND is_active = shut;
    RETURN FOUND;
END $$;

-- How far subscribers of the outbox have come: how many events lie before each (counted up to `most`), and since when.
CREATE FUNCTION parties_outbox(most integer)
RETURNS TABLE (subscriber text, behind integer, oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.subscriber, n.behind, n.oldest FROM store_event_position p CROSS JOIN LATERAL (
        SELECT count(*)::integer AS behind, min(e.at) AS oldest FROM (
            SELECT e.at FROM store_event e WHERE (e.transaction_id, e.id) > (p.transaction_id, p.event_id)
             ORDER BY e.transaction_id, e.id LIMIT most) e) n
     WHERE (SELECT parties_operates()) ORDER BY 1
$$;
REVOKE EXECUTE ON FUNCTION parties_operates, parties_operator_link, parties_operator_end_sessions,
    parties_operator_shut, parties_outbox FROM entrepot_read;
