import { randomUUID } from "node:crypto";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { db, session } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AgeSum, breaksByAge } from "./break-queries.server.ts";
import { atOneMoment } from "./close-lock.server.ts";
import { isMember } from "./close-member.server.ts";
import { type CloseObstacle, closeObstacles, nextDayToClose } from "./close-obstacles.server.ts";
import {
  type ClosedDayLine,
  type ClosingView,
  closingsOfDay,
  figuresOfClosing,
  listClosedDays,
} from "./close-queries.server.ts";
import { dayDownload } from "./day-download.server.ts";
import { closedDayBefore, dayFigures } from "./day-figures.server.ts";
import type { BridgeItem, DayFigures } from "./day-figures.ts";
import { figuresRecord, readFigures } from "./figures-record.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";

const DAYS_SHOWN = 60;
const ITEMS_SHOWN = 200;

function shown({ organization, userName, role, mayUpload, query }: ReconciliationReader) {
  return { organization, userName, role, mayUpload, query };
}

export interface ClosePageData {
  reader: ReturnType<typeof shown>;
  day: string;
  figures: DayFigures;
  items: BridgeItem[];
  itemCount: number;
  /** What stands in the way; empty for a closed day. */
  obstacles: CloseObstacle[];
  closings: ClosingView[];
  /** The one that counts: signed, or signed and closed. */
  live: ClosingView | null;
  ages: AgeSum[];
  /** `isStale`: what was signed is not what the figures are now. */
  may: { sign: boolean; close: boolean; reopen: boolean; isSigner: boolean; isStale: boolean };
  attempt: string;
  done: string | null;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** The figures of one day: as recorded where it is closed, else as they are at this moment. */
export async function loadClose(
  reader: ReconciliationReader,
  day: string,
  now: Date,
  done: string | null,
): Promise<ClosePageData> {
  if (!isDay(day) || day > shanghaiDay(now)) throw new Response(null, { status: 404 });
  const organizationId = reader.organization.id;
  const [ages, isApprover] = await Promise.all([
    breaksByAge(organizationId, now, day),
    isMember(db, organizationId, reader.userId, ["charity-approver"]),
  ]);
  const { closings, figures, items, obstacles, live } = await session((sql) =>
    atOneMoment(sql, async () => {
      const closings = await closingsOfDay(sql, organizationId, day);
      const live = closings.find((closing) => !closing.supersededAt && !closing.reopenedAt) ?? null;
      if (live?.closedAt) {
        const kept = await figuresOfClosing(sql, live.id);
        if (kept)
          return { closings, live, figures: readFigures(kept.text), items: kept.items, obstacles: [] };
      }
      const fresh = await dayFigures(sql, organizationId, day);
      return { closings, live, ...fresh, obstacles: await closeObstacles(sql, fresh.figures, now) };
    }),
  );
  const isClosed = Boolean(live?.closedAt);
  const isStale = live !== null && !isClosed && figuresRecord(figures).sha256 !== live.sha256;
  const isFree = !isClosed && obstacles.length === 0;
  const isSigner = live?.signedById === reader.userId;
  return {
    reader: shown(reader),
    day,
    figures,
    items: items.slice(0, ITEMS_SHOWN),
    itemCount: items.length,
    obstacles,
    closings,
    live,
    ages,
    may: {
      sign: reader.mayUpload && isFree && (live === null || isStale),
      close: isApprover && isFree && live !== null && !isStale && !isSigner,
      reopen: isApprover && isClosed,
      isSigner,
      isStale,
    },
    attempt: randomUUID(),
    done,
  };
}

export interface ClosesPageData {
  reader: ReturnType<typeof shown>;
  days: ClosedDayLine[];
  older: string | null;
  next: { day: string; obstacles: CloseObstacle[]; signedByName: string | null };
  ages: AgeSum[];
  today: string;
}

/** Every closed day, and the one that comes next. */
export async function loadCloses(
  reader: ReconciliationReader,
  before: string | null,
  now: Date,
): Promise<ClosesPageData> {
  const organizationId = reader.organization.id;
  const [days, ages, day] = await Promise.all([
    listClosedDays(organizationId, {
      before: before !== null && isDay(before) ? before : null,
      limit: DAYS_SHOWN + 1,
    }),
    breaksByAge(organizationId, now),
    nextDayToClose(db, organizationId, now),
  ]);
  const last = days[DAYS_SHOWN - 1];
  const separator = reader.query === "" ? "?" : "&";
  const next = await session((sql) =>
    atOneMoment(sql, async () => {
      const { figures } = await dayFigures(sql, organizationId, day);
      const [live] = (await closingsOfDay(sql, organizationId, day)).filter(
        (closing) => !closing.supersededAt && !closing.reopenedAt,
      );
      const obstacles = await closeObstacles(sql, figures, now);
      return { day, obstacles, signedByName: live?.signedByName ?? null };
    }),
  );
  return {
    reader: shown(reader),
    days: days.slice(0, DAYS_SHOWN),
    older:
      days.length > DAYS_SHOWN && last
        ? `/workspace/reconciliation/close${reader.query}${separator}before=${last.day}`
        : null,
    next,
    ages,
    today: shanghaiDay(now),
  };
}

/** Every line behind the figures of a day as a file. Members and officers only. */
export async function answerDayDownload(reader: ReconciliationReader, day: string): Promise<Response> {
  if (!isDay(day)) throw new Response(null, { status: 404 });
  const organizationId = reader.organization.id;
  const base = await closedDayBefore(db, organizationId, day);
  return new Response(dayDownload(organizationId, { day, before: base?.day ?? null }), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="close-${reader.organization.slug}-${day}.csv"`,
      ...PRIVATE_HEADERS,
    },
  });
}
