import { openCredential } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { confirmDonations } from "./confirm-donations.server.ts";

interface OpenPayment {
  credentialId: string;
  organizationId: string;
  provider: string;
  providerOrderId: string | null;
}

/**
 * Gives up an attempt that nobody has paid, because its payer takes another way: closed at the provider first, so that
 * it is not paid behind our back. Where it was paid in the meantime the money is taken. A transfer that comes for
 * a pledge that was given up still counts. Safe to call again.
 *
 * @returns unknown: the provider does not say; the attempt stays open.
 */
export async function giveUpPayment(
  payment: { fundId: string; id: string },
  now: Date,
): Promise<"closed" | "paid" | "unknown"> {
  const [open] = await db.rows<OpenPayment>(
    `select credential_id as "credentialId", organization_id as "organizationId", provider,
            provider_order_id as "providerOrderId"
     from payment where fund_id = $1 and id = $2 and paid_at is null and closed_at is null`,
    [payment.fundId, payment.id],
  );
  if (open && open.provider !== "offline") {
    const opened = await openCredential(open.credentialId);
    if (!opened) return "unknown";
    const answer = await opened.provider.closeOrder({
      paymentId: payment.id,
      providerOrderId: open.providerOrderId,
      now,
    });
    if (!answer.ok) return "unknown";
    const { credentialId, organizationId } = open;
    await confirmDonations(
      answer.facts.map((fact) => ({ fact, credentialId, organizationId, origin: "sweep" as const })),
      now,
    );
  }
  await db.run(
    `update payment set closed_at = $3
     where fund_id = $1 and id = $2 and paid_at is null and closed_at is null and quarantined_at is null`,
    [payment.fundId, payment.id, now],
  );
  const paid = await db.rows("select from payment where fund_id = $1 and id = $2 and paid_at is not null", [
    payment.fundId,
    payment.id,
  ]);
  return paid.length > 0 ? "paid" : "closed";
}
