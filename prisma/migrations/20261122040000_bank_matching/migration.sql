-- CreateTable
CREATE TABLE "reconciliation_match_part" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "reconciliation_match_part_pkey" PRIMARY KEY ("organization_id","source","account","row_key","subject_kind","subject_id")
);

-- CreateTable
CREATE TABLE "reconciliation_suggestion" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "score" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_suggestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_suggestion_row" (
    "suggestion_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "reconciliation_suggestion_row_pkey" PRIMARY KEY ("suggestion_id","source","account","row_key")
);

-- CreateTable
CREATE TABLE "reconciliation_suggestion_subject" (
    "suggestion_id" UUID NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "reconciliation_suggestion_subject_pkey" PRIMARY KEY ("suggestion_id","subject_kind","subject_id")
);

-- CreateTable
CREATE TABLE "fund_check" (
    "fund_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "organization_id" TEXT NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "is_closed" BOOLEAN NOT NULL,
    "spans_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL,
    "ledger_fen" BIGINT NOT NULL,
    "bank_fen" BIGINT NOT NULL,
    "waiting_fen" BIGINT NOT NULL,
    "missing_fen" BIGINT NOT NULL,
    "trace_back_fen" BIGINT NOT NULL,
    "ledger_back_fen" BIGINT NOT NULL,
    "bank_back_fen" BIGINT NOT NULL,
    "evidence_fen" BIGINT NOT NULL,
    "break_count" INTEGER NOT NULL,

    CONSTRAINT "fund_check_pkey" PRIMARY KEY ("fund_id","day")
);

-- CreateIndex
CREATE INDEX "reconciliation_match_part_organization_id_subject_kind_subj_idx" ON "reconciliation_match_part"("organization_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "reconciliation_suggestion_organization_id_state_day_idx" ON "reconciliation_suggestion"("organization_id", "state", "day");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_suggestion_organization_id_fingerprint_key" ON "reconciliation_suggestion"("organization_id", "fingerprint");

-- CreateIndex
CREATE INDEX "fund_check_organization_id_day_idx" ON "fund_check"("organization_id", "day");

-- AddForeignKey
ALTER TABLE "reconciliation_match_part" ADD CONSTRAINT "reconciliation_match_part_organization_id_source_account_r_fkey" FOREIGN KEY ("organization_id", "source", "account", "row_key") REFERENCES "reconciliation_match"("organization_id", "source", "account", "row_key") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_suggestion_row" ADD CONSTRAINT "reconciliation_suggestion_row_suggestion_id_fkey" FOREIGN KEY ("suggestion_id") REFERENCES "reconciliation_suggestion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reconciliation_suggestion_subject" ADD CONSTRAINT "reconciliation_suggestion_subject_suggestion_id_fkey" FOREIGN KEY ("suggestion_id") REFERENCES "reconciliation_suggestion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE reconciliation_suggestion
  ADD CONSTRAINT reconciliation_suggestion_state CHECK (state IN ('proposed', 'confirmed', 'rejected', 'withdrawn')),
  ADD CONSTRAINT reconciliation_suggestion_score CHECK (score BETWEEN 0 AND 100);

-- The parts of a row sum to it, to the fen: checked once a statement. A row and its parts are written together.
CREATE FUNCTION match_parts_sum_to_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT organization_id, source, account, row_key FROM added) a
    JOIN reconciliation_match m USING (organization_id, source, account, row_key)
    WHERE m.amount_fen <> (
      SELECT sum(p.amount_fen) FROM reconciliation_match_part p
      WHERE p.organization_id = a.organization_id AND p.source = a.source AND p.account = a.account
        AND p.row_key = a.row_key))
  THEN
    RAISE EXCEPTION 'reconciliation_match_part: the parts of a row must sum to it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER reconciliation_match_part_sums AFTER INSERT ON reconciliation_match_part
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION match_parts_sum_to_row();
