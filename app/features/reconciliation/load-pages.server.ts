import { accountsOfSource } from "#app/features/payments/statement-account.server.ts";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { DayPageData } from "./day-page.tsx";
import type { DaysPageData } from "./days-page.tsx";
import { listFundChecks } from "./fund-queries.server.ts";
import type { PublicReconciliation } from "./public-page.tsx";
import { findOrganization, listPublicBreaks, listPublicClosings } from "./public-queries.server.ts";
import {
  fourBooks,
  listDays,
  listOpenBreaks,
  listRows,
  listStatements,
  openBreakTotal,
  runsOfDay,
} from "./queries.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";
import type { RowsPageData } from "./rows-page.tsx";
import { listDoubts, listFetches, listGaps } from "./statement-health.server.ts";

const PATH = "/workspace/reconciliation";
const DAYS_SHOWN = 31;
const BREAKS_SHOWN = 200;
const ROWS_SHOWN = 100;

function dayOrNull(text: string | null): string | null {
  const isDay = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay ? text : null;
}

/** Only what the page shows of who reads it. */
function shown({ organization, userName, role, mayUpload, query }: ReconciliationReader) {
  return { organization, userName, role, mayUpload, query };
}

/** All days of an organization; `before` continues an older page. */
export async function loadDays(
  reader: ReconciliationReader,
  before: string | null,
  now: Date,
): Promise<DaysPageData> {
  const organizationId = reader.organization.id;
  const [days, open, breaks, statements, intake] = await Promise.all([
    listDays(organizationId, { before: dayOrNull(before), limit: DAYS_SHOWN + 1 }),
    openBreakTotal(organizationId),
    listOpenBreaks(organizationId, null, BREAKS_SHOWN),
    listStatements(organizationId, 10),
    loadIntake(reader, shanghaiDay(now)),
  ]);
  const last = days[DAYS_SHOWN - 1];
  const separator = reader.query === "" ? "?" : "&";
  const older =
    days.length > DAYS_SHOWN && last ? `${PATH}${reader.query}${separator}before=${last.day}` : null;
  const shownDays = days.slice(0, DAYS_SHOWN);
  return {
    reader: shown(reader),
    days: shownDays,
    older,
    open,
    breaks,
    statements,
    today: shanghaiDay(now),
    intake,
  };
}

/** How statements come in: fetched or not, gaps between them, rows in doubt. */
async function loadIntake(
  reader: ReconciliationReader,
  today: string,
): Promise<NonNullable<DaysPageData["intake"]>> {
  const organizationId = reader.organization.id;
  const [fetches, gaps, doubts, accounts] = await Promise.all([
    listFetches(organizationId, today),
    listGaps(organizationId, 5),
    listDoubts(organizationId, null, 20),
    reader.mayUpload ? accountsOfSource(organizationId, "bank-generic") : [],
  ]);
  return { fetches, gaps, doubts, accounts: accounts.map((value) => ({ value, tail: value.slice(-4) })) };
}

/** One day; 404 for what is no day. */
export async function loadDay(reader: ReconciliationReader, day: string, now: Date): Promise<DayPageData> {
  if (dayOrNull(day) === null) throw new Response(null, { status: 404 });
  const organizationId = reader.organization.id;
  const [runs, books, breaks, doubts] = await Promise.all([
    runsOfDay(organizationId, day),
    fourBooks(organizationId, day),
    listOpenBreaks(organizationId, day, BREAKS_SHOWN),
    listDoubts(organizationId, day, 100),
  ]);
  return { reader: shown(reader), day, runs, books, breaks, doubts, today: shanghaiDay(now) };
}

/** The lines of one statement on one day, a page at a time. */
export async function loadRows(
  reader: ReconciliationReader,
  where: { day: string; source: string },
  url: URL,
): Promise<RowsPageData> {
  const { day, source } = where;
  if (dayOrNull(day) === null || source === "") throw new Response(null, { status: 404 });
  const onlyOpen = url.searchParams.get("open") === "1";
  const key = decodeCursor(url.searchParams.get("cursor"), 2);
  const occurredAt = instantOf(key?.[0]);
  const after = key && occurredAt ? { occurredAt, rowKey: key[1] ?? "" } : null;
  const rows = await listRows(
    reader.organization.id,
    { source, day, onlyOpen },
    { after, limit: ROWS_SHOWN + 1 },
  );
  const last = rows[ROWS_SHOWN - 1];
  const address = (values: Record<string, string>): string => {
    const params = new URLSearchParams(reader.query);
    for (const [name, value] of Object.entries(values)) params.set(name, value);
    const text = params.toString();
    return `${PATH}/${day}/${encodeURIComponent(source)}${text === "" ? "" : `?${text}`}`;
  };
  const kept: Record<string, string> = onlyOpen ? { open: "1" } : {};
  const next =
    rows.length > ROWS_SHOWN && last
      ? address({ ...kept, cursor: encodeCursor([last.occurredAt.toISOString(), last.rowKey]) })
      : null;
  return {
    reader: shown(reader),
    day,
    source,
    onlyOpen,
    rows: rows.slice(0, ROWS_SHOWN),
    hrefs: {
      all: address({}),
      open: address({ open: "1" }),
      day: `${PATH}/${day}${reader.query}`,
      days: `${PATH}${reader.query}`,
      next,
    },
  };
}

/** What everybody may see of an organization's reconciliation; 404 for an unknown one. */
export async function loadPublicReconciliation(slug: string, now: Date): Promise<PublicReconciliation> {
  const organization = await findOrganization(slug);
  if (!organization) throw new Response(null, { status: 404 });
  const today = shanghaiDay(now);
  const page = { organization: slug, after: null };
  const [days, open, openBreaks, recentBreaks, closings, funds] = await Promise.all([
    listDays(organization.id, { before: null, limit: DAYS_SHOWN }),
    openBreakTotal(organization.id),
    listPublicBreaks({ ...page, limit: BREAKS_SHOWN, state: "not-over" }, today),
    listPublicBreaks({ ...page, limit: 20, state: "over" }, today),
    listPublicClosings(organization.id, DAYS_SHOWN),
    listFundChecks(organization.id),
  ]);
  return { organization, days, open, openBreaks, recentBreaks, closings, funds, today, now };
}
