-- CreateTable
CREATE TABLE "book_close" (
    "organization_id" TEXT NOT NULL,
    "closed_through" DATE,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "book_close_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "day_closing" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "version" INTEGER NOT NULL,
    "from_day" DATE,
    "figures" TEXT NOT NULL,
    "figures_sha256" TEXT NOT NULL,
    "signed_by_id" UUID NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "superseded_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "reopened_by_id" UUID,
    "reopened_at" TIMESTAMPTZ(3),
    "reopen_note" TEXT,

    CONSTRAINT "day_closing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "day_closing_item" (
    "closing_id" UUID NOT NULL,
    "book" TEXT NOT NULL,
    "item_key" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "statement_fen" BIGINT NOT NULL,
    "ledger_fen" BIGINT NOT NULL,

    CONSTRAINT "day_closing_item_pkey" PRIMARY KEY ("closing_id","book","item_key")
);

-- CreateTable
CREATE TABLE "break_act" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "break_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "actor_id" UUID NOT NULL,
    "owner_id" UUID,
    "reason" TEXT,
    "note" TEXT,
    "acted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "break_act_pkey" PRIMARY KEY ("id","break_id")
);

-- CreateTable
CREATE TABLE "break_write_off" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "break_id" UUID NOT NULL,
    "legs" JSONB NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "requested_by_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "refused_by_id" UUID,
    "refused_at" TIMESTAMPTZ(3),
    "reversed_by_id" UUID,
    "reversed_at" TIMESTAMPTZ(3),

    CONSTRAINT "break_write_off_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "reconciliation_break" ADD COLUMN     "owner_id" UUID,
ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "statement" ADD COLUMN     "open_day" DATE;

-- CreateIndex
CREATE UNIQUE INDEX "day_closing_organization_id_day_version_key" ON "day_closing"("organization_id", "day", "version");

-- CreateIndex
CREATE INDEX "break_act_organization_id_break_id_acted_at_idx" ON "break_act"("organization_id", "break_id", "acted_at");

-- CreateIndex
CREATE INDEX "break_write_off_organization_id_break_id_idx" ON "break_write_off"("organization_id", "break_id");

-- CreateIndex
CREATE INDEX "reconciliation_break_organization_id_owner_id_idx" ON "reconciliation_break"("organization_id", "owner_id");

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- A day's transfers are found by scanning the few pages of that time: an index of some kilobytes that costs
-- the gift's path nothing.
CREATE INDEX transfer_accounting_day ON transfer USING brin (accounting_day) WITH (pages_per_range = 32, autosummarize = on);

-- The first day on which something may still be booked; null while no day has ever been closed. It takes the
-- organization's shared lock until the end of the transaction, and a close takes the same lock alone: so a
-- posting is either seen by the close or booked after it. A volatile function reads with a new snapshot, after
-- the lock has been granted.
CREATE FUNCTION first_open_day(organization text) RETURNS date LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('book-close ' || organization, 0));
  RETURN (SELECT b.closed_through + 1 FROM book_close b WHERE b.organization_id = organization);
END $$;

-- A statement that comes after the close belongs to the next open day; its rows keep their own.
CREATE FUNCTION statement_goes_to_open_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.open_day := first_open_day(NEW.organization_id);
  RETURN NEW;
END $$;
CREATE TRIGGER statement_has_open_day BEFORE INSERT ON statement
  FOR EACH ROW EXECUTE FUNCTION statement_goes_to_open_day();

-- Two people close a day, and a closing only moves forward: signed, then superseded or closed, then reopened.
ALTER TABLE day_closing
  ADD CONSTRAINT day_closing_two_people CHECK (closed_by_id IS NULL OR closed_by_id <> signed_by_id),
  ADD CONSTRAINT day_closing_steps CHECK (
    (closed_at IS NULL) = (closed_by_id IS NULL) AND (reopened_at IS NULL) = (reopened_by_id IS NULL)
    AND (reopened_at IS NULL OR (closed_at IS NOT NULL AND length(trim(reopen_note)) > 0))
    AND (superseded_at IS NULL OR closed_at IS NULL)),
  ADD CONSTRAINT day_closing_sha CHECK (figures_sha256 = encode(sha256(convert_to(figures, 'UTF8')), 'hex'));
CREATE UNIQUE INDEX day_closing_one_live ON day_closing (organization_id, day)
  WHERE superseded_at IS NULL AND reopened_at IS NULL;
CREATE FUNCTION day_closing_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.day, NEW.version, NEW.from_day, NEW.figures, NEW.signed_by_id, NEW.signed_at)
       IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.day, OLD.version, OLD.from_day, OLD.figures, OLD.signed_by_id, OLD.signed_at)
     OR (OLD.superseded_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
     OR (OLD.closed_at IS NOT NULL AND (NEW.closed_at, NEW.closed_by_id) IS DISTINCT FROM (OLD.closed_at, OLD.closed_by_id))
     OR (OLD.reopened_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
  THEN
    RAISE EXCEPTION 'day_closing only moves forward' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER day_closing_is_forward_only BEFORE UPDATE ON day_closing
  FOR EACH ROW EXECUTE FUNCTION day_closing_moves_forward();
CREATE TRIGGER day_closing_is_kept BEFORE DELETE ON day_closing
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER day_closing_item_is_append_only BEFORE UPDATE OR DELETE ON day_closing_item
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER break_act_is_append_only BEFORE UPDATE OR DELETE ON break_act
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE break_act ADD CONSTRAINT break_act_known CHECK (act IN (
  'assigned', 'explained', 'noted', 'write-off-requested', 'write-off-approved', 'write-off-refused', 'reopened'));

-- Whoever asks for a write-off never decides it.
ALTER TABLE break_write_off
  ADD CONSTRAINT break_write_off_two_people CHECK (
    (approved_by_id IS NULL OR approved_by_id <> requested_by_id)
    AND (refused_by_id IS NULL OR refused_by_id <> requested_by_id)),
  ADD CONSTRAINT break_write_off_steps CHECK (
    amount_fen > 0 AND (approved_at IS NULL) = (approved_by_id IS NULL)
    AND (refused_at IS NULL) = (refused_by_id IS NULL) AND (reversed_at IS NULL) = (reversed_by_id IS NULL)
    AND (approved_at IS NULL OR refused_at IS NULL) AND (reversed_at IS NULL OR approved_at IS NOT NULL));
CREATE UNIQUE INDEX break_write_off_one_live ON break_write_off (organization_id, break_id)
  WHERE refused_at IS NULL AND reversed_at IS NULL;
CREATE FUNCTION break_write_off_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organization_id, NEW.break_id, NEW.legs, NEW.amount_fen, NEW.requested_by_id, NEW.requested_at, NEW.note)
       IS DISTINCT FROM
     (OLD.id, OLD.organization_id, OLD.break_id, OLD.legs, OLD.amount_fen, OLD.requested_by_id, OLD.requested_at, OLD.note)
     OR (OLD.approved_at IS NOT NULL AND (NEW.approved_at, NEW.approved_by_id) IS DISTINCT FROM (OLD.approved_at, OLD.approved_by_id))
     OR (OLD.refused_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
     OR (OLD.reversed_at IS NOT NULL AND NEW IS DISTINCT FROM OLD)
  THEN
    RAISE EXCEPTION 'break_write_off only moves forward' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER break_write_off_is_forward_only BEFORE UPDATE ON break_write_off
  FOR EACH ROW EXECUTE FUNCTION break_write_off_moves_forward();

-- A difference that is found again is a new question: the former reason does not answer it.
CREATE FUNCTION break_opens_without_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.reason := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER break_found_again BEFORE UPDATE ON reconciliation_break
  FOR EACH ROW WHEN (OLD.state = 'resolved' AND NEW.state = 'open') EXECUTE FUNCTION break_opens_without_reason();

REVOKE UPDATE, DELETE, TRUNCATE ON break_act, day_closing_item FROM mingshan_app;
REVOKE DELETE, TRUNCATE ON day_closing, break_write_off FROM mingshan_app;
