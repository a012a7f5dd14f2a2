-- What no program may do, whoever it runs as.

-- A provisional party is claimed, or joined to a firm, by an approved filing only.
CREATE FUNCTION parties_enterprise_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.is_pseudo_marketplace_of_id IS DISTINCT FROM OLD.is_pseudo_marketplace_of_id THEN
        RAISE check_violation USING MESSAGE = 'whose marketplace 无 this is never changes';
    END IF;
    IF NEW.joined_to_id IS DISTINCT FROM OLD.joined_to_id AND (OLD.joined_to_id IS NOT NULL OR NOT OLD.provisional) THEN
        RAISE check_violation USING MESSAGE = 'only a provisional party is joined to a firm, once';
    END IF;
    IF OLD.provisional AND (NOT NEW.provisional OR NEW.joined_to_id IS NOT NULL) AND NOT EXISTS (
        SELECT FROM parties_filing f JOIN parties_code c ON c.code = f.code
         WHERE f.state = 'approved' AND c.enterprise_id = OLD.id
           AND f.enterprise_id = coalesce(NEW.joined_to_id, OLD.id)
    ) THEN
        RAISE check_violation USING MESSAGE = 'a provisional party is claimed by an approved filing only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_enterprise_guard BEFORE UPDATE OF provisional, joined_to_id, is_pseudo_marketplace_of_id
    ON parties_enterprise FOR EACH ROW EXECUTE FUNCTION parties_enterprise_guard();

-- A code stays with its firm; it only follows a party that was joined to another.
CREATE FUNCTION parties_code_guard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.code <> OLD.code OR NEW.scheme <> OLD.scheme OR NOT EXISTS (
        SELECT FROM parties_enterprise e WHERE e.id = OLD.enterprise_id AND e.joined_to_id = NEW.enterprise_id
    ) THEN
        RAISE check_violation USING MESSAGE = 'a code stays with its firm';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_code_guard BEFORE UPDATE ON parties_code FOR EACH ROW EXECUTE FUNCTION parties_code_guard();

CREATE FUNCTION parties_station_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.kind <> OLD.kind OR NEW.owner_id <> OLD.owner_id OR NEW.created_at <> OLD.created_at THEN
        RAISE check_violation USING MESSAGE = 'a station is what it was made as, for life: make a new data folder';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER parties_station_guard BEFORE UPDATE OR DELETE ON parties_station
    FOR EACH ROW EXECUTE FUNCTION parties_station_guard();

CREATE FUNCTION parties_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = TG_TABLE_NAME || ' is only ever added to';
END $$;
CREATE TRIGGER parties_audit_append_only BEFORE UPDATE OR DELETE ON parties_audit
    FOR EACH STATEMENT EXECUTE FUNCTION parties_append_only();
CREATE TRIGGER parties_look_append_only BEFORE UPDATE OR DELETE ON parties_look
    FOR EACH STATEMENT EXECUTE FUNCTION parties_append_only();
