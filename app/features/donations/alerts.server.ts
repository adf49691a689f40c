import { randomUUID } from "node:crypto";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/**
 * declines: most card payments of one charity fail. card-declines: one card fails again and again.
 * small-gifts-by-card, small-gifts-by-bin: many small gifts by one card, or by cards of one bank.
 * fraud-warning: the card's bank says that its holder did not give; a refund is proposed.
 */
export const ALERT_KINDS = [
  "fraud-warning",
  "declines",
  "small-gifts-by-card",
  "small-gifts-by-bin",
  "card-declines",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface GivingAlert {
  id: string;
  kind: AlertKind;
  organizationId: string | null;
  organizationName: string | null;
  organizationNameEn: string | null;
  donationId: string | null;
  amountFen: bigint | null;
  seenCount: number;
  openedAt: Date;
  lastSeenAt: Date;
}

/**
 * Raises an alert, or counts up the one that the same subject has today: a person reads one line, not a
 * thousand. An alert that was dealt with opens again when it goes on.
 *
 * @param subject a keyed hash or the provider's id; never a card, an address or a name
 */
export async function raiseAlert(
  alert: {
    kind: AlertKind;
    subject: string;
    organizationId: string | null;
    credentialId: string | null;
    paymentId?: string | null;
    amountFen?: bigint | null;
    currency?: string | null;
    seenCount: number;
  },
  now: Date,
): Promise<void> {
  await db.run(
    `insert into giving_alert as a (id, kind, subject, day, organization_id, credential_id, payment_id, amount_fen,
                                    currency, seen_count, opened_at, last_seen_at)
     values ($1, $2, $3, $4::date, $5, $6, $7, $8, $9, $10, $11, $11)
     on conflict (kind, subject, day) do update
       set seen_count = greatest(a.seen_count, excluded.seen_count), last_seen_at = excluded.last_seen_at,
           handled_at = case when excluded.seen_count > a.seen_count then null else a.handled_at end`,
    [
      randomUUID(),
      alert.kind,
      alert.subject,
      // A warning is about one payment: told again tomorrow it is still the same one.
      alert.kind === "fraud-warning" ? "2000-01-01" : shanghaiDay(now),
      alert.organizationId,
      alert.credentialId,
      alert.paymentId ?? null,
      alert.amountFen ?? null,
      alert.currency ?? null,
      alert.seenCount,
      now,
    ],
  );
}

/** Alerts that nobody has dealt with, of all organizations (null) or of these; the oldest first. */
export async function listOpenAlerts(organizationIds: readonly string[] | null): Promise<GivingAlert[]> {
  return db.rows<GivingAlert>(
    `select a.id::text as id, a.kind, a.organization_id as "organizationId", o.name as "organizationName",
            o.name_en as "organizationNameEn", p.donation_id as "donationId", a.amount_fen as "amountFen",
            a.seen_count as "seenCount", a.opened_at as "openedAt", a.last_seen_at as "lastSeenAt"
     from giving_alert a left join organization o on o.id = a.organization_id
     left join payment p on p.fund_id = substr(a.payment_id, 2, 8) and p.id = a.payment_id
     where a.handled_at is null and ($1::text[] is null or a.organization_id = any($1))
     order by a.opened_at, a.id limit 100`,
    [organizationIds],
  );
}

/** Marks an alert as dealt with, by whom. Again is fine. */
export async function handleAlert(
  input: { id: string; organizationIds: readonly string[] | null; userId: string },
  now: Date,
): Promise<{ ok: true } | { ok: false; reason: "not-found" }> {
  const count = await db.run(
    `update giving_alert set handled_at = coalesce(handled_at, $3), handled_by_id = coalesce(handled_by_id, $4)
     where id::text = $1 and ($2::text[] is null or organization_id = any($2))`,
    [input.id, input.organizationIds, now, input.userId],
  );
  return count > 0 ? { ok: true } : { ok: false, reason: "not-found" };
}
