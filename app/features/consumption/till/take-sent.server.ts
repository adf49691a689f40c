import { z } from "zod";
import type { EventInput } from "#app/features/consumption/intake/event.ts";
import { exactYuan } from "#app/features/consumption/rules/exact-yuan.ts";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { transaction } from "#app/lib/db.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { readJsonBody } from "#app/lib/json-body.server.ts";
import { bookEvents } from "./book-events.server.ts";
import { deskOptions, offerOf } from "./desk.server.ts";
import { TILL_ORDER_NO } from "./order-no.ts";
import { todaySums } from "./today.server.ts";
import { whyNot } from "./why-not.ts";

const amount = z.int().min(1).max(10_000_000_000).transform(BigInt);
const sentEvent = z.object({
  orderNo: z.string().regex(TILL_ORDER_NO),
  type: z.enum(["order", "return"]),
  amountFen: amount,
  occurredAt: z.iso.datetime().transform((text) => new Date(text)),
  campaign: z.string().max(100).nullish(),
  items: z.union([z.int(), z.array(z.object({ sku: z.string(), quantity: z.int() })).max(200)]).nullish(),
  returnOf: z.string().max(64).nullish(),
});
const sentBatch = z.object({
  merchant: z.string().max(20),
  /** Read one by one: a row that this version does not understand keeps none of its neighbours back. */
  events: z.array(z.unknown()).max(200),
});

/**
 * What a till kept while it was offline, in the order of the counter: POST /till/send by the page's own script. The
 * session says for whom; 401 and 403 keep everything on the phone. Sent twice it is booked once.
 *
 * @returns JSON `{ now, results: [{ orderNo, outcome, reason? }], today }` with words in the reader's language
 */
export async function takeSent(request: Request, lang: Lang, now: Date): Promise<Response> {
  const answer = (value: unknown, status = 200) => jsonAnswer(value, { status, headers: PRIVATE_HEADERS });
  const user = await currentUser(request);
  if (!user) return answer({}, 401);
  const body = await readJsonBody(request, sentBatch);
  if (!body.ok) return body.response;
  const { merchant, events } = body.value;
  const isTheirs = user.memberships.some(
    ({ role, organizationId }) => role === "merchant" && organizationId === merchant,
  );
  if (!isTheirs) return answer({}, 403);
  const read = events.map((event) => sentEvent.safeParse(event));
  const known = read.flatMap(({ data }): EventInput[] => (data ? [data] : []));
  const results = await transaction((tx) =>
    bookEvents(tx, { merchantId: merchant, userId: user.id, events: known, now }),
  );
  const t = translator(lang)("till");
  const booked = results.map(({ orderNo, outcome, reason }) => ({
    orderNo,
    outcome,
    ...(outcome === "rejected" ? { reason: t(`why_${whyNot(reason)}`) } : {}),
  }));
  const unread = read.flatMap(({ success }, index) => (success ? [] : [numberOf(events[index])]));
  const refused = unread.map((orderNo) => ({ orderNo, outcome: "rejected", reason: t("why_unclear") }));
  return answer({ now, results: [...booked, ...refused], today: await todayWords(request, now) });
}

/** Today's figures as the page shows them; null before a shop is chosen. */
async function todayWords(request: Request, now: Date) {
  const options = await deskOptions(request, now);
  if (!options.place) return null;
  const sums = await todaySums({ place: options.place, offer: offerOf(options) }, now);
  return {
    orders: sums.orderCount.toString(),
    returns: sums.returnCount.toString(),
    gift: `¥${exactYuan(sums.giftE4)}`,
  };
}

const numberOf = (event: unknown): string =>
  z.object({ orderNo: z.string().max(200) }).safeParse(event).data?.orderNo ?? "";
