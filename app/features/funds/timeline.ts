import { daysBetween, shanghaiDay } from "#app/lib/time.ts";
import type { DisclosureDuty, PublicDisbursement } from "./fund-books.server.ts";
import type { GiftTrail } from "./gift-trails.server.ts";
import type { PublicFund } from "./queries.server.ts";

/** One thing that happened to a fund, or will. `day` is YYYY-MM-DD in China. */
export type TimelineEvent = { key: string; day: string } & (
  | { kind: "ends" | "starts" | "started" | "ended" | "filed" | "first-gift" }
  | { kind: "due"; duty: DisclosureDuty; isLate: boolean }
  | { kind: "published"; duty: DisclosureDuty; lateDays: number }
  | { kind: "paid" | "delivered"; disbursement: PublicDisbursement }
  | { kind: "gift"; gift: GiftTrail }
);

interface TimelineSources {
  fund: PublicFund;
  disbursements: readonly PublicDisbursement[];
  duties: readonly DisclosureDuty[];
  gifts: readonly GiftTrail[];
  firstGiftAt: Date | null;
}

/** How many past events are told; the rest stand in the lists of the page. */
const PAST_EVENTS = 14;

/** The story of a fund out of its rows, newest first; what is still to come stands at the top. */
export function timelineOf(
  sources: TimelineSources,
  today: string,
): { next: TimelineEvent[]; past: TimelineEvent[] } {
  const events = [
    ...lifeEvents(sources, today),
    ...dutyEvents(sources.duties, today),
    ...moneyEvents(sources),
  ];
  const byDay = (a: TimelineEvent, b: TimelineEvent) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1);
  const upcoming = events.filter((event) => isToCome(event)).sort(byDay);
  const past = events.filter((event) => !isToCome(event)).sort(byDay);
  const first = past.filter((event) => event.kind === "started" || event.kind === "filed");
  const rest = past.filter((event) => !first.includes(event));
  return { next: upcoming.slice(-2), past: [...rest.slice(0, PAST_EVENTS), ...first].sort(byDay) };
}

function isToCome(event: TimelineEvent): boolean {
  return event.kind === "ends" || event.kind === "starts" || event.kind === "due";
}

function lifeEvents({ fund, firstGiftAt }: TimelineSources, today: string): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  if (fund.filedOn) events.push({ key: "filed", kind: "filed", day: fund.filedOn });
  if (fund.startsOn) {
    events.push({ key: "starts", kind: fund.startsOn <= today ? "started" : "starts", day: fund.startsOn });
  }
  if (fund.endsOn)
    events.push({ key: "ends", kind: fund.endsOn < today ? "ended" : "ends", day: fund.endsOn });
  if (firstGiftAt) events.push({ key: "first-gift", kind: "first-gift", day: shanghaiDay(firstGiftAt) });
  return events;
}

function dutyEvents(duties: readonly DisclosureDuty[], today: string): TimelineEvent[] {
  return duties.map((duty) => {
    if (duty.publishedAt === null) {
      return { key: duty.id, kind: "due", day: duty.dueOn, duty, isLate: duty.dueOn < today };
    }
    const day = shanghaiDay(duty.publishedAt);
    return {
      key: duty.id,
      kind: "published",
      day,
      duty,
      lateDays: Math.max(0, daysBetween(duty.dueOn, day)),
    };
  });
}

function moneyEvents({ disbursements, gifts }: TimelineSources): TimelineEvent[] {
  const events: TimelineEvent[] = [];
  for (const disbursement of disbursements) {
    if (disbursement.deliveredOn) {
      const day = disbursement.deliveredOn;
      events.push({ key: `n-${disbursement.id}`, kind: "delivered", day, disbursement });
    }
    const day = disbursement.paidAt ? shanghaiDay(disbursement.paidAt) : null;
    // Paid and delivered on one day is one event.
    if (day && day !== disbursement.deliveredOn) {
      events.push({ key: disbursement.id, kind: "paid", day, disbursement });
    }
  }
  const [newest] = gifts;
  if (newest) events.push({ key: newest.id, kind: "gift", day: shanghaiDay(newest.paidAt), gift: newest });
  return events;
}
