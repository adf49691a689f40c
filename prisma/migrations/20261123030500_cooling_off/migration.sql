-- A gift that its donor took back within the cooling-off time: the right of one person, so no second one is asked.

-- CreateTable
CREATE TABLE "gift_return" (
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "refund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "rule_hours" INTEGER NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gift_return_pkey" PRIMARY KEY ("fund_id","donation_id")
);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Within the rule's hours and no later, whoever writes it; and never written again.
ALTER TABLE gift_return
  ADD CONSTRAINT gift_return_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT gift_return_in_time CHECK (returned_at <= paid_at + rule_hours * INTERVAL '1 hour');
REVOKE UPDATE, DELETE, TRUNCATE ON gift_return FROM mingshan_app;
