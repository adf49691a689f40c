-- Only an organization whose registration was accepted holds funds: whatever writes one, the database asks.
CREATE FUNCTION fund_needs_active_organization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM organization WHERE id = NEW.organization_id AND state = 'active') THEN
    RAISE EXCEPTION 'organization % is not active and holds no funds', NEW.organization_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER fund_of_active_organization BEFORE INSERT OR UPDATE OF organization_id ON fund
  FOR EACH ROW EXECUTE FUNCTION fund_needs_active_organization();

-- What was accepted stays: books that were opened are not made to disappear.
CREATE TRIGGER organization_stays_active BEFORE UPDATE ON organization FOR EACH ROW
  WHEN (OLD.state = 'active' AND NEW.state <> 'active') EXECUTE FUNCTION refuse_step_back();
