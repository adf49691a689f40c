import { randomUUID } from "node:crypto";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import {
  type AgeSum,
  actsOfBreak,
  type BreakActView,
  type BreakDetail,
  type BreakFilters,
  breakFiltersOf,
  breaksByAge,
  breaksForApprover,
  type Colleague,
  colleaguesOf,
  findBreak,
  lastWriteOff,
  listWorkBreaks,
  type WorkBreak,
  type WriteOffView,
} from "./break-queries.server.ts";
import { isMember } from "./close-member.server.ts";
import { rowOfBreak, writeOffFactsOf } from "./locked-break.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";
import { type WriteOffPlan, writeOffPlan } from "./write-off-plan.ts";

const BREAKS_SHOWN = 200;

function shown({ organization, userName, role, mayUpload, query }: ReconciliationReader) {
  return { organization, userName, role, mayUpload, query };
}

export interface BreaksPageData {
  reader: ReturnType<typeof shown>;
  filters: BreakFilters;
  breaks: WorkBreak[];
  total: { count: number; fen: bigint };
  open: { count: number; fen: bigint };
  ages: AgeSum[];
  asks: { waitingCount: number; overdueCount: number; unownedCount: number };
  colleagues: Colleague[];
  /** The id that the form's act will have. */
  attempt: string;
  doneCount: number | null;
  today: string;
}

/** The queue of an organization's differences. */
export async function loadBreaks(reader: ReconciliationReader, url: URL, now: Date): Promise<BreaksPageData> {
  const organizationId = reader.organization.id;
  const filters = breakFiltersOf(url.searchParams);
  const [{ breaks, ...total }, ages, asks, colleagues] = await Promise.all([
    listWorkBreaks(organizationId, filters, { now, limit: BREAKS_SHOWN }),
    breaksByAge(organizationId, now),
    breaksForApprover(organizationId, now),
    colleaguesOf(organizationId),
  ]);
  const done = Number(url.searchParams.get("done") ?? "");
  return {
    reader: shown(reader),
    filters,
    breaks,
    total,
    open: {
      count: ages.reduce((sum, age) => sum + age.count, 0),
      fen: ages.reduce((sum, age) => sum + age.fen, 0n),
    },
    ages,
    asks,
    colleagues,
    attempt: randomUUID(),
    doneCount: url.searchParams.has("done") && Number.isSafeInteger(done) && done >= 0 ? done : null,
    today: shanghaiDay(now),
  };
}

export interface BreakPageData {
  reader: ReturnType<typeof shown>;
  found: BreakDetail;
  acts: BreakActView[];
  writeOff: WriteOffView | null;
  /** What a write-off would book; null where it is not to be asked for. */
  plan: WriteOffPlan;
  colleagues: Colleague[];
  isApprover: boolean;
  /** Whoever asked may not decide. */
  isRequester: boolean;
  attempts: { assign: string; explain: string; writeOff: string; decide: string; reopen: string };
  isDone: boolean;
  today: string;
}

/** One difference; 404 for another organization's. */
export async function loadBreak(
  reader: ReconciliationReader,
  id: string,
  url: URL,
  now: Date,
): Promise<BreakPageData> {
  const organizationId = reader.organization.id;
  const found = await findBreak(organizationId, id);
  if (!found) throw new Response(null, { status: 404 });
  const locked = { ...found, organizationId };
  const [acts, writeOff, colleagues, isApprover, row] = await Promise.all([
    actsOfBreak(organizationId, id),
    lastWriteOff(organizationId, id),
    colleaguesOf(organizationId),
    isMember(db, organizationId, reader.userId, ["charity-approver"]),
    rowOfBreak(db, locked),
  ]);
  const { account: _account, ...visible } = found;
  return {
    reader: shown(reader),
    found: { ...visible, account: found.account.slice(-4) },
    acts,
    writeOff,
    plan: writeOffPlan(writeOffFactsOf(locked, row)),
    colleagues,
    isApprover,
    isRequester: writeOff?.requestedById === reader.userId,
    attempts: {
      assign: randomUUID(),
      explain: randomUUID(),
      writeOff: randomUUID(),
      decide: randomUUID(),
      reopen: randomUUID(),
    },
    isDone: url.searchParams.has("done"),
    today: shanghaiDay(now),
  };
}
