-- AlterTable
ALTER TABLE "donation" ADD COLUMN "pledged_fen" BIGINT;

-- AlterTable
ALTER TABLE "payment" ADD COLUMN "presentation" TEXT NOT NULL DEFAULT 'redirect';

-- CreateTable
CREATE TABLE "recorded_gift" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "donation_id" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "given_on" DATE NOT NULL,
    "receipt_no" TEXT,
    "visibility" TEXT NOT NULL,
    "donor_name" TEXT,
    "pseudonym" TEXT,
    "source" TEXT,
    "account" TEXT,
    "row_key" TEXT,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "counted_by_id" UUID,
    "counted_at" TIMESTAMPTZ(3),
    "withdrawn_by_id" UUID,
    "withdrawn_at" TIMESTAMPTZ(3),
    "banked_by_id" UUID,
    "banked_at" TIMESTAMPTZ(3),
    "reversal_reason" TEXT,
    "reversal_asked_by_id" UUID,
    "reversal_asked_at" TIMESTAMPTZ(3),
    "reversed_by_id" UUID,
    "reversed_at" TIMESTAMPTZ(3),

    CONSTRAINT "recorded_gift_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "credential_act" (
    "organization_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT,
    "user_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_act_pkey" PRIMARY KEY ("credential_id","number")
);

-- CreateIndex
CREATE INDEX "recorded_gift_organization_id_recorded_at_idx" ON "recorded_gift"("organization_id", "recorded_at" DESC);

-- CreateIndex
CREATE INDEX "recorded_gift_fund_id_donation_id_idx" ON "recorded_gift"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "credential_act_organization_id_at_idx" ON "credential_act"("organization_id", "at" DESC);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What a payer writes on a transfer names one gift of the organization. Gifts through providers need no such key.
CREATE UNIQUE INDEX donation_offline_reference ON donation (organization_id, reference) WHERE provider = 'offline';
-- Pledges that wait for a transfer and will be closed.
CREATE INDEX payment_pledge_waiting ON payment (expires_at)
  WHERE provider = 'offline' AND paid_at IS NULL AND closed_at IS NULL;
ALTER TABLE donation ADD CONSTRAINT donation_pledged CHECK (pledged_fen > 0);
ALTER TABLE payment ADD CONSTRAINT payment_presentation CHECK (presentation IN ('redirect', 'qr'));

-- Two people: who records does not count, who asks for a reversal does not reverse. Nothing is deleted.
ALTER TABLE recorded_gift
  ADD CONSTRAINT recorded_gift_kind CHECK (kind IN ('cash', 'transfer')),
  ADD CONSTRAINT recorded_gift_amount CHECK (amount_fen BETWEEN 1 AND 1000000000),
  ADD CONSTRAINT recorded_gift_visibility CHECK (visibility IN ('public', 'pseudonym', 'anonymous')),
  ADD CONSTRAINT recorded_gift_row CHECK (kind = 'cash' OR row_key IS NOT NULL),
  ADD CONSTRAINT recorded_gift_receipt CHECK (kind = 'transfer' OR receipt_no IS NOT NULL),
  ADD CONSTRAINT recorded_gift_two_people CHECK (counted_by_id IS NULL OR counted_by_id <> recorded_by_id),
  ADD CONSTRAINT recorded_gift_counted CHECK (
    (counted_at IS NULL) = (counted_by_id IS NULL) AND (counted_at IS NULL) = (donation_id IS NULL)),
  ADD CONSTRAINT recorded_gift_withdrawn CHECK (withdrawn_at IS NULL OR counted_at IS NULL),
  ADD CONSTRAINT recorded_gift_banked CHECK (banked_at IS NULL OR (counted_at IS NOT NULL AND row_key IS NOT NULL)),
  ADD CONSTRAINT recorded_gift_reversal CHECK (
    (reversal_asked_at IS NULL OR (counted_at IS NOT NULL AND reversal_reason IS NOT NULL))
    AND (reversed_at IS NULL OR reversal_asked_at IS NOT NULL)
    AND (reversed_by_id IS NULL OR reversed_by_id <> reversal_asked_by_id));
-- A paper receipt is used once; a bank row makes one gift.
CREATE UNIQUE INDEX recorded_gift_receipt_once ON recorded_gift (organization_id, receipt_no)
  WHERE receipt_no IS NOT NULL AND withdrawn_at IS NULL AND reversed_at IS NULL;
CREATE UNIQUE INDEX recorded_gift_row_once ON recorded_gift (organization_id, source, account, row_key)
  WHERE kind = 'transfer' AND withdrawn_at IS NULL AND reversed_at IS NULL;
REVOKE DELETE, TRUNCATE ON recorded_gift FROM mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON credential_act FROM mingshan_app;
