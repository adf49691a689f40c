-- Every unmatched bank row asks for the payments that name it: without this it would read all of them each time.
CREATE INDEX disbursement_bank_reference ON disbursement (organization_id, bank_reference)
  WHERE bank_matched_at IS NULL AND paid_at IS NOT NULL;
