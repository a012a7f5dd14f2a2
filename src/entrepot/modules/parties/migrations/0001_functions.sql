-- Reached from outside the policies: each function says who may call it. Owned by entrepot_owner, so none of the
-- definer functions meets a policy; none of them gives a hash away.

-- ---- codes to parties -----------------------------------------------------------------------------------------------
-- Unknown codes with a scheme become provisional parties; one code, one party, however many transactions try at once:
-- the code is taken first, in one order by everybody, and its party is made by whoever got it. No code twice in `codes`.
CREATE FUNCTION parties_resolve(codes text[], schemes text[], names text[], roles text[])
RETURNS TABLE (known_code text, party_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF session_user = 'entrepot_web' AND reader_person() IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_resolve: sign in first';
    END IF;
    WITH wanted AS (
        SELECT w.code, w.scheme, w.name, w.role FROM unnest(codes, schemes, names, roles) AS w(code, scheme, name, role)
    ), unknown AS (
        SELECT w.code, w.scheme FROM wanted w
         WHERE w.scheme <> '' AND NOT EXISTS (SELECT FROM parties_code c WHERE c.code = w.code)
    ), taken AS (
        INSERT INTO parties_code (enterprise_id, scheme, code)
        SELECT nextval(pg_get_serial_sequence('parties_enterprise', 'id')), u.scheme, u.code
          FROM unknown u ORDER BY u.code COLLATE "C"
        ON CONFLICT (code) DO NOTHING RETURNING enterprise_id, code
    )
    INSERT INTO parties_enterprise (id, name_zh, name_en, country, provisional, named_as)
    SELECT t.enterprise_id, coalesce(nullif(w.name, ''), t.code), '', '', true, w.role
      FROM taken t JOIN wanted w ON w.code = t.code;
    RETURN QUERY SELECT c.code, c.enterprise_id FROM parties_code c WHERE c.code = ANY (codes);
END $$;

-- Marketplace code 无: a marketplace of its own for each seller, so that two sellers' order numbers never meet.
CREATE FUNCTION parties_own_marketplaces(sellers bigint[])
RETURNS TABLE (seller_id bigint, marketplace_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO parties_enterprise (name_zh, name_en, country, provisional, named_as, is_pseudo_marketplace_of_id)
    SELECT '无', '', '', false, 'marketplace', s.id FROM parties_enterprise s
     WHERE s.id = ANY (sellers)
       AND NOT EXISTS (SELECT FROM parties_enterprise m WHERE m.is_pseudo_marketplace_of_id = s.id)
     ORDER BY s.id
    ON CONFLICT (is_pseudo_marketplace_of_id) DO NOTHING;
    RETURN QUERY SELECT m.is_pseudo_marketplace_of_id, m.id FROM parties_enterprise m
                  WHERE m.is_pseudo_marketplace_of_id = ANY (sellers);
END $$;
REVOKE EXECUTE ON FUNCTION parties_resolve, parties_own_marketplaces FROM entrepot_read;
REVOKE EXECUTE ON FUNCTION parties_own_marketplaces FROM entrepot_web;

-- Nobody files with a firm of its own choice.
CREATE FUNCTION parties_is_authority(party bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM parties_role r WHERE r.enterprise_id = party AND r.role = 'authority'
                      AND r.valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
                      AND (r.valid_until IS NULL OR (now() AT TIME ZONE 'Asia/Shanghai')::date < r.valid_until))
$$;
REVOKE EXECUTE ON FUNCTION parties_is_authority FROM entrepot_read;

-- ---- the station ----------------------------------------------------------------------------------------------------
-- Pages show its kind before anybody has signed in; the table itself is for those who have.
CREATE FUNCTION parties_station_card()
RETURNS TABLE (kind text, owner_id bigint, name_zh text, name_en text, created_at timestamptz, signing_key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.kind, s.owner_id, e.name_zh, e.name_en, s.created_at, s.signing_key
      FROM parties_station s JOIN parties_enterprise e ON e.id = s.owner_id
$$;

-- ---- the reader of a request ----------------------------------------------------------------------------------------
-- For a person: its firms on that day (of `firms` only, where given); without a person: `firms` themselves. With the
-- parties that were joined to them, the principals whose power of attorney is valid, and the grants that are open.
-- Numbers and keys only.
CREATE FUNCTION parties_reader(whose bigint, firms bigint[], on_day date, at timestamptz)
RETURNS TABLE (party_ids bigint[], client_ids bigint[], grants jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH firm AS (
        SELECT m.enterprise_id AS id FROM parties_membership m
         WHERE m.person_id = whose AND m.valid_from <= on_day AND (m.valid_until IS NULL OR on_day < m.valid_until)
           AND (m.ended_at IS NULL OR on_day < (m.ended_at AT TIME ZONE 'Asia/Shanghai')::date)
           AND (firms IS NULL OR m.enterprise_id = ANY (firms))
         UNION SELECT unnest(firms) WHERE whose IS NULL
    ), party AS (
        SELECT id FROM firm UNION SELECT e.id FROM parties_enterprise e JOIN firm f ON f.id = e.joined_to_id
    ), principal AS (
        SELECT p.principal_id AS id FROM parties_power_of_attorney p JOIN party a ON a.id = p.agent_id
         WHERE p.valid_from <= on_day AND (p.valid_until IS NULL OR on_day < p.valid_until)
           AND (p.revoked_at IS NULL OR on_day < (p.revoked_at AT TIME ZONE 'Asia/Shanghai')::date)
    ), client AS (
        SELECT id FROM principal UNION SELECT e.id FROM parties_enterprise e JOIN principal p ON p.id = e.joined_to_id
    ), open_grant AS (
        SELECT g.id AS grant_id, g.order_no, g.marketplace_id, g.owner_id, g.parts
          FROM parties_grant g JOIN party p ON p.id = g.to_party_id
         WHERE g.revoked_at IS NULL AND g.created_at <= at AND at < g.valid_until
    )
    SELECT coalesce((SELECT array_agg(id ORDER BY id) FROM party), '{}'),
           coalesce((SELECT array_agg(id ORDER BY id) FROM client), '{}'),
           coalesce((SELECT jsonb_agg(to_jsonb(g) ORDER BY g.grant_id) FROM open_grant g), '[]')
$$;
REVOKE EXECUTE ON FUNCTION parties_reader FROM entrepot_read;

-- ---- grants of the request ------------------------------------------------------------------------------------------
-- For policies of upper modules: (order_no, marketplace_id, seller_id) IN (SELECT … FROM reader_grants('order')).
-- owner_id must be compared with the seller of the row: a grant opens only what its owner could open.
CREATE FUNCTION reader_grants(part text)
RETURNS TABLE (order_no text, marketplace_id bigint, owner_id bigint) LANGUAGE sql STABLE AS $$
    SELECT g ->> 'order_no', (g ->> 'marketplace_id')::bigint, (g ->> 'owner_id')::bigint
      FROM jsonb_array_elements(coalesce(nullif(current_setting('entrepot.grants', true), ''), '[]')::jsonb) AS g
     WHERE g -> 'parts' ? part
$$;

-- ---- signing in: password -------------------------------------------------------------------------------------------
CREATE FUNCTION parties_password_parameters(login text)
RETURNS TABLE (salt bytea, time_cost integer, memory_kib integer, lanes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.salt, w.time_cost, w.memory_kib, w.lanes
      FROM parties_password w JOIN parties_person p ON p.id = w.person_id
     WHERE p.is_active AND (p.username = login OR p.email = login)
$$;
CREATE FUNCTION parties_password_check(login text, derived bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id FROM parties_password w JOIN parties_person p ON p.id = w.person_id
     WHERE p.is_active AND (p.username = login OR p.email = login) AND w.verifier = sha256(derived)
$$;
CREATE FUNCTION parties_password_set(
    whose bigint, new_salt bytea, new_time_cost integer, new_memory_kib integer, new_lanes integer,
    new_verifier bytea, new_stamp text, at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF session_user = 'entrepot_web' AND reader_person() IS DISTINCT FROM whose THEN
        RAISE insufficient_privilege USING MESSAGE = 'parties_password_set: a person changes its own password only';
    END IF;
    INSERT INTO parties_password AS w (person_id, salt, time_cost, memory_kib, lanes, verifier, changed_at)
    VALUES (whose, new_salt, new_time_cost, new_memory_kib, new_lanes, new_verifier, at)
    ON CONFLICT (person_id) DO UPDATE
       SET salt = new_salt, time_cost = new_time_cost, memory_kib = new_memory_kib, lanes = new_lanes,
           verifier = new_verifier, changed_at = at;
    UPDATE parties_person SET session_stamp = new_stamp WHERE id = whose;
END $$;

-- ---- signing in: rate limit -----------------------------------------------------------------------------------------
-- Counts a try before it is looked at, one at a time for a name, so that tries side by side cannot pass the limit.
-- Answers the number of the try, or when to try again. Failures before the last success of a name do not count for it.
CREATE FUNCTION parties_attempt_begin(
    name_key bytea, address_key bytea, at timestamptz, span interval, per_account integer, per_address integer
) RETURNS TABLE (attempt_id bigint, retry_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    blocked_until timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(k) FROM (
        SELECT hashtextextended(encode(key, 'hex'), 20) AS k FROM unnest(ARRAY[name_key, address_key]) AS key ORDER BY k
    ) AS locks;
    DELETE FROM parties_attempt a WHERE a.at <= parties_attempt_begin.at - interval '1 day';
    SELECT max(tries.at) + span INTO blocked_until FROM (
        (SELECT a.at FROM parties_attempt a
          WHERE a.account = name_key AND a.at > parties_attempt_begin.at - span AND NOT a.succeeded
            AND a.id > coalesce((SELECT max(s.id) FROM parties_attempt s WHERE s.account = name_key AND s.succeeded), 0)
          ORDER BY a.at DESC, a.id DESC OFFSET per_account - 1 LIMIT 1)
        UNION ALL
        (SELECT a.at FROM parties_attempt a
          WHERE a.address = address_key AND a.at > parties_attempt_begin.at - span AND NOT a.succeeded
          ORDER BY a.at DESC, a.id DESC OFFSET per_address - 1 LIMIT 1)
    ) AS tries;
    IF blocked_until IS NOT NULL THEN
        RETURN QUERY SELECT NULL::bigint, blocked_until;
        RETURN;
    END IF;
    RETURN QUERY INSERT INTO parties_attempt (at, account, address, succeeded)
                 VALUES (parties_attempt_begin.at, name_key, address_key, false) RETURNING id, NULL::timestamptz;
END $$;
CREATE FUNCTION parties_attempt_succeeded(attempt bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE parties_attempt SET succeeded = true WHERE id = attempt
$$;

-- ---- signing in: link, token, session -------------------------------------------------------------------------------
CREATE FUNCTION parties_link_use(link_hash bytea, at timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE parties_sign_in_link l SET used_at = at FROM parties_person p
     WHERE l.hash = link_hash AND l.used_at IS NULL AND at >= l.created_at AND at < l.expires_at
       AND p.id = l.person_id AND p.is_active
    RETURNING l.person_id
$$;
-- last_used_at is kept to the minute, without waiting for another request of the same token.
CREATE FUNCTION parties_token_use(token_hash bytea, at timestamptz)
RETURNS TABLE (token_id bigint, person_id bigint, enterprise_id bigint, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE parties_token t SET last_used_at = at
     WHERE t.id = (SELECT u.id FROM parties_token u JOIN parties_token_secret s ON s.token_id = u.id
                    WHERE s.hash = token_hash AND u.revoked_at IS NULL AND at < u.expires_at
                      AND (u.last_used_at IS NULL OR u.last_used_at <= at - interval '1 minute')
                      FOR UPDATE OF u SKIP LOCKED);
    RETURN QUERY SELECT t.id, t.person_id, t.enterprise_id, t.scopes
                   FROM parties_token t JOIN parties_token_secret s ON s.token_id = t.id
                   JOIN parties_person p ON p.id = t.person_id
                  WHERE s.hash = token_hash AND p.is_active AND t.revoked_at IS NULL AND at < t.expires_at;
END $$;
CREATE FUNCTION parties_session_load(key_hash bytea, at timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT data FROM parties_session WHERE hash = key_hash AND expires_at > at
$$;
-- False: `must_create` and the key is taken, or not `must_create` and the session is gone (signed out meanwhile).
CREATE FUNCTION parties_session_save(key_hash bytea, new_data text, until timestamptz, must_create boolean)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF must_create THEN
        INSERT INTO parties_session (hash, data, expires_at) VALUES (key_hash, new_data, until) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE parties_session SET data = new_data, expires_at = until WHERE hash = key_hash;
    END IF;
    RETURN FOUND;
END $$;
CREATE FUNCTION parties_session_delete(key_hash bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM parties_session WHERE hash = key_hash
$$;
CREATE FUNCTION parties_sessions_forget(at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DELETE FROM parties_session WHERE expires_at <= at
$$;
REVOKE EXECUTE ON FUNCTION parties_password_parameters, parties_password_check, parties_password_set,
    parties_attempt_begin, parties_attempt_succeeded, parties_link_use, parties_token_use, parties_session_load,
    parties_session_save, parties_session_delete, parties_sessions_forget FROM entrepot_read;
