-- Why a version was proposed and why it was turned down, in words for the other side; the note of a suspension.
ALTER TABLE "consumption_agreement" ADD COLUMN     "suspended_note" TEXT;
ALTER TABLE "consumption_agreement_version" ADD COLUMN     "change_reason" TEXT,
ADD COLUMN     "withdrawn_by" TEXT,
ADD COLUMN     "withdrawn_reason" TEXT;

ALTER TABLE consumption_agreement
  ADD CONSTRAINT consumption_agreement_suspended_note CHECK (suspended_note IS NULL OR suspended_at IS NOT NULL);
ALTER TABLE consumption_agreement_version
  ADD CONSTRAINT consumption_agreement_version_withdrawn_by
    CHECK (withdrawn_by IN ('charity', 'merchant') AND withdrawn_at IS NOT NULL OR withdrawn_by IS NULL);
GRANT UPDATE (suspended_note) ON consumption_agreement TO mingshan_app;
GRANT UPDATE (withdrawn_by, withdrawn_reason) ON consumption_agreement_version TO mingshan_app;
