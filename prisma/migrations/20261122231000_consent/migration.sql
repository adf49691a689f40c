-- Consent of people who were aided, and the stories that are told under it.

-- CreateTable
CREATE TABLE "aid_consent" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "case_id" UUID,
    "person_key_id" TEXT,
    "person_sealed" BYTEA,
    "is_minor" BOOLEAN NOT NULL,
    "guardian_consents" BOOLEAN NOT NULL,
    "scopes" TEXT[],
    "channels" TEXT[],
    "given_on" DATE NOT NULL,
    "expires_on" DATE NOT NULL,
    "evidence_type" TEXT NOT NULL,
    "evidence_sha256" TEXT NOT NULL,
    "evidence_key_id" TEXT NOT NULL,
    "evidence_sealed" BYTEA NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_by_id" UUID,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "aid_consent_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "aid_story" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT NOT NULL,
    "consent_id" UUID NOT NULL,
    "title" TEXT,
    "body" TEXT,
    "shown_name" TEXT,
    "picture" BYTEA,
    "picture_type" TEXT,
    "picture_width" INTEGER,
    "picture_height" INTEGER,
    "published_by_id" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "unpublished_by_id" UUID,
    "unpublished_at" TIMESTAMPTZ(3),
    "unpublish_reason" TEXT,

    CONSTRAINT "aid_story_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "aid_consent_organization_id_recorded_at_idx" ON "aid_consent"("organization_id", "recorded_at");
CREATE INDEX "aid_story_fund_id_published_at_idx" ON "aid_story"("fund_id", "published_at");
CREATE INDEX "aid_story_consent_id_idx" ON "aid_story"("consent_id");

-- AddForeignKey
ALTER TABLE "aid_story" ADD CONSTRAINT "aid_story_consent_id_fkey" FOREIGN KEY ("consent_id") REFERENCES "aid_consent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────
ALTER TABLE aid_consent
  ADD CONSTRAINT aid_consent_scopes CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['story', 'name', 'picture', 'voice']),
  ADD CONSTRAINT aid_consent_channels CHECK (cardinality(channels) > 0 AND channels <@ ARRAY['site', 'report', 'press']),
  -- 个人信息保护法 Art. 31, 未成年人保护法 Art. 72: the guardian consents; and a child is never named at all.
  ADD CONSTRAINT aid_consent_minor CHECK (NOT is_minor OR (guardian_consents AND NOT 'name' = ANY (scopes))),
  ADD CONSTRAINT aid_consent_days CHECK (expires_on >= given_on),
  ADD CONSTRAINT aid_consent_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)),
  ADD CONSTRAINT aid_consent_person CHECK ((person_sealed IS NULL) = (person_key_id IS NULL));
ALTER TABLE aid_story
  -- Taken down means gone: what was told is not kept.
  ADD CONSTRAINT aid_story_gone CHECK ((unpublished_at IS NULL) = (body IS NOT NULL) AND (body IS NULL) = (title IS NULL)
    AND (unpublished_at IS NULL OR (picture IS NULL AND shown_name IS NULL))),
  ADD CONSTRAINT aid_story_unpublished CHECK ((unpublished_at IS NULL) = (unpublish_reason IS NULL)
    AND unpublish_reason IN ('withdrawn', 'expired', 'taken-down')),
  ADD CONSTRAINT aid_story_picture CHECK ((picture IS NULL) = (picture_type IS NULL));

-- What somebody agreed to stays as it was agreed; it can only be withdrawn. A story only comes down.
CREATE TRIGGER aid_consent_moves_forward BEFORE UPDATE ON aid_consent FOR EACH ROW WHEN (
  (NEW.id, NEW.organization_id, NEW.fund_id, NEW.case_id, NEW.is_minor, NEW.guardian_consents, NEW.scopes, NEW.channels,
   NEW.given_on, NEW.expires_on, NEW.evidence_sha256)
   IS DISTINCT FROM (OLD.id, OLD.organization_id, OLD.fund_id, OLD.case_id, OLD.is_minor, OLD.guardian_consents,
   OLD.scopes, OLD.channels, OLD.given_on, OLD.expires_on, OLD.evidence_sha256)
  OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
) EXECUTE FUNCTION refuse_step_back();
CREATE TRIGGER aid_story_moves_forward BEFORE UPDATE ON aid_story FOR EACH ROW WHEN (
  OLD.unpublished_at IS NOT NULL OR NEW.unpublished_at IS NULL OR NEW.consent_id <> OLD.consent_id
) EXECUTE FUNCTION refuse_step_back();
REVOKE DELETE, TRUNCATE ON aid_consent, aid_story FROM mingshan_app;
