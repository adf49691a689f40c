-- Aid: what a programme gives to whom, the cases, their decisions by two people, what is said of them in
-- public, and the batches they are paid in. A person's own data is one sealed value per case.

-- CreateTable
CREATE TABLE "aid_programme" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "purpose_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL DEFAULT '',
    "qualifies" TEXT NOT NULL,
    "criteria" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "household_classes" TEXT[],
    "low_fen" BIGINT NOT NULL,
    "high_fen" BIGINT NOT NULL,
    "year_cap_fen" BIGINT NOT NULL,
    "takes_urgent" BOOLEAN NOT NULL,
    "takes_public" BOOLEAN NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by_id" UUID,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_programme_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_list" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "programme_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "key_id" TEXT,
    "sealed" BYTEA,
    "row_count" INTEGER NOT NULL,
    "taken_count" INTEGER NOT NULL DEFAULT 0,
    "bad_count" INTEGER NOT NULL DEFAULT 0,
    "uploaded_by_id" UUID NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_list_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_list_error" (
    "list_id" UUID NOT NULL,
    "line_no" INTEGER NOT NULL,
    "codes" TEXT[],

    CONSTRAINT "aid_list_error_pkey" PRIMARY KEY ("list_id","line_no")
);

CREATE TABLE "aid_case" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "programme_id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "origin" TEXT NOT NULL,
    "list_id" UUID,
    "line_no" INTEGER,
    "division_code" TEXT NOT NULL,
    "household_class" TEXT NOT NULL,
    "is_minor" BOOLEAN NOT NULL,
    "is_urgent" BOOLEAN NOT NULL,
    "id_number_odd" BOOLEAN NOT NULL,
    "person_hash" BYTEA,
    "person_key_id" TEXT,
    "person_sealed" BYTEA,
    "filled_by_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3),
    "reviewed_by_id" UUID,
    "review_level" TEXT,
    "checked_at" TIMESTAMPTZ(3),
    "checked_by_id" UUID,
    "check_ways" TEXT[],
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decided_fen" BIGINT,
    "refusal_reason" TEXT,
    "announced_at" TIMESTAMPTZ(3),
    "announcement_id" UUID,
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by_id" UUID,
    "stop_reason" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "pruned_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_case_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_decision" (
    "case_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "amount_fen" BIGINT,
    "refusal_reason" TEXT,
    "note_key_id" TEXT,
    "note_sealed" BYTEA,
    "by_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answers_step" INTEGER,

    CONSTRAINT "aid_decision_pkey" PRIMARY KEY ("case_id","step")
);

CREATE TABLE "aid_announcement" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "programme_id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "announced_by_id" UUID NOT NULL,
    "objection_until" DATE NOT NULL,

    CONSTRAINT "aid_announcement_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_cell" (
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "division_code" TEXT NOT NULL,
    "people_from" INTEGER NOT NULL,
    "people_to" INTEGER NOT NULL,
    "low_fen" BIGINT NOT NULL,
    "high_fen" BIGINT NOT NULL,

    CONSTRAINT "aid_cell_pkey" PRIMARY KEY ("subject_kind","subject_id","position")
);

CREATE TABLE "aid_batch" (
    "fund_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "programme_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "median_days" INTEGER,

    CONSTRAINT "aid_batch_pkey" PRIMARY KEY ("fund_id","disbursement_id")
);

CREATE TABLE "aid_batch_case" (
    "fund_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_batch_case_pkey" PRIMARY KEY ("fund_id","disbursement_id","case_id")
);

CREATE TABLE "aid_recovery" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "case_id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "transfer_id" UUID,
    "linked_by_id" UUID,
    "linked_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_recovery_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_stop_list" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "row_count" INTEGER NOT NULL,
    "bad_count" INTEGER NOT NULL,
    "stopped_count" INTEGER NOT NULL,
    "paid_count" INTEGER NOT NULL,
    "uploaded_by_id" UUID NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aid_stop_list_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "aid_programme_organization_id_idx" ON "aid_programme"("organization_id");
CREATE INDEX "aid_programme_fund_id_idx" ON "aid_programme"("fund_id");
CREATE INDEX "aid_list_organization_id_uploaded_at_idx" ON "aid_list"("organization_id", "uploaded_at");
CREATE UNIQUE INDEX "aid_case_reference_key" ON "aid_case"("reference");
CREATE UNIQUE INDEX "aid_case_list_id_line_no_key" ON "aid_case"("list_id", "line_no");
CREATE INDEX "aid_case_recent" ON "aid_case"("organization_id", "received_at" DESC, "id");
CREATE INDEX "aid_case_organization_id_person_hash_idx" ON "aid_case"("organization_id", "person_hash");
CREATE INDEX "aid_case_programme_id_idx" ON "aid_case"("programme_id");
CREATE INDEX "aid_announcement_fund_id_idx" ON "aid_announcement"("fund_id");
CREATE INDEX "aid_batch_organization_id_idx" ON "aid_batch"("organization_id");
CREATE INDEX "aid_batch_case_case_id_idx" ON "aid_batch_case"("case_id");
CREATE INDEX "aid_recovery_case_id_idx" ON "aid_recovery"("case_id");
CREATE INDEX "aid_recovery_organization_id_idx" ON "aid_recovery"("organization_id");
CREATE INDEX "aid_stop_list_organization_id_uploaded_at_idx" ON "aid_stop_list"("organization_id", "uploaded_at");
CREATE UNIQUE INDEX "aid_decision_case_id_answers_step_key" ON "aid_decision"("case_id", "answers_step");

-- AddForeignKey
ALTER TABLE "aid_case" ADD CONSTRAINT "aid_case_programme_id_fkey" FOREIGN KEY ("programme_id") REFERENCES "aid_programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "aid_decision" ADD CONSTRAINT "aid_decision_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "aid_case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- One live place in a batch, and one recovery that waits for its money, for each case.
CREATE UNIQUE INDEX aid_batch_case_live ON aid_batch_case (case_id) WHERE released_at IS NULL;
CREATE UNIQUE INDEX aid_recovery_waiting ON aid_recovery (case_id) WHERE linked_at IS NULL;
CREATE INDEX aid_case_open ON aid_case (organization_id, received_at)
  WHERE decided_at IS NULL AND stopped_at IS NULL;

-- Closed sets.
ALTER TABLE aid_programme
  ADD CONSTRAINT aid_programme_amounts CHECK (low_fen > 0 AND high_fen >= low_fen AND year_cap_fen >= low_fen),
  ADD CONSTRAINT aid_programme_classes CHECK (cardinality(household_classes) > 0),
  ADD CONSTRAINT aid_programme_closed CHECK ((closed_at IS NULL) = (closed_by_id IS NULL));
ALTER TABLE aid_list
  ADD CONSTRAINT aid_list_source CHECK (source IN ('hospital', 'bureau', 'station', 'other')),
  ADD CONSTRAINT aid_list_counts CHECK (taken_count >= 0 AND bad_count >= 0 AND taken_count + bad_count <= row_count),
  -- The list itself is kept only until it is taken in.
  ADD CONSTRAINT aid_list_sealed CHECK ((sealed IS NULL) = (finished_at IS NOT NULL) AND (sealed IS NULL) = (key_id IS NULL));
ALTER TABLE aid_case
  ADD CONSTRAINT aid_case_origin CHECK (origin IN ('person', 'helper', 'station', 'list')),
  ADD CONSTRAINT aid_case_list CHECK ((origin = 'list') = (list_id IS NOT NULL) AND (list_id IS NULL) = (line_no IS NULL)),
  ADD CONSTRAINT aid_case_review CHECK ((reviewed_at IS NULL) = (reviewed_by_id IS NULL)
    AND (reviewed_at IS NULL) = (review_level IS NULL) AND review_level IN ('village', 'town')),
  ADD CONSTRAINT aid_case_checked CHECK ((checked_at IS NULL) = (checked_by_id IS NULL)
    AND (checked_at IS NULL OR cardinality(check_ways) > 0)),
  ADD CONSTRAINT aid_case_decision CHECK ((decided_at IS NULL) = (decision IS NULL) AND decision IN ('approve', 'refuse')),
  ADD CONSTRAINT aid_case_decided_amount CHECK ((decision IS NOT DISTINCT FROM 'approve') = (decided_fen IS NOT NULL)
    AND (decided_fen IS NULL OR decided_fen > 0)),
  ADD CONSTRAINT aid_case_refusal CHECK ((decision IS NOT DISTINCT FROM 'refuse') = (refusal_reason IS NOT NULL)),
  -- Nobody is decided on unlooked at, and nobody is announced whose aid is not decided.
  ADD CONSTRAINT aid_case_order CHECK ((decided_at IS NULL OR checked_at IS NOT NULL)
    AND (announced_at IS NULL OR decision = 'approve')
    AND (delivered_at IS NULL OR decision = 'approve')),
  ADD CONSTRAINT aid_case_announced CHECK ((announced_at IS NULL) = (announcement_id IS NULL)),
  ADD CONSTRAINT aid_case_stopped CHECK ((stopped_at IS NULL) = (stop_reason IS NULL)
    AND stop_reason IN ('died', 'moved-away', 'no-longer-qualifies', 'duplicate', 'objection-upheld', 'withdrawn')),
  ADD CONSTRAINT aid_case_person CHECK ((person_sealed IS NULL) = (pruned_at IS NOT NULL)
    AND (person_sealed IS NULL) = (person_key_id IS NULL));
ALTER TABLE aid_decision
  ADD CONSTRAINT aid_decision_kind CHECK (kind IN ('proposed', 'confirmed', 'sent-back')),
  ADD CONSTRAINT aid_decision_what CHECK (decision IN ('approve', 'refuse')
    AND (decision = 'approve') = (amount_fen IS NOT NULL) AND (decision = 'refuse') = (refusal_reason IS NOT NULL)),
  ADD CONSTRAINT aid_decision_answers CHECK ((kind = 'proposed') = (answers_step IS NULL));
ALTER TABLE aid_cell
  ADD CONSTRAINT aid_cell_subject CHECK (subject_kind IN ('announcement', 'batch', 'delivery')),
  -- Fewer than five people are never told apart: see aid/cells.ts.
  ADD CONSTRAINT aid_cell_people CHECK (people_from >= 5 AND people_to >= people_from),
  ADD CONSTRAINT aid_cell_band CHECK (low_fen > 0 AND high_fen >= low_fen);
ALTER TABLE aid_batch_case ADD CONSTRAINT aid_batch_case_amount CHECK (amount_fen > 0);
ALTER TABLE aid_recovery
  ADD CONSTRAINT aid_recovery_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT aid_recovery_reason CHECK (reason IN ('died', 'moved-away', 'no-longer-qualifies', 'duplicate', 'objection-upheld', 'withdrawn')),
  ADD CONSTRAINT aid_recovery_linked CHECK ((linked_at IS NULL) = (transfer_id IS NULL) AND (linked_at IS NULL) = (linked_by_id IS NULL));
ALTER TABLE aid_stop_list
  ADD CONSTRAINT aid_stop_list_reason CHECK (reason IN ('died', 'moved-away', 'no-longer-qualifies'));

-- What a programme gives does not change while cases are judged by it: another rule is another programme.
CREATE TRIGGER aid_programme_moves_forward BEFORE UPDATE ON aid_programme FOR EACH ROW WHEN (
  OLD.closed_at IS NOT NULL
  OR (NEW.id, NEW.organization_id, NEW.fund_id, NEW.purpose_code, NEW.title, NEW.qualifies, NEW.criteria,
      NEW.division_code, NEW.household_classes, NEW.low_fen, NEW.high_fen, NEW.year_cap_fen)
     IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.fund_id, OLD.purpose_code, OLD.title, OLD.qualifies,
      OLD.criteria, OLD.division_code, OLD.household_classes, OLD.low_fen, OLD.high_fen, OLD.year_cap_fen)
) EXECUTE FUNCTION refuse_step_back();

-- A case only moves forward; stopped or refused it stays so. What is sealed may be sealed anew or forgotten.
CREATE TRIGGER aid_case_moves_forward BEFORE UPDATE ON aid_case FOR EACH ROW WHEN (
  (NEW.id, NEW.organization_id, NEW.programme_id, NEW.fund_id, NEW.reference, NEW.token_hash, NEW.origin, NEW.list_id,
   NEW.line_no, NEW.division_code, NEW.is_minor, NEW.received_at)
   IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.programme_id, OLD.fund_id, OLD.reference, OLD.token_hash,
   OLD.origin, OLD.list_id, OLD.line_no, OLD.division_code, OLD.is_minor, OLD.received_at)
  OR (OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.review_level)
      IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.review_level))
  OR (OLD.checked_at IS NOT NULL AND (NEW.checked_at, NEW.checked_by_id, NEW.check_ways)
      IS DISTINCT FROM (OLD.checked_at, OLD.checked_by_id, OLD.check_ways))
  OR (OLD.decided_at IS NOT NULL AND (NEW.decided_at, NEW.decision, NEW.decided_fen, NEW.refusal_reason)
      IS DISTINCT FROM (OLD.decided_at, OLD.decision, OLD.decided_fen, OLD.refusal_reason))
  OR (OLD.announced_at IS NOT NULL AND (NEW.announced_at, NEW.announcement_id)
      IS DISTINCT FROM (OLD.announced_at, OLD.announcement_id))
  OR (OLD.stopped_at IS NOT NULL AND (NEW.stopped_at, NEW.stop_reason, NEW.stopped_by_id, NEW.announced_at,
      NEW.decided_at, NEW.delivered_at)
      IS DISTINCT FROM (OLD.stopped_at, OLD.stop_reason, OLD.stopped_by_id, OLD.announced_at,
      OLD.decided_at, OLD.delivered_at))
  OR (OLD.delivered_at IS NOT NULL AND (NEW.delivered_at, NEW.stopped_at)
      IS DISTINCT FROM (OLD.delivered_at, OLD.stopped_at))
  OR (OLD.pruned_at IS NOT NULL AND NEW.pruned_at IS DISTINCT FROM OLD.pruned_at)
) EXECUTE FUNCTION refuse_step_back();

CREATE TRIGGER aid_recovery_moves_forward BEFORE UPDATE ON aid_recovery FOR EACH ROW WHEN (
  OLD.linked_at IS NOT NULL OR NEW.amount_fen <> OLD.amount_fen OR NEW.case_id <> OLD.case_id
) EXECUTE FUNCTION refuse_step_back();
CREATE TRIGGER aid_batch_moves_forward BEFORE UPDATE ON aid_batch FOR EACH ROW WHEN (
  OLD.delivered_at IS NOT NULL OR NEW.programme_id <> OLD.programme_id
) EXECUTE FUNCTION refuse_step_back();
CREATE TRIGGER aid_batch_case_moves_forward BEFORE UPDATE ON aid_batch_case FOR EACH ROW WHEN (
  OLD.released_at IS NOT NULL OR NEW.amount_fen <> OLD.amount_fen
) EXECUTE FUNCTION refuse_step_back();

-- Two people: whoever proposed a decision does not answer it, and it is the same decision.
CREATE FUNCTION aid_decision_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM aid_decision p
    WHERE p.case_id = NEW.case_id AND p.step = NEW.answers_step AND p.kind = 'proposed'
      AND (p.decision, p.amount_fen, p.refusal_reason) IS NOT DISTINCT FROM (NEW.decision, NEW.amount_fen, NEW.refusal_reason)
      AND p.by_id <> NEW.by_id)
  THEN
    RAISE EXCEPTION 'aid_decision: a decision is answered by another person than the one who proposed it'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER aid_decision_needs_two_people BEFORE INSERT ON aid_decision FOR EACH ROW
  WHEN (NEW.kind <> 'proposed') EXECUTE FUNCTION aid_decision_by_another();
-- And a case is decided as two people have decided it, never beside them.
CREATE FUNCTION aid_case_decided_by_two() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM aid_decision d
    WHERE d.case_id = NEW.id AND d.kind = 'confirmed'
      AND (d.decision, d.amount_fen, d.refusal_reason)
          IS NOT DISTINCT FROM (NEW.decision, NEW.decided_fen, NEW.refusal_reason))
  THEN
    RAISE EXCEPTION 'aid_case: % has no decision by two people', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER aid_case_needs_two_people BEFORE UPDATE ON aid_case FOR EACH ROW
  WHEN (OLD.decided_at IS NULL AND NEW.decided_at IS NOT NULL) EXECUTE FUNCTION aid_case_decided_by_two();

-- What was published stays as it was published; what was decided stays. Of a decision, prune forgets the private note.
CREATE TRIGGER aid_cell_is_append_only BEFORE UPDATE OR DELETE ON aid_cell
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER aid_announcement_is_append_only BEFORE UPDATE OR DELETE ON aid_announcement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON aid_cell, aid_announcement, aid_decision, aid_stop_list FROM mingshan_app;
GRANT UPDATE (note_key_id, note_sealed) ON aid_decision TO mingshan_app;
REVOKE DELETE, TRUNCATE ON aid_programme, aid_list, aid_list_error, aid_case, aid_batch, aid_batch_case, aid_recovery
  FROM mingshan_app;
