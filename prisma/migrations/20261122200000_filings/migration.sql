-- The plan of a public fundraising campaign as it is filed (募捐方案备案, 慈善法 Art. 24, MCA Order 74 Arts. 10-14):
-- one filing is one number and one campaign; each version of its plan is immutable.

-- CreateTable
CREATE TABLE "filing" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "filing_no" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_on" DATE,
    "end_reason" TEXT,
    "ended_by_id" UUID,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "filing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "filing_version" (
    "filing_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'drafted',
    "base" INTEGER,
    "completes" INTEGER,
    "plan" JSONB NOT NULL,
    "plan_sha256" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "changed_on" DATE,
    "reason" TEXT NOT NULL DEFAULT '',
    "drafted_by_id" UUID,
    "drafted_at" TIMESTAMPTZ(3) NOT NULL,
    "judged" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
    "released_by_id" UUID,
    "released_at" TIMESTAMPTZ(3),
    "stopped_by_id" UUID,
    "stopped_at" TIMESTAMPTZ(3),
    "stop_note" TEXT,
    "submitted_on" DATE,
    "submitted_by_id" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "answered_on" DATE,
    "answer_note" TEXT,
    "answered_by_id" UUID,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "filing_version_pkey" PRIMARY KEY ("filing_id","number")
);

-- CreateTable
CREATE TABLE "filing_cover" (
    "fund_id" TEXT NOT NULL,
    "filing_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "division_code" TEXT,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "filing_cover_pkey" PRIMARY KEY ("fund_id","filing_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "filing_filing_no_key" ON "filing"("filing_no");

-- CreateIndex
CREATE INDEX "filing_organization_id_idx" ON "filing"("organization_id");

-- CreateIndex
CREATE INDEX "filing_version_organization_id_idx" ON "filing_version"("organization_id");

-- CreateIndex
CREATE INDEX "filing_cover_filing_id_idx" ON "filing_cover"("filing_id");

-- AddForeignKey
ALTER TABLE "filing" ADD CONSTRAINT "filing_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "filing_version" ADD CONSTRAINT "filing_version_filing_id_fkey" FOREIGN KEY ("filing_id") REFERENCES "filing"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "filing_cover" ADD CONSTRAINT "filing_cover_filing_id_version_fkey" FOREIGN KEY ("filing_id", "version") REFERENCES "filing_version"("filing_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "filing_cover" ADD CONSTRAINT "filing_cover_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "fund"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- The credit code of the organization, "A", two digits of the year, three of the campaign. Given once, never again.
ALTER TABLE filing
  ADD CONSTRAINT filing_no_format CHECK (filing_no ~ '^[0-9A-HJ-NPQRTUWXY]{18}A[0-9]{5}$'),
  ADD CONSTRAINT filing_ended CHECK ((ended_on IS NULL) = (ended_at IS NULL)),
  ADD CONSTRAINT filing_end_reason CHECK (ended_on IS NULL OR length(end_reason) BETWEEN 1 AND 500);

CREATE FUNCTION filing_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.filing_no IS NOT NULL AND NEW.filing_no IS DISTINCT FROM OLD.filing_no)
     OR (OLD.ended_on IS NOT NULL AND (NEW.ended_on, NEW.end_reason) IS DISTINCT FROM (OLD.ended_on, OLD.end_reason)) THEN
    RAISE EXCEPTION 'a filing keeps its number and its end' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER filing_keeps_what_it_has BEFORE UPDATE ON filing FOR EACH ROW EXECUTE FUNCTION filing_stays();

-- A version only moves forward: drafted by one person, released by another, handed in, then filed or returned.
ALTER TABLE filing_version
  ADD CONSTRAINT filing_version_kind CHECK (kind IN ('plan', 'amendment', 'renewal')),
  ADD CONSTRAINT filing_version_state CHECK (
    state IN ('drafted', 'sent-back', 'withdrawn', 'released', 'submitted', 'returned', 'filed')),
  ADD CONSTRAINT filing_version_base CHECK ((kind = 'plan') = (base IS NULL)),
  ADD CONSTRAINT filing_version_change CHECK (kind <> 'amendment' OR (changed_on IS NOT NULL AND reason <> '')),
  -- Three years at most (Order 74 Art. 10); a year in an emergency is asked of the plan itself.
  ADD CONSTRAINT filing_version_period CHECK (ends_on >= starts_on AND ends_on < starts_on + INTERVAL '36 months'),
  ADD CONSTRAINT filing_version_two_people CHECK (
    released_at IS NULL OR drafted_by_id IS NULL OR (released_by_id IS NOT NULL AND released_by_id <> drafted_by_id)),
  ADD CONSTRAINT filing_version_released CHECK (state NOT IN ('released', 'submitted', 'returned', 'filed')
    OR released_at IS NOT NULL),
  ADD CONSTRAINT filing_version_stopped CHECK ((state IN ('sent-back', 'withdrawn')) = (stopped_at IS NOT NULL)),
  ADD CONSTRAINT filing_version_submitted CHECK ((state IN ('submitted', 'returned', 'filed'))
    = (submitted_at IS NOT NULL AND submitted_on IS NOT NULL)),
  ADD CONSTRAINT filing_version_answered CHECK ((state IN ('returned', 'filed'))
    = (answered_at IS NOT NULL AND answered_on IS NOT NULL)),
  ADD CONSTRAINT filing_version_answer_day CHECK (answered_on IS NULL OR answered_on >= submitted_on);

-- One version at a time is under way.
CREATE UNIQUE INDEX filing_version_under_way ON filing_version (filing_id)
  WHERE state IN ('drafted', 'released', 'submitted');

CREATE FUNCTION filing_version_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN (
       ('drafted', 'sent-back'), ('drafted', 'withdrawn'), ('drafted', 'released'), ('released', 'withdrawn'),
       ('released', 'submitted'), ('submitted', 'returned'), ('submitted', 'filed')) THEN
    RAISE EXCEPTION 'filing_version only moves forward' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.released_at IS NOT NULL AND (NEW.released_by_id, NEW.released_at, NEW.judged)
        IS DISTINCT FROM (OLD.released_by_id, OLD.released_at, OLD.judged))
     OR (OLD.submitted_at IS NOT NULL AND (NEW.submitted_by_id, NEW.submitted_at, NEW.submitted_on)
        IS DISTINCT FROM (OLD.submitted_by_id, OLD.submitted_at, OLD.submitted_on))
     OR OLD.state IN ('sent-back', 'withdrawn', 'returned', 'filed') THEN
    RAISE EXCEPTION 'what was done to a filing_version stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER filing_version_is_forward_only BEFORE UPDATE ON filing_version
  FOR EACH ROW EXECUTE FUNCTION filing_version_moves_forward();

-- The plan itself is never written again, and nothing is deleted.
REVOKE UPDATE, DELETE, TRUNCATE ON filing, filing_version, filing_cover FROM mingshan_app;
GRANT UPDATE (filing_no, ended_on, end_reason, ended_by_id, ended_at) ON filing TO mingshan_app;
GRANT UPDATE (state, judged, released_by_id, released_at, stopped_by_id, stopped_at, stop_note, submitted_on,
              submitted_by_id, submitted_at, answered_on, answer_note, answered_by_id, answered_at)
  ON filing_version TO mingshan_app;
GRANT UPDATE (ends_on, superseded_at) ON filing_cover TO mingshan_app;

-- Of a fund at most one filing is in force on any day: one campaign, one number.
ALTER TABLE filing_cover
  ADD CONSTRAINT filing_cover_period CHECK (ends_on >= starts_on),
  ADD CONSTRAINT filing_cover_one_a_day EXCLUDE USING gist (
    fund_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (superseded_at IS NULL);
