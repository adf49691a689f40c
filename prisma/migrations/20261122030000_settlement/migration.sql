-- CreateTable
CREATE TABLE "settlement" (
    "fund_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "settled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlement_pkey" PRIMARY KEY ("fund_id","payment_id")
);

-- CreateTable
CREATE TABLE "unsettled_payment" (
    "fund_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,

    CONSTRAINT "unsettled_payment_pkey" PRIMARY KEY ("fund_id","payment_id")
);

-- CreateIndex
CREATE INDEX "settlement_fund_id_settled_at_idx" ON "settlement"("fund_id", "settled_at");

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Settling changes no payment: a change of `payment` is written to every index of it, which was most of the time
-- that a reconciliation took. What is not settled waits in a table that stays small, as transfer_pending does.
INSERT INTO settlement (fund_id, payment_id, donation_id, amount_fen, settled_at)
SELECT fund_id, id, donation_id, amount_fen, settled_at FROM payment
WHERE counted_at IS NOT NULL AND settled_at IS NOT NULL;
INSERT INTO unsettled_payment (fund_id, payment_id, donation_id, amount_fen)
SELECT fund_id, id, donation_id, amount_fen FROM payment WHERE counted_at IS NOT NULL AND settled_at IS NULL;

ALTER TABLE "payment" DROP COLUMN "settled_at";

-- A payment that begins to count begins to wait, whoever writes it, so that no writer can forget the money that a
-- fund may not spend yet.
CREATE FUNCTION payment_begins_to_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unsettled_payment (fund_id, payment_id, donation_id, amount_fen)
  VALUES (NEW.fund_id, NEW.id, NEW.donation_id, NEW.amount_fen);
  RETURN NULL;
END $$;
CREATE TRIGGER payment_counted_later AFTER UPDATE OF counted_at ON payment FOR EACH ROW
  WHEN (OLD.counted_at IS NULL AND NEW.counted_at IS NOT NULL) EXECUTE FUNCTION payment_begins_to_wait();
CREATE TRIGGER payment_counted_at_once AFTER INSERT ON payment FOR EACH ROW
  WHEN (NEW.counted_at IS NOT NULL) EXECUTE FUNCTION payment_begins_to_wait();

-- Written and emptied in one go; small in its live part.
ALTER TABLE unsettled_payment SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- Settled once and for good. The demo's seed dates settlements back, so UPDATE stays.
REVOKE DELETE, TRUNCATE ON settlement FROM mingshan_app;
REVOKE UPDATE, TRUNCATE ON unsettled_payment FROM mingshan_app;
