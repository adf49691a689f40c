import { shanghaiDay } from "#app/lib/time.ts";
import { type VersionInForce, versionsAt } from "../agreements/in-force.server.ts";
import { giftE4Of, returnE4Of } from "../rules/compute-gift.ts";
import { faultOf, faultOfTime } from "./check-event.ts";
import {
  type Difference,
  type EventConflict,
  type EventInput,
  type EventResult,
  type RejectReason,
  type StoredEvent,
  storedItems,
} from "./event.ts";

/** JSON carries no larger integer exactly, and no order gives ninety billion yuan. */
const MOST_GIFT_E4 = BigInt(Number.MAX_SAFE_INTEGER);

export interface KnownEvents {
  /** What is stored of the numbers that the batch names, also by `returnOf`. */
  events: ReadonlyMap<string, StoredEvent>;
  /** Σ returned of each order that the batch returns something of. */
  returnedFen: ReadonlyMap<string, bigint>;
}

export interface Decision {
  /** In the order of the batch. */
  results: EventResult[];
  toStore: StoredEvent[];
  conflicts: EventConflict[];
}

/**
 * What becomes of each event of a batch, given what is stored: pure, so that a batch can be decided again when
 * somebody else's came first. Orders go before returns, so that a return may come in its order's batch; of two events
 * with one number the first wins.
 */
export function decideEvents(
  batch: readonly EventInput[],
  versions: readonly VersionInForce[],
  known: KnownEvents,
  now: Date,
): Decision {
  const deciding: Deciding = {
    versions,
    now,
    slugs: new Map(versions.map(({ agreementId, campaignSlug }) => [agreementId, campaignSlug])),
    events: new Map(known.events),
    returnedFen: new Map(known.returnedFen),
  };
  const results = new Map<number, EventResult>();
  const toStore: StoredEvent[] = [];
  const conflicts: EventConflict[] = [];
  for (const type of ["order", "return"] as const) {
    for (const [at, event] of batch.entries()) {
      if (event.type !== type) continue;
      const decided = decideOne(event, deciding);
      results.set(at, decided.result);
      if (decided.conflict) conflicts.push(decided.conflict);
      if (!decided.stored) continue;
      toStore.push(decided.stored);
      deciding.events.set(event.orderNo, decided.stored);
    }
  }
  return {
    results: batch.map((event, at) => results.get(at) ?? rejected(event, "bad-type")),
    toStore,
    conflicts,
  };
}

interface Deciding {
  versions: readonly VersionInForce[];
  /** Campaign of each agreement. */
  slugs: ReadonlyMap<string, string>;
  events: Map<string, StoredEvent>;
  returnedFen: Map<string, bigint>;
  now: Date;
}

interface DecidedOne {
  result: EventResult;
  stored?: StoredEvent;
  conflict?: EventConflict;
}

function decideOne(event: EventInput, deciding: Deciding): DecidedOne {
  const fault = faultOf(event);
  if (fault) return { result: rejected(event, fault) };
  const earlier = deciding.events.get(event.orderNo);
  if (earlier) return compare(event, earlier, deciding.slugs);
  const late = faultOfTime(event.occurredAt, deciding.now);
  if (late) return { result: rejected(event, late) };
  const made = event.type === "order" ? orderOf(event, deciding) : returnOf(event, deciding);
  if (typeof made === "string") return { result: rejected(event, made) };
  return {
    result: { orderNo: event.orderNo, outcome: "accepted", donationFenE4: made.giftE4 },
    stored: made,
  };
}

function orderOf(event: EventInput, { versions }: Deciding): StoredEvent | RejectReason {
  const found = versionFor(event, versions);
  if (typeof found === "string") return found;
  const content = contentOf(event);
  const giftE4 = giftE4Of(found.terms, content);
  if (giftE4 > MOST_GIFT_E4) return "gift-too-large";
  return { ...content, agreementId: found.agreementId, version: found.version, giftE4 };
}

/** A return has the agreement and the version of its order, whatever holds on its own day. */
function returnOf(event: EventInput, deciding: Deciding): StoredEvent | RejectReason {
  const order = deciding.events.get(event.returnOf ?? "");
  if (order?.type !== "order") return "unknown-order";
  if (event.campaign && deciding.slugs.get(order.agreementId) !== event.campaign) return "other-campaign";
  if (event.occurredAt < order.occurredAt) return "return-before-order";
  const earlierFen = deciding.returnedFen.get(order.orderNo) ?? 0n;
  if (earlierFen + event.amountFen > order.amountFen) return "returned-too-much";
  deciding.returnedFen.set(order.orderNo, earlierFen + event.amountFen);
  const giftE4 = returnE4Of(order, earlierFen, event.amountFen);
  return { ...contentOf(event), agreementId: order.agreementId, version: order.version, giftE4 };
}

/** The agreement that an order falls under: the one in force then, of the campaign that it names. */
function versionFor(event: EventInput, versions: readonly VersionInForce[]): VersionInForce | RejectReason {
  // A sponsor's match follows what others give: no order of its own counts.
  const own = versions.filter(({ terms }) => terms.rule.kind !== "match");
  const asked = event.campaign ? own.filter(({ campaignSlug }) => campaignSlug === event.campaign) : own;
  if (asked.length === 0) return event.campaign && own.length > 0 ? "unknown-campaign" : "no-agreement";
  const day = shanghaiDay(event.occurredAt);
  const [one, ...others] = versionsAt(asked, event.occurredAt, day);
  if (one) return others.length > 0 && !event.campaign ? "campaign-needed" : one;
  return asked.every(({ fromDay }) => day < fromDay) ? "agreement-not-started" : "agreement-ended";
}

/** A number that is known: the same again, or something else under the same number. */
function compare(event: EventInput, earlier: StoredEvent, slugs: ReadonlyMap<string, string>): DecidedOne {
  const differs = differencesOf(contentOf(event), earlier);
  if (event.campaign && slugs.get(earlier.agreementId) !== event.campaign) differs.push("campaign");
  if (differs.length === 0) {
    const result = { orderNo: event.orderNo, outcome: "duplicate", donationFenE4: earlier.giftE4 } as const;
    return { result };
  }
  const reason = differs.length === 1 && differs[0] === "campaign" ? "other-campaign" : "other-content";
  return { result: rejected(event, reason), conflict: { orderNo: event.orderNo, differs } };
}

type Content = Omit<StoredEvent, "agreementId" | "version" | "giftE4">;

function contentOf(event: EventInput): Content {
  return {
    orderNo: event.orderNo,
    type: event.type,
    amountFen: event.amountFen,
    discountFen: event.discountFen ?? 0n,
    ...storedItems(event.items),
    returnOf: event.returnOf ?? null,
    occurredAt: event.occurredAt,
  };
}

function differencesOf(given: Content, stored: Content): Difference[] {
  const differs: Difference[] = [];
  if (given.type !== stored.type) differs.push("type");
  if (given.amountFen !== stored.amountFen) differs.push("amount");
  if (given.discountFen !== stored.discountFen) differs.push("discount");
  if (given.occurredAt.getTime() !== stored.occurredAt.getTime()) differs.push("time");
  if (given.itemCount !== stored.itemCount || itemsText(given) !== itemsText(stored)) differs.push("items");
  if (given.returnOf !== stored.returnOf) differs.push("order");
  return differs;
}

/** jsonb gives its keys back in another order. */
function itemsText({ items }: Content): string {
  return JSON.stringify(items?.map(({ sku, quantity }) => [sku, quantity]) ?? null);
}

function rejected({ orderNo }: EventInput, reason: RejectReason): EventResult {
  return { orderNo, outcome: "rejected", donationFenE4: 0n, reason };
}
