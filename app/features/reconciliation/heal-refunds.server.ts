import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import { openCredential } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import { isDue } from "./pacing.server.ts";

const ASK_PAUSE_MS = 10 * 60_000;
const ROUND_LIMIT = 50;

interface UnknownRefund {
  credentialId: string;
  organizationId: string;
  paymentId: string;
  paymentObjectId: string;
  /** out_request_no, by which the message about it would have named it too. */
  refundId: string;
  amountFen: bigint;
  occurredAt: Date;
}

/**
 * The last net for a refund made at Alipay's own site whose message never came: the money record shows it, the
 * trade bill names it, Alipay is asked about it under that name, and its answer goes through the same verb as
 * the message would have, with the same ids. A message that comes afterwards finds it there.
 * (Stripe lists the messages that it could not deliver, and they are heard from there.)
 *
 * @returns how many refunds were booked.
 */
export async function healRefunds(organizationId: string, now: Date): Promise<number> {
  let booked = 0;
  for (const refund of await listUnknown(organizationId)) {
    if (!isDue(`refund ${refund.paymentId} ${refund.refundId}`, now, ASK_PAUSE_MS)) continue;
    const fact = await ask(refund, now);
    if (fact === null || !(await hasRoom(refund))) continue;
    const [outcome] = await confirmDonations([fact], now);
    if (outcome === "applied") booked += 1;
    else log.warn({ paymentId: refund.paymentId, outcome }, "a refund of the bill was not booked");
  }
  return booked;
}

/** Refunds that the trade bill names, of payments with an open break for one of that amount. */
async function listUnknown(organizationId: string): Promise<UnknownRefund[]> {
  return db.rows<UnknownRefund>(
    `select distinct on (p.id, t.refund_reference) p.credential_id as "credentialId",
            p.organization_id as "organizationId", p.id as "paymentId", p.provider_object_id as "paymentObjectId",
            t.refund_reference as "refundId", -t.amount_fen as "amountFen", t.occurred_at as "occurredAt"
     from reconciliation_break b
     join statement_row s on s.organization_id = b.organization_id and s.source = b.source
       and s.account = b.account and s.row_key = b.subject_key and s.kind = 'refund'
     join statement_row t on t.organization_id = s.organization_id and t.merchant_reference = s.merchant_reference
       and t.source = 'alipay-trade' and t.account = s.account and t.kind = 'refund'
       and t.amount_fen = s.amount_fen and t.refund_reference is not null
     join payment p on p.fund_id = substring(s.merchant_reference from 2 for 8) and p.id = s.merchant_reference
       and p.organization_id = b.organization_id and p.provider_object_id = t.provider_object_id
     where b.organization_id = $1 and b.state = 'open' and b.kind = 'refund-missing'
       and b.source = 'alipay-signcustomer' and p.paid_at is not null and p.provider = 'alipay'
       and not exists (
         select from refund r where r.fund_id = p.fund_id
           and (r.id = t.refund_reference or r.payment_id = p.id and r.provider_refund_id = t.refund_reference))
     order by p.id, t.refund_reference limit $2`,
    [organizationId, ROUND_LIMIT],
  );
}

async function ask(refund: UnknownRefund, now: Date): Promise<ReceivedFact | null> {
  const { credentialId, organizationId, paymentId, paymentObjectId, refundId, amountFen } = refund;
  const opened = await openCredential(credentialId);
  if (!opened) return null;
  const { provider } = opened;
  const found = await provider.queryRefund({
    paymentId,
    paymentObjectId,
    refundId,
    providerRefundId: null,
    now,
  });
  // Bill and answer have to say the same; anything else stays with people.
  if (!found.ok || found.state !== "succeeded" || found.amountFen !== amountFen) {
    log.warn({ paymentId, state: found.ok ? found.state : found.reason }, "a refund of the bill is not sure");
    return null;
  }
  return {
    credentialId,
    organizationId,
    origin: "statement",
    fact: {
      provider: provider.provider,
      eventKey: `query|${refundId}|refunded`,
      type: "refunded",
      providerType: "refund",
      paymentId,
      objectId: refundId,
      paymentObjectId,
      providerAccount: provider.providerAccount,
      amountFen,
      currency: "CNY",
      occurredAt: refund.occurredAt,
      sellerMatches: true,
      payerReference: null,
      refundId,
      payloadSha256: "",
    },
  };
}

/**
 * Alipay's messages tell the sum of all refunds: the one that came after a lost one booked both under its own
 * name. What the books have for the payment may never come above what the money record has.
 */
async function hasRoom({ organizationId, paymentId, amountFen }: UnknownRefund): Promise<boolean> {
  const rows = await db.rows(
    `select from payment p
     where p.fund_id = substring($2 from 2 for 8) and p.id = $2
       and $3::int8 + coalesce((select sum(r.amount_fen) from refund r
         where r.fund_id = p.fund_id and r.payment_id = p.id and r.failed_at is null), 0)
         <= (select -sum(s.amount_fen) from statement_row s
             where s.organization_id = $1 and s.merchant_reference = $2 and s.source = 'alipay-signcustomer'
               and s.kind = 'refund')`,
    [organizationId, paymentId, amountFen],
  );
  return rows.length > 0;
}
