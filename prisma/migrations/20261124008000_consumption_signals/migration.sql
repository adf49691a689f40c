-- What looks odd in the sales of a consumption campaign, for a person to decide on. The rules are this site's own
-- (app/features/consumption/fraud/signal-rules.ts); nothing of a signal is public, only what is done about it.

-- CreateTable
CREATE TABLE "consumption_signal" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "agreement_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "rules_since" DATE NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "decision" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "consumption_signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consumption_signal_step" (
    "signal_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_signal_step_pkey" PRIMARY KEY ("signal_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "consumption_signal_kind_subject_key" ON "consumption_signal"("kind", "subject");

-- CreateIndex
CREATE INDEX "consumption_signal_queue" ON "consumption_signal"("organization_id", "state", "opened_at");

-- AddForeignKey
ALTER TABLE "consumption_signal" ADD CONSTRAINT "consumption_signal_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "consumption_agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consumption_signal_step" ADD CONSTRAINT "consumption_signal_step_signal_id_fkey" FOREIGN KEY ("signal_id") REFERENCES "consumption_signal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE consumption_signal
  ADD CONSTRAINT consumption_signal_kind CHECK (kind IN ('told-twice', 'brushed', 'far-from-declared', 'still-shown',
    'merchant-paid', 'owing-again')),
  ADD CONSTRAINT consumption_signal_state CHECK (state IN ('open', 'asked', 'decided', 'upheld')),
  ADD CONSTRAINT consumption_signal_decision CHECK (decision IN ('cleared', 'return-orders', 'suspended', 'told-bureau')),
  ADD CONSTRAINT consumption_signal_decided CHECK ((decision IS NULL) = (state IN ('open', 'asked'))
    AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT consumption_signal_evidence CHECK (jsonb_typeof(evidence) = 'array' AND evidence <> '[]');
ALTER TABLE consumption_signal_step
  ADD CONSTRAINT consumption_signal_step_what CHECK (step IN ('asked', 'cleared', 'return-orders', 'suspended',
    'told-bureau', 'upheld', 'look-again')),
  ADD CONSTRAINT consumption_signal_step_note CHECK (length(note) BETWEEN 1 AND 500);

-- A decision stays, unless the bureau asks for another look; what the bureau has upheld stays for good, and what was
-- decided on is kept as it was seen.
CREATE FUNCTION consumption_signal_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'upheld' AND NEW.state <> 'upheld'
     OR OLD.state = 'decided' AND NEW.state = 'asked'
     OR OLD.state = 'asked' AND NEW.state = 'open'
     OR OLD.state IN ('decided', 'upheld') AND NEW.state <> 'open' AND (NEW.decision <> OLD.decision
        OR NEW.decided_at <> OLD.decided_at OR NEW.decided_by_id <> OLD.decided_by_id)
     OR OLD.state IN ('decided', 'upheld') AND NEW.evidence <> OLD.evidence
  THEN
    RAISE EXCEPTION 'a signal goes forward' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consumption_signal_forward BEFORE UPDATE ON consumption_signal FOR EACH ROW
  EXECUTE FUNCTION consumption_signal_goes_forward();
CREATE TRIGGER consumption_signal_step_is_append_only BEFORE UPDATE OR DELETE ON consumption_signal_step
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

REVOKE UPDATE, DELETE, TRUNCATE ON consumption_signal, consumption_signal_step FROM mingshan_app;
GRANT UPDATE (evidence, last_seen_at, state, decision, decided_by_id, decided_at) ON consumption_signal TO mingshan_app;
