-- Approved payments collected into a file for a bank or into transfers of Alipay: one person prepares, another releases.

CREATE TABLE "payment_batch" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "bank_account_id" UUID,
    "credential_id" TEXT,
    "currency" TEXT NOT NULL,
    "prepared_by_id" UUID NOT NULL,
    "prepared_at" TIMESTAMPTZ(3) NOT NULL,
    "released_by_id" UUID,
    "released_at" TIMESTAMPTZ(3),
    "line_count" INTEGER,
    "total_fen" BIGINT,
    "sha256_utf8" TEXT,
    "sha256_gb18030" TEXT,
    "sent_by_id" UUID,
    "sent_at" TIMESTAMPTZ(3),
    "bank_reference" TEXT,
    "settled_at" TIMESTAMPTZ(3),
    "cancelled_by_id" UUID,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_batch_pkey" PRIMARY KEY ("organization_id","id")
);
CREATE INDEX "payment_batch_organization_id_prepared_at_idx" ON "payment_batch"("organization_id", "prepared_at" DESC);

CREATE TABLE "payment_batch_line" (
    "organization_id" TEXT NOT NULL,
    "batch_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "fund_id" TEXT NOT NULL,
    "payee_id" TEXT NOT NULL,
    "dropped_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_batch_line_pkey" PRIMARY KEY ("organization_id","batch_id","number")
);
CREATE INDEX "payment_batch_line_fund_id_payee_id_idx" ON "payment_batch_line"("fund_id", "payee_id");

-- AddForeignKey
ALTER TABLE "payment_batch_line" ADD CONSTRAINT "payment_batch_line_organization_id_batch_id_fkey" FOREIGN KEY ("organization_id", "batch_id") REFERENCES "payment_batch"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_batch_line" ADD CONSTRAINT "payment_batch_line_fund_id_payee_id_fkey" FOREIGN KEY ("fund_id", "payee_id") REFERENCES "disbursement_payee"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- A line is in one batch at a time, so that nobody is paid twice.
CREATE UNIQUE INDEX payment_batch_line_once ON payment_batch_line (fund_id, payee_id) WHERE dropped_at IS NULL;

ALTER TABLE payment_batch
  ADD CONSTRAINT payment_batch_id CHECK (id ~ '^PB[0-9A-Z]{8}$'),
  ADD CONSTRAINT payment_batch_channel CHECK (
    (channel = 'bank' AND bank_account_id IS NOT NULL AND credential_id IS NULL)
    OR (channel = 'alipay' AND credential_id IS NOT NULL AND bank_account_id IS NULL)),
  ADD CONSTRAINT payment_batch_two_people CHECK (released_by_id <> prepared_by_id),
  ADD CONSTRAINT payment_batch_one_way CHECK (
    (released_at IS NULL) = (released_by_id IS NULL) AND (released_at IS NULL) = (line_count IS NULL)
    AND (line_count IS NULL) = (total_fen IS NULL)
    AND (sent_at IS NULL OR released_at IS NOT NULL) AND (settled_at IS NULL OR sent_at IS NOT NULL)
    AND (cancelled_at IS NULL OR sent_at IS NULL)),
  ADD CONSTRAINT payment_batch_figures CHECK (line_count > 0 AND total_fen > 0);
CREATE INDEX payment_batch_under_way ON payment_batch (organization_id, channel)
  WHERE sent_at IS NOT NULL AND settled_at IS NULL;

CREATE TRIGGER payment_batch_moves_forward BEFORE UPDATE ON payment_batch FOR EACH ROW WHEN (
  NEW.channel <> OLD.channel OR NEW.prepared_by_id <> OLD.prepared_by_id
  OR (OLD.released_at IS NOT NULL AND (NEW.released_at IS DISTINCT FROM OLD.released_at
      OR NEW.total_fen <> OLD.total_fen OR NEW.line_count <> OLD.line_count
      OR NEW.sha256_utf8 IS DISTINCT FROM OLD.sha256_utf8))
  OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
  OR (OLD.settled_at IS NOT NULL AND NEW.settled_at IS DISTINCT FROM OLD.settled_at)
  OR OLD.cancelled_at IS NOT NULL
) EXECUTE FUNCTION refuse_step_back();
CREATE TRIGGER payment_batch_line_moves_forward BEFORE UPDATE ON payment_batch_line FOR EACH ROW WHEN (
  OLD.dropped_at IS NOT NULL OR NEW.payee_id <> OLD.payee_id
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON payment_batch, payment_batch_line FROM mingshan_app;
