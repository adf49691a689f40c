-- Taking in orders: numbers that came twice with different content, what test keys send, and keys that end.

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'live',
ADD COLUMN     "replaced_by_id" UUID;

-- CreateTable
CREATE TABLE "consumption_conflict" (
    "merchant_id" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "differs" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "consumption_conflict_pkey" PRIMARY KEY ("merchant_id","order_no","differs")
);

-- CreateTable
CREATE TABLE "consumption_test_event" (
    "merchant_id" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "discount_fen" BIGINT NOT NULL DEFAULT 0,
    "item_count" INTEGER,
    "items" JSONB,
    "return_of" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "gift_e4" BIGINT NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_test_event_pkey" PRIMARY KEY ("merchant_id","order_no")
);

-- CreateIndex
CREATE INDEX "consumption_test_event_recorded_at_idx" ON "consumption_test_event"("recorded_at");

-- ── what Prisma's language cannot say ────────────────────────────────────────

CREATE INDEX consumption_test_event_returns ON consumption_test_event (merchant_id, return_of) WHERE return_of IS NOT NULL;

ALTER TABLE api_key
  ADD CONSTRAINT api_key_mode CHECK (mode IN ('live', 'test')),
  ADD CONSTRAINT api_key_replaced CHECK (replaced_by_id IS NULL OR expires_at IS NOT NULL);
ALTER TABLE consumption_conflict
  ADD CONSTRAINT consumption_conflict_differs CHECK (differs ~ '^[a-z]+(,[a-z]+)*$');

CREATE TRIGGER consumption_conflict_is_append_only BEFORE UPDATE OR DELETE ON consumption_conflict
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON consumption_conflict FROM mingshan_app;
REVOKE UPDATE, TRUNCATE ON consumption_test_event FROM mingshan_app;
