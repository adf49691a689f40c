import type { Act, ActDetails } from "#app/features/identity/acts.ts";
import type { ActInput } from "#app/features/identity/record-act.server.ts";
import type { Sql } from "#app/lib/db.server.ts";

/** Who may draft for the charity, who may sign for it as the second person, and who signs for the enterprise. */
export const DRAFTER_ROLES = ["charity-clerk", "charity-approver"] as const;
export const SIGNER_ROLES = ["charity-approver"] as const;
export const MERCHANT_ROLES = ["merchant"] as const;

/** A person who acts for one side. */
export interface ActingSide {
  side: "charity" | "merchant";
  /** The organization of that side. */
  organizationId: string;
  userId: string;
  now: Date;
}

/** An agreement and its newest version as the verbs read them, under the agreement's lock. */
export interface LockedAgreement {
  id: string;
  fundId: string;
  organizationId: string;
  merchantId: string;
  endedAt: Date | null;
  suspendedAt: Date | null;
  suspendedReason: string | null;
  number: number;
  termsSha256: string;
  effectiveOn: string;
  endsOn: string;
  proposedById: string | null;
  charityConfirmedAt: Date | null;
  merchantConfirmedAt: Date | null;
  withdrawnAt: Date | null;
  /** First day of the newest version that both confirmed; null where there is none. */
  confirmedOn: string | null;
  campaignState: "draft" | "open" | "paused" | "ended";
  /** A public campaign needs its filing before anybody signs for it (慈善法 Art. 24). */
  isFiled: boolean;
}

/**
 * Locks agreements against every other verb, in the order of their ids, and reads them for one side; what is not that
 * side's own is left out. Whether the person holds one of the roles there is part of the query.
 */
export async function lockAgreements(
  tx: Sql,
  ids: readonly string[],
  acting: Pick<ActingSide, "side" | "organizationId" | "userId">,
  roles: readonly string[],
): Promise<LockedAgreement[]> {
  const column = acting.side === "charity" ? "organization_id" : "merchant_id";
  await tx.rows(
    `select id from consumption_agreement where id = any($1) and ${column} = $2 order by id for no key update`,
    [ids, acting.organizationId],
  );
  return tx.rows<LockedAgreement>(
    `select a.id, a.fund_id as "fundId", a.organization_id as "organizationId", a.merchant_id as "merchantId",
            a.ended_at as "endedAt", a.suspended_at as "suspendedAt", a.suspended_reason as "suspendedReason",
            v.number, v.terms_sha256 as "termsSha256", v.effective_on::text as "effectiveOn",
            v.ends_on::text as "endsOn", v.proposed_by_id as "proposedById",
            v.charity_confirmed_at as "charityConfirmedAt", v.merchant_confirmed_at as "merchantConfirmedAt",
            v.withdrawn_at as "withdrawnAt", f.state as "campaignState",
            not f.is_public_campaign or f.filing_no is not null as "isFiled",
            (select max(w.effective_on)::text from consumption_agreement_version w
             where w.agreement_id = a.id and w.charity_confirmed_at is not null
               and w.merchant_confirmed_at is not null) as "confirmedOn"
     from consumption_agreement a
     join fund f on f.id = a.fund_id
     join lateral (
       select * from consumption_agreement_version where agreement_id = a.id order by number desc limit 1) v on true
     where a.id = any($1) and a.${column} = $2
       and exists (select from membership m
                   where m.organization_id = $2 and m.user_id = $3 and m.role = any($4))
     order by a.id`,
    [ids, acting.organizationId, acting.userId, roles],
  );
}

/** What the audit trail of the acting person's own organization is told. */
export function agreementAct(
  acting: Pick<ActingSide, "organizationId" | "now"> & { userId: string | null },
  act: Act,
  agreement: { id: string; number?: number },
): ActInput {
  const details: ActDetails = agreement.number === undefined ? {} : { version: agreement.number };
  return {
    organizationId: acting.organizationId,
    userId: acting.userId,
    act,
    subjectKind: "consumption-agreement",
    subjectId: agreement.id,
    details,
    now: acting.now,
  };
}
