-- Orders that a till sent after its agreement had ended: how often, so that somebody asks whether the sign still hangs.

-- CreateTable
CREATE TABLE "consumption_refusal" (
    "merchant_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "order_count" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consumption_refusal_pkey" PRIMARY KEY ("merchant_id","day")
);

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE consumption_refusal ADD CONSTRAINT consumption_refusal_count CHECK (order_count > 0);
REVOKE DELETE, TRUNCATE ON consumption_refusal FROM mingshan_app;
