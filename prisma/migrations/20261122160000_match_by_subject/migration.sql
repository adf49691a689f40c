-- DropIndex
DROP INDEX "reconciliation_match_organization_id_subject_kind_subject_i_idx";

-- CreateIndex
CREATE INDEX "reconciliation_match_subject_id_idx" ON "reconciliation_match" USING HASH ("subject_id");

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Payments and fees are nearly all rows and are looked for by their id alone, which a hash finds; a sorted index over
-- them cost as much as everything else that a match writes. The other kinds are few, and are also listed.
CREATE INDEX reconciliation_match_by_kind ON reconciliation_match (organization_id, subject_kind, subject_id)
  WHERE subject_kind NOT IN ('payment', 'fee');

-- A run that has just matched a million rows must not be planned for an empty table. Only the owner may ANALYZE, and
-- autovacuum comes when the run is over.
CREATE FUNCTION refresh_reconciliation_statistics() RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp AS 'ANALYZE reconciliation_match, settlement, unsettled_payment';
REVOKE ALL ON FUNCTION refresh_reconciliation_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_reconciliation_statistics() TO mingshan_app;
