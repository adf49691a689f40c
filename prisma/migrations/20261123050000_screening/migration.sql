-- Gifts that somebody should look at, why, and what two people decided (反洗钱法 Art. 40; the thresholds are the
-- site's own design values). Kept: nothing prunes these tables (反洗钱法 Art. 34 asks institutions for ten years).

-- CreateTable
CREATE TABLE "screening_list" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "sha256" TEXT NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "uploaded_by_id" UUID NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "screening_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "screening_list_entry" (
    "list_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name_key" BYTEA NOT NULL,
    "country" TEXT,
    "reference" TEXT,

    CONSTRAINT "screening_list_entry_pkey" PRIMARY KEY ("list_id","number")
);

-- CreateTable
CREATE TABLE "unscreened_gift" (
    "fund_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unscreened_gift_pkey" PRIMARY KEY ("fund_id","payment_id")
);

-- CreateTable
CREATE TABLE "screening_start" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "began_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "screening_start_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gift_screening" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "reasons" TEXT[],
    "list_id" UUID,
    "list_entry" INTEGER,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "ground" TEXT,
    "report_ref" TEXT,
    "proposed_by_id" UUID,
    "proposed_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "gift_screening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gift_screening_act" (
    "screening_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "report_ref" TEXT,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gift_screening_act_pkey" PRIMARY KEY ("screening_id","number")
);

-- CreateIndex
CREATE INDEX "screening_list_entry_name_key_idx" ON "screening_list_entry"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "gift_screening_fund_id_donation_id_key" ON "gift_screening"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "gift_screening_queue" ON "gift_screening"("organization_id", "opened_at");

-- AddForeignKey
ALTER TABLE "screening_list_entry" ADD CONSTRAINT "screening_list_entry_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "screening_list"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gift_screening_act" ADD CONSTRAINT "gift_screening_act_screening_id_fkey" FOREIGN KEY ("screening_id") REFERENCES "gift_screening"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- The same file is in force once; a newer list of a source takes the place of the older one.
CREATE UNIQUE INDEX screening_list_in_force ON screening_list (source) WHERE superseded_at IS NULL;
-- What waits for a decision, for the start page and the operator.
CREATE INDEX gift_screening_undecided ON gift_screening (organization_id, opened_at) WHERE decided_at IS NULL;
-- All gifts of one giver to one organization: the same account, else the same e-mail address, else the same phone.
CREATE INDEX donation_giver ON donation (organization_id, (coalesce(user_id::text, lower(email), phone)))
  WHERE coalesce(user_id::text, lower(email), phone) IS NOT NULL;

ALTER TABLE screening_start ADD CONSTRAINT screening_start_one CHECK (id = 1);
ALTER TABLE screening_list
  ADD CONSTRAINT screening_list_words CHECK (length(source) BETWEEN 1 AND 100 AND length(reference) <= 100),
  ADD CONSTRAINT screening_list_count CHECK (entry_count > 0);
-- A fingerprint is 32 bytes: a name in clear would not fit.
ALTER TABLE screening_list_entry
  ADD CONSTRAINT screening_list_entry_key CHECK (octet_length(name_key) = 32),
  ADD CONSTRAINT screening_list_entry_words CHECK (length(country) <= 40 AND length(reference) <= 40);
ALTER TABLE gift_screening
  ADD CONSTRAINT gift_screening_reasons CHECK (cardinality(reasons) > 0 AND reasons <@ ARRAY[
    'list-match', 'single-large', 'year-large', 'structuring', 'cash-large', 'trust', 'overseas-card']),
  ADD CONSTRAINT gift_screening_list CHECK ((list_id IS NULL) = (list_entry IS NULL)
    AND (list_id IS NOT NULL) = ('list-match' = ANY (reasons))),
  ADD CONSTRAINT gift_screening_outcome CHECK (outcome IN ('clear', 'refund', 'report')),
  ADD CONSTRAINT gift_screening_proposed CHECK ((outcome IS NULL) = (proposed_at IS NULL)
    AND (outcome IS NULL) = (proposed_by_id IS NULL) AND (outcome IS NULL) = (ground IS NULL)),
  ADD CONSTRAINT gift_screening_report CHECK ((report_ref IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'report')),
  ADD CONSTRAINT gift_screening_decided CHECK ((decided_at IS NULL) = (decided_by_id IS NULL)
    AND (decided_at IS NULL OR outcome IS NOT NULL)),
  ADD CONSTRAINT gift_screening_two_people CHECK (decided_by_id <> proposed_by_id);
ALTER TABLE gift_screening_act
  ADD CONSTRAINT gift_screening_act_step CHECK (step IN ('proposed', 'decided', 'sent-back')),
  ADD CONSTRAINT gift_screening_act_outcome CHECK (outcome IN ('clear', 'refund', 'report'));

-- Decided once and for good.
CREATE FUNCTION gift_screening_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a decided screening stays' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER gift_screening_keeps_its_decision BEFORE UPDATE ON gift_screening FOR EACH ROW
  WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION gift_screening_decision_stays();
CREATE TRIGGER gift_screening_act_is_append_only BEFORE UPDATE OR DELETE ON gift_screening_act
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A payment that begins to count also waits to be screened, whoever writes it, so that no writer can forget it.
CREATE OR REPLACE FUNCTION payment_begins_to_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unsettled_payment (fund_id, payment_id, donation_id, amount_fen)
  VALUES (NEW.fund_id, NEW.id, NEW.donation_id, NEW.amount_fen);
  INSERT INTO unscreened_gift (fund_id, payment_id, donation_id, counted_at)
  VALUES (NEW.fund_id, NEW.id, NEW.donation_id, NEW.counted_at);
  RETURN NULL;
END $$;
-- What counted in the last weeks before this; the job leaves out what is older than its own look back.
INSERT INTO unscreened_gift (fund_id, payment_id, donation_id, counted_at)
SELECT fund_id, id, donation_id, counted_at FROM payment WHERE counted_at > now() - INTERVAL '30 days';
ALTER TABLE unscreened_gift SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- The job locks the rows that it takes, which asks for UPDATE.
REVOKE TRUNCATE ON unscreened_gift FROM mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON screening_start, screening_list, screening_list_entry, gift_screening, gift_screening_act
  FROM mingshan_app;
GRANT UPDATE (superseded_at) ON screening_list TO mingshan_app;
GRANT UPDATE (outcome, ground, report_ref, proposed_by_id, proposed_at, decided_by_id, decided_at) ON gift_screening
  TO mingshan_app;
