-- Two leases on one unit: impossible. Core GiST knows ranges, so the unit stands as a range of one number.
ALTER TABLE pilot_zones_lease ADD CONSTRAINT pilot_zones_lease_alone
    EXCLUDE USING gist (int8range(unit_id, unit_id, '[]') WITH &&, daterange(valid_from, valid_until) WITH &&);
INSERT INTO pilot_zones_counted (id, transaction_id, batch_id) VALUES (1, 0, 0);

REVOKE INSERT, UPDATE, DELETE ON pilot_zones_own, pilot_zones_member, pilot_zones_measure, pilot_zones_grant,
    pilot_zones_day_count, pilot_zones_day_value, pilot_zones_counted, pilot_zones_park, pilot_zones_unit,
    pilot_zones_lease, pilot_zones_request FROM entrepot_web;

-- ---- pilot zones and parks: known to whoever has signed in ----------------------------------------------------------
ALTER TABLE pilot_zones_own ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_own_read ON pilot_zones_own FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_ids()) <> '{}' OR (SELECT reader_person()) IS NOT NULL);
ALTER TABLE pilot_zones_counted ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_counted_read ON pilot_zones_counted FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_ids()) <> '{}' OR (SELECT reader_person()) IS NOT NULL);
ALTER TABLE pilot_zones_park ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_park_read ON pilot_zones_park FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_ids()) <> '{}' OR (SELECT reader_person()) IS NOT NULL);

-- ---- members: the firm and the pilot zone; one invites or asks, the other agrees, either ends it ------------------------
ALTER TABLE pilot_zones_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_member_read ON pilot_zones_member FOR SELECT TO entrepot_web, entrepot_read
    USING (firm_id = ANY ((SELECT reader_ids())::bigint[]) OR office_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, agreed_at, ended_at, firm_zh, firm_en) ON pilot_zones_member TO entrepot_web;
CREATE POLICY pilot_zones_member_begin ON pilot_zones_member FOR INSERT TO entrepot_web
    WITH CHECK (state = 'offered' AND office_id IN (SELECT o.party_id FROM pilot_zones_own o)
        AND (begun_by = 'firm' AND firm_id = ANY ((SELECT reader_ids())::bigint[])
          OR begun_by = 'office' AND office_id = ANY ((SELECT reader_ids())::bigint[])));
CREATE POLICY pilot_zones_member_answer ON pilot_zones_member FOR UPDATE TO entrepot_web
    USING (state <> 'ended' AND (firm_id = ANY ((SELECT reader_ids())::bigint[])
        OR office_id = ANY ((SELECT reader_ids())::bigint[])))
    WITH CHECK (state = 'ended' OR state = 'member'
            AND (begun_by = 'office' AND firm_id = ANY ((SELECT reader_ids())::bigint[])
              OR begun_by = 'firm' AND office_id = ANY ((SELECT reader_ids())::bigint[])));

-- ---- measures: published to everybody; grants: the firm and the pilot zone --------------------------------------------
ALTER TABLE pilot_zones_measure ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_measure_read ON pilot_zones_measure FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_ids()) <> '{}' OR (SELECT reader_person()) IS NOT NULL);
GRANT INSERT ON pilot_zones_measure TO entrepot_web;
CREATE POLICY pilot_zones_measure_publish ON pilot_zones_measure FOR INSERT TO entrepot_web
    WITH CHECK (office_id = ANY ((SELECT reader_ids())::bigint[]) AND person_id = (SELECT reader_person())
        AND office_id IN (SELECT o.party_id FROM pilot_zones_own o));
ALTER TABLE pilot_zones_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_grant_read ON pilot_zones_grant FOR SELECT TO entrepot_web, entrepot_read
    USING (firm_id = ANY ((SELECT reader_ids())::bigint[]) OR office_id = ANY ((SELECT reader_ids())::bigint[]));
-- How many firms have it and what that came to: counts alone, to everybody to whom the measure is published.
CREATE FUNCTION pilot_zones_standing(wanted bigint[])
RETURNS TABLE (measure_id bigint, beneficiaries bigint, granted_cny numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.id, count(g.id), coalesce(sum(g.amount_cny), 0)
      FROM pilot_zones_measure m LEFT JOIN pilot_zones_grant g ON g.measure_id = m.id
     WHERE m.id = ANY (wanted) GROUP BY m.id
$$;

-- ---- leases and requests: the park and the tenant, a lease also the pilot zone the park lies in -------------------------
ALTER TABLE pilot_zones_lease ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_lease_read ON pilot_zones_lease FOR SELECT TO entrepot_web, entrepot_read
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[]) OR tenant_id = ANY ((SELECT reader_ids())::bigint[])
        OR office_id = ANY ((SELECT reader_ids())::bigint[]));
-- Whether an operator runs the park of a unit: yes or no.
CREATE FUNCTION pilot_zones_runs(operator bigint, unit bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pilot_zones_unit u WHERE u.id = unit AND u.operator_id = operator)
$$;
GRANT INSERT, UPDATE (figures_open) ON pilot_zones_lease TO entrepot_web;
CREATE POLICY pilot_zones_lease_make ON pilot_zones_lease FOR INSERT TO entrepot_web
    WITH CHECK (operator_id = ANY ((SELECT reader_ids())::bigint[]) AND NOT figures_open
        AND pilot_zones_runs(operator_id, unit_id));
CREATE POLICY pilot_zones_lease_open ON pilot_zones_lease FOR UPDATE TO entrepot_web
    USING (tenant_id = ANY ((SELECT reader_ids())::bigint[]));
-- units: the park, the pilot zone it lies in, and who has or had a lease on one
ALTER TABLE pilot_zones_unit ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_unit_read ON pilot_zones_unit FOR SELECT TO entrepot_web, entrepot_read
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[])
        OR park_id IN (SELECT p.id FROM pilot_zones_park p WHERE p.office_id = ANY ((SELECT reader_ids())::bigint[]))
        OR id IN (SELECT l.unit_id FROM pilot_zones_lease l));
ALTER TABLE pilot_zones_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_request_read ON pilot_zones_request FOR SELECT TO entrepot_web, entrepot_read
    USING (operator_id = ANY ((SELECT reader_ids())::bigint[]) OR tenant_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, answer, answered_at) ON pilot_zones_request TO entrepot_web;
CREATE POLICY pilot_zones_request_ask ON pilot_zones_request FOR INSERT TO entrepot_web
    WITH CHECK (state = 'asked' AND tenant_id = ANY ((SELECT reader_ids())::bigint[])
        AND (lease_id, operator_id, tenant_id) IN (SELECT l.id, l.operator_id, l.tenant_id FROM pilot_zones_lease l));
CREATE POLICY pilot_zones_request_move ON pilot_zones_request FOR UPDATE TO entrepot_web
    USING (state = 'asked' AND (operator_id = ANY ((SELECT reader_ids())::bigint[])
        OR tenant_id = ANY ((SELECT reader_ids())::bigint[])))
    WITH CHECK (state = 'answered' AND operator_id = ANY ((SELECT reader_ids())::bigint[])
        OR state = 'withdrawn' AND answer = '' AND tenant_id = ANY ((SELECT reader_ids())::bigint[]));

-- ---- what was counted: the firm; its pilot zone from the agreed day on; its park while the lease lasts, if it opens it --
ALTER TABLE pilot_zones_day_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_day_count_read ON pilot_zones_day_count FOR SELECT TO entrepot_web, entrepot_read
    USING (firm_id = ANY ((SELECT reader_ids())::bigint[])
        OR EXISTS (SELECT FROM pilot_zones_member m WHERE m.firm_id = pilot_zones_day_count.firm_id
                    AND m.state = 'member' AND m.counts_from <= day
                    AND m.office_id = ANY ((SELECT reader_ids())::bigint[]))
        OR EXISTS (SELECT FROM pilot_zones_lease l WHERE l.tenant_id = pilot_zones_day_count.firm_id AND l.figures_open
                    AND l.valid_from <= day AND day < l.valid_until
                    AND l.operator_id = ANY ((SELECT reader_ids())::bigint[])));
ALTER TABLE pilot_zones_day_value ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_zones_day_value_read ON pilot_zones_day_value FOR SELECT TO entrepot_web, entrepot_read
    USING (firm_id = ANY ((SELECT reader_ids())::bigint[])
        OR EXISTS (SELECT FROM pilot_zones_member m WHERE m.firm_id = pilot_zones_day_value.firm_id
                    AND m.state = 'member' AND m.counts_from <= day
                    AND m.office_id = ANY ((SELECT reader_ids())::bigint[]))
        OR EXISTS (SELECT FROM pilot_zones_lease l WHERE l.tenant_id = pilot_zones_day_value.firm_id AND l.figures_open
                    AND l.valid_from <= day AND day < l.valid_until
                    AND l.operator_id = ANY ((SELECT reader_ids())::bigint[])));
-- What members of one's own pilot zone declared together, by chapter, place and currency: to its members, without
-- names, and nothing of fewer than three firms, so that nobody's trade is read off a sum.
CREATE FUNCTION pilot_zones_clusters_among_members(office bigint, since date, until date)
RETURNS TABLE (chapter text, place text, currency text, firms bigint, value numeric, largest_five numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH firm AS (
        SELECT v.chapter, m.place, v.currency, v.firm_id, sum(v.value) AS value,
               row_number() OVER (PARTITION BY v.chapter, m.place, v.currency ORDER BY sum(v.value) DESC, v.firm_id) AS rank
          FROM pilot_zones_member m JOIN pilot_zones_day_value v
            ON v.firm_id = m.firm_id AND v.day >= m.counts_from AND v.day >= since AND v.day < until
         WHERE m.office_id = office AND m.state = 'member'
         GROUP BY v.chapter, m.place, v.currency, v.firm_id)
    SELECT f.chapter, f.place, f.currency, count(*), sum(f.value), sum(f.value) FILTER (WHERE f.rank <= 5)
      FROM firm f
     WHERE EXISTS (SELECT FROM pilot_zones_member m WHERE m.office_id = office AND m.state = 'member'
                      AND m.firm_id = ANY ((SELECT reader_ids())::bigint[]))
     GROUP BY f.chapter, f.place, f.currency HAVING count(*) >= 3
$$;
-- The place in the top bar: whether the reader's firms have anything to do with a pilot zone or a park.
CREATE FUNCTION pilot_zones_takes_part() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM pilot_zones_own o WHERE o.party_id = ANY ((SELECT reader_ids())::bigint[]))
        OR EXISTS (SELECT FROM pilot_zones_park p WHERE p.operator_id = ANY ((SELECT reader_ids())::bigint[]))
        OR EXISTS (SELECT FROM pilot_zones_member m WHERE m.firm_id = ANY ((SELECT reader_ids())::bigint[])
                      AND m.state <> 'ended')
        OR EXISTS (SELECT FROM pilot_zones_lease l WHERE l.tenant_id = ANY ((SELECT reader_ids())::bigint[]))
$$;
REVOKE EXECUTE ON FUNCTION pilot_zones_clusters_among_members, pilot_zones_takes_part, pilot_zones_runs FROM entrepot_read;
