-- CreateTable
CREATE TABLE "monthly_plan" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "day_of_month" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "donor_name" TEXT,
    "pseudonym" TEXT,
    "email" TEXT NOT NULL,
    "message" TEXT,
    "user_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_due_on" DATE,

    CONSTRAINT "monthly_plan_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "monthly_agreement" (
    "fund_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "day_of_month" INTEGER NOT NULL,
    "sign_url" TEXT,
    "provider_order_id" TEXT,
    "agreement_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_at" TIMESTAMPTZ(3),
    "stale_since" TIMESTAMPTZ(3),
    "end_wanted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),

    CONSTRAINT "monthly_agreement_pkey" PRIMARY KEY ("fund_id","plan_id","number")
);

-- CreateTable
CREATE TABLE "monthly_act" (
    "fund_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT,
    "day_of_month" INTEGER,
    "period" TEXT,
    "actor" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "monthly_act_pkey" PRIMARY KEY ("fund_id","plan_id","number")
);

-- CreateTable
CREATE TABLE "monthly_charge" (
    "fund_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "due_on" DATE NOT NULL,
    "next_try_on" DATE,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "given_up_at" TIMESTAMPTZ(3),
    "give_up_reason" TEXT,

    CONSTRAINT "monthly_charge_pkey" PRIMARY KEY ("fund_id","plan_id","period")
);

-- CreateTable
CREATE TABLE "monthly_attempt" (
    "fund_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "payment_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "monthly_attempt_pkey" PRIMARY KEY ("fund_id","plan_id","period","number")
);

-- CreateIndex
CREATE INDEX "monthly_plan_user_id_idx" ON "monthly_plan"("user_id");

-- CreateIndex
CREATE INDEX "monthly_plan_email_idx" ON "monthly_plan"("email");

-- CreateIndex
CREATE UNIQUE INDEX "monthly_charge_fund_id_donation_id_key" ON "monthly_charge"("fund_id", "donation_id");

-- AddForeignKey
ALTER TABLE "monthly_agreement" ADD CONSTRAINT "monthly_agreement_fund_id_plan_id_fkey" FOREIGN KEY ("fund_id", "plan_id") REFERENCES "monthly_plan"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monthly_act" ADD CONSTRAINT "monthly_act_fund_id_plan_id_fkey" FOREIGN KEY ("fund_id", "plan_id") REFERENCES "monthly_plan"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monthly_charge" ADD CONSTRAINT "monthly_charge_fund_id_plan_id_fkey" FOREIGN KEY ("fund_id", "plan_id") REFERENCES "monthly_plan"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "monthly_attempt" ADD CONSTRAINT "monthly_attempt_fund_id_plan_id_period_fkey" FOREIGN KEY ("fund_id", "plan_id", "period") REFERENCES "monthly_charge"("fund_id", "plan_id", "period") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Never two charges for one period is the primary key of monthly_charge. What else the tables hold to:
ALTER TABLE monthly_plan
  ADD CONSTRAINT monthly_plan_terms CHECK (amount_fen > 0 AND day_of_month BETWEEN 1 AND 28);
ALTER TABLE monthly_agreement
  ADD CONSTRAINT monthly_agreement_terms CHECK (amount_fen > 0 AND day_of_month BETWEEN 1 AND 28);
CREATE UNIQUE INDEX monthly_agreement_signed ON monthly_agreement (fund_id, plan_id, agreement_id)
  WHERE agreement_id IS NOT NULL;
ALTER TABLE monthly_act
  ADD CONSTRAINT monthly_act_kind CHECK (
    kind IN ('started', 'amount-changed', 'day-changed', 'paused', 'resumed', 'skipped', 'cancelled')),
  ADD CONSTRAINT monthly_act_terms CHECK (amount_fen > 0 AND day_of_month BETWEEN 1 AND 28),
  ADD CONSTRAINT monthly_act_actor CHECK (actor IN ('donor', 'provider', 'platform')),
  ADD CONSTRAINT monthly_act_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$');
-- Started and cancelled once, a period skipped once, however often the button is pressed.
CREATE UNIQUE INDEX monthly_act_once ON monthly_act (fund_id, plan_id, kind) WHERE kind IN ('started', 'cancelled');
CREATE UNIQUE INDEX monthly_act_skip_once ON monthly_act (fund_id, plan_id, period) WHERE kind = 'skipped';
CREATE TRIGGER monthly_act_is_append_only BEFORE UPDATE OR DELETE ON monthly_act
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON monthly_act FROM mingshan_app;
ALTER TABLE monthly_charge
  ADD CONSTRAINT monthly_charge_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$' AND amount_fen > 0);
-- One try at a time: while one is open, no other worker starts a second.
CREATE UNIQUE INDEX monthly_attempt_open ON monthly_attempt (fund_id, plan_id, period) WHERE ended_at IS NULL;
ALTER TABLE monthly_attempt
  ADD CONSTRAINT monthly_attempt_end CHECK ((ended_at IS NULL) = (outcome IS NULL)
    AND outcome IN ('paid', 'failed'));

-- What the worker looks for, whatever the number of plans.
CREATE INDEX monthly_plan_due ON monthly_plan (next_due_on) WHERE next_due_on IS NOT NULL;
CREATE INDEX monthly_charge_due ON monthly_charge (next_try_on) WHERE next_try_on IS NOT NULL;
CREATE INDEX monthly_attempt_waiting ON monthly_attempt (started_at) WHERE ended_at IS NULL;
CREATE INDEX monthly_agreement_work ON monthly_agreement (asked_at)
  WHERE ended_at IS NULL AND (signed_at IS NULL OR stale_since IS NOT NULL OR end_wanted_at IS NOT NULL);
