-- Healing and abuse defence: who sent a dead letter again, how far undelivered messages were heard, days on
-- which many people give from one place, and what about giving a person should look at.
ALTER TABLE "dead_letter" ADD COLUMN "retried_by_id" UUID;

CREATE TABLE "notification_cursor" (
    "credential_id" TEXT NOT NULL,
    "heard_until" TIMESTAMPTZ(3) NOT NULL,
    "heard_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_cursor_pkey" PRIMARY KEY ("credential_id")
);

CREATE TABLE "giving_day" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "expected_gifts" INTEGER NOT NULL,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancelled_by_id" UUID,

    CONSTRAINT "giving_day_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "giving_day_window" CHECK ("ends_at" > "starts_at" AND "ends_at" <= "starts_at" + interval '3 days'),
    CONSTRAINT "giving_day_expected" CHECK ("expected_gifts" BETWEEN 1 AND 100000)
);
CREATE INDEX "giving_day_organization_id_starts_at_idx" ON "giving_day"("organization_id", "starts_at");
CREATE INDEX "giving_day_fund_id_ends_at_idx" ON "giving_day"("fund_id", "ends_at");

CREATE TABLE "giving_alert" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "organization_id" TEXT,
    "credential_id" TEXT,
    "payment_id" TEXT,
    "amount_fen" BIGINT,
    "currency" TEXT,
    "seen_count" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),
    "handled_by_id" UUID,

    CONSTRAINT "giving_alert_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "giving_alert_kind_subject_day_key" ON "giving_alert"("kind", "subject", "day");
CREATE INDEX "giving_alert_organization_id_opened_at_idx" ON "giving_alert"("organization_id", "opened_at");
CREATE INDEX giving_alert_open ON giving_alert (opened_at) WHERE handled_at IS NULL;

-- What is under way and how old it is: each of these is small, whatever the history behind it.
CREATE INDEX outgoing_mail_unsent ON outgoing_mail (created_at) WHERE sent_at IS NULL;
CREATE INDEX refund_under_way ON refund (promised_at) WHERE paid_at IS NULL AND failed_at IS NULL;
CREATE INDEX dispute_open ON dispute (opened_at) WHERE won_at IS NULL AND lost_at IS NULL;
CREATE INDEX disbursement_approved_unpaid ON disbursement (approved_at)
  WHERE approved_at IS NOT NULL AND paid_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX disbursement_undecided ON disbursement (proposed_at)
  WHERE approved_at IS NULL AND rejected_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX reconciliation_break_open ON reconciliation_break (opened_at) WHERE state = 'open';
CREATE INDEX reconciliation_match_in_transit ON reconciliation_match (matched_at) WHERE subject_kind = 'transit';
