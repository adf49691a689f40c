-- CreateTable
CREATE TABLE "organization_act" (
    "organization_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID,
    "act" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "organization_act_pkey" PRIMARY KEY ("organization_id","at","id")
);

-- CreateIndex
CREATE INDEX "organization_act_subject" ON "organization_act"("organization_id", "subject_kind", "subject_id", "at" DESC);

-- CreateTable
CREATE TABLE "long_work" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "progressed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure_code" TEXT,

    CONSTRAINT "long_work_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "long_work_recent" ON "long_work"("organization_id", "requested_at" DESC);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- The audit trail is only ever added to.
CREATE TRIGGER organization_act_is_append_only BEFORE UPDATE OR DELETE ON organization_act
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON organization_act FROM mingshan_app;

ALTER TABLE long_work
  ADD CONSTRAINT long_work_counts CHECK (total >= 0 AND done >= 0 AND done <= total),
  ADD CONSTRAINT long_work_one_end CHECK (finished_at IS NULL OR failed_at IS NULL),
  ADD CONSTRAINT long_work_failure CHECK ((failed_at IS NULL) = (failure_code IS NULL));
-- What is done stays done, and finished work does not begin again; failed work may be tried again.
CREATE TRIGGER long_work_moves_forward BEFORE UPDATE ON long_work FOR EACH ROW WHEN (
  OLD.finished_at IS NOT NULL OR NEW.done < OLD.done
  OR (NEW.organization_id, NEW.kind, NEW.subject_id, NEW.requested_by_id, NEW.requested_at)
     IS DISTINCT FROM (OLD.organization_id, OLD.kind, OLD.subject_id, OLD.requested_by_id, OLD.requested_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON long_work FROM mingshan_app;
