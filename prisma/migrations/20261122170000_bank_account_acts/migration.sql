-- AlterTable
ALTER TABLE "bank_account" ADD COLUMN "proposed_by_id" UUID,
ADD COLUMN "confirmed_by_id" UUID,
ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN "closed_by_id" UUID,
ADD COLUMN "closed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "bank_account_act" (
    "account_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_account_act_pkey" PRIMARY KEY ("account_id","number")
);

-- CreateIndex
CREATE INDEX "bank_account_act_organization_id_at_idx" ON "bank_account_act"("organization_id", "at" DESC);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Accounts from before were set up together with the organization and have been in use.
UPDATE bank_account SET confirmed_at = created_at;

-- Money goes to the account only after a second person has looked: who proposes does not confirm.
ALTER TABLE bank_account
  ADD CONSTRAINT bank_account_two_people CHECK (
    proposed_by_id IS NULL OR confirmed_at IS NULL
    OR (confirmed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id)),
  ADD CONSTRAINT bank_account_confirmed CHECK (confirmed_by_id IS NULL OR confirmed_at IS NOT NULL),
  ADD CONSTRAINT bank_account_closed CHECK (closed_by_id IS NULL OR closed_at IS NOT NULL);
ALTER TABLE bank_account_act
  ADD CONSTRAINT bank_account_act_kind CHECK (kind IN ('proposed', 'confirmed', 'closed'));

-- Nothing is deleted, and whose account it is and its number stay as they were confirmed.
REVOKE UPDATE, DELETE, TRUNCATE ON bank_account FROM mingshan_app;
GRANT UPDATE (created_at, proposed_by_id, confirmed_by_id, confirmed_at, closed_by_id, closed_at)
  ON bank_account TO mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON bank_account_act FROM mingshan_app;
