-- Webhooks: what an enterprise's systems are told about its agreements and statements. An event is written in the
-- transaction of the fact; a worker makes one delivery of it for each endpoint, and logs every attempt.

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[],
    "key_id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "previous_key_id" TEXT,
    "previous_sealed" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT,
    "spread_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "event_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "given_up_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("event_id","endpoint_id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "event_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "status" INTEGER,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("event_id","endpoint_id","number")
);

-- CreateIndex
CREATE INDEX "webhook_endpoint_organization_id_idx" ON "webhook_endpoint"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_event_organization_id_type_subject_id_at_key" ON "webhook_event"("organization_id", "type", "subject_id", "at");

-- CreateIndex
CREATE INDEX "webhook_event_at_idx" ON "webhook_event"("at");

-- CreateIndex
CREATE INDEX "webhook_delivery_recent" ON "webhook_delivery"("endpoint_id", "created_at" DESC, "event_id" DESC);

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "webhook_event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_event_id_endpoint_id_fkey" FOREIGN KEY ("event_id", "endpoint_id") REFERENCES "webhook_delivery"("event_id", "endpoint_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What no worker has spread to the endpoints, and what is to be sent: few rows among many.
CREATE INDEX webhook_event_unspread ON webhook_event (at, id) WHERE spread_at IS NULL;
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_at) WHERE next_at IS NOT NULL;

ALTER TABLE webhook_endpoint
  ADD CONSTRAINT webhook_endpoint_types CHECK (cardinality(types) > 0),
  ADD CONSTRAINT webhook_endpoint_disabled CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
  ADD CONSTRAINT webhook_endpoint_reason CHECK (disabled_reason IN ('person', 'failures', 'gone')),
  ADD CONSTRAINT webhook_endpoint_previous CHECK (num_nonnulls(previous_key_id, previous_sealed, previous_until) IN (0, 3));
ALTER TABLE webhook_event
  ADD CONSTRAINT webhook_event_spread CHECK ((spread_at IS NULL) = (body IS NULL));
ALTER TABLE webhook_delivery
  ADD CONSTRAINT webhook_delivery_attempts CHECK (attempts >= 0);
ALTER TABLE webhook_attempt
  ADD CONSTRAINT webhook_attempt_duration CHECK (duration_ms >= 0 AND number > 0);

-- What was sent stays as it was: a repetition has the same id and the same bytes.
CREATE TRIGGER webhook_event_keeps_body BEFORE UPDATE ON webhook_event FOR EACH ROW
  WHEN (OLD.body IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER webhook_attempt_stays BEFORE UPDATE ON webhook_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON webhook_endpoint, webhook_event, webhook_delivery, webhook_attempt FROM mingshan_app;
GRANT UPDATE (types, key_id, sealed, previous_key_id, previous_sealed, previous_until, failing_since, disabled_at,
  disabled_reason, removed_at) ON webhook_endpoint TO mingshan_app;
GRANT UPDATE (body, spread_at) ON webhook_event TO mingshan_app;
-- The log is forgotten after its time, with its event.
GRANT DELETE ON webhook_event TO mingshan_app;
GRANT UPDATE (attempts, next_at, delivered_at, given_up_at) ON webhook_delivery TO mingshan_app;
