-- AlterTable
ALTER TABLE "fund" ADD COLUMN "receipt_timing" TEXT;

-- CreateTable
CREATE TABLE "receipt_request" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payer_kind" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payer_uscc" TEXT,
    "email" TEXT,
    "is_merged" BOOLEAN NOT NULL DEFAULT false,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt_request_gift" (
    "request_id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_request_gift_pkey" PRIMARY KEY ("request_id","fund_id","donation_id")
);

-- CreateTable
CREATE TABLE "receipt" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "request_id" UUID,
    "replaces_id" UUID,
    "disbursement_id" TEXT,
    "kind" TEXT NOT NULL,
    "bill_name" TEXT NOT NULL,
    "supervised_by" TEXT NOT NULL,
    "bill_code" TEXT NOT NULL,
    "bill_no" TEXT NOT NULL,
    "check_code" TEXT NOT NULL,
    "payer" TEXT NOT NULL,
    "payer_uscc" TEXT,
    "issued_on" DATE NOT NULL,
    "qr_text" TEXT NOT NULL DEFAULT '',
    "item_code" TEXT NOT NULL,
    "item_name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "standard" TEXT NOT NULL DEFAULT '',
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'CNY',
    "note" TEXT NOT NULL DEFAULT '',
    "other" TEXT NOT NULL DEFAULT '',
    "payee" TEXT NOT NULL,
    "reviewer" TEXT NOT NULL,
    "cashier" TEXT NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_by_id" UUID,
    "voided_at" TIMESTAMPTZ(3),
    "voided_on" DATE,
    "void_reason" TEXT,
    "void_bill_code" TEXT,
    "void_bill_no" TEXT,

    CONSTRAINT "receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receipt_gift" (
    "receipt_id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "receipt_gift_pkey" PRIMARY KEY ("receipt_id","fund_id","donation_id")
);

-- CreateTable
CREATE TABLE "certificate_batch" (
    "work_id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_batch_pkey" PRIMARY KEY ("work_id")
);

-- CreateTable
CREATE TABLE "certificate_batch_item" (
    "work_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "file_name" TEXT,
    "pdf" BYTEA,
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "certificate_batch_item_pkey" PRIMARY KEY ("work_id","place")
);

-- CreateIndex
CREATE INDEX "receipt_request_organization_id_requested_at_idx" ON "receipt_request"("organization_id", "requested_at");

-- CreateIndex
CREATE INDEX "receipt_request_gift_fund_id_donation_id_idx" ON "receipt_request_gift"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "receipt_request_id_idx" ON "receipt"("request_id");

-- CreateIndex
CREATE INDEX "receipt_organization_id_recorded_at_idx" ON "receipt"("organization_id", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "receipt_bill_code_bill_no_key" ON "receipt"("bill_code", "bill_no");

-- CreateIndex
CREATE INDEX "receipt_gift_fund_id_donation_id_idx" ON "receipt_gift"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "certificate_batch_organization_id_requested_at_idx" ON "certificate_batch"("organization_id", "requested_at");

-- AddForeignKey
ALTER TABLE "receipt_request_gift" ADD CONSTRAINT "receipt_request_gift_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "receipt_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receipt_gift" ADD CONSTRAINT "receipt_gift_receipt_id_fkey" FOREIGN KEY ("receipt_id") REFERENCES "receipt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate_batch_item" ADD CONSTRAINT "certificate_batch_item_work_id_fkey" FOREIGN KEY ("work_id") REFERENCES "certificate_batch"("work_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- When a trust's receipt is given: once, when it is set up, or each time the trustee spends (杭州 2022-03-15).
ALTER TABLE fund ADD CONSTRAINT fund_receipt_timing CHECK (receipt_timing IN ('at-setup', 'at-spend'));

ALTER TABLE receipt_request
  ADD CONSTRAINT receipt_request_kind CHECK (kind IN ('asked', 'waived')),
  ADD CONSTRAINT receipt_request_payer_kind CHECK (payer_kind IN ('person', 'organization')),
  -- Nobody who waives says who would have been named.
  ADD CONSTRAINT receipt_request_payer CHECK ((kind = 'asked') = (payer <> '')),
  ADD CONSTRAINT receipt_request_uscc CHECK (payer_uscc ~ '^[0-9A-Z]{18}$');
-- One open word of the donor for each gift: asked or waived.
CREATE UNIQUE INDEX receipt_request_gift_one ON receipt_request_gift (fund_id, donation_id)
  WHERE withdrawn_at IS NULL;

-- 财综〔2024〕1号 Art. 6; the lengths of code, number and check code as bill systems give them (8, 10, 6).
ALTER TABLE receipt
  ADD CONSTRAINT receipt_kind CHECK (kind IN ('money', 'goods')),
  ADD CONSTRAINT receipt_numbers CHECK (bill_code ~ '^[0-9]{8}$' AND bill_no ~ '^[0-9]{10}$' AND check_code ~ '^[0-9A-Za-z]{6}$'),
  ADD CONSTRAINT receipt_amount CHECK (amount_fen > 0 AND quantity > 0),
  ADD CONSTRAINT receipt_filled CHECK (payer <> '' AND item_code <> '' AND item_name <> '' AND payee <> '' AND reviewer <> '' AND cashier <> ''),
  ADD CONSTRAINT receipt_payer_uscc CHECK (payer_uscc ~ '^[0-9A-Z]{18}$'),
  ADD CONSTRAINT receipt_void CHECK (
    (voided_at IS NULL AND voided_by_id IS NULL AND voided_on IS NULL AND void_reason IS NULL
       AND void_bill_code IS NULL AND void_bill_no IS NULL)
    OR (voided_at IS NOT NULL AND voided_by_id IS NOT NULL AND voided_on IS NOT NULL
       AND void_reason IN ('refund', 'wrong-payer', 'wrong-content', 'other')
       AND void_bill_code ~ '^[0-9]{8}$' AND void_bill_no ~ '^[0-9]{10}$')),
  ADD CONSTRAINT receipt_replaces_other CHECK (replaces_id <> id);
CREATE UNIQUE INDEX receipt_void_numbers ON receipt (void_bill_code, void_bill_no) WHERE voided_at IS NOT NULL;
-- A voided receipt is issued again once.
CREATE UNIQUE INDEX receipt_replaces_once ON receipt (replaces_id) WHERE replaces_id IS NOT NULL;
-- One live receipt for what a trust spent, and one for each gift: never two for the same money.
CREATE UNIQUE INDEX receipt_disbursement_live ON receipt (disbursement_id)
  WHERE disbursement_id IS NOT NULL AND voided_at IS NULL;
CREATE UNIQUE INDEX receipt_gift_live ON receipt_gift (fund_id, donation_id) WHERE voided_at IS NULL;
ALTER TABLE receipt_gift ADD CONSTRAINT receipt_gift_amount CHECK (amount_fen > 0);

-- A receipt is what was issued: it is voided once, and nothing else of it changes. Its gifts follow it.
REVOKE UPDATE, DELETE, TRUNCATE ON receipt FROM mingshan_app;
GRANT UPDATE (voided_by_id, voided_at, voided_on, void_reason, void_bill_code, void_bill_no) ON receipt TO mingshan_app;
CREATE TRIGGER receipt_is_voided_once BEFORE UPDATE ON receipt
  FOR EACH ROW WHEN (OLD.voided_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON receipt_gift FROM mingshan_app;
GRANT UPDATE (voided_at) ON receipt_gift TO mingshan_app;
CREATE TRIGGER receipt_gift_is_voided_once BEFORE UPDATE ON receipt_gift
  FOR EACH ROW WHEN (OLD.voided_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE FUNCTION void_gifts_of_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE receipt_gift SET voided_at = NEW.voided_at WHERE receipt_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER receipt_void_reaches_gifts AFTER UPDATE OF voided_at ON receipt
  FOR EACH ROW WHEN (NEW.voided_at IS NOT NULL) EXECUTE FUNCTION void_gifts_of_receipt();

REVOKE UPDATE, DELETE, TRUNCATE ON receipt_request FROM mingshan_app;
GRANT UPDATE (withdrawn_at) ON receipt_request TO mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON receipt_request_gift FROM mingshan_app;
GRANT UPDATE (withdrawn_at) ON receipt_request_gift TO mingshan_app;

-- A made certificate stays as it was made; old batches are taken away whole.
CREATE TRIGGER certificate_batch_item_is_made_once BEFORE UPDATE ON certificate_batch_item
  FOR EACH ROW WHEN (OLD.made_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
