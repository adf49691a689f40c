-- What people ask a charity about a gift or a project, with the clock of the rule that held when they asked
-- (慈善法 Art. 42: donors may query; local rules and practice set the days).

-- CreateTable
CREATE TABLE "enquiry" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fund_id" TEXT,
    "donation_id" TEXT,
    "asker_name" TEXT,
    "email" TEXT,
    "lang" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_days" INTEGER NOT NULL,
    "rule_unit" TEXT NOT NULL,
    "rule_source" TEXT NOT NULL,
    "is_rule_confirmed" BOOLEAN NOT NULL,
    "waiting_since" TIMESTAMPTZ(3),
    "due_on" DATE NOT NULL,
    "first_due_on" DATE NOT NULL,
    "first_answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "enquiry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enquiry_message" (
    "enquiry_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "form_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "by_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enquiry_message_pkey" PRIMARY KEY ("enquiry_id","number")
);

-- CreateTable
CREATE TABLE "enquiry_promise" (
    "organization_id" TEXT NOT NULL,
    "working_days" INTEGER NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enquiry_promise_pkey" PRIMARY KEY ("organization_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "enquiry_reference_key" ON "enquiry"("reference");

-- CreateIndex
CREATE INDEX "enquiry_queue" ON "enquiry"("organization_id", "due_on");

-- CreateIndex
CREATE INDEX "enquiry_donation" ON "enquiry"("fund_id", "donation_id");

-- CreateIndex
CREATE UNIQUE INDEX "enquiry_message_form_id_key" ON "enquiry_message"("form_id");

-- AddForeignKey
ALTER TABLE "enquiry" ADD CONSTRAINT "enquiry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enquiry_message" ADD CONSTRAINT "enquiry_message_enquiry_id_fkey" FOREIGN KEY ("enquiry_id") REFERENCES "enquiry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE enquiry
  ADD CONSTRAINT enquiry_kind CHECK (kind IN ('question', 'complaint', 'refund')),
  ADD CONSTRAINT enquiry_rule CHECK (rule_unit IN ('working', 'calendar') AND rule_days BETWEEN 1 AND 60),
  ADD CONSTRAINT enquiry_refund_of CHECK (kind <> 'refund' OR donation_id IS NOT NULL),
  ADD CONSTRAINT enquiry_words CHECK (length(asker_name) <= 100 AND length(email) <= 254);
ALTER TABLE enquiry_message
  ADD CONSTRAINT enquiry_message_side CHECK (side IN ('asker', 'charity') AND (side = 'asker') = (by_id IS NULL)),
  ADD CONSTRAINT enquiry_message_words CHECK (length(body) BETWEEN 1 AND 4000);
ALTER TABLE enquiry_promise ADD CONSTRAINT enquiry_promise_days CHECK (working_days BETWEEN 1 AND 10);

-- What was said stays said; of an enquiry only its clock moves, and the first answer is answered once.
CREATE TRIGGER enquiry_message_is_append_only BEFORE UPDATE OR DELETE ON enquiry_message
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE FUNCTION enquiry_first_answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.first_answered_at IS NOT NULL AND NEW.first_answered_at IS DISTINCT FROM OLD.first_answered_at THEN
    RAISE EXCEPTION 'the first answer of an enquiry stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER enquiry_keeps_its_first_answer BEFORE UPDATE ON enquiry
  FOR EACH ROW EXECUTE FUNCTION enquiry_first_answer_stays();
REVOKE UPDATE, DELETE, TRUNCATE ON enquiry, enquiry_message FROM mingshan_app;
GRANT UPDATE (waiting_since, due_on, first_answered_at) ON enquiry TO mingshan_app;
