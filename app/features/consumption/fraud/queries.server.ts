import { SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { db } from "#app/lib/db.server.ts";
import {
  evidenceSchema,
  type Finding,
  type SignalDecision,
  type SignalKind,
  type SignalState,
  type SignalStep,
} from "./signal.ts";

/** A signal as the charity's people and the bureau's officers see it; never public. */
export interface Signal {
  id: string;
  kind: SignalKind;
  state: SignalState;
  decision: SignalDecision | null;
  evidence: Finding[];
  rulesSince: string;
  openedAt: Date;
  lastSeenAt: Date;
  decidedAt: Date | null;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  agreementId: string;
  merchantId: string;
  merchantName: string;
  merchantNameEn: string;
  merchantSlug: string;
  fundId: string;
  fundTitle: string;
  fundTitleEn: string;
  fundSlug: string;
}

/** Who asks: the charity's own people, or an officer for the places that the bureau answers for. */
export type SignalReader = { organizationIds: readonly string[] } | { officerId: string };

export interface SignalFilter {
  which: "waiting" | "decided";
  kind: SignalKind | null;
}

/** Signals on one page of the queue. */
const QUEUE_SIZE = 100;

const SELECT = `
  select s.id::text as id, s.kind, s.state, s.decision, s.evidence, s.rules_since::text as "rulesSince",
         s.opened_at as "openedAt", s.last_seen_at as "lastSeenAt", s.decided_at as "decidedAt",
         s.organization_id as "organizationId", c.name as "organizationName", c.name_en as "organizationNameEn",
         s.agreement_id as "agreementId", s.merchant_id as "merchantId", m.name as "merchantName",
         m.name_en as "merchantNameEn", m.slug as "merchantSlug", s.fund_id as "fundId", f.title as "fundTitle",
         f.title_en as "fundTitleEn", f.slug as "fundSlug"
  from consumption_signal s
  join organization c on c.id = s.organization_id
  join organization m on m.id = s.merchant_id
  join fund f on f.id = s.fund_id`;

/** The reader's right as a beginning of the query and a condition on `s` and the charity `c`; `$1` is the reader. */
function rightOf(reader: SignalReader): { before: string; where: string; value: unknown } {
  return "officerId" in reader
    ? {
        before: SUPERVISED_PLACES,
        where: "c.division_code in (select code from supervised_place)",
        value: reader.officerId,
      }
    : { before: "", where: "s.organization_id = any($1)", value: [...reader.organizationIds] };
}

const isIn = (which: SignalFilter["which"]): string =>
  which === "waiting" ? "s.state in ('open', 'asked')" : "s.state in ('decided', 'upheld')";

/** What waits for a decision, the oldest first, or what was decided, the latest first. */
export async function listSignals(reader: SignalReader, { which, kind }: SignalFilter): Promise<Signal[]> {
  const { before, where, value } = rightOf(reader);
  const rows = await db.rows<Signal>(
    `${before} ${SELECT} where ${where} and ${isIn(which)} and ($2::text is null or s.kind = $2)
     order by ${which === "waiting" ? "s.opened_at" : "s.decided_at desc"}, s.kind, s.id limit ${QUEUE_SIZE}`,
    [value, kind],
  );
  return rows.map(read);
}

/** How many wait and how many were decided. */
export async function countSignals(reader: SignalReader): Promise<{ waiting: number; decided: number }> {
  const { before, where, value } = rightOf(reader);
  const [counts] = await db.rows<{ waiting: number; decided: number }>(
    `${before} select count(*) filter (where ${isIn("waiting")})::int as waiting,
            count(*) filter (where ${isIn("decided")})::int as decided
     from consumption_signal s join organization c on c.id = s.organization_id where ${where}`,
    [value],
  );
  return counts ?? { waiting: 0, decided: 0 };
}

/** A signal that the reader may see; null if there is none. */
export async function findSignal(id: string, reader: SignalReader): Promise<Signal | null> {
  const { before, where, value } = rightOf(reader);
  const [row] = await db.rows<Signal>(`${before} ${SELECT} where ${where} and s.id::text = $2`, [value, id]);
  return row ? read(row) : null;
}

const read = (row: Signal): Signal => ({ ...row, evidence: evidenceSchema.parse(row.evidence) });

export interface SignalStepRow {
  number: number;
  step: SignalStep;
  note: string;
  by: string | null;
  at: Date;
}

/** What was said about a signal, in order. Ask `findSignal` for the right first. */
export function signalSteps(id: string): Promise<SignalStepRow[]> {
  return db.rows<SignalStepRow>(
    `select t.number, t.step, t.note, u.name as by, t.at from consumption_signal_step t
     left join app_user u on u.id = t.by_id where t.signal_id::text = $1 order by t.number`,
    [id],
  );
}
