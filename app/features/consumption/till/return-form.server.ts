import { db } from "#app/lib/db.server.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { bookOnce, type Clerk } from "./book-once.server.ts";
import { TILL_ORDER_NO } from "./order-no.ts";
import { findOrder, type TillRow } from "./today.server.ts";
import { type WhyNot, whyNot } from "./why-not.ts";

export type ReturnOutcome = { ok: true } | { ok: false; amount: string; error: WhyNot };

/**
 * Takes goods back, all that is left of an order or a part: a return of its own, never a change to the order. `how`
 * is "all" or "part", with `amount` in yuan.
 */
export async function bookTypedReturn(
  clerk: Clerk,
  orderNo: string,
  form: FormData,
  now: Date,
): Promise<ReturnOutcome> {
  const typed = String(form.get("amount") ?? "").slice(0, 24);
  const refused = (error: WhyNot) => ({ ok: false as const, amount: typed, error });
  const returnNo = String(form.get("returnNo") ?? "");
  if (!TILL_ORDER_NO.test(returnNo)) return refused("bad-order-no");
  const { merchantId } = clerk;
  const order = await findOrder(merchantId, orderNo);
  if (!order) return refused("unknown-order");
  const amountFen = form.get("how") === "all" ? await allOf(merchantId, order, returnNo) : yuanOf(typed);
  if (amountFen === null) return refused("bad-amount");
  if (amountFen <= 0n) return refused("returned-too-much");
  // A counter's clock may be a little ahead of ours; a return never comes before its order.
  const at = now < order.occurredAt ? order.occurredAt : now;
  const event = { orderNo: returnNo, type: "return", amountFen, returnOf: orderNo } as const;
  const result = await bookOnce(clerk, event, at);
  return result.outcome === "rejected" ? refused(whyNot(result.reason)) : { ok: true };
}

/** All that has not come back; of a form that is sent again, what its first press took. */
async function allOf(merchantId: string, order: TillRow, returnNo: string): Promise<bigint> {
  const pressed = await findReturn(merchantId, returnNo);
  return pressed ?? order.amountFen - order.returnedFen;
}

async function findReturn(merchantId: string, returnNo: string): Promise<bigint | null> {
  const [row] = await db.rows<{ amountFen: bigint }>(
    `select amount_fen as "amountFen" from consumption_event
     where merchant_id = $1 and order_no = $2 and type = 'return'`,
    [merchantId, returnNo],
  );
  return row?.amountFen ?? null;
}

function yuanOf(typed: string): bigint | null {
  const read = parseTypedYuan(typed);
  return read.ok ? read.amountFen : null;
}
