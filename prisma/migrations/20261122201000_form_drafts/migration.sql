-- CreateTable
CREATE TABLE "form_draft" (
    "user_id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "typed" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_draft_pkey" PRIMARY KEY ("user_id","organization_id","form","subject")
);

-- AddForeignKey
ALTER TABLE "form_draft" ADD CONSTRAINT "form_draft_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

-- Typed text of any kind stays small, whoever writes it.
ALTER TABLE form_draft
  ADD CONSTRAINT form_draft_typed CHECK (jsonb_typeof(typed) = 'object' AND octet_length(typed::text) <= 262144),
  ADD CONSTRAINT form_draft_names CHECK (length(form) BETWEEN 1 AND 40 AND length(subject) <= 80);
