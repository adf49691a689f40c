-- How many people agree to a payment, by its amount: a table of each organization, versioned, changed by two people.

ALTER TABLE "disbursement" ADD COLUMN "board_decision" TEXT;

CREATE TABLE "approval_rule" (
    "organization_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "two_above_fen" BIGINT,
    "board_above_fen" BIGINT,
    "note" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_by_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3),
    "refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_rule_pkey" PRIMARY KEY ("organization_id","version")
);

CREATE TABLE "disbursement_approval" (
    "fund_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "rule_version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disbursement_approval_pkey" PRIMARY KEY ("fund_id","disbursement_id","user_id")
);

-- AddForeignKey
ALTER TABLE "disbursement_approval" ADD CONSTRAINT "disbursement_approval_fund_id_disbursement_id_fkey" FOREIGN KEY ("fund_id", "disbursement_id") REFERENCES "disbursement"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE approval_rule
  ADD CONSTRAINT approval_rule_amounts CHECK (
    two_above_fen >= 0 AND board_above_fen >= 0 AND board_above_fen >= coalesce(two_above_fen, 0)),
  ADD CONSTRAINT approval_rule_two_people CHECK (answered_by_id <> proposed_by_id),
  ADD CONSTRAINT approval_rule_answer CHECK (
    (confirmed_at IS NULL OR refused_at IS NULL)
    AND (answered_by_id IS NULL) = (confirmed_at IS NULL AND refused_at IS NULL));
-- One change waits at a time.
CREATE UNIQUE INDEX approval_rule_one_open ON approval_rule (organization_id)
  WHERE confirmed_at IS NULL AND refused_at IS NULL;
CREATE TRIGGER approval_rule_moves_forward BEFORE UPDATE ON approval_rule FOR EACH ROW WHEN (
  OLD.answered_by_id IS NOT NULL OR NEW.proposed_by_id <> OLD.proposed_by_id
  OR NEW.two_above_fen IS DISTINCT FROM OLD.two_above_fen OR NEW.board_above_fen IS DISTINCT FROM OLD.board_above_fen
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON approval_rule FROM mingshan_app;

ALTER TABLE disbursement_approval
  ADD CONSTRAINT disbursement_approval_two_people CHECK (user_id <> proposed_by_id);
REVOKE UPDATE, DELETE, TRUNCATE ON disbursement_approval FROM mingshan_app;
-- What was approved before there were rules was approved by one.
INSERT INTO disbursement_approval (fund_id, disbursement_id, user_id, proposed_by_id, rule_version, at)
  SELECT fund_id, id, approved_by_id, proposed_by_id, 0, approved_at FROM disbursement
  WHERE approved_by_id IS NOT NULL AND approved_at IS NOT NULL;
