-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "job" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL,
    "retried_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "worker" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker")
);

-- CreateTable
CREATE TABLE "job_run" (
    "job" TEXT NOT NULL,
    "last_started_at" TIMESTAMPTZ(3),
    "last_finished_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "run_count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("job")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_sha256" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "outgoing_mail" (
    "id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "membership" (
    "organization_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("organization_id","user_id","role")
);

-- CreateTable
CREATE TABLE "sign_in_link" (
    "token_hash" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_link_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "division" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_code" TEXT,
    "units_administered" INTEGER,

    CONSTRAINT "division_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT,
    "credential_id" TEXT,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "book_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "fact_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_account_id" TEXT NOT NULL,
    "credit_account_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "subject_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "accounting_day" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reverses_id" UUID,

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("book_id","id")
);

-- CreateTable
CREATE TABLE "transfer_pending" (
    "book_id" TEXT NOT NULL,
    "transfer_id" UUID NOT NULL,

    CONSTRAINT "transfer_pending_pkey" PRIMARY KEY ("book_id","transfer_id")
);

-- CreateTable
CREATE TABLE "transfer_index" (
    "public_index" BIGINT NOT NULL,
    "book_id" TEXT NOT NULL,
    "transfer_id" UUID NOT NULL,

    CONSTRAINT "transfer_index_pkey" PRIMARY KEY ("public_index")
);

-- CreateTable
CREATE TABLE "ledger_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "next_index" BIGINT NOT NULL DEFAULT 0,
    "snapshot_index" BIGINT NOT NULL DEFAULT 0,
    "snapshot_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "balance_snapshot" (
    "account_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_fen" BIGINT NOT NULL DEFAULT 0,
    "credit_fen" BIGINT NOT NULL DEFAULT 0,
    "debit_count" BIGINT NOT NULL DEFAULT 0,
    "credit_count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "balance_snapshot_pkey" PRIMARY KEY ("account_id","kind")
);

-- CreateTable
CREATE TABLE "ledger_check" (
    "id" UUID NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "results" JSONB NOT NULL,

    CONSTRAINT "ledger_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "uscc" TEXT,
    "form" TEXT,
    "division_code" TEXT NOT NULL,
    "registrar" TEXT,
    "registered_on" DATE,
    "qualification_from" DATE,
    "qualification_to" DATE,
    "tax_status_from" DATE,
    "tax_status_to" DATE,
    "assessment_grade" TEXT,
    "assessment_valid_to" DATE,
    "summary" TEXT NOT NULL DEFAULT '',
    "summary_en" TEXT NOT NULL DEFAULT '',
    "contact" TEXT NOT NULL DEFAULT '',
    "bears_fees" BOOLEAN NOT NULL DEFAULT false,
    "overseas_card_basis" TEXT,
    "overseas_card_basis_at" TIMESTAMPTZ(3),
    "governance" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_account" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "bank" TEXT NOT NULL,
    "account_name" TEXT NOT NULL,
    "account_no" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bank_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_credential" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "provider_account" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'CNY',
    "config_sealed" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "self_tested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "pay_url" TEXT,
    "provider_order_id" TEXT,
    "provider_object_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "asked_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "paid_amount_fen" BIGINT,
    "counted_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "quarantined_at" TIMESTAMPTZ(3),
    "quarantine_reason" TEXT,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "provider_event" (
    "book_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "event_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payment_id" TEXT,
    "object_id" TEXT,
    "amount_fen" BIGINT,
    "currency" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload_sha256" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "provider_event_pkey" PRIMARY KEY ("book_id","credential_id","event_key")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "row_count" INTEGER NOT NULL,
    "new_row_count" INTEGER NOT NULL,
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "origin" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_row" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "statement_id" UUID NOT NULL,
    "line_no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "fee_fen" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "provider_object_id" TEXT,
    "merchant_reference" TEXT,
    "refund_reference" TEXT,
    "payout_id" TEXT,
    "provider_kind" TEXT,
    "balance_after_fen" BIGINT,
    "counterparty" TEXT,
    "purpose" TEXT,
    "summary" TEXT,

    CONSTRAINT "statement_row_pkey" PRIMARY KEY ("organization_id","source","account","row_key")
);

-- CreateTable
CREATE TABLE "fund" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "lead" TEXT NOT NULL DEFAULT '',
    "lead_en" TEXT NOT NULL DEFAULT '',
    "story" TEXT NOT NULL DEFAULT '',
    "story_en" TEXT NOT NULL DEFAULT '',
    "category" TEXT NOT NULL,
    "division_code" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "currency" TEXT NOT NULL DEFAULT 'CNY',
    "goal_fen" BIGINT,
    "is_public_campaign" BOOLEAN NOT NULL DEFAULT true,
    "filing_no" TEXT,
    "filed_on" DATE,
    "filing_from" DATE,
    "filing_to" DATE,
    "designated_platform_url" TEXT,
    "deed_allows_gifts" BOOLEAN NOT NULL DEFAULT false,
    "starts_on" DATE,
    "ends_on" DATE,
    "beneficiaries" TEXT NOT NULL DEFAULT '',
    "beneficiaries_en" TEXT NOT NULL DEFAULT '',
    "surplus" TEXT NOT NULL DEFAULT '',
    "surplus_en" TEXT NOT NULL DEFAULT '',
    "amount_hint" TEXT NOT NULL DEFAULT '',
    "amount_hint_en" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fund_budget_line" (
    "fund_id" TEXT NOT NULL,
    "purpose_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "planned_fen" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "fund_budget_line_pkey" PRIMARY KEY ("fund_id","purpose_code")
);

-- CreateTable
CREATE TABLE "donation" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "donor_name" TEXT,
    "pseudonym" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "message" TEXT,
    "unit" TEXT,
    "user_id" UUID,
    "reference" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "donation_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "provider_refund_id" TEXT NOT NULL,
    "promised_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "refund_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "dispute" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "donation_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "provider_dispute_id" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "won_at" TIMESTAMPTZ(3),
    "lost_at" TIMESTAMPTZ(3),

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "disbursement" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "purpose_code" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "purpose_en" TEXT NOT NULL DEFAULT '',
    "payee" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "beneficiary_count" INTEGER NOT NULL,
    "person_times" INTEGER NOT NULL,
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "approved_by_id" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "rejected_by_id" UUID,
    "rejected_at" TIMESTAMPTZ(3),
    "rejection_reason" TEXT,
    "withdrawn_at" TIMESTAMPTZ(3),
    "paid_by_id" UUID,
    "paid_at" TIMESTAMPTZ(3),
    "bank_reference" TEXT,
    "bank_matched_at" TIMESTAMPTZ(3),
    "traced_at" TIMESTAMPTZ(3),

    CONSTRAINT "disbursement_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "is_public" BOOLEAN NOT NULL DEFAULT false,
    "content" BYTEA NOT NULL,
    "added_by_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "beneficiary_batch" (
    "fund_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "disbursement_id" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "person_times" INTEGER NOT NULL,
    "delivered_fen" BIGINT NOT NULL,
    "division_code" TEXT,
    "delivered_on" DATE NOT NULL,
    "proof_id" TEXT,
    "confirmed_by_id" UUID,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "beneficiary_batch_pkey" PRIMARY KEY ("fund_id","id")
);

-- CreateTable
CREATE TABLE "fund_inflow" (
    "fund_id" TEXT NOT NULL,
    "from_fen" BIGINT NOT NULL,
    "to_fen" BIGINT NOT NULL,
    "origin_kind" TEXT NOT NULL,
    "origin_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fund_inflow_pkey" PRIMARY KEY ("fund_id","from_fen")
);

-- CreateTable
CREATE TABLE "fund_use" (
    "fund_id" TEXT NOT NULL,
    "from_fen" BIGINT NOT NULL,
    "to_fen" BIGINT NOT NULL,
    "cause_kind" TEXT NOT NULL,
    "cause_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fund_use_pkey" PRIMARY KEY ("fund_id","from_fen")
);

-- CreateTable
CREATE TABLE "reconciliation_run" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "row_count" INTEGER NOT NULL DEFAULT 0,
    "matched_count" INTEGER NOT NULL DEFAULT 0,
    "matched_fen" BIGINT NOT NULL DEFAULT 0,
    "explained_count" INTEGER NOT NULL DEFAULT 0,
    "explained_fen" BIGINT NOT NULL DEFAULT 0,
    "open_count" INTEGER NOT NULL DEFAULT 0,
    "open_fen" BIGINT NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reconciliation_match" (
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "matched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconciliation_match_pkey" PRIMARY KEY ("organization_id","source","account","row_key")
);

-- CreateTable
CREATE TABLE "reconciliation_break" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "subject_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "explanation" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "reconciliation_break_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disclosure_task" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "fund_id" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "law_article" TEXT NOT NULL,
    "due_on" DATE NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "disclosure_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disclosure_entry" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "body_en" TEXT NOT NULL DEFAULT '',
    "required_fields" INTEGER NOT NULL,
    "filled_fields" INTEGER NOT NULL,
    "correction_note" TEXT,
    "sha256" TEXT NOT NULL,
    "published_by_id" UUID,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disclosure_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credibility_snapshot" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "method_version" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "inputs" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "credibility_snapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credibility_report" (
    "organization_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "snapshot_id" UUID NOT NULL,
    "method_version" TEXT NOT NULL,
    "score_e2" INTEGER,
    "band" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credibility_report_pkey" PRIMARY KEY ("organization_id","version")
);

-- CreateIndex
CREATE INDEX "dead_letter_failed_at_idx" ON "dead_letter"("failed_at");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_organization_id_idx" ON "api_key"("organization_id");

-- CreateIndex
CREATE INDEX "division_parent_code_idx" ON "division"("parent_code");

-- CreateIndex
CREATE INDEX "account_organization_id_idx" ON "account"("organization_id");

-- CreateIndex
CREATE INDEX "account_fund_id_idx" ON "account"("fund_id");

-- CreateIndex
CREATE INDEX "transfer_book_id_fact_id_idx" ON "transfer"("book_id", "fact_id");

-- CreateIndex
CREATE INDEX "transfer_book_id_recorded_at_idx" ON "transfer"("book_id", "recorded_at");

-- CreateIndex
CREATE INDEX "transfer_subject_id_idx" ON "transfer"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_book_id_reverses_id_key" ON "transfer"("book_id", "reverses_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_index_book_id_transfer_id_key" ON "transfer_index"("book_id", "transfer_id");

-- CreateIndex
CREATE INDEX "ledger_check_checked_at_idx" ON "ledger_check"("checked_at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "organization_uscc_key" ON "organization"("uscc");

-- CreateIndex
CREATE INDEX "organization_kind_idx" ON "organization"("kind");

-- CreateIndex
CREATE INDEX "bank_account_organization_id_idx" ON "bank_account"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_account_bank_account_no_key" ON "bank_account"("bank", "account_no");

-- CreateIndex
CREATE INDEX "payment_credential_organization_id_idx" ON "payment_credential"("organization_id");

-- CreateIndex
CREATE INDEX "payment_fund_id_donation_id_idx" ON "payment"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "payment_organization_id_paid_at_idx" ON "payment"("organization_id", "paid_at");

-- CreateIndex
CREATE INDEX "statement_organization_id_created_at_idx" ON "statement"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "statement_organization_id_source_file_sha256_key" ON "statement"("organization_id", "source", "file_sha256");

-- CreateIndex
CREATE INDEX "statement_row_organization_id_source_day_idx" ON "statement_row"("organization_id", "source", "day");

-- CreateIndex
CREATE INDEX "statement_row_organization_id_merchant_reference_idx" ON "statement_row"("organization_id", "merchant_reference");

-- CreateIndex
CREATE INDEX "fund_organization_id_idx" ON "fund"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "fund_kind_slug_key" ON "fund"("kind", "slug");

-- CreateIndex
CREATE INDEX "donation_user_id_idx" ON "donation"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "donation_fund_id_reference_key" ON "donation"("fund_id", "reference");

-- CreateIndex
CREATE INDEX "refund_fund_id_donation_id_idx" ON "refund"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "dispute_fund_id_donation_id_idx" ON "dispute"("fund_id", "donation_id");

-- CreateIndex
CREATE INDEX "disbursement_organization_id_proposed_at_idx" ON "disbursement"("organization_id", "proposed_at");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_fund_id_disbursement_id_sha256_key" ON "evidence"("fund_id", "disbursement_id", "sha256");

-- CreateIndex
CREATE INDEX "beneficiary_batch_fund_id_disbursement_id_idx" ON "beneficiary_batch"("fund_id", "disbursement_id");

-- CreateIndex
CREATE UNIQUE INDEX "fund_inflow_fund_id_origin_kind_origin_id_key" ON "fund_inflow"("fund_id", "origin_kind", "origin_id");

-- CreateIndex
CREATE INDEX "fund_use_fund_id_cause_kind_cause_id_idx" ON "fund_use"("fund_id", "cause_kind", "cause_id");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_run_organization_id_source_account_day_key" ON "reconciliation_run"("organization_id", "source", "account", "day");

-- CreateIndex
CREATE INDEX "reconciliation_match_organization_id_subject_kind_subject_i_idx" ON "reconciliation_match"("organization_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "reconciliation_break_organization_id_state_day_idx" ON "reconciliation_break"("organization_id", "state", "day");

-- CreateIndex
CREATE UNIQUE INDEX "reconciliation_break_organization_id_source_account_kind_su_key" ON "reconciliation_break"("organization_id", "source", "account", "kind", "subject_key");

-- CreateIndex
CREATE INDEX "disclosure_task_organization_id_due_on_idx" ON "disclosure_task"("organization_id", "due_on");

-- CreateIndex
CREATE INDEX "disclosure_task_fund_id_idx" ON "disclosure_task"("fund_id");

-- CreateIndex
CREATE UNIQUE INDEX "disclosure_entry_task_id_version_key" ON "disclosure_entry"("task_id", "version");

-- CreateIndex
CREATE INDEX "credibility_snapshot_organization_id_taken_at_idx" ON "credibility_snapshot"("organization_id", "taken_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_link" ADD CONSTRAINT "sign_in_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "division" ADD CONSTRAINT "division_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "division"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_debit_account_id_fkey" FOREIGN KEY ("debit_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_credit_account_id_fkey" FOREIGN KEY ("credit_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization" ADD CONSTRAINT "organization_division_code_fkey" FOREIGN KEY ("division_code") REFERENCES "division"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_credential" ADD CONSTRAINT "payment_credential_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_fund_id_donation_id_fkey" FOREIGN KEY ("fund_id", "donation_id") REFERENCES "donation"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_row" ADD CONSTRAINT "statement_row_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fund" ADD CONSTRAINT "fund_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fund" ADD CONSTRAINT "fund_division_code_fkey" FOREIGN KEY ("division_code") REFERENCES "division"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fund_budget_line" ADD CONSTRAINT "fund_budget_line_fund_id_fkey" FOREIGN KEY ("fund_id") REFERENCES "fund"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_fund_id_disbursement_id_fkey" FOREIGN KEY ("fund_id", "disbursement_id") REFERENCES "disbursement"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "beneficiary_batch" ADD CONSTRAINT "beneficiary_batch_fund_id_disbursement_id_fkey" FOREIGN KEY ("fund_id", "disbursement_id") REFERENCES "disbursement"("fund_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disclosure_entry" ADD CONSTRAINT "disclosure_entry_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "disclosure_task"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credibility_report" ADD CONSTRAINT "credibility_report_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "credibility_snapshot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── what Prisma's language cannot say ────────────────────────────────────────

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The ledger is append-only for everybody, owner included: a correction is a new transfer.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER transfer_is_append_only BEFORE UPDATE OR DELETE ON transfer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_is_not_truncated BEFORE TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_index_is_append_only BEFORE UPDATE OR DELETE ON transfer_index
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_index_is_not_truncated BEFORE TRUNCATE ON transfer_index
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER disclosure_entry_is_append_only BEFORE UPDATE OR DELETE ON disclosure_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credibility_report_is_append_only BEFORE UPDATE OR DELETE ON credibility_report
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fund_inflow_is_append_only BEFORE UPDATE OR DELETE ON fund_inflow
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fund_use_is_append_only BEFORE UPDATE OR DELETE ON fund_use
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE transfer
  ADD CONSTRAINT transfer_amount_positive CHECK (amount_fen > 0),
  ADD CONSTRAINT transfer_two_accounts CHECK (debit_account_id <> credit_account_id);
ALTER TABLE ledger_head ADD CONSTRAINT ledger_head_single CHECK (id = 1);
INSERT INTO ledger_head (id) VALUES (1);

ALTER TABLE donation
  ADD CONSTRAINT donation_amount CHECK (amount_fen BETWEEN 1 AND 1000000000),
  ADD CONSTRAINT donation_visibility CHECK (visibility IN ('public', 'pseudonym', 'anonymous'));
ALTER TABLE fund
  ADD CONSTRAINT fund_kind CHECK (kind IN ('project', 'consumption', 'drive', 'trust')),
  ADD CONSTRAINT fund_state CHECK (state IN ('draft', 'open', 'paused', 'ended'));

-- A gift has at most one open attempt, and at most one that counts.
CREATE UNIQUE INDEX payment_one_open ON payment (fund_id, donation_id)
  WHERE paid_at IS NULL AND closed_at IS NULL AND quarantined_at IS NULL;
CREATE UNIQUE INDEX payment_one_counted ON payment (fund_id, donation_id) WHERE counted_at IS NOT NULL;
-- What the sweep asks about, and what a fund may not spend yet.
CREATE INDEX payment_open ON payment (opened_at)
  WHERE paid_at IS NULL AND closed_at IS NULL AND quarantined_at IS NULL;
CREATE INDEX payment_unsettled ON payment (fund_id) INCLUDE (amount_fen)
  WHERE counted_at IS NOT NULL AND settled_at IS NULL;
-- Settled gifts in the order in which settlement was recorded: the order of the trace.
CREATE INDEX payment_settled ON payment (fund_id, settled_at, id) WHERE counted_at IS NOT NULL AND settled_at IS NOT NULL;
CREATE INDEX payment_quarantined ON payment (organization_id, quarantined_at) WHERE quarantined_at IS NOT NULL;
CREATE INDEX donation_recent ON donation (fund_id, created_at DESC, id DESC);
CREATE INDEX outbox_waiting ON outbox (id) WHERE dispatched_at IS NULL;
CREATE INDEX dead_letter_waiting ON dead_letter (failed_at) WHERE retried_at IS NULL;
CREATE INDEX disbursement_untraced ON disbursement (fund_id, paid_at) WHERE paid_at IS NOT NULL AND traced_at IS NULL;
CREATE INDEX disclosure_task_waiting ON disclosure_task (due_on) WHERE published_at IS NULL;

-- Two people: who proposes does not approve.
ALTER TABLE disbursement
  ADD CONSTRAINT disbursement_amount CHECK (amount_fen > 0),
  ADD CONSTRAINT disbursement_two_people CHECK (approved_by_id IS NULL OR approved_by_id <> proposed_by_id),
  ADD CONSTRAINT disbursement_one_way CHECK (
    (rejected_at IS NULL OR approved_at IS NULL) AND (paid_at IS NULL OR approved_at IS NOT NULL)
    AND (withdrawn_at IS NULL OR paid_at IS NULL));
ALTER TABLE beneficiary_batch
  ADD CONSTRAINT beneficiary_batch_counts CHECK (people > 0 AND person_times >= people AND delivered_fen > 0);

-- No fen is used twice, and no fen has two origins.
ALTER TABLE fund_inflow
  ADD CONSTRAINT fund_inflow_span CHECK (from_fen >= 0 AND to_fen > from_fen);
-- The inflow is one line without gaps: checked once a statement, because an exclusion constraint costs
-- 0.1 ms a row. Two writers at the same end meet at the primary key.
CREATE FUNCTION fund_inflow_continues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT n.from_fen, coalesce(
        lag(n.to_fen) OVER (PARTITION BY n.fund_id ORDER BY n.from_fen),
        (SELECT o.to_fen FROM fund_inflow o WHERE o.fund_id = n.fund_id AND o.from_fen < n.from_fen
         ORDER BY o.from_fen DESC LIMIT 1), 0) AS previous_fen
      FROM added n) line
    WHERE line.from_fen <> line.previous_fen)
  THEN
    RAISE EXCEPTION 'fund_inflow: an interval must begin where the last one ended'
      USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fund_inflow_is_one_line AFTER INSERT ON fund_inflow REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION fund_inflow_continues();
ALTER TABLE fund_use
  ADD CONSTRAINT fund_use_span CHECK (from_fen >= 0 AND to_fen > from_fen),
  ADD CONSTRAINT fund_use_apart EXCLUDE USING gist (fund_id WITH =, int8range(from_fen, to_fen) WITH &&);

-- The inbox and the outbox are written and read in one go and stay small in their live part.
ALTER TABLE transfer_pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- ── grants: the site and the workers run as mingshan_app, which owns nothing ─────

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mingshan_app') THEN
    CREATE ROLE mingshan_app NOLOGIN;
  END IF;
END $$;
GRANT USAGE ON SCHEMA public TO mingshan_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mingshan_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO mingshan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mingshan_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO mingshan_app;
REVOKE UPDATE, DELETE, TRUNCATE ON transfer, transfer_index, disclosure_entry, credibility_report,
  credibility_snapshot, fund_inflow, fund_use, provider_event, beneficiary_batch FROM mingshan_app;
DO $$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON _prisma_migrations FROM mingshan_app;
  END IF;
END $$;
