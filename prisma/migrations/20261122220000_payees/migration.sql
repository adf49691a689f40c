-- The lines of a disbursement: to whom, how much, by which way; names and accounts are sealed.

-- What of an approved amount could not be paid and is the fund's again: amount_fen is what is left of it.
ALTER TABLE "disbursement" ADD COLUMN "unpaid_fen" BIGINT NOT NULL DEFAULT 0;

CREATE TABLE "disbursement_payee" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "account_end" TEXT NOT NULL,
    "account_mark" BYTEA NOT NULL,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "retry_of" TEXT,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by_id" UUID,
    "stop_reason" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "next_ask_at" TIMESTAMPTZ(3),
    "ask_count" INTEGER NOT NULL DEFAULT 0,
    "last_answer" TEXT,
    "provider_object_id" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,
    "returned_at" TIMESTAMPTZ(3),
    "set_aside_at" TIMESTAMPTZ(3),
    "set_aside_by_id" UUID,

    CONSTRAINT "disbursement_payee_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "disbursement_payee_fund_id_disbursement_id_number_key" ON "disbursement_payee"("fund_id", "disbursement_id", "number");

-- CreateIndex
CREATE INDEX "disbursement_payee_subject" ON "disbursement_payee"("organization_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "disbursement_payee_account" ON "disbursement_payee"("organization_id", "account_mark");

-- CreateIndex
CREATE INDEX "disbursement_payee_fund_id_retry_of_idx" ON "disbursement_payee"("fund_id", "retry_of");

-- AddForeignKey
ALTER TABLE "disbursement_payee" ADD CONSTRAINT "disbursement_payee_fund_id_disbursement_id_fkey" FOREIGN KEY ("fund_id", "disbursement_id") REFERENCES "disbursement"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE disbursement ADD CONSTRAINT disbursement_unpaid CHECK (unpaid_fen >= 0);
-- What was asked for is said once: a part that is not paid moves from one column to the other.
CREATE TRIGGER disbursement_keeps_its_sum BEFORE UPDATE ON disbursement FOR EACH ROW WHEN (
  NEW.amount_fen + NEW.unpaid_fen <> OLD.amount_fen + OLD.unpaid_fen OR NEW.unpaid_fen < OLD.unpaid_fen
  OR (OLD.paid_at IS NOT NULL AND NEW.unpaid_fen <> OLD.unpaid_fen)
) EXECUTE FUNCTION refuse_step_back();

ALTER TABLE disbursement_payee
  ADD CONSTRAINT disbursement_payee_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT disbursement_payee_id CHECK (id = disbursement_id || '_' || lpad(number::text, 4, '0')),
  ADD CONSTRAINT disbursement_payee_number CHECK (number BETWEEN 1 AND 5000),
  ADD CONSTRAINT disbursement_payee_channel CHECK (channel IN ('bank', 'alipay')),
  ADD CONSTRAINT disbursement_payee_subject CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
  ADD CONSTRAINT disbursement_payee_stop CHECK (
    (stopped_at IS NULL) = (stop_reason IS NULL)
    AND (stop_reason IS NULL OR stop_reason IN ('died', 'moved', 'not-eligible', 'wrong-person', 'consent', 'misc'))),
  ADD CONSTRAINT disbursement_payee_one_way CHECK (
    (stopped_at IS NULL OR (sent_at IS NULL AND paid_at IS NULL AND failed_at IS NULL))
    AND (failed_at IS NULL OR paid_at IS NULL) AND (returned_at IS NULL OR paid_at IS NOT NULL)
    AND ((failed_at IS NULL AND returned_at IS NULL) = (failure_code IS NULL))
    AND (set_aside_at IS NULL OR failed_at IS NOT NULL OR returned_at IS NOT NULL)),
  ADD CONSTRAINT disbursement_payee_answer CHECK (last_answer IS NULL OR last_answer IN ('unknown', 'pending'));

-- Lines that wait for the provider's answer, and lines that came back and nobody has taken up again.
CREATE INDEX disbursement_payee_asking ON disbursement_payee (next_ask_at)
  WHERE sent_at IS NOT NULL AND paid_at IS NULL AND failed_at IS NULL AND next_ask_at IS NOT NULL;
CREATE INDEX disbursement_payee_back ON disbursement_payee (organization_id)
  WHERE (failed_at IS NOT NULL OR returned_at IS NOT NULL) AND set_aside_at IS NULL;

CREATE TRIGGER disbursement_payee_moves_forward BEFORE UPDATE ON disbursement_payee FOR EACH ROW WHEN (
  NEW.amount_fen <> OLD.amount_fen OR NEW.channel <> OLD.channel OR NEW.account_mark <> OLD.account_mark
  OR NEW.subject_id IS DISTINCT FROM OLD.subject_id OR NEW.retry_of IS DISTINCT FROM OLD.retry_of
  OR (OLD.stopped_at IS NOT NULL AND NEW.stopped_at IS DISTINCT FROM OLD.stopped_at)
  OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
  OR (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
  OR (OLD.failed_at IS NOT NULL AND NEW.failed_at IS DISTINCT FROM OLD.failed_at)
  OR (OLD.returned_at IS NOT NULL AND NEW.returned_at IS DISTINCT FROM OLD.returned_at)
  OR (OLD.set_aside_at IS NOT NULL AND NEW.set_aside_at IS DISTINCT FROM OLD.set_aside_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON disbursement_payee FROM mingshan_app;
