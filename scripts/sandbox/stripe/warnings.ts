import type Stripe from "stripe";
import { unix } from "../clock.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { recordEvent } from "./events.ts";
import type { ChargeRecord, EventRecord, WarningRecord } from "./records.ts";

/** The card's bank says that its holder did not pay this. */
export function warnOfFraud(state: SandboxState, charge: ChargeRecord): EventRecord {
  const record: WarningRecord = {
    id: `issfr_${randomId(24)}`,
    chargeId: charge.id,
    intentId: charge.intentId,
    isActionable: charge.disputeId === null && charge.refundedFen < charge.amountFen,
    createdAt: state.now().toISOString(),
  };
  const type = "radar.early_fraud_warning.created";
  return recordEvent(state, charge.account, type, { kind: "warning", record });
}

export function warningObject(row: WarningRecord): Stripe.Radar.EarlyFraudWarning {
  return {
    id: row.id,
    object: "radar.early_fraud_warning",
    actionable: row.isActionable,
    charge: row.chargeId,
    created: unix(row.createdAt),
    fraud_type: "unauthorized_use_of_card",
    livemode: false,
    payment_intent: row.intentId,
  };
}
