-- CreateTable
CREATE TABLE "cost_entry" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "incurred_on" DATE NOT NULL,
    "type" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "administration_weight" INTEGER NOT NULL,
    "fundraising_weight" INTEGER NOT NULL,
    "project_weight" INTEGER NOT NULL,
    "administration_fen" BIGINT NOT NULL,
    "fundraising_fen" BIGINT NOT NULL,
    "project_fen" BIGINT NOT NULL,
    "note" TEXT NOT NULL,
    "reverses_id" UUID,
    "file_name" TEXT,
    "media_type" TEXT,
    "size_bytes" INTEGER,
    "sha256" TEXT,
    "content" BYTEA,
    "entered_by_id" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "cost_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "year_books" (
    "organization_id" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "total_income_fen" BIGINT NOT NULL,
    "restricted_later_fen" BIGINT NOT NULL,
    "released_fen" BIGINT NOT NULL,
    "donation_income_fen" BIGINT NOT NULL,
    "total_expense_fen" BIGINT NOT NULL,
    "charitable_spend_fen" BIGINT NOT NULL,
    "admin_expense_fen" BIGINT NOT NULL,
    "fundraising_cost_fen" BIGINT NOT NULL,
    "net_assets_fen" BIGINT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,

    CONSTRAINT "year_books_pkey" PRIMARY KEY ("organization_id","year","version")
);

-- CreateIndex
CREATE INDEX "cost_entry_organization_id_incurred_on_idx" ON "cost_entry"("organization_id", "incurred_on");

-- CreateIndex
CREATE INDEX "cost_entry_organization_id_sha256_idx" ON "cost_entry"("organization_id", "sha256");

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- The parts are the amount to the fen; who enters does not decide (two people); a reversal carries the figures
-- of what it reverses and no file of its own.
ALTER TABLE cost_entry
  ADD CONSTRAINT cost_entry_amount CHECK (amount_fen > 0
    AND administration_fen >= 0 AND fundraising_fen >= 0 AND project_fen >= 0
    AND administration_fen + fundraising_fen + project_fen = amount_fen),
  ADD CONSTRAINT cost_entry_weights CHECK (
    administration_weight >= 0 AND fundraising_weight >= 0 AND project_weight >= 0),
  -- 民发〔2026〕12号 Art. 6: the charity's own people, rooms and equipment are never fundraising cost.
  ADD CONSTRAINT cost_entry_own_means CHECK (type NOT LIKE 'own-%' OR fundraising_fen = 0),
  ADD CONSTRAINT cost_entry_method CHECK (method IN ('direct', 'headcount', 'hours', 'floor-area', 'uses')),
  ADD CONSTRAINT cost_entry_evidence CHECK ((content IS NULL) = (sha256 IS NULL)
    AND (content IS NULL) = (media_type IS NULL) AND (content IS NOT NULL OR reverses_id IS NOT NULL)),
  ADD CONSTRAINT cost_entry_decision CHECK (decision IN ('confirmed', 'rejected')
    AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT cost_entry_two_people CHECK (
    decision IS DISTINCT FROM 'confirmed' OR decided_by_id <> entered_by_id);
-- A voucher is one entry; an entry is reversed once. What was rejected stands in nobody's way.
CREATE UNIQUE INDEX cost_entry_voucher_once ON cost_entry (organization_id, sha256)
  WHERE sha256 IS NOT NULL AND decision IS DISTINCT FROM 'rejected';
CREATE UNIQUE INDEX cost_entry_reversed_once ON cost_entry (organization_id, reverses_id)
  WHERE reverses_id IS NOT NULL AND decision IS DISTINCT FROM 'rejected';

ALTER TABLE year_books
  ADD CONSTRAINT year_books_year CHECK (year BETWEEN 2000 AND 2200),
  ADD CONSTRAINT year_books_amounts CHECK (total_income_fen >= 0 AND restricted_later_fen >= 0
    AND released_fen >= 0 AND donation_income_fen BETWEEN 0 AND total_income_fen AND total_expense_fen >= 0
    AND charitable_spend_fen >= 0 AND admin_expense_fen >= 0 AND fundraising_cost_fen >= 0
    AND charitable_spend_fen + admin_expense_fen + fundraising_cost_fen <= total_expense_fen),
  ADD CONSTRAINT year_books_decision CHECK (decision IN ('confirmed', 'rejected')
    AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT year_books_two_people CHECK (
    decision IS DISTINCT FROM 'confirmed' OR decided_by_id <> entered_by_id);
-- One version waits at a time.
CREATE UNIQUE INDEX year_books_one_open ON year_books (organization_id, year) WHERE decision IS NULL;

-- Rows only come and are decided once: nothing is deleted, no figure changes.
REVOKE UPDATE, DELETE, TRUNCATE ON cost_entry, year_books FROM mingshan_app;
GRANT UPDATE (decision, decided_by_id, decided_at) ON cost_entry, year_books TO mingshan_app;
CREATE FUNCTION refuse_second_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.decision IS NOT NULL AND OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'this was decided already';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cost_entry_decided_once BEFORE UPDATE ON cost_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_second_decision();
CREATE TRIGGER year_books_decided_once BEFORE UPDATE ON year_books
  FOR EACH ROW EXECUTE FUNCTION refuse_second_decision();
