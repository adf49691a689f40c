-- Refunds from our own side, the quarantine with its two-person decisions, and guards that keep every state
-- moving forward in the database itself.

-- What a message said, kept so that one that came too early can be taken again in order.
ALTER TABLE "provider_event" ADD COLUMN "payment_object_id" TEXT,
ADD COLUMN "refund_id" TEXT,
ADD COLUMN "cumulative_fen" BIGINT;

-- fund_id is the organization where the money never belonged to a fund.
ALTER TABLE "refund" ALTER COLUMN "donation_id" DROP NOT NULL,
ALTER COLUMN "payment_id" DROP NOT NULL,
ADD COLUMN "origin" TEXT NOT NULL DEFAULT 'provider',
ADD COLUMN "organization_id" TEXT,
ADD COLUMN "credential_id" TEXT,
ADD COLUMN "payment_reference" TEXT,
ADD COLUMN "payment_object_id" TEXT,
ADD COLUMN "quarantine_id" UUID,
ADD COLUMN "sent_at" TIMESTAMPTZ(3),
ADD COLUMN "asked_at" TIMESTAMPTZ(3),
ADD COLUMN "next_ask_at" TIMESTAMPTZ(3),
ADD COLUMN "ask_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "last_answer" TEXT,
ADD COLUMN "provider_object_id" TEXT;

CREATE TABLE "refund_request" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "override_reason" TEXT,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "rejected_by_id" UUID,
    "rejected_at" TIMESTAMPTZ(3),
    "answer_note" TEXT,

    CONSTRAINT "refund_request_pkey" PRIMARY KEY ("fund_id","id")
);

CREATE TABLE "quarantine" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "credential_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "fact_type" TEXT NOT NULL,
    "payment_id" TEXT,
    "fund_id" TEXT,
    "donation_id" TEXT,
    "object_id" TEXT NOT NULL,
    "payment_object_id" TEXT,
    "received_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "expected_fen" BIGINT,
    "expected_currency" TEXT,
    "held_fen" BIGINT NOT NULL,
    "gift_payment_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("organization_id","id")
);

CREATE TABLE "quarantine_act" (
    "organization_id" TEXT NOT NULL,
    "quarantine_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "target_fund_id" TEXT,
    "note" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answers_step" INTEGER,

    CONSTRAINT "quarantine_act_pkey" PRIMARY KEY ("organization_id","quarantine_id","step")
);

CREATE INDEX "refund_request_fund_id_donation_id_idx" ON "refund_request"("fund_id", "donation_id");
CREATE INDEX "refund_request_organization_id_requested_at_idx" ON "refund_request"("organization_id", "requested_at");
CREATE INDEX "quarantine_organization_id_object_id_idx" ON "quarantine"("organization_id", "object_id");
CREATE UNIQUE INDEX "quarantine_act_organization_id_quarantine_id_answers_step_key"
  ON "quarantine_act"("organization_id", "quarantine_id", "answers_step");

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Asked for, not yet answered: by the second person, by the provider, by anybody.
CREATE INDEX refund_request_waiting ON refund_request (organization_id, requested_at)
  WHERE approved_at IS NULL AND rejected_at IS NULL;
CREATE INDEX refund_open ON refund (next_ask_at)
  WHERE origin = 'organization' AND paid_at IS NULL AND failed_at IS NULL;
CREATE INDEX quarantine_open ON quarantine (organization_id, occurred_at) WHERE decided_at IS NULL;
CREATE INDEX provider_event_deferred ON provider_event (book_id, payment_id) WHERE outcome = 'deferred';
-- Stripe's refunds and disputes made at its own dashboard name the PaymentIntent alone.
CREATE INDEX payment_card_object ON payment (credential_id, provider_object_id)
  WHERE provider = 'stripe' AND provider_object_id IS NOT NULL;

-- Closed sets.
ALTER TABLE payment ADD CONSTRAINT payment_quarantine_reason CHECK (quarantine_reason IS NULL OR quarantine_reason IN
  ('wrong-amount', 'wrong-currency', 'wrong-seller', 'second-payment', 'fund-closed'));
ALTER TABLE dispute
  ADD CONSTRAINT dispute_one_end CHECK (won_at IS NULL OR lost_at IS NULL),
  ADD CONSTRAINT dispute_amount CHECK (amount_fen > 0);
ALTER TABLE refund
  ADD CONSTRAINT refund_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT refund_origin CHECK (origin IN ('provider', 'organization')),
  ADD CONSTRAINT refund_last_answer CHECK (last_answer IN ('unknown', 'pending', 'refused', 'no-channel')),
  ADD CONSTRAINT refund_of_ours_is_addressed CHECK (origin = 'provider' OR
    (organization_id IS NOT NULL AND credential_id IS NOT NULL AND payment_reference IS NOT NULL
     AND payment_object_id IS NOT NULL));
ALTER TABLE refund_request
  ADD CONSTRAINT refund_request_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT refund_request_two_people CHECK (
    (approved_by_id IS NULL OR approved_by_id <> requested_by_id)
    AND (approved_at IS NULL) = (approved_by_id IS NULL) AND (rejected_at IS NULL) = (rejected_by_id IS NULL)),
  ADD CONSTRAINT refund_request_one_answer CHECK (approved_at IS NULL OR rejected_at IS NULL);
ALTER TABLE quarantine
  ADD CONSTRAINT quarantine_reason CHECK (reason IN ('wrong-amount', 'wrong-currency', 'wrong-seller',
    'unknown-payment', 'other-credential', 'second-payment', 'conflicting-content', 'fund-closed', 'refund-returned')),
  ADD CONSTRAINT quarantine_held CHECK (held_fen >= 0),
  ADD CONSTRAINT quarantine_decision CHECK (
    (decision IS NULL) = (decided_at IS NULL) AND decision IN ('accept', 'refund', 'new-gift', 'dismiss', 'returned'));
ALTER TABLE quarantine_act
  ADD CONSTRAINT quarantine_act_kind CHECK (kind IN ('proposed', 'approved', 'sent-back')),
  ADD CONSTRAINT quarantine_act_decision CHECK (decision IN ('accept', 'refund', 'new-gift', 'dismiss')),
  ADD CONSTRAINT quarantine_act_note CHECK (length(note) > 0),
  ADD CONSTRAINT quarantine_act_answers CHECK ((kind = 'proposed') = (answers_step IS NULL));

-- Forward only: what has happened is never unsaid or said otherwise. The conditions are plain expressions, so
-- the function runs only where something is refused.
CREATE FUNCTION refuse_step_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only moves forward: what has happened stays', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER payment_moves_forward BEFORE UPDATE ON payment FOR EACH ROW WHEN (
  (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
  OR (OLD.paid_amount_fen IS NOT NULL AND NEW.paid_amount_fen IS DISTINCT FROM OLD.paid_amount_fen)
  OR (OLD.provider_object_id IS NOT NULL AND NEW.provider_object_id IS DISTINCT FROM OLD.provider_object_id)
  OR (OLD.counted_at IS NOT NULL AND (NEW.counted_at IS DISTINCT FROM OLD.counted_at
      OR NEW.amount_fen <> OLD.amount_fen OR NEW.donation_id <> OLD.donation_id))
  OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
  OR (OLD.quarantined_at IS NOT NULL AND (NEW.quarantined_at IS DISTINCT FROM OLD.quarantined_at
      OR NEW.quarantine_reason IS DISTINCT FROM OLD.quarantine_reason))
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER refund_moves_forward BEFORE UPDATE ON refund FOR EACH ROW WHEN (
  NEW.amount_fen <> OLD.amount_fen
  OR (OLD.paid_at IS NOT NULL AND NEW.paid_at IS DISTINCT FROM OLD.paid_at)
  OR (OLD.failed_at IS NOT NULL AND (NEW.failed_at IS DISTINCT FROM OLD.failed_at
      OR NEW.paid_at IS DISTINCT FROM OLD.paid_at))
  OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER dispute_moves_forward BEFORE UPDATE ON dispute FOR EACH ROW WHEN (
  NEW.amount_fen <> OLD.amount_fen
  OR (OLD.won_at IS NOT NULL AND NEW.won_at IS DISTINCT FROM OLD.won_at)
  OR (OLD.lost_at IS NOT NULL AND NEW.lost_at IS DISTINCT FROM OLD.lost_at)
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER refund_request_moves_forward BEFORE UPDATE ON refund_request FOR EACH ROW WHEN (
  OLD.approved_at IS NOT NULL OR OLD.rejected_at IS NOT NULL
  OR NEW.amount_fen <> OLD.amount_fen OR NEW.requested_by_id <> OLD.requested_by_id
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER quarantine_moves_forward BEFORE UPDATE ON quarantine FOR EACH ROW WHEN (
  OLD.decided_at IS NOT NULL
  OR NEW.reason <> OLD.reason OR (OLD.held_fen > 0 AND NEW.held_fen <> OLD.held_fen)
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER quarantine_act_is_append_only BEFORE UPDATE OR DELETE ON quarantine_act
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Two people: whoever proposed a decision does not answer it.
CREATE FUNCTION quarantine_act_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM quarantine_act p
    WHERE p.organization_id = NEW.organization_id AND p.quarantine_id = NEW.quarantine_id
      AND p.step = NEW.answers_step AND p.kind = 'proposed' AND p.decision = NEW.decision AND p.by_id <> NEW.by_id)
  THEN
    RAISE EXCEPTION 'quarantine_act: a decision is answered by another person than the one who proposed it'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quarantine_act_needs_two_people BEFORE INSERT ON quarantine_act FOR EACH ROW
  WHEN (NEW.kind <> 'proposed') EXECUTE FUNCTION quarantine_act_by_another();

REVOKE DELETE ON refund, refund_request, quarantine FROM mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON quarantine_act FROM mingshan_app;

-- What was quarantined before there was a table for it.
INSERT INTO quarantine (organization_id, id, credential_id, provider, reason, fact_type, payment_id, fund_id,
                        donation_id, object_id, payment_object_id, received_fen, currency, expected_fen,
                        expected_currency, held_fen, occurred_at, recorded_at)
SELECT organization_id, gen_random_uuid(), credential_id, provider, quarantine_reason, 'paid', id, fund_id, donation_id,
       coalesce(provider_object_id, id), provider_object_id, coalesce(paid_amount_fen, amount_fen), currency, amount_fen,
       currency, CASE WHEN paid_at IS NULL THEN 0 ELSE coalesce(paid_amount_fen, 0) END, quarantined_at, quarantined_at
FROM payment WHERE quarantined_at IS NOT NULL AND counted_at IS NULL;
