import type { Sql } from "#app/lib/db.server.ts";
import type { BreakKind, BreakState } from "./breaks.ts";
import { isMember } from "./close-member.server.ts";
import type { WriteOffFacts } from "./write-off-plan.ts";

/** A person's act on one break. The id is drawn when the form is shown: the same id acts once. */
export interface BreakActing {
  id: string;
  organizationId: string;
  breakId: string;
  userId: string;
  now: Date;
}

export interface LockedBreak {
  id: string;
  organizationId: string;
  source: string;
  account: string;
  subjectKey: string;
  kind: BreakKind;
  amountFen: bigint;
  currency: string;
  day: string;
  state: BreakState;
}

/**
 * The break, locked until the transaction ends, for a member of its own organization. `repeated`: this very
 * act was done before.
 */
export async function lockBreak(
  tx: Sql,
  acting: BreakActing,
  roles?: readonly string[],
): Promise<
  { ok: true; found: LockedBreak; isRepeated: boolean } | { ok: false; reason: "not-member" | "not-found" }
> {
  if (!(await isMember(tx, acting.organizationId, acting.userId, roles)))
    return { ok: false, reason: "not-member" };
  const [found] = await tx.rows<LockedBreak>(
    `select id, organization_id as "organizationId", source, account, subject_key as "subjectKey", kind,
            amount_fen as "amountFen", currency, day, state
     from reconciliation_break where organization_id = $1 and id = $2 for update`,
    [acting.organizationId, acting.breakId],
  );
  if (!found) return { ok: false, reason: "not-found" };
  const repeated = await tx.rows("select 1 from break_act where id = $1 and break_id = $2", [
    acting.id,
    acting.breakId,
  ]);
  return { ok: true, found, isRepeated: repeated.length > 0 };
}

export type BreakActKind =
  | "assigned"
  | "explained"
  | "write-off-requested"
  | "write-off-approved"
  | "write-off-refused"
  | "reopened";

/** Writes an act down for good. */
export async function noteAct(
  tx: Sql,
  acting: BreakActing,
  act: BreakActKind,
  what: { reason?: string; note?: string; ownerId?: string } = {},
): Promise<void> {
  await tx.run(
    `insert into break_act (id, organization_id, break_id, act, actor_id, owner_id, reason, note, acted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      acting.id,
      acting.organizationId,
      acting.breakId,
      act,
      acting.userId,
      what.ownerId ?? null,
      what.reason ?? null,
      what.note ?? null,
      acting.now,
    ],
  );
}

/** The statement row of a break and what the books know of it. */
export interface BreakRow {
  rowKey: string;
  amountFen: bigint;
  feeFen: bigint;
  isMatched: boolean;
  /** What its entries and its row share in the books: see bridge-items.server.ts. */
  itemKey: string;
  occurredAt: Date;
  credentialId: string | null;
  paymentId: string | null;
  fundId: string | null;
  donationId: string | null;
  paymentFen: bigint | null;
  isCounted: boolean;
}

/** Null where the break is about something that no statement shows. */
export async function rowOfBreak(sql: Sql, found: LockedBreak): Promise<BreakRow | null> {
  const [row] = await sql.rows<BreakRow>(
    `select r.row_key as "rowKey", r.amount_fen as "amountFen", r.fee_fen as "feeFen",
            m.row_key is not null as "isMatched", r.occurred_at as "occurredAt",
            coalesce(p.donation_id, case when r.source like 'bank-%' then null else r.provider_object_id end, r.row_key) as "itemKey",
            coalesce(p.credential_id, c.id) as "credentialId", p.id as "paymentId", p.fund_id as "fundId",
            p.donation_id as "donationId", p.amount_fen as "paymentFen", coalesce(p.counted_at is not null, false) as "isCounted"
     from statement_row r
     left join reconciliation_match m on m.organization_id = $1 and m.source = r.source and m.account = r.account
       and m.row_key = r.row_key
     left join payment p on p.organization_id = $1 and p.id = r.merchant_reference
       and p.fund_id = substr(r.merchant_reference, 2, 8)
     left join lateral (
       select id from payment_credential where organization_id = $1
         and substring(provider_account from '[^/]*$') = r.account
       order by disabled_at is not null, created_at, id limit 1
     ) c on true
     where r.organization_id = $1 and r.source = $2 and r.account = $3 and r.row_key = $4`,
    [found.organizationId, found.source, found.account, found.subjectKey],
  );
  return row ?? null;
}

/** The facts that decide about a write-off. */
export function writeOffFactsOf(found: LockedBreak, row: BreakRow | null): WriteOffFacts {
  const { kind, source, currency } = found;
  return {
    kind,
    source,
    currency,
    row,
    payment: row?.paymentFen == null ? null : { amountFen: row.paymentFen, isCounted: row.isCounted },
  };
}
