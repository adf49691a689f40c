-- CreateTable
CREATE TABLE "donation_agreement" (
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "party_name" TEXT NOT NULL,
    "party_uscc" TEXT,
    "wishes" TEXT NOT NULL DEFAULT '',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "donation_agreement_pkey" PRIMARY KEY ("fund_id","donation_id")
);

-- CreateTable
CREATE TABLE "donation_agreement_version" (
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "change_reason" TEXT,
    "sha256" TEXT NOT NULL,
    "drafted_by_id" UUID NOT NULL,
    "drafted_at" TIMESTAMPTZ(3) NOT NULL,
    "charity_confirmed_by_id" UUID,
    "charity_confirmed_at" TIMESTAMPTZ(3),
    "donor_confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "donation_agreement_version_pkey" PRIMARY KEY ("fund_id","donation_id","version")
);

-- CreateIndex
CREATE INDEX "donation_agreement_asked" ON "donation_agreement"("organization_id", "asked_at");

-- AddForeignKey
ALTER TABLE "donation_agreement_version" ADD CONSTRAINT "donation_agreement_version_fund_id_donation_id_fkey" FOREIGN KEY ("fund_id", "donation_id") REFERENCES "donation_agreement"("fund_id", "donation_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- The charity's word needs two people, and the donor confirms what the charity has confirmed.
ALTER TABLE donation_agreement_version
  ADD CONSTRAINT agreement_version_counts CHECK (version >= 1 AND (version = 1) = (change_reason IS NULL)),
  ADD CONSTRAINT agreement_two_people CHECK (charity_confirmed_by_id IS NULL OR charity_confirmed_by_id <> drafted_by_id),
  ADD CONSTRAINT agreement_charity_signed CHECK ((charity_confirmed_by_id IS NULL) = (charity_confirmed_at IS NULL)),
  ADD CONSTRAINT agreement_charity_first CHECK (donor_confirmed_at IS NULL OR charity_confirmed_at IS NOT NULL);

-- What was written stays as it was written; a change is another version.
CREATE TRIGGER donation_agreement_version_moves_forward BEFORE UPDATE ON donation_agreement_version
  FOR EACH ROW WHEN (
    (NEW.terms, NEW.sha256, NEW.drafted_by_id) IS DISTINCT FROM (OLD.terms, OLD.sha256, OLD.drafted_by_id)
    OR (OLD.charity_confirmed_at IS NOT NULL AND NEW.charity_confirmed_at IS DISTINCT FROM OLD.charity_confirmed_at)
    OR OLD.donor_confirmed_at IS NOT NULL
  ) EXECUTE FUNCTION refuse_step_back();
-- What was asked for stays. A lock on the row needs the right to change it; the trigger lets nothing through.
CREATE TRIGGER donation_agreement_is_append_only BEFORE UPDATE OR DELETE ON donation_agreement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON donation_agreement FROM mingshan_app;
GRANT UPDATE (asked_at) ON donation_agreement TO mingshan_app;
REVOKE DELETE, TRUNCATE ON donation_agreement_version FROM mingshan_app;
