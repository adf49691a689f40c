import { randomBytes } from "node:crypto";
import type { EventInput } from "#app/features/consumption/intake/event.ts";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { bookOnce } from "./book-once.server.ts";
import type { Desk } from "./desk.server.ts";
import { newOrderNo, TILL_ORDER_NO } from "./order-no.ts";
import { type WhyNot, whyNot } from "./why-not.ts";

export interface TillAnswer {
  /** As typed, to be shown again. */
  amount: string;
  error: WhyNot;
}
export type TillOutcome = { ok: true; orderNo: string } | ({ ok: false } & TillAnswer);

/** For one form: sent twice, it is one order. */
export const drawOrderNo = (placeId: string, now: Date): string =>
  newOrderNo(placeId, shanghaiDay(now), randomBytes(8));

/** Goods that the rule counts: null where it does not, empty where every thing counts. */
export function countedSkus({ rule }: AgreementTerms): readonly string[] | null {
  return rule.kind === "fixed-per-item" ? rule.skus : null;
}

/** Books the order of the till's form as a browser without scripts sends it. */
export async function bookTypedOrder(desk: Desk, form: FormData, now: Date): Promise<TillOutcome> {
  const quick = textOf(form, "quick");
  const amount = textOf(form, "amount");
  const refused = (error: WhyNot) => ({ ok: false as const, amount, error });
  if (!desk.offer) return refused("no-agreement");
  const typed = /^\d{1,10}$/.test(quick)
    ? { ok: true as const, amountFen: BigInt(quick) }
    : parseTypedYuan(amount);
  if (!typed.ok) return refused("bad-amount");
  const orderNo = textOf(form, "orderNo");
  if (!TILL_ORDER_NO.test(orderNo)) return refused("bad-order-no");
  const items = itemsIn(form, desk.offer.terms);
  if (items === "bad-items") return refused("bad-items");
  const { campaignSlug: campaign } = desk.offer;
  const order = { orderNo, type: "order", amountFen: typed.amountFen, campaign, items } as const;
  const result = await bookOnce({ merchantId: desk.place.merchantId, userId: desk.user.id }, order, now);
  return result.outcome === "rejected" ? refused(whyNot(result.reason)) : { ok: true, orderNo };
}

function itemsIn(form: FormData, terms: AgreementTerms): EventInput["items"] | "bad-items" {
  const skus = countedSkus(terms);
  if (skus === null) return null;
  if (skus.length === 0) {
    const count = textOf(form, "count") || "1";
    return /^[1-9]\d{0,4}$/.test(count) ? Number(count) : "bad-items";
  }
  const items = skus.map((sku, index) => ({ sku, quantity: textOf(form, `count-${index}`) || "0" }));
  if (!items.every(({ quantity }) => /^\d{1,5}$/.test(quantity))) return "bad-items";
  const sold = items.map(({ sku, quantity }) => ({ sku, quantity: Number(quantity) }));
  return sold.filter(({ quantity }) => quantity > 0);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim().slice(0, 64) : "";
}
