import { randomUUID } from "node:crypto";
import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";
import { createApiKey } from "#app/features/identity/create-api-key.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { type CampaignPlace, makeAgreement, makeCampaign, makeEnterprise } from "./consumption.ts";
import { makeMember } from "./people.ts";

export interface MerchantPlace {
  place: CampaignPlace;
  merchantId: string;
  agreementId: string;
  /** A member of the enterprise. */
  userId: string;
  /** Keys of that member. */
  key: string;
  testKey: string;
}

/** An enterprise with an agreement in force today, a member and keys: for what asks the clock itself. */
export async function makeMerchant(over: Partial<AgreementTerms> = {}): Promise<MerchantPlace> {
  const place = await makeCampaign();
  const merchantId = await makeEnterprise();
  const today = shanghaiDay(new Date());
  const days = { effectiveOn: addDays(today, -60), endsOn: addDays(today, 300) };
  const agreementId = await makeAgreement(place, merchantId, over, days);
  const userId = await makeMember(merchantId, "merchant");
  const key = await makeKey(merchantId, userId, "live");
  return { place, merchantId, agreementId, userId, key, testKey: await makeKey(merchantId, userId, "test") };
}

async function makeKey(organizationId: string, userId: string, mode: "live" | "test"): Promise<string> {
  const given = { id: randomUUID(), userId, organizationId, name: "收银", mode };
  const made = await createApiKey(given, new Date());
  if (!made.ok) throw new Error(made.reason);
  return made.key;
}

/** An order as JSON, made a while ago. */
export function orderJson(orderNo: string, amountFen: number, over: Record<string, unknown> = {}) {
  const occurredAt = new Date(Date.now() - 60 * 60_000).toISOString();
  return { orderNo, type: "order", amountFen, occurredAt, ...over };
}

/** A return as JSON. */
export function returnJson(orderNo: string, returnOf: string, amountFen: number) {
  return orderJson(orderNo, amountFen, { type: "return", returnOf, occurredAt: new Date().toISOString() });
}
