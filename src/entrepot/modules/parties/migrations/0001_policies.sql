-- Who reads and writes which row. A table that is not named in a policy for writing is not written by the web role.
-- No policy refers back to a table whose policy refers to it: filing, power, grant and membership look at the reader
-- settings (and filing) alone; code looks at these; enterprise at code; role at enterprise; person at membership.
REVOKE INSERT, UPDATE, DELETE ON parties_enterprise, parties_code, parties_role, parties_filing,
    parties_power_of_attorney, parties_person, parties_membership, parties_token, parties_grant, parties_look,
    parties_audit, parties_station FROM entrepot_web;
REVOKE ALL ON parties_password, parties_token_secret, parties_sign_in_link, parties_session, parties_attempt
    FROM entrepot_web, entrepot_read;
ALTER TABLE parties_password ENABLE ROW LEVEL SECURITY;
ALTER TABLE parties_token_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE parties_sign_in_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE parties_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE parties_attempt ENABLE ROW LEVEL SECURITY;

-- ---- filings: the firm, who applied, the authority ------------------------------------------------------------------
ALTER TABLE parties_filing ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_filing_read ON parties_filing FOR SELECT TO entrepot_web, entrepot_read
    USING (enterprise_id = ANY ((SELECT reader_ids())::bigint[]) OR authority_id = ANY ((SELECT reader_ids())::bigint[])
        OR applicant_id = (SELECT reader_person()));
GRANT INSERT ON parties_filing TO entrepot_web;
CREATE POLICY parties_filing_apply ON parties_filing FOR INSERT TO entrepot_web
    WITH CHECK (applicant_id = (SELECT reader_person()) AND state = 'applied' AND parties_is_authority(authority_id));
GRANT UPDATE (state, number, decided_at, valid_from, valid_until) ON parties_filing TO entrepot_web;
CREATE POLICY parties_filing_decide ON parties_filing FOR UPDATE TO entrepot_web
    USING (authority_id = ANY ((SELECT reader_ids())::bigint[]) AND state = 'applied')
    WITH CHECK (authority_id = ANY ((SELECT reader_ids())::bigint[]) AND state IN ('approved', 'refused'));

-- ---- powers of attorney: given by the principal, ended by either, never lengthened or brought back --------------------
ALTER TABLE parties_power_of_attorney ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_power_read ON parties_power_of_attorney FOR SELECT TO entrepot_web, entrepot_read
    USING (principal_id = ANY ((SELECT reader_ids())::bigint[]) OR agent_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT ON parties_power_of_attorney TO entrepot_web;
CREATE POLICY parties_power_give ON parties_power_of_attorney FOR INSERT TO entrepot_web
    WITH CHECK (principal_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT UPDATE (revoked_at) ON parties_power_of_attorney TO entrepot_web;
CREATE POLICY parties_power_revoke ON parties_power_of_attorney FOR UPDATE TO entrepot_web
    USING (revoked_at IS NULL AND (principal_id = ANY ((SELECT reader_ids())::bigint[])
        OR agent_id = ANY ((SELECT reader_ids())::bigint[])))
    WITH CHECK (revoked_at IS NOT NULL);

-- ---- grants and looks: owner and receiver ---------------------------------------------------------------------------
ALTER TABLE parties_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_grant_read ON parties_grant FOR SELECT TO entrepot_web, entrepot_read
    USING (owner_id = ANY ((SELECT reader_ids())::bigint[]) OR to_party_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT ON parties_grant TO entrepot_web;
CREATE POLICY parties_grant_give ON parties_grant FOR INSERT TO entrepot_web
    WITH CHECK (owner_id = ANY ((SELECT reader_ids())::bigint[]) AND revoked_at IS NULL);
GRANT UPDATE (revoked_at) ON parties_grant TO entrepot_web;
CREATE POLICY parties_grant_revoke ON parties_grant FOR UPDATE TO entrepot_web
    USING (revoked_at IS NULL AND owner_id = ANY ((SELECT reader_ids())::bigint[])) WITH CHECK (revoked_at IS NOT NULL);
ALTER TABLE parties_look ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_look_read ON parties_look FOR SELECT TO entrepot_web, entrepot_read
    USING (grant_id IN (SELECT g.id FROM parties_grant g));
GRANT INSERT ON parties_look TO entrepot_web;
CREATE POLICY parties_look_log ON parties_look FOR INSERT TO entrepot_web
    WITH CHECK (by_party_id = ANY ((SELECT reader_ids())::bigint[])
        AND grant_id IN (SELECT g.id FROM parties_grant g WHERE g.to_party_id = ANY ((SELECT reader_ids())::bigint[])));

-- ---- firms: own, clients and agents, who shares with whom, who files with whom, the station's owner -------------------
ALTER TABLE parties_station ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_station_read ON parties_station FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_person()) IS NOT NULL OR (SELECT reader_ids()) <> '{}');
ALTER TABLE parties_enterprise ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_enterprise_read ON parties_enterprise FOR SELECT TO entrepot_web, entrepot_read
    USING (id = ANY ((SELECT reader_ids())::bigint[])
        OR is_pseudo_marketplace_of_id = ANY ((SELECT reader_ids())::bigint[])
        OR id IN (SELECT unnest(ARRAY[p.principal_id, p.agent_id]) FROM parties_power_of_attorney p)
        OR id IN (SELECT unnest(ARRAY[g.owner_id, g.to_party_id, g.marketplace_id]) FROM parties_grant g)
        OR id IN (SELECT unnest(ARRAY[f.enterprise_id, f.authority_id]) FROM parties_filing f)
        OR id IN (SELECT c.enterprise_id FROM parties_code c JOIN parties_filing f ON f.code = c.code
                   WHERE f.authority_id = ANY ((SELECT reader_ids())::bigint[]))
        OR id IN (SELECT s.owner_id FROM parties_station s));
-- Nobody renames itself: the authority that approved the filing writes the name.
GRANT UPDATE (name_zh, name_en, country, provisional, joined_to_id) ON parties_enterprise TO entrepot_web;
CREATE POLICY parties_enterprise_change ON parties_enterprise FOR UPDATE TO entrepot_web
    USING (id IN (SELECT c.enterprise_id FROM parties_code c JOIN parties_filing f ON f.code = c.code
                   WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
ALTER TABLE parties_role ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_role_read ON parties_role FOR SELECT TO entrepot_web, entrepot_read
    USING (enterprise_id IN (SELECT e.id FROM parties_enterprise e));
GRANT INSERT ON parties_role TO entrepot_web;
CREATE POLICY parties_role_give ON parties_role FOR INSERT TO entrepot_web
    WITH CHECK (role <> 'authority' AND enterprise_id IN (SELECT f.enterprise_id FROM parties_filing f
                 WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
-- Codes: with their firm; an authority also sees and gives those it has a filing about.
ALTER TABLE parties_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_code_read ON parties_code FOR SELECT TO entrepot_web, entrepot_read
    USING (code IN (SELECT f.code FROM parties_filing f WHERE f.authority_id = ANY ((SELECT reader_ids())::bigint[]))
        OR enterprise_id = ANY ((SELECT reader_ids())::bigint[])
        OR enterprise_id IN (SELECT unnest(ARRAY[p.principal_id, p.agent_id]) FROM parties_power_of_attorney p)
        OR enterprise_id IN (SELECT unnest(ARRAY[g.owner_id, g.to_party_id, g.marketplace_id]) FROM parties_grant g)
        OR enterprise_id IN (SELECT s.owner_id FROM parties_station s));
GRANT INSERT, UPDATE (enterprise_id) ON parties_code TO entrepot_web;
CREATE POLICY parties_code_give ON parties_code FOR INSERT TO entrepot_web
    WITH CHECK ((code, enterprise_id) IN (SELECT f.code, f.enterprise_id FROM parties_filing f
                 WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
CREATE POLICY parties_code_follow ON parties_code FOR UPDATE TO entrepot_web
    USING (code IN (SELECT f.code FROM parties_filing f
            WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));

-- ---- people: oneself and colleagues ---------------------------------------------------------------------------------
ALTER TABLE parties_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_membership_read ON parties_membership FOR SELECT TO entrepot_web, entrepot_read
    USING (person_id = (SELECT reader_person()) OR enterprise_id = ANY ((SELECT reader_ids())::bigint[])
        OR (person_id, enterprise_id) IN (SELECT f.applicant_id, f.enterprise_id FROM parties_filing f
            WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
GRANT INSERT ON parties_membership TO entrepot_web;
CREATE POLICY parties_membership_give ON parties_membership FOR INSERT TO entrepot_web
    WITH CHECK (enterprise_id = ANY ((SELECT reader_ids())::bigint[])
        OR (person_id, enterprise_id) IN (SELECT f.applicant_id, f.enterprise_id FROM parties_filing f
            WHERE f.state = 'approved' AND f.authority_id = ANY ((SELECT reader_ids())::bigint[])));
GRANT UPDATE (ended_at) ON parties_membership TO entrepot_web;
CREATE POLICY parties_membership_end ON parties_membership FOR UPDATE TO entrepot_web
    USING (ended_at IS NULL AND enterprise_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (ended_at IS NOT NULL);
ALTER TABLE parties_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_person_read ON parties_person FOR SELECT TO entrepot_web, entrepot_read
    USING (id = (SELECT reader_person()) OR id IN (SELECT m.person_id FROM parties_membership m));
GRANT UPDATE (name, email, language) ON parties_person TO entrepot_web;
CREATE POLICY parties_person_change ON parties_person FOR UPDATE TO entrepot_web
    USING (id = (SELECT reader_person())) WITH CHECK (id = (SELECT reader_person()));
-- Tokens: made by a person for itself; seen and revoked by the firm as well.
ALTER TABLE parties_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_token_read ON parties_token FOR SELECT TO entrepot_web, entrepot_read
    USING (person_id = (SELECT reader_person()) OR enterprise_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT ON parties_token TO entrepot_web;
CREATE POLICY parties_token_make ON parties_token FOR INSERT TO entrepot_web
    WITH CHECK (person_id = (SELECT reader_person()) AND enterprise_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT UPDATE (revoked_at) ON parties_token TO entrepot_web;
CREATE POLICY parties_token_revoke ON parties_token FOR UPDATE TO entrepot_web
    USING (revoked_at IS NULL AND (person_id = (SELECT reader_person())
        OR enterprise_id = ANY ((SELECT reader_ids())::bigint[])))
    WITH CHECK (revoked_at IS NOT NULL);
GRANT INSERT ON parties_token_secret TO entrepot_web;
CREATE POLICY parties_token_secret_keep ON parties_token_secret FOR INSERT TO entrepot_web
    WITH CHECK (token_id IN (SELECT t.id FROM parties_token t WHERE t.person_id = (SELECT reader_person())));

-- ---- audit: what a person did, and what was done in the name of its firms ----------------------------------------------
ALTER TABLE parties_audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_audit_read ON parties_audit FOR SELECT TO entrepot_web, entrepot_read
    USING (person_id = (SELECT reader_person()) OR party_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT ON parties_audit TO entrepot_web;
CREATE POLICY parties_audit_write ON parties_audit FOR INSERT TO entrepot_web
    WITH CHECK ((person_id IS NULL OR person_id = (SELECT reader_person()))
        AND (party_id IS NULL OR party_id = ANY ((SELECT reader_ids())::bigint[])));
