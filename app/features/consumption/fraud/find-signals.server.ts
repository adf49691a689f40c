import { randomUUID } from "node:crypto";
import { recordActs } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { findBrushed } from "./finders/brushed.server.ts";
import { findFarFromDeclared } from "./finders/far-from-declared.server.ts";
import { findMerchantPaid } from "./finders/merchant-paid.server.ts";
import { findPaidByAnother } from "./finders/paid-by-another.server.ts";
import { findOwingAgain, findStillShown } from "./finders/standing.server.ts";
import { findToldTwice } from "./finders/told-twice.server.ts";
import type { Found } from "./signal.ts";
import { rulesOn } from "./signal-rules.ts";

const FINDERS = [
  findToldTwice,
  findBrushed,
  findFarFromDeclared,
  findStillShown,
  findMerchantPaid,
  findOwingAgain,
  findPaidByAnother,
] as const;

/**
 * Looks for what is odd in the sales of consumption campaigns and puts it before the charity's people. What was found
 * before is only seen again; what was decided keeps the evidence that it was decided on. Each finder is one question
 * about all agreements, and reads without holding anything. Safe to run twice and at once.
 *
 * @returns how many signals are new.
 */
export async function findSignals(now: Date): Promise<{ found: number; opened: number }> {
  const rules = rulesOn(shanghaiDay(now));
  const found: Found[] = [];
  for (const find of FINDERS) found.push(...(await find(db, rules, now)));
  const opened = found.length === 0 ? 0 : await transaction((tx) => keep(tx, found, rules.since, now));
  return { found: found.length, opened };
}

interface Kept {
  id: string;
  organizationId: string;
  kind: string;
  isNew: boolean;
}

async function keep(tx: Sql, found: readonly Found[], rulesSince: string, now: Date): Promise<number> {
  const kept = await tx.rows<Kept>(
    `insert into consumption_signal as s (id, kind, subject, fund_id, organization_id, agreement_id, merchant_id,
       evidence, rules_since, opened_at, last_seen_at)
     select g.id, g.kind, g.subject, a.fund_id, a.organization_id, a.id, a.merchant_id, g.evidence, $6::date, $7, $7
     from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[]) as g(id, kind, subject, agreement_id, evidence)
     join consumption_agreement a on a.id = g.agreement_id
     order by g.kind, g.subject
     on conflict (kind, subject) do update set last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at),
       evidence = case when s.state in ('open', 'asked') then excluded.evidence else s.evidence end
     returning id, organization_id as "organizationId", kind, xmax = 0 as "isNew"`,
    [
      found.map(() => randomUUID()),
      found.map(({ kind }) => kind),
      found.map(({ subject }) => subject),
      found.map(({ agreementId }) => agreementId),
      found.map(({ evidence }) => JSON.stringify(evidence)),
      rulesSince,
      now,
    ],
  );
  const opened = kept.filter(({ isNew }) => isNew);
  await recordActs(
    tx,
    opened.map(({ id, organizationId, kind }) => ({
      organizationId,
      userId: null,
      act: "consumption-signal-opened" as const,
      subjectKind: "consumption-signal" as const,
      subjectId: id,
      details: { kind },
      now,
    })),
  );
  return opened.length;
}
