-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "assessment_announced_on" DATE,
ADD COLUMN     "qualification_no" TEXT,
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'active',
ADD COLUMN     "uscc_override_reason" TEXT;

-- CreateTable
CREATE TABLE "organization_person" (
    "organization_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "office" TEXT NOT NULL,
    "term_from" DATE,
    "term_to" DATE,
    "is_full_time" BOOLEAN NOT NULL DEFAULT false,
    "is_from_outside" BOOLEAN NOT NULL DEFAULT false,
    "comes_from" TEXT NOT NULL DEFAULT '',
    "relative_of" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "organization_person_pkey" PRIMARY KEY ("organization_id","position")
);

-- CreateTable
CREATE TABLE "related_party" (
    "organization_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "relation" TEXT NOT NULL,

    CONSTRAINT "related_party_pkey" PRIMARY KEY ("organization_id","position")
);

-- CreateTable
CREATE TABLE "organization_change" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "fields" TEXT[] NOT NULL,
    "note" TEXT NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "organization_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_version" (
    "organization_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,
    "fields" TEXT[] NOT NULL,
    "note" TEXT NOT NULL,
    "change_id" UUID,
    "took_effect_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_version_pkey" PRIMARY KEY ("organization_id","number")
);

-- CreateIndex
CREATE INDEX "organization_change_by_organization" ON "organization_change"("organization_id", "proposed_at" DESC);

-- CreateIndex
CREATE INDEX "organization_division_code_idx" ON "organization"("division_code");

-- AddForeignKey
ALTER TABLE "organization_person" ADD CONSTRAINT "organization_person_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "related_party" ADD CONSTRAINT "related_party_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_change" ADD CONSTRAINT "organization_change_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_version" ADD CONSTRAINT "organization_version_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE organization
  ADD CONSTRAINT organization_state CHECK (state IN ('applied', 'returned', 'active', 'refused')),
  -- A code that fails its check digit stands only with a written reason (GB 32100-2015; early pilot codes).
  ADD CONSTRAINT organization_override_has_code CHECK (uscc_override_reason IS NULL OR uscc IS NOT NULL);

ALTER TABLE organization_change
  ADD CONSTRAINT organization_change_kind CHECK (kind IN ('registration', 'correction')),
  ADD CONSTRAINT organization_change_state CHECK (
    state IN ('waiting', 'accepted', 'returned', 'refused', 'withdrawn', 'at-once')),
  ADD CONSTRAINT organization_change_decided CHECK ((state IN ('waiting', 'at-once')) = (decided_at IS NULL)),
  ADD CONSTRAINT organization_change_by CHECK ((decided_by_id IS NULL) = (decided_at IS NULL)),
  -- Who is refused or sent back reads why.
  ADD CONSTRAINT organization_change_reason CHECK (
    state NOT IN ('returned', 'refused') OR length(btrim(reason)) > 0);
-- One thing waits at a time, so that the officer and the charity look at the same.
CREATE UNIQUE INDEX organization_change_one_waits ON organization_change (organization_id) WHERE state = 'waiting';
-- What was asked for stays as it was asked, and a decision stands.
CREATE TRIGGER organization_change_moves_forward BEFORE UPDATE ON organization_change FOR EACH ROW WHEN (
  OLD.state <> 'waiting'
  OR (NEW.id, NEW.organization_id, NEW.kind, NEW.facts, NEW.fields, NEW.note, NEW.proposed_by_id, NEW.proposed_at)
     IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.kind, OLD.facts, OLD.fields, OLD.note, OLD.proposed_by_id, OLD.proposed_at)
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON organization_change FROM mingshan_app;

CREATE TRIGGER organization_version_is_append_only BEFORE UPDATE OR DELETE ON organization_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON organization_version FROM mingshan_app;
