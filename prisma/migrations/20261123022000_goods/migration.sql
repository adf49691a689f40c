-- CreateTable
CREATE TABLE "goods_item" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "fund_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "valuation" TEXT NOT NULL,
    "value_fen" BIGINT NOT NULL,
    "batch_no" TEXT NOT NULL,
    "expires_on" DATE,
    "place" TEXT NOT NULL,
    "donor_name" TEXT,
    "received_on" DATE NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "goods_item_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "goods_move" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "value_fen" BIGINT,
    "from_place" TEXT NOT NULL,
    "to_place" TEXT,
    "people" INTEGER,
    "reason" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "handed_over_by_id" UUID,
    "handed_over_at" TIMESTAMPTZ(3),
    "handed_over_on" DATE,
    "file_name" TEXT,
    "media_type" TEXT,
    "sha256" TEXT,
    "content" BYTEA,

    CONSTRAINT "goods_move_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "goods_item_fund_id_idx" ON "goods_item"("fund_id");

-- CreateIndex
CREATE INDEX "goods_move_organization_id_item_id_idx" ON "goods_move"("organization_id", "item_id");

-- AddForeignKey
ALTER TABLE "goods_move" ADD CONSTRAINT "goods_move_organization_id_item_id_fkey" FOREIGN KEY ("organization_id", "item_id") REFERENCES "goods_item"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Two people count what came in and decide what goes out; what cannot be measured is worth one yuan.
ALTER TABLE goods_item
  ADD CONSTRAINT goods_item_quantity CHECK (quantity > 0 AND value_fen > 0),
  ADD CONSTRAINT goods_item_valuation CHECK (valuation IN ('voucher', 'fair-value', 'nominal')
    AND (valuation <> 'nominal' OR value_fen = 100)),
  ADD CONSTRAINT goods_item_decision CHECK (decision IN ('counted', 'rejected')
    AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT goods_item_two_people CHECK (
    decision IS DISTINCT FROM 'counted' OR decided_by_id <> recorded_by_id);
ALTER TABLE goods_move
  ADD CONSTRAINT goods_move_kind CHECK (kind IN ('issued', 'moved', 'written-off')
    AND (kind = 'moved') = (to_place IS NOT NULL) AND (kind = 'issued') = (people IS NOT NULL)),
  ADD CONSTRAINT goods_move_quantity CHECK (quantity > 0 AND people > 0),
  ADD CONSTRAINT goods_move_decision CHECK (decision IN ('approved', 'rejected')
    AND (decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)),
  ADD CONSTRAINT goods_move_two_people CHECK (
    decision IS DISTINCT FROM 'approved' OR kind = 'moved' OR decided_by_id <> asked_by_id),
  ADD CONSTRAINT goods_move_value CHECK (
    (value_fen IS NOT NULL) = ((decision = 'approved' AND kind <> 'moved') IS TRUE)),
  -- Handed over with the receivers' signatures, and only what was approved.
  ADD CONSTRAINT goods_move_handed_over CHECK (
    (handed_over_at IS NULL OR (kind = 'issued' AND decision = 'approved'))
    AND (handed_over_at IS NULL) = (content IS NULL) AND (handed_over_at IS NULL) = (sha256 IS NULL)
    AND (handed_over_at IS NULL) = (handed_over_on IS NULL) AND (handed_over_at IS NULL) = (handed_over_by_id IS NULL));

-- Rows only come, are decided once and handed over once.
REVOKE UPDATE, DELETE, TRUNCATE ON goods_item, goods_move FROM mingshan_app;
GRANT UPDATE (decision, decided_by_id, decided_at) ON goods_item TO mingshan_app;
GRANT UPDATE (decision, decided_by_id, decided_at, value_fen, handed_over_by_id, handed_over_at, handed_over_on,
  file_name, media_type, sha256, content) ON goods_move TO mingshan_app;
CREATE TRIGGER goods_item_decided_once BEFORE UPDATE ON goods_item
  FOR EACH ROW EXECUTE FUNCTION refuse_second_decision();
CREATE FUNCTION refuse_second_goods_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.decision IS NOT NULL AND (OLD.decision, OLD.decided_by_id, OLD.decided_at, OLD.value_fen)
       IS DISTINCT FROM (NEW.decision, NEW.decided_by_id, NEW.decided_at, NEW.value_fen))
     OR (OLD.handed_over_at IS NOT NULL AND OLD IS DISTINCT FROM NEW) THEN
    RAISE EXCEPTION 'this was decided or handed over already';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER goods_move_once BEFORE UPDATE ON goods_move
  FOR EACH ROW EXECUTE FUNCTION refuse_second_goods_step();
