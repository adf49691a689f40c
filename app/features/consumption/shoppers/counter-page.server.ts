import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { type AgreementListed, listAgreements } from "#app/features/consumption/agreements/queries.server.ts";
import { type Standing, standingOf, standingSince } from "#app/features/consumption/pages/standing.ts";
import { typedOrderNo } from "#app/features/consumption/till/order-no.ts";
import { findTypedOrder } from "#app/features/consumption/till/today.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { db } from "#app/lib/db.server.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { type RateRule, takeRate } from "#app/lib/rate-limit.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { orderHref, readCounterToken } from "./order-token.server.ts";

/** Eight characters and the price are not guessed in so many tries; a table of friends looks up its orders. */
const TRIES_BY_ADDRESS: RateRule = { name: "consumption-look-up", limit: 40, windowSeconds: 3_600 };
const TRIES_BY_PLACE: RateRule = { name: "consumption-look-up-shop", limit: 600, windowSeconds: 3_600 };

export interface CounterPlace {
  id: string;
  name: string;
  nameEn: string;
  address: string;
  merchantId: string;
  merchantName: string;
  merchantNameEn: string;
  merchantSlug: string;
  closedAt: Date | null;
}

export interface CounterAgreement extends AgreementListed {
  standing: Standing;
  since: string;
}

/** The shop whose signed code was scanned, with where each of its agreements stands. Throws 404 for any other code. */
export async function loadCounter(token: string | undefined, now: Date) {
  const place = await findCounter(token);
  const today = shanghaiDay(now);
  const agreements = (await listAgreements({ merchantIds: [place.merchantId] }, today)).flatMap((one) => {
    const standing = standingOf(one, today);
    return standing ? [{ ...one, standing, since: standingSince(one, standing) }] : [];
  });
  // While something is in force, what is over is history; the merchant's own page has it.
  const inForce = agreements.filter(({ standing }) => standing === "in-force" || standing === "suspended");
  return { place, agreements: inForce.length > 0 ? inForce : agreements.slice(0, 1) };
}
export type CounterData = Awaited<ReturnType<typeof loadCounter>>;

export interface CounterAnswer {
  typed: { no: string; amount: string };
  problem: "lookMissing" | "lookTooOften";
}

/** Looks an order up by what its holder knows, number and price; a wrong number and a wrong price are answered alike. */
export async function lookUpOrder({ params, request, context }: ActionFunctionArgs) {
  const now = new Date();
  const place = await findCounter(params.token);
  const form = await request.formData();
  const typed = { no: textOf(form, "no"), amount: textOf(form, "amount") };
  const refuse = (problem: CounterAnswer["problem"], status: number) =>
    data<CounterAnswer>({ typed, problem }, { status, headers: PRIVATE_HEADERS });
  const tries = await Promise.all([
    takeRate(TRIES_BY_ADDRESS, clientAddressOf(context), now),
    takeRate(TRIES_BY_PLACE, place.id, now),
  ]);
  if (!tries.every(({ ok }) => ok)) return refuse("lookTooOften", 429);
  const amount = parseTypedYuan(typed.amount);
  const order = typed.no === "" ? null : await findTypedOrder(place, typedOrderNo(typed.no), now);
  if (!order || !amount.ok || order.amountFen !== amount.amountFen) return refuse("lookMissing", 404);
  return redirect(orderHref(place.merchantId, order.orderNo), { headers: PRIVATE_HEADERS });
}

async function findCounter(token: string | undefined): Promise<CounterPlace> {
  const id = readCounterToken(token ?? "");
  const [place] =
    id === null
      ? []
      : await db.rows<CounterPlace>(
          `select coalesce(s.id::text, m.id) as id, coalesce(s.name, m.name) as name,
                  coalesce(nullif(s.name_en, ''), s.name, m.name_en) as "nameEn", coalesce(s.address, '') as address,
                  m.id as "merchantId", m.name as "merchantName", m.name_en as "merchantNameEn",
                  m.slug as "merchantSlug", s.closed_at as "closedAt"
           from organization m left join shop s on s.merchant_id = m.id and s.id::text = $1
           where m.id = coalesce((select merchant_id from shop where id::text = $1), $1)`,
          [id],
        );
  if (!place) throw new Response(null, { status: 404 });
  return place;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim().slice(0, 64) : "";
}
