-- Rates are published to every firm; only their carrier brings them, and never changes them. One parcel has one price:
-- codes stand as ranges of one number, because ranges alone can be excluded without an extension.
ALTER TABLE logistics_rate ADD CONSTRAINT logistics_rate_once EXCLUDE USING gist (
    int8range(carrier_id, carrier_id, '[]') WITH &&,
    int4range(origin::integer, origin::integer, '[]') WITH &&,
    int4range(destination::integer, destination::integer, '[]') WITH &&,
    numrange(from_kg, to_kg) WITH &&,
    daterange(valid_from, valid_until) WITH &&
);
ALTER TABLE logistics_rate ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON logistics_rate FROM entrepot_web;
CREATE POLICY logistics_rate_read ON logistics_rate FOR SELECT TO entrepot_web, entrepot_read
    USING (cardinality((SELECT reader_ids())::bigint[]) > 0);
CREATE POLICY logistics_rate_bring ON logistics_rate FOR INSERT TO entrepot_web
    WITH CHECK (carrier_id = ANY ((SELECT reader_ids())::bigint[]));

-- A booking is seen by its two sides; the seller makes it and moves it on.
ALTER TABLE logistics_booking ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON logistics_booking FROM entrepot_web;
CREATE POLICY logistics_booking_read ON logistics_booking FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR carrier_id = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (state, label_no, labelled_at, withdrawn_at) ON logistics_booking TO entrepot_web;
CREATE POLICY logistics_booking_make ON logistics_booking FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY logistics_booking_move ON logistics_booking FOR UPDATE TO entrepot_web
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]));

-- A hold is seen by the seller whom it stops and by who placed it, and lifted by the latter alone.
ALTER TABLE logistics_hold ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON logistics_hold FROM entrepot_web;
CREATE POLICY logistics_hold_read ON logistics_hold FOR SELECT TO entrepot_web, entrepot_read
    USING (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR placed_by = ANY ((SELECT reader_ids())::bigint[]));
GRANT INSERT, UPDATE (why_en, why_zh, lifted_at) ON logistics_hold TO entrepot_web;
CREATE POLICY logistics_hold_place ON logistics_hold FOR INSERT TO entrepot_web
    WITH CHECK (seller_id = ANY ((SELECT reader_ids())::bigint[]) OR placed_by = ANY ((SELECT reader_ids())::bigint[]));
CREATE POLICY logistics_hold_lift ON logistics_hold FOR UPDATE TO entrepot_web
    USING (placed_by = ANY ((SELECT reader_ids())::bigint[]));
