-- AlterTable
ALTER TABLE "statement" ADD COLUMN     "opening_fen" BIGINT,
ADD COLUMN     "closing_fen" BIGINT;

-- CreateTable
CREATE TABLE "statement_mapping" (
    "organization_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "created_by_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_mapping_pkey" PRIMARY KEY ("organization_id","signature")
);

-- CreateTable
CREATE TABLE "statement_draft" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "account" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_fetch" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_fetch_pkey" PRIMARY KEY ("organization_id","source","account","day")
);

-- CreateIndex
CREATE INDEX "statement_draft_created_at_idx" ON "statement_draft"("created_at");
