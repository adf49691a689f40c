-- Consumption donation (消费捐, 慈善法 Art. 37): what enterprises promise, the orders it follows from, the days that
-- are posted and the statements that settle them.

-- AlterTable
ALTER TABLE "donation" ADD COLUMN     "settles_promise" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "consumption_campaign" (
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_campaign_pkey" PRIMARY KEY ("fund_id")
);

-- CreateTable
CREATE TABLE "consumption_agreement" (
    "id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "suspended_at" TIMESTAMPTZ(3),
    "suspended_reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,

    CONSTRAINT "consumption_agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumption_agreement_version" (
    "agreement_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "terms_sha256" TEXT NOT NULL,
    "effective_on" DATE NOT NULL,
    "ends_on" DATE NOT NULL,
    "proposed_by_id" UUID,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "charity_confirmed_by_id" UUID,
    "charity_confirmed_at" TIMESTAMPTZ(3),
    "merchant_confirmed_by_id" UUID,
    "merchant_confirmed_at" TIMESTAMPTZ(3),
    "withdrawn_by_id" UUID,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumption_agreement_version_pkey" PRIMARY KEY ("agreement_id","number")
);

-- CreateTable
CREATE TABLE "consumption_event" (
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

    CONSTRAINT "consumption_event_pkey" PRIMARY KEY ("merchant_id","order_no")
);

-- CreateTable
CREATE TABLE "consumption_pending" (
    "agreement_id" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "return_of" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "gift_e4" BIGINT NOT NULL,

    CONSTRAINT "consumption_pending_pkey" PRIMARY KEY ("agreement_id","day","order_no")
);

-- CreateTable
CREATE TABLE "consumption_tally" (
    "agreement_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "id" UUID NOT NULL,
    "order_count" BIGINT NOT NULL,
    "return_count" BIGINT NOT NULL,
    "sales_fen" BIGINT NOT NULL,
    "gift_e4" BIGINT NOT NULL,

    CONSTRAINT "consumption_tally_pkey" PRIMARY KEY ("agreement_id","day","id")
);

-- CreateTable
CREATE TABLE "consumption_posting" (
    "agreement_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_count" INTEGER NOT NULL,
    "return_count" INTEGER NOT NULL,
    "gift_e4" BIGINT NOT NULL,
    "counted_e4" BIGINT NOT NULL,
    "running_e4" BIGINT NOT NULL,
    "promised_fen" BIGINT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "transfer_id" UUID,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "statement_id" TEXT,

    CONSTRAINT "consumption_posting_pkey" PRIMARY KEY ("agreement_id","day","kind")
);

-- CreateTable
CREATE TABLE "consumption_posting_line" (
    "agreement_id" TEXT NOT NULL,
    "order_no" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "net_e4" BIGINT NOT NULL,
    "counted_e4" BIGINT NOT NULL,

    CONSTRAINT "consumption_posting_line_pkey" PRIMARY KEY ("agreement_id","order_no")
);

-- CreateTable
CREATE TABLE "consumption_statement" (
    "id" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "order_count" INTEGER NOT NULL,
    "return_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'drawn',
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,
    "confirm_by" DATE NOT NULL,
    "pay_by" DATE NOT NULL,
    "confirmed_by_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3),
    "disputed_by_id" UUID,
    "disputed_at" TIMESTAMPTZ(3),
    "dispute_reason" TEXT,
    "donation_id" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "reconciled_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumption_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "street" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "lead" TEXT NOT NULL DEFAULT '',
    "lead_en" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "street_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop" (
    "id" UUID NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "street_id" UUID,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "latitude_e6" INTEGER,
    "longitude_e6" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consumption_campaign_organization_id_idx" ON "consumption_campaign"("organization_id");

-- CreateIndex
CREATE INDEX "consumption_agreement_fund_id_idx" ON "consumption_agreement"("fund_id");

-- CreateIndex
CREATE INDEX "consumption_agreement_organization_id_idx" ON "consumption_agreement"("organization_id");

-- CreateIndex
CREATE INDEX "consumption_agreement_merchant_id_idx" ON "consumption_agreement"("merchant_id");

-- CreateIndex
CREATE INDEX "consumption_event_recent" ON "consumption_event"("agreement_id", "occurred_at" DESC, "order_no" DESC);

-- CreateIndex
CREATE INDEX "consumption_posting_statement_id_idx" ON "consumption_posting"("statement_id");

-- CreateIndex
CREATE INDEX "consumption_posting_fund_id_day_idx" ON "consumption_posting"("fund_id", "day");

-- CreateIndex
CREATE INDEX "consumption_posting_line_by_day" ON "consumption_posting_line"("agreement_id", "day", "occurred_at", "order_no");

-- CreateIndex
CREATE INDEX "consumption_statement_organization_id_drawn_at_idx" ON "consumption_statement"("organization_id", "drawn_at" DESC);

-- CreateIndex
CREATE INDEX "consumption_statement_merchant_id_drawn_at_idx" ON "consumption_statement"("merchant_id", "drawn_at" DESC);

-- CreateIndex
CREATE INDEX "consumption_statement_fund_id_donation_id_idx" ON "consumption_statement"("fund_id", "donation_id");

-- CreateIndex
CREATE UNIQUE INDEX "consumption_statement_agreement_id_number_key" ON "consumption_statement"("agreement_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "street_slug_key" ON "street"("slug");

-- CreateIndex
CREATE INDEX "shop_merchant_id_idx" ON "shop"("merchant_id");

-- CreateIndex
CREATE INDEX "shop_street_id_idx" ON "shop"("street_id");

-- AddForeignKey
ALTER TABLE "consumption_agreement" ADD CONSTRAINT "consumption_agreement_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "consumption_campaign"("fund_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumption_agreement_version" ADD CONSTRAINT "consumption_agreement_version_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "consumption_agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumption_posting" ADD CONSTRAINT "consumption_posting_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "consumption_agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumption_statement" ADD CONSTRAINT "consumption_statement_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "consumption_agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shop" ADD CONSTRAINT "shop_street_id_fkey" FOREIGN KEY ("street_id") REFERENCES "street"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Returns of an order, to sum what was given back; and those that no posting has taken up.
CREATE INDEX consumption_event_returns ON consumption_event (merchant_id, return_of) WHERE return_of IS NOT NULL;
CREATE INDEX consumption_pending_returns ON consumption_pending (agreement_id, return_of) WHERE return_of IS NOT NULL;
-- What is owed and not paid.
CREATE INDEX consumption_statement_open ON consumption_statement (pay_by) WHERE paid_at IS NULL;
CREATE INDEX consumption_posting_unstated ON consumption_posting (agreement_id, day) WHERE statement_id IS NULL;
-- The donations that settle a promise are few among many.
CREATE INDEX donation_settles_promise ON donation (fund_id, id) WHERE settles_promise;

ALTER TABLE consumption_agreement
  ADD CONSTRAINT consumption_agreement_id CHECK (id ~ '^a[0-9a-z]{20}$' AND substr(id, 2, 8) = fund_id),
  ADD CONSTRAINT consumption_agreement_suspended CHECK ((suspended_at IS NULL) = (suspended_reason IS NULL)),
  ADD CONSTRAINT consumption_agreement_ended CHECK ((ended_at IS NULL) = (ended_reason IS NULL));
ALTER TABLE consumption_agreement_version
  ADD CONSTRAINT consumption_agreement_version_days CHECK (ends_on >= effective_on),
  ADD CONSTRAINT consumption_agreement_version_number CHECK (number > 0),
  ADD CONSTRAINT consumption_agreement_version_charity CHECK (charity_confirmed_at IS NOT NULL OR charity_confirmed_by_id IS NULL),
  ADD CONSTRAINT consumption_agreement_version_merchant CHECK (merchant_confirmed_at IS NOT NULL OR merchant_confirmed_by_id IS NULL),
  ADD CONSTRAINT consumption_agreement_version_withdrawn CHECK (withdrawn_at IS NULL
    OR charity_confirmed_at IS NULL OR merchant_confirmed_at IS NULL),
  -- 慈善法 Art. 37: signed before the sales begin, that is before midnight in Shanghai of the first day.
  ADD CONSTRAINT consumption_agreement_version_before CHECK (charity_confirmed_at IS NULL OR merchant_confirmed_at IS NULL
    OR greatest(charity_confirmed_at, merchant_confirmed_at) < (effective_on::timestamp AT TIME ZONE 'Asia/Shanghai'));
ALTER TABLE consumption_event
  ADD CONSTRAINT consumption_event_type CHECK (type IN ('order', 'return')),
  ADD CONSTRAINT consumption_event_source CHECK (source IN ('api', 'csv', 'till')),
  ADD CONSTRAINT consumption_event_amount CHECK (amount_fen > 0 AND discount_fen BETWEEN 0 AND amount_fen),
  ADD CONSTRAINT consumption_event_order_no CHECK (length(order_no) BETWEEN 1 AND 64),
  ADD CONSTRAINT consumption_event_return CHECK ((type = 'return') = (return_of IS NOT NULL)),
  ADD CONSTRAINT consumption_event_gift CHECK (CASE type WHEN 'order' THEN gift_e4 >= 0 ELSE gift_e4 <= 0 END);
ALTER TABLE consumption_posting
  ADD CONSTRAINT consumption_posting_kind CHECK (kind IN ('orders', 'match', 'guarantee')),
  ADD CONSTRAINT consumption_posting_amount CHECK (amount_fen >= 0 AND promised_fen >= amount_fen),
  ADD CONSTRAINT consumption_posting_transfer CHECK ((transfer_id IS NULL) = (amount_fen = 0));
ALTER TABLE consumption_statement
  ADD CONSTRAINT consumption_statement_id CHECK (id ~ '^s[0-9a-z]{20}$' AND substr(id, 2, 8) = fund_id),
  ADD CONSTRAINT consumption_statement_state CHECK (state IN ('drawn', 'disputed', 'confirmed', 'paid', 'reconciled')),
  ADD CONSTRAINT consumption_statement_amount CHECK (amount_fen >= 0),
  ADD CONSTRAINT consumption_statement_period CHECK (period_to >= period_from);
ALTER TABLE shop
  ADD CONSTRAINT shop_place CHECK ((latitude_e6 IS NULL) = (longitude_e6 IS NULL)
    AND latitude_e6 BETWEEN -90000000 AND 90000000 AND longitude_e6 BETWEEN -180000000 AND 180000000);

-- Terms never change; confirmations are set once.
CREATE FUNCTION consumption_confirmation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a confirmation stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consumption_version_keeps_confirmations BEFORE UPDATE ON consumption_agreement_version FOR EACH ROW
  WHEN ((OLD.charity_confirmed_at IS NOT NULL AND NEW.charity_confirmed_at IS DISTINCT FROM OLD.charity_confirmed_at)
    OR (OLD.merchant_confirmed_at IS NOT NULL AND NEW.merchant_confirmed_at IS DISTINCT FROM OLD.merchant_confirmed_at)
    OR OLD.withdrawn_at IS NOT NULL)
  EXECUTE FUNCTION consumption_confirmation_stays();
-- An agreement that ended stays ended.
CREATE TRIGGER consumption_agreement_stays_ended BEFORE UPDATE ON consumption_agreement FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
  EXECUTE FUNCTION consumption_confirmation_stays();
-- A posting goes into one statement.
CREATE TRIGGER consumption_posting_stays_stated BEFORE UPDATE ON consumption_posting FOR EACH ROW
  WHEN (OLD.statement_id IS NOT NULL AND NEW.statement_id IS DISTINCT FROM OLD.statement_id)
  EXECUTE FUNCTION consumption_confirmation_stays();
CREATE TRIGGER consumption_event_is_append_only BEFORE UPDATE OR DELETE ON consumption_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consumption_posting_line_is_append_only BEFORE UPDATE OR DELETE ON consumption_posting_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON consumption_campaign, consumption_agreement, consumption_agreement_version,
  consumption_event, consumption_posting, consumption_posting_line, consumption_statement FROM mingshan_app;
REVOKE TRUNCATE ON consumption_pending, consumption_tally FROM mingshan_app;
-- Verbs lock an agreement's row before they post or state; the reason of an end or a suspension is set with it.
GRANT UPDATE (suspended_at, suspended_reason, ended_at, ended_reason) ON consumption_agreement TO mingshan_app;
GRANT UPDATE (charity_confirmed_by_id, charity_confirmed_at, merchant_confirmed_by_id, merchant_confirmed_at,
  withdrawn_by_id, withdrawn_at) ON consumption_agreement_version TO mingshan_app;
GRANT UPDATE (statement_id) ON consumption_posting TO mingshan_app;
GRANT UPDATE (state, confirmed_by_id, confirmed_at, disputed_by_id, disputed_at, dispute_reason, donation_id, paid_at,
  reconciled_at) ON consumption_statement TO mingshan_app;
-- Rows that come and go as fast as orders do.
ALTER TABLE consumption_pending SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
ALTER TABLE consumption_tally SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 10000);
