-- CreateTable
CREATE TABLE "export_file" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "with_donors" BOOLEAN NOT NULL,
    "is_built" BOOLEAN NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "row_count" BIGINT,
    "sums" JSONB,
    "size_bytes" BIGINT,
    "sha256" TEXT,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_file_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "export_chunk" (
    "organization_id" TEXT NOT NULL,
    "export_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "export_chunk_pkey" PRIMARY KEY ("organization_id","export_id","number")
);

-- CreateIndex
CREATE INDEX "export_file_organization_id_requested_at_idx" ON "export_file"("organization_id", "requested_at" DESC);

-- CreateIndex
CREATE INDEX "export_file_expires_at_idx" ON "export_file"("expires_at");

-- AddForeignKey
ALTER TABLE "export_chunk" ADD CONSTRAINT "export_chunk_organization_id_export_id_fkey" FOREIGN KEY ("organization_id", "export_id") REFERENCES "export_file"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE export_file
  ADD CONSTRAINT export_file_kind CHECK (kind IN ('gifts', 'disbursements', 'refunds', 'ledger', 'receipts')),
  ADD CONSTRAINT export_file_days CHECK (from_day <= to_day),
  ADD CONSTRAINT export_file_finished CHECK ((finished_at IS NULL) = (sha256 IS NULL)
    AND (finished_at IS NULL) = (row_count IS NULL) AND (finished_at IS NULL) = (sums IS NULL)
    AND (finished_at IS NULL) = (size_bytes IS NULL));
-- Who asked for what stays on record; only how it ended is written later. Chunks go when their time is over.
REVOKE UPDATE, DELETE, TRUNCATE ON export_file FROM mingshan_app;
GRANT UPDATE (row_count, sums, size_bytes, sha256, finished_at, expires_at) ON export_file TO mingshan_app;
REVOKE UPDATE, TRUNCATE ON export_chunk FROM mingshan_app;
-- The chunks are compressed already.
ALTER TABLE export_chunk ALTER COLUMN content SET STORAGE EXTERNAL;
