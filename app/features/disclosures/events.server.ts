import { randomUUID } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { AMOUNT_EVENT_KINDS, type EventKind, FUND_EVENT_KINDS } from "./event-kinds.ts";
import { planDisclosureTasks } from "./plan-disclosure-tasks.server.ts";

export interface RecordEventInput {
  /** Drawn when the form is shown, so that a form sent twice records one event. */
  id: string;
  organizationId: string;
  userId: string;
  kind: EventKind;
  fundId: string | null;
  occurredOn: string;
  amountFen: bigint | null;
  note: string;
  now: Date;
}

export type RecordEventResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "in-the-future" | "too-long-ago" | "fund-needed" | "amount-needed" };

/** An event older than this is no news: its duty would have been due before the last planning window. */
const OLDEST = "2024-09-05";

/** Writes an event down; the duty that follows from it is planned at once. Same id: the event that is there. */
export async function recordEvent(input: RecordEventInput): Promise<RecordEventResult> {
  const { kind, occurredOn, now } = input;
  const today = shanghaiDay(now);
  if (occurredOn > today) return { ok: false, reason: "in-the-future" };
  if (occurredOn < OLDEST) return { ok: false, reason: "too-long-ago" };
  if (AMOUNT_EVENT_KINDS.includes(kind) && input.amountFen === null)
    return { ok: false, reason: "amount-needed" };
  const inserted = await transaction(async (tx): Promise<number | null> => {
    const fundId = await ownFund(tx, input);
    if (fundId === null && FUND_EVENT_KINDS.includes(kind)) return null;
    const rows = await tx.run(
      `insert into duty_event (id, organization_id, fund_id, kind, occurred_on, amount_fen, note, state,
                               created_by_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'recorded', $8, $9) on conflict (id) do nothing`,
      [
        input.id,
        input.organizationId,
        fundId,
        kind,
        occurredOn,
        input.amountFen,
        input.note.trim(),
        input.userId,
        now,
      ],
    );
    if (rows > 0)
      await recordAct(tx, {
        organizationId: input.organizationId,
        userId: input.userId,
        act: "duty-event-recorded",
        subjectKind: "duty-event",
        subjectId: input.id,
        details: { kind, day: occurredOn, amountFen: input.amountFen },
        now,
      });
    return rows;
  });
  if (inserted === null) return { ok: false, reason: "fund-needed" };
  await planDisclosureTasks(input.organizationId, today);
  return { ok: true, repeated: inserted === 0 };
}

/** The named fund if it is the organization's own, else none. */
async function ownFund(tx: Sql, input: RecordEventInput): Promise<string | null> {
  const [fund] = await tx.rows<{ id: string }>("select id from fund where id = $1 and organization_id = $2", [
    input.fundId,
    input.organizationId,
  ]);
  return fund?.id ?? null;
}

export type EventDecision = "confirm" | "dismiss" | "withdraw";
export type DecideEventResult =
  | { ok: true }
  | { ok: false; reason: "not-found" | "already-decided" | "reason-needed" | "already-published" };

const NEXT = {
  confirm: { from: "proposed", to: "recorded", act: "duty-event-confirmed" },
  dismiss: { from: "proposed", to: "dismissed", act: "duty-event-dismissed" },
  withdraw: { from: "recorded", to: "withdrawn", act: "duty-event-withdrawn" },
} as const;

/**
 * Confirms or dismisses what the system saw, or withdraws what was recorded by mistake, with a reason. What has been
 * published stays: such an event is corrected by a correction of its report.
 */
export async function decideEvent(input: {
  eventId: string;
  organizationId: string;
  userId: string;
  decision: EventDecision;
  reason: string;
  now: Date;
}): Promise<DecideEventResult> {
  const { eventId, organizationId, userId, decision, now } = input;
  const { from, to, act } = NEXT[decision];
  const reason = input.reason.trim();
  if (decision !== "confirm" && reason === "") return { ok: false, reason: "reason-needed" };
  const result = await transaction(async (tx): Promise<DecideEventResult> => {
    const [event] = await tx.rows<{ state: string; kind: EventKind; isPublished: boolean }>(
      `select state, kind, exists (select from disclosure_task t where t.event_id = e.id
                                     and t.published_at is not null) as "isPublished"
       from duty_event e where id = $1 and organization_id = $2 for update`,
      [eventId, organizationId],
    );
    if (!event) return { ok: false, reason: "not-found" };
    if (event.state === to) return { ok: true };
    if (event.state !== from) return { ok: false, reason: "already-decided" };
    if (event.isPublished) return { ok: false, reason: "already-published" };
    await tx.run(
      "update duty_event set state = $2, decided_by_id = $3, decided_at = $4, reason = $5 where id = $1",
      [eventId, to, userId, now, decision === "confirm" ? null : reason],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act,
      subjectKind: "duty-event",
      subjectId: eventId,
      details: { kind: event.kind },
      now,
    });
    return { ok: true };
  });
  if (result.ok) await planDisclosureTasks(organizationId, shanghaiDay(now));
  return result;
}

export interface EventRow {
  id: string;
  kind: EventKind;
  state: "proposed" | "recorded" | "dismissed" | "withdrawn";
  occurredOn: string;
  amountFen: bigint | null;
  note: string;
  reason: string | null;
  /** "donation:…", "disbursement:…", "version:…" for what the system saw. */
  sourceKey: string | null;
  fundTitle: string | null;
  fundTitleEn: string | null;
  createdByName: string | null;
  taskId: string | null;
  dueOn: string | null;
  publishedAt: Date | null;
}

/** An organization's events, what waits for a person first, then the newest. */
export async function listEvents(organizationId: string): Promise<EventRow[]> {
  return db.rows<EventRow>(
    `select e.id, e.kind, e.state, e.occurred_on as "occurredOn", e.amount_fen as "amountFen", e.note, e.reason,
            e.source_key as "sourceKey", f.title as "fundTitle", f.title_en as "fundTitleEn",
            u.name as "createdByName", t.id as "taskId", t.due_on as "dueOn", t.published_at as "publishedAt"
     from duty_event e left join fund f on f.id = e.fund_id left join app_user u on u.id = e.created_by_id
     left join disclosure_task t on t.event_id = e.id and t.withdrawn_at is null
     where e.organization_id = $1
     order by (e.state = 'proposed') desc, e.occurred_on desc, e.id limit 200`,
    [organizationId],
  );
}

/** How many things the system saw that nobody has confirmed or dismissed. */
export async function countProposedEvents(organizationId: string): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    "select count(*)::int as count from duty_event where organization_id = $1 and state = 'proposed'",
    [organizationId],
  );
  return row?.count ?? 0;
}

/** The organization's funds to choose from. */
export async function listEventFunds(
  organizationId: string,
): Promise<{ id: string; title: string; titleEn: string }[]> {
  return db.rows(
    `select id, title, title_en as "titleEn" from fund where organization_id = $1 and state <> 'draft'
     order by title, id`,
    [organizationId],
  );
}

export const newEventId = (): string => randomUUID();
