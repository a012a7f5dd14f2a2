-- Whether a firm is an inspection firm on a day: yes or no, also to a seller that does not see the firm yet.
CREATE FUNCTION quality_inspects(party bigint, on_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM parties_role r WHERE r.enterprise_id = party AND r.role = 'inspection_firm'
                      AND r.valid_from <= on_day AND (r.valid_until IS NULL OR r.valid_until > on_day))
$$;
REVOKE EXECUTE ON FUNCTION quality_inspects FROM entrepot_read;
-- An inspection is seen by its two sides; the seller asks for it, the inspection firm alone records the result.
ALTER TABLE quality_inspection ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON quality_inspection FROM entrepot_web;
CREATE POLICY quality_inspection_read ON quality_inspection FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR inspector_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, inspected, faulty, note, result_at) ON quality_inspection TO entrepot_web;
CREATE POLICY quality_inspection_ask ON quality_inspection FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) AND state = 'asked'
        AND quality_inspects(inspector_id, (asked_at AT TIME ZONE 'Asia/Shanghai')::date));
CREATE POLICY quality_inspection_result ON quality_inspection FOR UPDATE TO entrepot_web
    USING (state = 'asked' AND inspector_id = ANY ((SELECT reader_ids())::bigint[]))
    WITH CHECK (state <> 'asked');
