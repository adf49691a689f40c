-- CreateTable
CREATE TABLE "statement_payout" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "payout_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "arrival_day" DATE NOT NULL,
    "member_count" INTEGER,
    "summed_at" TIMESTAMPTZ(3),

    CONSTRAINT "statement_payout_pkey" PRIMARY KEY ("organization_id","source","account","payout_id")
);

-- CreateTable
CREATE TABLE "statement_payout_member" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "payout_id" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,

    CONSTRAINT "statement_payout_member_pkey" PRIMARY KEY ("organization_id","source","account","payout_id","row_key")
);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What is still to be summed: few, however long the history.
CREATE INDEX statement_payout_unsummed ON statement_payout (organization_id) WHERE summed_at IS NULL;
