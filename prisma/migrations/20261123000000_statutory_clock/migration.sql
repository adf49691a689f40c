-- AlterTable
ALTER TABLE "disclosure_task" ADD COLUMN     "article_en" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "covers_from" DATE,
ADD COLUMN     "covers_to" DATE,
ADD COLUMN     "due_moves" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "event_id" UUID,
ADD COLUMN     "figures_moved_at" TIMESTAMPTZ(3),
ADD COLUMN     "responsible_id" UUID,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "disclosure_entry" ADD COLUMN     "figures" JSONB;

-- CreateTable
CREATE TABLE "duty_event" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT,
    "kind" TEXT NOT NULL,
    "occurred_on" DATE NOT NULL,
    "amount_fen" BIGINT,
    "note" TEXT NOT NULL DEFAULT '',
    "state" TEXT NOT NULL,
    "source_key" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "duty_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_keeper" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_keeper_pkey" PRIMARY KEY ("organization_id","kind")
);

-- CreateTable
CREATE TABLE "duty_reminder" (
    "task_id" UUID NOT NULL,
    "due_on" DATE NOT NULL,
    "stage" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "mail_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_reminder_pkey" PRIMARY KEY ("task_id","due_on","stage")
);

-- CreateTable
CREATE TABLE "duty_digest" (
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "mail_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_digest_pkey" PRIMARY KEY ("user_id","day")
);

-- CreateTable
CREATE TABLE "duty_note" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "duty_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_token" (
    "organization_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calendar_token_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateIndex
CREATE INDEX "duty_event_day" ON "duty_event"("organization_id", "occurred_on" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "duty_event_organization_id_source_key_key" ON "duty_event"("organization_id", "source_key");

-- CreateIndex
CREATE INDEX "duty_note_task_id_at_idx" ON "duty_note"("task_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_token_token_hash_key" ON "calendar_token"("token_hash");

-- AddForeignKey
ALTER TABLE "duty_reminder" ADD CONSTRAINT "duty_reminder_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "disclosure_task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty_note" ADD CONSTRAINT "duty_note_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "disclosure_task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- An event moves forward: proposed → recorded or dismissed, recorded → withdrawn. What it says stays as it was.
ALTER TABLE duty_event
  ADD CONSTRAINT duty_event_state CHECK (state IN ('proposed', 'recorded', 'dismissed', 'withdrawn')),
  ADD CONSTRAINT duty_event_amount CHECK (amount_fen IS NULL OR amount_fen >= 0),
  ADD CONSTRAINT duty_event_proposed CHECK (state <> 'proposed' OR (source_key IS NOT NULL AND decided_at IS NULL)),
  ADD CONSTRAINT duty_event_reason CHECK (state NOT IN ('dismissed', 'withdrawn') OR coalesce(trim(reason), '') <> '');
CREATE FUNCTION duty_event_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) NOT IN (('proposed', 'recorded'), ('proposed', 'dismissed'), ('recorded', 'withdrawn')) THEN
    RAISE EXCEPTION 'duty_event: % does not become %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duty_event_forward BEFORE UPDATE ON duty_event FOR EACH ROW EXECUTE FUNCTION duty_event_goes_forward();
REVOKE UPDATE, DELETE, TRUNCATE ON duty_event FROM mingshan_app;
GRANT UPDATE (state, decided_by_id, decided_at, reason) ON duty_event TO mingshan_app;

ALTER TABLE duty_note
  ADD CONSTRAINT duty_note_kind CHECK (kind IN ('noted', 'reminded')),
  ADD CONSTRAINT duty_note_text CHECK (kind <> 'noted' OR trim(text) <> '');
REVOKE UPDATE, DELETE, TRUNCATE ON duty_reminder, duty_digest, duty_note FROM mingshan_app;

-- A duty's day of publication is set once and a duty is never deleted; published text was append-only before.
CREATE FUNCTION disclosure_task_keeps_its_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL AND (NEW.published_at IS DISTINCT FROM OLD.published_at
     OR NEW.due_on <> OLD.due_on OR NEW.withdrawn_at IS NOT NULL) THEN
    RAISE EXCEPTION 'disclosure_task: a published duty keeps its days' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER disclosure_task_days BEFORE UPDATE ON disclosure_task
  FOR EACH ROW EXECUTE FUNCTION disclosure_task_keeps_its_day();
REVOKE UPDATE, DELETE, TRUNCATE ON disclosure_task FROM mingshan_app;
GRANT UPDATE (event_id, title, title_en, law_article, article_en, due_on, covers_from, covers_to, responsible_id,
  due_moves, changed_at, withdrawn_at, figures_moved_at, published_at) ON disclosure_task TO mingshan_app;

-- What the bureau must see at once: every duty that is past its day.
DROP INDEX disclosure_task_waiting;
CREATE INDEX disclosure_task_waiting ON disclosure_task (due_on) WHERE published_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX disclosure_entry_published ON disclosure_entry (published_at DESC, id);
