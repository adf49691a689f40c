-- Invoices of a disbursement, and why a file or an invoice that was used before is used again.

ALTER TABLE "evidence" ADD COLUMN "repeat_reason" TEXT;
CREATE INDEX "evidence_sha256_idx" ON "evidence"("sha256");

CREATE TABLE "invoice" (
    "fund_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "code" TEXT NOT NULL DEFAULT '',
    "number" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "issued_on" DATE NOT NULL,
    "seller" TEXT NOT NULL,
    "repeat_reason" TEXT,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "struck_by_id" UUID,
    "struck_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("fund_id","id")
);
CREATE INDEX "invoice_organization_id_number_code_idx" ON "invoice"("organization_id", "number", "code");
CREATE INDEX "invoice_fund_id_disbursement_id_idx" ON "invoice"("fund_id", "disbursement_id");

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_fund_id_disbursement_id_fkey" FOREIGN KEY ("fund_id", "disbursement_id") REFERENCES "disbursement"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- A fully digital invoice has 20 digits and no code; a printed one 8 digits and a code of 10 or 12.
ALTER TABLE invoice
  ADD CONSTRAINT invoice_number CHECK (
    (code = '' AND number ~ '^[0-9]{20}$') OR (code ~ '^([0-9]{10}|[0-9]{12})$' AND number ~ '^[0-9]{8}$')),
  ADD CONSTRAINT invoice_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT invoice_struck CHECK ((struck_by_id IS NULL) = (struck_at IS NULL));
CREATE TRIGGER invoice_moves_forward BEFORE UPDATE ON invoice FOR EACH ROW WHEN (
  OLD.struck_at IS NOT NULL OR NEW.amount_fen <> OLD.amount_fen OR NEW.number <> OLD.number OR NEW.code <> OLD.code
  OR NEW.disbursement_id <> OLD.disbursement_id
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON invoice FROM mingshan_app;
