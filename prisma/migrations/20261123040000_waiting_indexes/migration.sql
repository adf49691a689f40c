-- What waits is counted at every look at the start page and for the operator: each count reads an index that
-- holds only what waits, so that it costs the same after ten years.
CREATE INDEX organization_change_waiting ON organization_change (organization_id, proposed_at) WHERE state = 'waiting';
CREATE INDEX filing_version_waiting ON filing_version (organization_id, state)
  WHERE state IN ('drafted', 'released', 'submitted', 'returned');
CREATE INDEX donation_agreement_version_waiting ON donation_agreement_version (fund_id, donation_id)
  WHERE charity_confirmed_at IS NULL;
CREATE INDEX enquiry_waiting ON enquiry (organization_id, waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX receipt_request_open ON receipt_request (organization_id, requested_at)
  WHERE kind = 'asked' AND withdrawn_at IS NULL;
CREATE INDEX aid_case_undecided ON aid_case (organization_id, received_at)
  WHERE decided_at IS NULL AND stopped_at IS NULL;
CREATE INDEX aid_case_unannounced ON aid_case (organization_id, decided_at)
  WHERE decision = 'approve' AND announced_at IS NULL AND stopped_at IS NULL;
CREATE INDEX payment_batch_waiting ON payment_batch (organization_id, prepared_at)
  WHERE settled_at IS NULL AND cancelled_at IS NULL;
CREATE INDEX disbursement_payee_unpaid ON disbursement_payee (organization_id)
  WHERE (failed_at IS NOT NULL OR returned_at IS NOT NULL) AND set_aside_at IS NULL;
CREATE INDEX cost_entry_waiting ON cost_entry (organization_id, entered_at) WHERE decision IS NULL;
CREATE INDEX duty_event_waiting ON duty_event (organization_id, created_at) WHERE state = 'proposed';
CREATE INDEX project_release_waiting ON project_release (fund_id) WHERE released_at IS NULL AND returned_at IS NULL;
