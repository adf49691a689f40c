-- CreateTable
CREATE TABLE "disclosure_head" (
    "id" INTEGER NOT NULL,
    "checked_index" BIGINT NOT NULL,

    CONSTRAINT "disclosure_head_pkey" PRIMARY KEY ("id")
);

-- ── what Prisma's language cannot say ────────────────────────────────────────

ALTER TABLE disclosure_head ADD CONSTRAINT disclosure_head_single CHECK (id = 1);
REVOKE DELETE, TRUNCATE ON disclosure_head FROM mingshan_app;
