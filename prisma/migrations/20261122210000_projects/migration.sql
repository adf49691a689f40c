-- CreateTable
CREATE TABLE "fund_move" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "from_fund_id" TEXT NOT NULL,
    "to_fund_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "approved_by_id" UUID NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fund_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "fund_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_no" TEXT,
    "beneficiary_group" TEXT NOT NULL DEFAULT '',
    "working_mode" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "project_pkey" PRIMARY KEY ("fund_id")
);

-- CreateTable
CREATE TABLE "project_version" (
    "fund_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "saved_by_id" UUID,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_version_pkey" PRIMARY KEY ("fund_id","version")
);

-- CreateTable
CREATE TABLE "project_release" (
    "id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "released_by_id" UUID,
    "released_at" TIMESTAMPTZ(3),
    "returned_by_id" UUID,
    "returned_at" TIMESTAMPTZ(3),
    "return_reason" TEXT,

    CONSTRAINT "project_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_pause" (
    "id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "paused_by_id" UUID NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "resumed_by_id" UUID,
    "resumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "project_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_picture" (
    "fund_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "progress_id" UUID,
    "alt" TEXT NOT NULL,
    "alt_en" TEXT NOT NULL DEFAULT '',
    "consent" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "original_sha256" TEXT NOT NULL,
    "added_by_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_by_id" UUID,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "project_picture_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "project_picture_copy" (
    "fund_id" TEXT NOT NULL,
    "picture_id" UUID NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "project_picture_copy_pkey" PRIMARY KEY ("fund_id","picture_id","width")
);

-- CreateTable
CREATE TABLE "project_budget_version" (
    "fund_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "lines" JSONB NOT NULL,
    "total_fen" BIGINT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "changed_by_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_budget_version_pkey" PRIMARY KEY ("fund_id","version")
);

-- CreateTable
CREATE TABLE "project_milestone" (
    "fund_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL DEFAULT '',
    "due_on" DATE NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_fen" BIGINT,
    "target_count" INTEGER,
    "unit" TEXT NOT NULL DEFAULT '',
    "added_by_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_by_id" UUID,
    "retired_at" TIMESTAMPTZ(3),
    "retire_reason" TEXT,

    CONSTRAINT "project_milestone_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "project_milestone_report" (
    "fund_id" TEXT NOT NULL,
    "milestone_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "id" UUID NOT NULL,
    "reached_on" DATE NOT NULL,
    "reached_fen" BIGINT,
    "reached_count" INTEGER,
    "note" TEXT NOT NULL DEFAULT '',
    "note_en" TEXT NOT NULL DEFAULT '',
    "reported_by_id" UUID,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_milestone_report_pkey" PRIMARY KEY ("fund_id","milestone_id","number")
);

-- CreateTable
CREATE TABLE "project_milestone_file" (
    "fund_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "milestone_id" UUID NOT NULL,
    "report_number" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "content" BYTEA NOT NULL,

    CONSTRAINT "project_milestone_file_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "project_progress" (
    "fund_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "form_id" UUID NOT NULL,
    "happened_on" DATE NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL DEFAULT '',
    "body" TEXT NOT NULL,
    "body_en" TEXT NOT NULL DEFAULT '',
    "raised_fen" BIGINT NOT NULL,
    "disbursed_fen" BIGINT NOT NULL,
    "delivered_fen" BIGINT NOT NULL,
    "correction_note" TEXT,
    "published_by_id" UUID,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_progress_pkey" PRIMARY KEY ("fund_id","id","version")
);

-- CreateTable
CREATE TABLE "project_ending" (
    "id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "handling" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "to_fund_id" TEXT,
    "notice" TEXT NOT NULL,
    "notice_en" TEXT NOT NULL DEFAULT '',
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "refused_by_id" UUID,
    "refused_at" TIMESTAMPTZ(3),
    "refuse_reason" TEXT,

    CONSTRAINT "project_ending_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fund_move_from_fund_id_idx" ON "fund_move"("from_fund_id");

-- CreateIndex
CREATE INDEX "fund_move_to_fund_id_idx" ON "fund_move"("to_fund_id");

-- CreateIndex
CREATE INDEX "project_organization_id_idx" ON "project"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_version_id_key" ON "project_version"("id");

-- CreateIndex
CREATE INDEX "project_release_fund_id_idx" ON "project_release"("fund_id");

-- CreateIndex
CREATE INDEX "project_pause_fund_id_idx" ON "project_pause"("fund_id");

-- CreateIndex
CREATE INDEX "project_picture_fund_id_progress_id_idx" ON "project_picture"("fund_id", "progress_id");

-- CreateIndex
CREATE INDEX "project_picture_copy_sha256_idx" ON "project_picture_copy"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "project_budget_version_id_key" ON "project_budget_version"("id");

-- CreateIndex
CREATE UNIQUE INDEX "project_milestone_report_id_key" ON "project_milestone_report"("id");

-- CreateIndex
CREATE INDEX "project_milestone_file_fund_id_milestone_id_report_number_idx" ON "project_milestone_file"("fund_id", "milestone_id", "report_number");

-- CreateIndex
CREATE UNIQUE INDEX "project_progress_form_id_key" ON "project_progress"("form_id");

-- CreateIndex
CREATE INDEX "project_progress_fund_id_happened_on_idx" ON "project_progress"("fund_id", "happened_on" DESC);

-- CreateIndex
CREATE INDEX "project_ending_fund_id_idx" ON "project_ending"("fund_id");

-- AddForeignKey
ALTER TABLE "project_version" ADD CONSTRAINT "project_version_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "project"("fund_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_release" ADD CONSTRAINT "project_release_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "project"("fund_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_pause" ADD CONSTRAINT "project_pause_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "project"("fund_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_picture" ADD CONSTRAINT "project_picture_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "project"("fund_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_picture_copy" ADD CONSTRAINT "project_picture_copy_fund_id_picture_id_fkey" FOREIGN KEY ("fund_id", "picture_id") REFERENCES "project_picture"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_milestone_report" ADD CONSTRAINT "project_milestone_report_fund_id_milestone_id_fkey" FOREIGN KEY ("fund_id", "milestone_id") REFERENCES "project_milestone"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_milestone_file" ADD CONSTRAINT "project_milestone_file_fund_id_milestone_id_report_number_fkey" FOREIGN KEY ("fund_id", "milestone_id", "report_number") REFERENCES "project_milestone_report"("fund_id", "milestone_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Money moves between funds once two people have agreed, and is never unmoved by changing a row.
ALTER TABLE fund_move
  ADD CONSTRAINT fund_move_two_people CHECK (proposed_by_id <> approved_by_id),
  ADD CONSTRAINT fund_move_two_funds CHECK (from_fund_id <> to_fund_id),
  ADD CONSTRAINT fund_move_amount CHECK (amount_fen > 0);
CREATE TRIGGER fund_move_is_append_only BEFORE UPDATE OR DELETE ON fund_move
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON fund_move FROM mingshan_app;

ALTER TABLE project
  ADD CONSTRAINT project_ended CHECK (ended_at IS NULL OR published_at IS NOT NULL);
CREATE TRIGGER project_moves_forward BEFORE UPDATE ON project FOR EACH ROW WHEN (
  (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
  OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
  OR (NEW.fund_id, NEW.organization_id, NEW.created_by_id, NEW.created_at)
     IS DISTINCT FROM (OLD.fund_id, OLD.organization_id, OLD.created_by_id, OLD.created_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project FROM mingshan_app;

-- A project's fund opens once it is published, pauses and resumes, and an end is an end.
CREATE FUNCTION project_state_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  life record;
BEGIN
  SELECT published_at, ended_at INTO life FROM project WHERE fund_id = NEW.id;
  IF FOUND AND NOT (
    (OLD.state = 'draft' AND NEW.state = 'open' AND life.published_at IS NOT NULL)
    OR (OLD.state = 'open' AND NEW.state = 'paused')
    OR (OLD.state = 'paused' AND NEW.state = 'open')
    OR (OLD.state IN ('open', 'paused') AND NEW.state = 'ended' AND life.ended_at IS NOT NULL))
  THEN
    RAISE EXCEPTION 'a project does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER project_state_moves_forward BEFORE UPDATE OF state ON fund FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state) EXECUTE FUNCTION project_state_moves_forward();

CREATE TRIGGER project_version_is_append_only BEFORE UPDATE OR DELETE ON project_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON project_version FROM mingshan_app;

ALTER TABLE project_release
  ADD CONSTRAINT project_release_two_people CHECK (released_by_id <> asked_by_id),
  ADD CONSTRAINT project_release_one_answer CHECK (released_at IS NULL OR returned_at IS NULL),
  ADD CONSTRAINT project_release_released CHECK ((released_at IS NULL) = (released_by_id IS NULL)),
  ADD CONSTRAINT project_release_returned CHECK (
    (returned_at IS NULL) = (returned_by_id IS NULL) AND (returned_at IS NULL) = (return_reason IS NULL));
CREATE UNIQUE INDEX project_release_open ON project_release (fund_id)
  WHERE released_at IS NULL AND returned_at IS NULL;
CREATE TRIGGER project_release_moves_forward BEFORE UPDATE ON project_release FOR EACH ROW WHEN (
  OLD.released_at IS NOT NULL OR OLD.returned_at IS NOT NULL
  OR (NEW.id, NEW.fund_id, NEW.asked_by_id, NEW.asked_at)
     IS DISTINCT FROM (OLD.id, OLD.fund_id, OLD.asked_by_id, OLD.asked_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project_release FROM mingshan_app;

ALTER TABLE project_pause
  ADD CONSTRAINT project_pause_resumed CHECK ((resumed_at IS NULL) = (resumed_by_id IS NULL));
CREATE UNIQUE INDEX project_pause_open ON project_pause (fund_id) WHERE resumed_at IS NULL;
CREATE TRIGGER project_pause_moves_forward BEFORE UPDATE ON project_pause FOR EACH ROW WHEN (
  OLD.resumed_at IS NOT NULL
  OR (NEW.id, NEW.fund_id, NEW.reason, NEW.paused_by_id, NEW.paused_at)
     IS DISTINCT FROM (OLD.id, OLD.fund_id, OLD.reason, OLD.paused_by_id, OLD.paused_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project_pause FROM mingshan_app;

ALTER TABLE project_picture
  ADD CONSTRAINT project_picture_alt CHECK (btrim(alt) <> ''),
  ADD CONSTRAINT project_picture_consent CHECK (consent IN ('no-people', 'not-recognizable', 'consent-kept')),
  ADD CONSTRAINT project_picture_removed CHECK (removed_by_id IS NULL OR removed_at IS NOT NULL);
CREATE TRIGGER project_picture_moves_forward BEFORE UPDATE ON project_picture FOR EACH ROW WHEN (
  OLD.removed_at IS NOT NULL
  OR (NEW.id, NEW.fund_id, NEW.progress_id, NEW.alt, NEW.alt_en, NEW.consent, NEW.original_sha256, NEW.added_by_id, NEW.added_at)
     IS DISTINCT FROM
     (OLD.id, OLD.fund_id, OLD.progress_id, OLD.alt, OLD.alt_en, OLD.consent, OLD.original_sha256, OLD.added_by_id, OLD.added_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project_picture FROM mingshan_app;
-- A copy never changes: its address is the hash of its bytes.
REVOKE UPDATE, DELETE, TRUNCATE ON project_picture_copy FROM mingshan_app;

CREATE TRIGGER project_budget_version_is_append_only BEFORE UPDATE OR DELETE ON project_budget_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON project_budget_version FROM mingshan_app;

ALTER TABLE project_milestone
  ADD CONSTRAINT project_milestone_target CHECK (
    (target_kind = 'done' AND target_fen IS NULL AND target_count IS NULL)
    OR (target_kind = 'amount' AND target_fen > 0 AND target_count IS NULL)
    OR (target_kind = 'count' AND target_count > 0 AND target_fen IS NULL)),
  ADD CONSTRAINT project_milestone_retired CHECK (
    (retired_at IS NULL) = (retire_reason IS NULL) AND (retired_by_id IS NULL OR retired_at IS NOT NULL));
-- What was promised is not rewritten: a milestone is retired with a reason and set anew.
CREATE TRIGGER project_milestone_moves_forward BEFORE UPDATE ON project_milestone FOR EACH ROW WHEN (
  OLD.retired_at IS NOT NULL
  OR (NEW.fund_id, NEW.id, NEW.title, NEW.title_en, NEW.due_on, NEW.target_kind, NEW.target_fen, NEW.target_count, NEW.unit, NEW.added_at)
     IS DISTINCT FROM
     (OLD.fund_id, OLD.id, OLD.title, OLD.title_en, OLD.due_on, OLD.target_kind, OLD.target_fen, OLD.target_count, OLD.unit, OLD.added_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project_milestone FROM mingshan_app;
CREATE TRIGGER project_milestone_report_is_append_only BEFORE UPDATE OR DELETE ON project_milestone_report
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON project_milestone_report FROM mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON project_milestone_file FROM mingshan_app;

ALTER TABLE project_progress
  ADD CONSTRAINT project_progress_correction CHECK ((version = 1) = (correction_note IS NULL));
CREATE TRIGGER project_progress_is_append_only BEFORE UPDATE OR DELETE ON project_progress
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON project_progress FROM mingshan_app;

ALTER TABLE project_ending
  ADD CONSTRAINT project_ending_two_people CHECK (approved_by_id <> asked_by_id),
  ADD CONSTRAINT project_ending_one_answer CHECK (approved_at IS NULL OR refused_at IS NULL),
  ADD CONSTRAINT project_ending_approved CHECK ((approved_at IS NULL) = (approved_by_id IS NULL)),
  ADD CONSTRAINT project_ending_refused CHECK (
    (refused_at IS NULL) = (refused_by_id IS NULL) AND (refused_at IS NULL) = (refuse_reason IS NULL)),
  ADD CONSTRAINT project_ending_handling CHECK (
    (handling = 'none-left' AND amount_fen = 0 AND to_fund_id IS NULL)
    OR (handling IN ('per-plan', 'similar-purpose') AND amount_fen > 0 AND to_fund_id IS NOT NULL
        AND to_fund_id <> fund_id));
CREATE UNIQUE INDEX project_ending_open ON project_ending (fund_id) WHERE approved_at IS NULL AND refused_at IS NULL;
CREATE TRIGGER project_ending_moves_forward BEFORE UPDATE ON project_ending FOR EACH ROW WHEN (
  OLD.approved_at IS NOT NULL OR OLD.refused_at IS NOT NULL
  OR (NEW.id, NEW.fund_id, NEW.handling, NEW.amount_fen, NEW.to_fund_id, NEW.notice, NEW.asked_by_id, NEW.asked_at)
     IS DISTINCT FROM
     (OLD.id, OLD.fund_id, OLD.handling, OLD.amount_fen, OLD.to_fund_id, OLD.notice, OLD.asked_by_id, OLD.asked_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON project_ending FROM mingshan_app;
