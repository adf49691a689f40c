-- Lists of orders that an enterprise uploads, with what became of each row.

-- CreateTable
CREATE TABLE "consumption_upload" (
    "id" UUID NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "uploaded_by_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "begun_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumption_upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumption_upload_row" (
    "upload_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "order_no" TEXT NOT NULL,
    "is_return" BOOLEAN NOT NULL,
    "event" JSONB,
    "outcome" TEXT,
    "reason" TEXT,
    "gift_e4" BIGINT,

    CONSTRAINT "consumption_upload_row_pkey" PRIMARY KEY ("upload_id","line")
);

-- CreateIndex
CREATE INDEX "consumption_upload_merchant_id_uploaded_at_idx" ON "consumption_upload"("merchant_id", "uploaded_at" DESC);

-- AddForeignKey
ALTER TABLE "consumption_upload_row" ADD CONSTRAINT "consumption_upload_row_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "consumption_upload"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What is still to be taken, orders before returns.
CREATE INDEX consumption_upload_row_waiting ON consumption_upload_row (upload_id, is_return, line) WHERE outcome IS NULL;
ALTER TABLE consumption_upload
  ADD CONSTRAINT consumption_upload_finished CHECK (finished_at IS NULL OR begun_at IS NOT NULL);
ALTER TABLE consumption_upload_row
  ADD CONSTRAINT consumption_upload_row_outcome CHECK (outcome IN ('accepted', 'duplicate', 'rejected')),
  ADD CONSTRAINT consumption_upload_row_reason CHECK ((outcome IS NOT DISTINCT FROM 'rejected') = (reason IS NOT NULL)),
  ADD CONSTRAINT consumption_upload_row_event CHECK (event IS NOT NULL OR outcome = 'rejected');
REVOKE TRUNCATE ON consumption_upload, consumption_upload_row FROM mingshan_app;
