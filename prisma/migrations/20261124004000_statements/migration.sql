-- A merchant's statement: how a dispute went, the gifts that pay it, and the reminders that were written.

-- AlterTable
ALTER TABLE "consumption_statement" ADD COLUMN     "answer" TEXT,
ADD COLUMN     "answer_note" TEXT,
ADD COLUMN     "answered_at" TIMESTAMPTZ(3),
ADD COLUMN     "answered_by_id" UUID,
ADD COLUMN     "dispute_note" TEXT,
ADD COLUMN     "paid_fen" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "consumption_statement_payment" (
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "statement_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "opened_by_id" UUID,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_statement_payment_pkey" PRIMARY KEY ("fund_id","donation_id")
);

-- CreateTable
CREATE TABLE "consumption_statement_reminder" (
    "statement_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_statement_reminder_pkey" PRIMARY KEY ("statement_id","stage")
);

-- CreateIndex
CREATE UNIQUE INDEX "consumption_statement_payment_statement_id_number_key" ON "consumption_statement_payment"("statement_id", "number");

-- AddForeignKey
ALTER TABLE "consumption_statement_payment" ADD CONSTRAINT "consumption_statement_payment_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "consumption_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumption_statement_reminder" ADD CONSTRAINT "consumption_statement_reminder_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "consumption_statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What the sweeps look at: statements that money may still move.
CREATE INDEX consumption_statement_moving ON consumption_statement (state, confirm_by) WHERE state <> 'reconciled';

ALTER TABLE consumption_statement
  ADD CONSTRAINT consumption_statement_paid CHECK (paid_fen >= 0),
  ADD CONSTRAINT consumption_statement_disputed CHECK ((disputed_at IS NULL) = (dispute_reason IS NULL)),
  ADD CONSTRAINT consumption_statement_reason CHECK
    (dispute_reason IN ('orders-not-ours', 'returns-missing', 'amount-wrong', 'terms-wrong', 'other')),
  ADD CONSTRAINT consumption_statement_answer CHECK (answer IN ('kept', 'corrected')
    AND answered_at IS NOT NULL AND disputed_at IS NOT NULL OR answer IS NULL AND answered_at IS NULL),
  ADD CONSTRAINT consumption_statement_steps CHECK (
    (state IN ('confirmed', 'paid', 'reconciled')) = (confirmed_at IS NOT NULL)
    AND (state IN ('paid', 'reconciled')) = (paid_at IS NOT NULL)
    AND (state = 'reconciled') = (reconciled_at IS NOT NULL)
    AND (state <> 'disputed' OR disputed_at IS NOT NULL)
    -- What is disputed is answered before it is confirmed.
    AND (state = 'drawn' OR state = 'disputed' OR disputed_at IS NULL OR answered_at IS NOT NULL)),
  ADD CONSTRAINT consumption_statement_days CHECK (confirm_by <= pay_by);
ALTER TABLE consumption_statement_payment
  ADD CONSTRAINT consumption_statement_payment_number CHECK (number > 0),
  ADD CONSTRAINT consumption_statement_payment_fund CHECK (substr(statement_id, 2, 8) = fund_id
    AND substr(donation_id, 2, 8) = fund_id);

-- A statement goes forward, whatever code asks: what was said and paid stays said and paid, and its days move only
-- while it is disputed, and only later. Money that goes back shows in paid_fen.
CREATE FUNCTION consumption_statement_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  steps text[] := ARRAY['drawn', 'disputed', 'confirmed', 'paid', 'reconciled'];
BEGIN
  IF array_position(steps, NEW.state) < array_position(steps, OLD.state)
     OR OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at
     OR OLD.disputed_at IS NOT NULL AND NEW.disputed_at IS DISTINCT FROM OLD.disputed_at
     OR OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at
     OR OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at
     OR OLD.reconciled_at IS NOT NULL AND NEW.reconciled_at IS DISTINCT FROM OLD.reconciled_at
     OR NEW.confirm_by < OLD.confirm_by OR NEW.pay_by < OLD.pay_by
     OR (NEW.confirm_by <> OLD.confirm_by OR NEW.pay_by <> OLD.pay_by) AND OLD.state <> 'disputed'
  THEN
    RAISE EXCEPTION 'a statement goes forward' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consumption_statement_forward BEFORE UPDATE ON consumption_statement FOR EACH ROW
  EXECUTE FUNCTION consumption_statement_goes_forward();
CREATE TRIGGER consumption_statement_payment_is_append_only BEFORE UPDATE OR DELETE ON consumption_statement_payment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON consumption_statement_payment, consumption_statement_reminder FROM mingshan_app;
GRANT UPDATE (paid_fen, dispute_note, answer, answer_note, answered_by_id, answered_at, confirm_by, pay_by)
  ON consumption_statement TO mingshan_app;
