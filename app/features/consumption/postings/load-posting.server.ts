import { findFund, type PublicFund } from "#app/features/funds/queries.server.ts";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { addDays, dateOf, dayOf, shanghaiDay } from "#app/lib/time.ts";
import { type AgreementListed, listAgreements } from "../agreements/queries.server.ts";
import { POSTING_KINDS } from "./posting-href.ts";
import { daySeries, findPosting, type LinePlace, listPostings, postingLines } from "./queries.server.ts";

const LINES_SHOWN = 100;
const POSTINGS_SHOWN = 60;
const DAYS_DRAWN = 30;

interface AskedFor {
  slug?: string | undefined;
  agreementId?: string | undefined;
  day?: string | undefined;
}

/** The campaign and the confirmed agreement of an address; throws a 404 response where there is none. */
async function placeOf(
  { slug, agreementId }: AskedFor,
  now: Date,
): Promise<{ fund: PublicFund; agreement: AgreementListed }> {
  const fund = slug === undefined ? null : await findFund("consumption", slug);
  const isHere = fund && agreementId && fundIdOf(agreementId, "a") === fund.id;
  const [agreement] = isHere ? await listAgreements({ ids: [agreementId] }, shanghaiDay(now)) : [];
  if (!fund || !agreement?.confirmedFrom) throw new Response(null, { status: 404 });
  return { fund, agreement };
}

/** The days of one agreement: what each came to, and those that are posted. */
export async function loadPostings(asked: AskedFor, query: URLSearchParams, now: Date) {
  const { fund, agreement } = await placeOf(asked, now);
  const key = decodeCursor(query.get("cursor"), 2);
  const before = key?.[0] && isDay(key[0]) ? { day: key[0], kind: key[1] ?? "" } : null;
  const today = shanghaiDay(now);
  const [rows, days] = await Promise.all([
    listPostings(agreement.id, { before, limit: POSTINGS_SHOWN + 1 }),
    daySeries([agreement.id], addDays(today, 1 - DAYS_DRAWN), today),
  ]);
  const shown = rows.slice(0, POSTINGS_SHOWN);
  const last = shown.at(-1);
  return {
    fund,
    agreement,
    days,
    postings: shown,
    nextCursor: rows.length > POSTINGS_SHOWN && last ? encodeCursor([last.day, last.kind]) : null,
    isFirstPage: before === null,
    asOf: now,
  };
}
export type PostingsData = Awaited<ReturnType<typeof loadPostings>>;

/** One posting with a page of its lines and the transfer that it became; throws a 404 response where there is none. */
export async function loadPosting(asked: AskedFor, query: URLSearchParams, now: Date) {
  const { fund, agreement } = await placeOf(asked, now);
  const kind = POSTING_KINDS.find((known) => known === query.get("kind")) ?? "orders";
  const posting = asked.day && isDay(asked.day) ? await findPosting(agreement.id, asked.day, kind) : null;
  if (!posting) throw new Response(null, { status: 404 });
  const from = placeInLines(query.get("cursor"));
  const lines = kind === "guarantee" ? [] : await postingLines(posting, { from, limit: LINES_SHOWN + 1 });
  const shown = lines.slice(0, LINES_SHOWN);
  return {
    fund,
    agreement,
    posting,
    lines: shown,
    nextCursor: lines.length > LINES_SHOWN ? cursorAfter(shown, from) : null,
    isFirstPage: from === null,
    asOf: now,
  };
}
export type PostingData = Awaited<ReturnType<typeof loadPosting>>;

/** Also of the calendar: there is no 31st of February. */
const isDay = (text: string): boolean => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dateOf(text) : null;
  return date !== null && !Number.isNaN(date.getTime()) && dayOf(date) === text;
};

function placeInLines(cursor: string | null): LinePlace | null {
  const key = decodeCursor(cursor, 2);
  const at = instantOf(key?.[0]);
  const skipped = key?.[1] ?? "";
  return at && /^\d{1,9}$/.test(skipped) ? { at, skipped: Number(skipped) } : null;
}

function cursorAfter(shown: readonly { occurredAt: Date }[], from: LinePlace | null): string | null {
  const at = shown.at(-1)?.occurredAt;
  if (!at) return null;
  const ofMoment = shown.filter(({ occurredAt }) => occurredAt.getTime() === at.getTime()).length;
  const before = from?.at.getTime() === at.getTime() ? from.skipped : 0;
  return encodeCursor([at.toISOString(), String(before + ofMoment)]);
}
