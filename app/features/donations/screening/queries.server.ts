import { db } from "#app/lib/db.server.ts";
import type { ScreeningGround, ScreeningOutcome, ScreeningReason } from "./screening-rules.ts";

/** A case as the organization's own people see it; never public. Amount in fen. */
export interface ScreeningCase {
  id: string;
  organizationId: string;
  donationId: string;
  reasons: ScreeningReason[];
  openedAt: Date;
  amountFen: bigint;
  provider: "alipay" | "stripe" | "offline";
  countedAt: Date | null;
  /** As the donor typed it; null where none was asked for. */
  donorName: string | null;
  fundTitle: string;
  fundTitleEn: string;
  list: { source: string; reference: string; issuedOn: string; entry: string | null } | null;
  outcome: ScreeningOutcome | null;
  ground: ScreeningGround | null;
  reportRef: string | null;
  proposedById: string | null;
  proposedAt: Date | null;
  decidedAt: Date | null;
}

export interface ScreeningStep {
  number: number;
  step: "proposed" | "decided" | "sent-back";
  outcome: ScreeningOutcome;
  ground: ScreeningGround;
  reportRef: string | null;
  by: string | null;
  at: Date;
}

/** Cases on one page of the queue. */
export const QUEUE_SIZE = 100;

const CASE_SQL = `
  select s.id::text as id, s.organization_id as "organizationId", s.donation_id as "donationId", s.reasons,
         s.opened_at as "openedAt", d.amount_fen as "amountFen", d.provider, p.counted_at as "countedAt",
         d.donor_name as "donorName", f.title as "fundTitle", f.title_en as "fundTitleEn",
         case when l.id is not null then json_build_object('source', l.source, 'reference', l.reference,
           'issuedOn', l.issued_on::text, 'entry', e.reference) end as list,
         s.outcome, s.ground, s.report_ref as "reportRef", s.proposed_by_id as "proposedById",
         s.proposed_at as "proposedAt", s.decided_at as "decidedAt"
  from gift_screening s join donation d on d.fund_id = s.fund_id and d.id = s.donation_id
  join fund f on f.id = s.fund_id
  left join payment p on p.fund_id = s.fund_id and p.donation_id = s.donation_id and p.counted_at is not null
  left join screening_list l on l.id = s.list_id
  left join screening_list_entry e on e.list_id = s.list_id and e.number = s.list_entry`;

/** What waits for a decision, the oldest first, or what was decided, the latest first. */
export async function listScreenings(
  organizationIds: readonly string[],
  which: "open" | "decided",
): Promise<ScreeningCase[]> {
  return db.rows<ScreeningCase>(
    which === "open"
      ? `${CASE_SQL} where s.organization_id = any($1) and s.decided_at is null
         order by s.opened_at, d.amount_fen desc, s.id limit ${QUEUE_SIZE}`
      : `${CASE_SQL} where s.organization_id = any($1) and s.decided_at is not null
         order by s.decided_at desc, s.id limit ${QUEUE_SIZE}`,
    [organizationIds],
  );
}

export async function countScreenings(
  organizationIds: readonly string[],
): Promise<{ open: number; decided: number }> {
  const [counts] = await db.rows<{ open: number; decided: number }>(
    `select count(*) filter (where decided_at is null)::int4 as open,
            count(*) filter (where decided_at is not null)::int4 as decided
     from gift_screening where organization_id = any($1)`,
    [organizationIds],
  );
  return counts ?? { open: 0, decided: 0 };
}

/** A case of one of these organizations; null if there is none. */
export async function findScreening(
  id: string,
  organizationIds: readonly string[],
): Promise<ScreeningCase | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [found] = await db.rows<ScreeningCase>(
    `${CASE_SQL} where s.id = $1 and s.organization_id = any($2)`,
    [id, organizationIds],
  );
  return found ?? null;
}

/** Everything that was proposed and answered in a case of one of these organizations, in order. */
export async function screeningSteps(
  id: string,
  organizationIds: readonly string[],
): Promise<ScreeningStep[]> {
  return db.rows<ScreeningStep>(
    `select a.number, a.step, a.outcome, a.ground, a.report_ref as "reportRef", u.name as by, a.at
     from gift_screening_act a
     join gift_screening s on s.id = a.screening_id and s.organization_id = any($2)
     left join app_user u on u.id = a.by_id where a.screening_id = $1 order by a.number`,
    [id, organizationIds],
  );
}
