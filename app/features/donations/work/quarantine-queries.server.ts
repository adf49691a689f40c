import { db, transaction } from "#app/lib/db.server.ts";
import { lockQuarantine } from "../locked-quarantine.server.ts";
import type { QuarantineReason } from "../provider-event.ts";
import { possibleDecisions, type QuarantineDecision } from "../quarantine-choices.ts";

/** One item of the quarantine as the charity's people see it. Amounts in fen. */
export interface QuarantineView {
  id: string;
  organizationId: string;
  provider: string;
  reason: QuarantineReason;
  receivedFen: bigint;
  currency: string;
  expectedFen: bigint | null;
  heldFen: bigint;
  objectId: string;
  paymentId: string | null;
  donationId: string | null;
  title: string | null;
  titleEn: string | null;
  occurredAt: Date;
  decision: string | null;
  decidedAt: Date | null;
  /** The proposal that waits for the second person. */
  waitingDecision: QuarantineDecision | null;
  waitingById: string | null;
}

const VIEW = `select q.id, q.organization_id as "organizationId", q.provider, q.reason,
    q.received_fen as "receivedFen", q.currency, q.expected_fen as "expectedFen", q.held_fen as "heldFen",
    q.object_id as "objectId", q.payment_id as "paymentId", q.donation_id as "donationId", f.title,
    f.title_en as "titleEn", q.occurred_at as "occurredAt", q.decision, q.decided_at as "decidedAt",
    w.decision as "waitingDecision", w.by_id as "waitingById"
  from quarantine q left join fund f on f.id = q.fund_id
  left join lateral (
    select a.decision, a.by_id from quarantine_act a
    where a.organization_id = q.organization_id and a.quarantine_id = q.id and a.kind = 'proposed'
      and not exists (select from quarantine_act b where b.organization_id = a.organization_id
                      and b.quarantine_id = a.quarantine_id and b.answers_step = a.step)
    order by a.step desc limit 1
  ) w on q.decided_at is null`;

/** What waits, oldest first; or what was decided, newest first. */
export async function listQuarantine(
  organizationIds: readonly string[],
  which: "open" | "decided",
  limit: number,
): Promise<QuarantineView[]> {
  return db.rows<QuarantineView>(
    which === "open"
      ? `${VIEW} where q.organization_id = any($1) and q.decided_at is null order by q.occurred_at, q.id limit $2`
      : `${VIEW} where q.organization_id = any($1) and q.decided_at is not null order by q.decided_at desc, q.id limit $2`,
    [organizationIds, limit],
  );
}

export interface QuarantineSums {
  openCount: number;
  heldFen: bigint;
  decidedCount: number;
}

export async function quarantineSums(organizationIds: readonly string[]): Promise<QuarantineSums> {
  const [row] = await db.rows<QuarantineSums>(
    `select count(*) filter (where decided_at is null)::int4 as "openCount",
            coalesce(sum(held_fen) filter (where decided_at is null), 0)::int8 as "heldFen",
            count(*) filter (where decided_at is not null)::int4 as "decidedCount"
     from quarantine where organization_id = any($1)`,
    [organizationIds],
  );
  return row ?? { openCount: 0, heldFen: 0n, decidedCount: 0 };
}

export interface QuarantineActView {
  step: number;
  kind: "proposed" | "approved" | "sent-back";
  decision: QuarantineDecision;
  fundTitle: string | null;
  fundTitleEn: string | null;
  note: string;
  byName: string;
  at: Date;
}

export interface QuarantineDetail {
  view: QuarantineView;
  acts: QuarantineActView[];
  possible: QuarantineDecision[];
  /** What is still in suspense of it. */
  leftFen: bigint;
  /** Money that names no fund needs one, if it is to become a gift. */
  needsFund: boolean;
  funds: { id: string; title: string; titleEn: string }[];
  waitingStep: number | null;
}

/** One item with its acts and what may be decided now. Null where none of the organizations has it. */
export async function findQuarantine(
  id: string,
  organizationIds: readonly string[],
  now: Date,
): Promise<QuarantineDetail | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [view] = await db.rows<QuarantineView>(`${VIEW} where q.organization_id = any($1) and q.id = $2`, [
    organizationIds,
    id,
  ]);
  if (!view) return null;
  const acts = await db.rows<QuarantineActView>(
    `select a.step, a.kind, a.decision, f.title as "fundTitle", f.title_en as "fundTitleEn", a.note,
            u.name as "byName", a.at
     from quarantine_act a left join app_user u on u.id = a.by_id left join fund f on f.id = a.target_fund_id
     where a.organization_id = $1 and a.quarantine_id = $2 order by a.step`,
    [view.organizationId, view.id],
  );
  const locked = await transaction((tx) => lockQuarantine(tx, view.organizationId, view.id, now));
  if (!locked) return null;
  const possible = view.decidedAt ? [] : possibleDecisions(locked.situation);
  const needsFund = possible.includes("new-gift") && !locked.situation.isOwnPayment;
  const funds = needsFund
    ? await db.rows<{ id: string; title: string; titleEn: string }>(
        `select id, title, title_en as "titleEn" from fund
         where organization_id = $1 and state <> 'draft' and currency = $2 order by state = 'open' desc, title, id limit 100`,
        [view.organizationId, view.currency],
      )
    : [];
  return {
    view,
    acts,
    possible,
    needsFund,
    funds,
    leftFen: locked.situation.leftFen,
    waitingStep: locked.waiting?.step ?? null,
  };
}
