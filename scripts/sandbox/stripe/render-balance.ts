import type Stripe from "stripe";
import { unix } from "../clock.ts";
import type { SandboxState } from "../state.ts";
import type { BalanceRecord, DisputeRecord, PayoutRecord, RefundRecord } from "./records.ts";
import { wire } from "./render.ts";

export function refundObject(row: RefundRecord): Stripe.Refund {
  const failed = row.status === "failed";
  return {
    id: row.id,
    object: "refund",
    amount: wire(row.amountFen),
    balance_transaction: row.settled ? row.balanceId : null,
    charge: row.chargeId,
    created: unix(row.createdAt),
    currency: row.currency,
    customer: null,
    customer_account: null,
    destination_details: {
      card: { reference_status: failed ? "unavailable" : "pending", type: "refund" },
      type: "card",
    },
    ...(failed && row.failureSettled && row.failureBalanceId
      ? { failure_balance_transaction: row.failureBalanceId }
      : {}),
    ...(failed ? { failure_reason: "expired_or_canceled_card" } : {}),
    metadata: row.metadata,
    payment_intent: row.intentId,
    payment_method: row.methodId,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status,
    transfer_reversal: null,
  };
}

export function balanceObject(state: SandboxState, row: BalanceRecord): Stripe.BalanceTransaction {
  const fee = wire(row.feeFen);
  return {
    id: row.id,
    object: "balance_transaction",
    amount: wire(row.amountFen),
    available_on: unix(row.availableAt),
    balance_type: "payments",
    created: unix(row.createdAt),
    currency: row.currency,
    description: row.description,
    exchange_rate: null,
    fee,
    fee_details:
      row.feeFen === 0n
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: row.currency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: wire(row.amountFen - row.feeFen),
    reporting_category: row.category,
    source: row.sourceId,
    status: Date.parse(row.availableAt) <= state.now().getTime() ? "available" : "pending",
    type: row.type,
  };
}

export function payoutObject(row: PayoutRecord): Stripe.Payout {
  const failed = row.status === "failed";
  return {
    id: row.id,
    object: "payout",
    amount: wire(row.amountFen),
    application_fee: null,
    application_fee_amount: null,
    arrival_date: unix(row.arrivalDate),
    automatic: true,
    balance_transaction: row.balanceId,
    created: unix(row.createdAt),
    currency: row.currency,
    description: "STRIPE PAYOUT",
    destination: `ba_${row.account.slice(5)}`,
    failure_balance_transaction: row.failureBalanceId,
    failure_code: failed ? "account_closed" : null,
    failure_message: failed ? "The bank account has been closed." : null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "completed",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: null,
    status: row.status,
    trace_id: { status: "supported", value: row.trace },
    type: "bank_account",
  };
}

export function disputeObject(state: SandboxState, row: DisputeRecord): Stripe.Dispute {
  const fields = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
  ];
  const evidence = Object.fromEntries(fields.map((field) => [field, row.evidence[field] ?? null]));
  return {
    id: row.id,
    object: "dispute",
    amount: wire(row.amountFen),
    balance_transactions: row.balanceIds.map((id) => balanceObject(state, state.tables.balance.get(id)!)),
    charge: row.chargeId,
    created: unix(row.createdAt),
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence: { ...evidence, enhanced_evidence: {} } as unknown as Stripe.Dispute.Evidence,
    evidence_details: {
      due_by: unix(row.dueAt),
      enhanced_eligibility: {},
      has_evidence: Object.keys(row.evidence).length > 0,
      past_due: Date.parse(row.dueAt) < state.now().getTime(),
      submission_count: row.submissions,
      submission_method: row.submissions > 0 ? "manual" : "not_submitted",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: row.metadata,
    payment_intent: row.intentId,
    payment_method_details: {
      card: { brand: "visa", case_type: "chargeback", network: "visa", network_reason_code: "10.4" },
      type: "card",
    },
    reason: row.reason,
    status: row.status,
  };
}
