ALTER TABLE declarations_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_list_read ON declarations_list FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
ALTER TABLE declarations_list_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_list_line_read ON declarations_list_line FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_list_line.order_no AND l.id = declarations_list_line.list_id));
ALTER TABLE declarations_work ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_work_read ON declarations_work FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids()) OR seller_id = ANY ((SELECT client_ids())::bigint[]));
ALTER TABLE declarations_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_decision_read ON declarations_decision FOR SELECT TO entrepot_web, entrepot_read
    USING (audience && (SELECT reader_ids())
        OR EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_decision.order_no AND l.id = declarations_decision.list_id));
ALTER TABLE declarations_finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY declarations_finding_read ON declarations_finding FOR SELECT TO entrepot_web, entrepot_read
    USING (EXISTS (SELECT FROM declarations_list l
                    WHERE l.order_no = declarations_finding.order_no AND l.id = declarations_finding.list_id));
-- the queue of arrivals is the workers' own
ALTER TABLE declarations_arrival ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON declarations_arrival FROM entrepot_web, entrepot_read;
-- public law, no party named: open to read (store.policies.OPEN_TABLES)
REVOKE INSERT, UPDATE, DELETE ON declarations_list, declarations_list_line, declarations_work, declarations_decision,
    declarations_finding, declarations_basis, declarations_rulebook FROM entrepot_web;
REVOKE ALL ON SEQUENCE declarations_list_id FROM entrepot_web;
-- today's seed stays secret: only the view is read
ALTER TABLE declarations_seed ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON declarations_seed FROM entrepot_web, entrepot_read;
REVOKE INSERT, UPDATE, DELETE ON declarations_selection_v1 FROM entrepot_web;
