-- Posting a day of consumption gifts: which lines are late returns, and what the caps of the days have been used for.

ALTER TABLE "consumption_posting_line" ADD COLUMN     "return_of" TEXT;

-- CreateTable
CREATE TABLE "consumption_cap_use" (
    "agreement_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "counted_e4" BIGINT NOT NULL,

    CONSTRAINT "consumption_cap_use_pkey" PRIMARY KEY ("agreement_id","day")
);

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- What late returns took back of one order; and the returns that wait, by day.
CREATE INDEX consumption_posting_line_returns ON consumption_posting_line (agreement_id, return_of) WHERE return_of IS NOT NULL;
CREATE INDEX consumption_pending_returns_by_day ON consumption_pending (agreement_id, day) WHERE return_of IS NOT NULL;

ALTER TABLE consumption_posting_line
  ADD CONSTRAINT consumption_posting_line_counted CHECK (CASE WHEN return_of IS NULL
    THEN counted_e4 BETWEEN 0 AND net_e4 ELSE counted_e4 BETWEEN net_e4 AND 0 END);
ALTER TABLE consumption_cap_use ADD CONSTRAINT consumption_cap_use_counted CHECK (counted_e4 >= 0);

-- A posting stands as it was made; only the statement that takes it is added.
CREATE FUNCTION consumption_posting_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a posting stands as it was made' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consumption_posting_is_append_only BEFORE DELETE ON consumption_posting
  FOR EACH STATEMENT EXECUTE FUNCTION consumption_posting_stands();

REVOKE DELETE, TRUNCATE ON consumption_cap_use FROM mingshan_app;
