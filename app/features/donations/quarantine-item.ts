import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { ConfirmationPlan } from "./confirmation-plan.ts";
import type { PaymentState } from "./confirmation-state.server.ts";
import type { QuarantineReason, ReceivedFact } from "./provider-event.ts";

/**
 * Notes something for the quarantine. Its id follows from what the provider names, so that several messages
 * about one thing make one item; a contradiction, or a refund that came back, is an item of its own.
 */
export function planQuarantine(
  plan: ConfirmationPlan,
  received: ReceivedFact,
  about: { reason: QuarantineReason; payment: PaymentState | undefined; heldFen: bigint; name?: string },
): void {
  const { fact } = received;
  const { reason, heldFen } = about;
  const isOwn = about.payment?.organizationId === received.organizationId;
  const payment = isOwn ? about.payment : undefined;
  const objectId =
    reason === "refund-returned" ? (payment?.providerObjectId ?? fact.objectId) : fact.objectId;
  const name =
    about.name ?? (reason === "conflicting-content" ? `${fact.type} ${fact.amountFen}` : fact.type);
  const id = transferIdOf("quarantine", fact.provider, received.credentialId, objectId, name);
  plan.quarantine.set(id, {
    id,
    reason,
    received,
    objectId,
    heldFen,
    fundId: payment?.donationId ? payment.fundId : null,
    donationId: payment?.donationId ?? null,
    expectedFen: payment?.donationId ? payment.amountFen : null,
    expectedCurrency: payment?.donationId ? payment.currency : null,
  });
}
