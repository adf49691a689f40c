-- The gift that a shopper adds to an order whose agreement asks the shopper, never the enterprise: round-up, add-on.
-- One row per attempt to pay; the order has at most one that is open or paid.
CREATE TABLE "consumption_shopper_gift" (
    "merchant_id" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "provider" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumption_shopper_gift_pkey" PRIMARY KEY ("merchant_id","order_no","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "consumption_shopper_gift_fund_id_donation_id_key" ON "consumption_shopper_gift"("fund_id", "donation_id");

-- ── what Prisma's language cannot say ────────────────────────────────────────

CREATE UNIQUE INDEX consumption_shopper_gift_live ON consumption_shopper_gift (merchant_id, order_no) WHERE closed_at IS NULL;

ALTER TABLE consumption_shopper_gift
  ADD CONSTRAINT consumption_shopper_gift_number CHECK (number > 0),
  ADD CONSTRAINT consumption_shopper_gift_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT consumption_shopper_gift_donation CHECK (donation_id ~ '^d[0-9a-z]{20}$' AND substr(donation_id, 2, 8) = fund_id);

CREATE TRIGGER consumption_shopper_gift_stays_closed BEFORE UPDATE ON consumption_shopper_gift FOR EACH ROW
  WHEN (OLD.closed_at IS NOT NULL)
  EXECUTE FUNCTION consumption_confirmation_stays();

REVOKE UPDATE, DELETE, TRUNCATE ON consumption_shopper_gift FROM mingshan_app;
GRANT UPDATE (closed_at) ON consumption_shopper_gift TO mingshan_app;
