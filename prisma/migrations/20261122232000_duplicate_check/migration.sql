-- One run of the check for aid that was given twice or never. Neither the bureau's list nor any fingerprint of it is
-- kept: a hit names the line of the officer's own file, or the reference of a case.

-- CreateTable
CREATE TABLE "duplicate_check" (
    "id" UUID NOT NULL,
    "bureau_id" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "officer_id" UUID NOT NULL,
    "run_at" TIMESTAMPTZ(3) NOT NULL,
    "since_day" DATE NOT NULL,
    "until_day" DATE NOT NULL,
    "list_rows" INTEGER NOT NULL,
    "bad_rows" INTEGER NOT NULL,
    "case_count" INTEGER NOT NULL,
    "organization_count" INTEGER NOT NULL,
    "never_aided_count" INTEGER NOT NULL,
    "aided_twice_count" INTEGER NOT NULL,

    CONSTRAINT "duplicate_check_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "duplicate_check_hit" (
    "check_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "group_no" INTEGER NOT NULL,
    "line_no" INTEGER,
    "organization_id" TEXT,
    "case_id" UUID,

    CONSTRAINT "duplicate_check_hit_pkey" PRIMARY KEY ("check_id","kind","position")
);

CREATE INDEX "duplicate_check_bureau_id_run_at_idx" ON "duplicate_check"("bureau_id", "run_at");
CREATE INDEX "duplicate_check_hit_organization_id_idx" ON "duplicate_check_hit"("organization_id");

-- AddForeignKey
ALTER TABLE "duplicate_check_hit" ADD CONSTRAINT "duplicate_check_hit_check_id_fkey" FOREIGN KEY ("check_id") REFERENCES "duplicate_check"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────
ALTER TABLE duplicate_check_hit
  ADD CONSTRAINT duplicate_check_hit_kind CHECK (
    (kind = 'never-aided' AND line_no IS NOT NULL AND case_id IS NULL AND organization_id IS NULL)
    OR (kind = 'aided-twice' AND case_id IS NOT NULL AND organization_id IS NOT NULL));
CREATE TRIGGER duplicate_check_is_append_only BEFORE UPDATE OR DELETE ON duplicate_check
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON duplicate_check FROM mingshan_app;
REVOKE UPDATE, TRUNCATE ON duplicate_check_hit FROM mingshan_app;
