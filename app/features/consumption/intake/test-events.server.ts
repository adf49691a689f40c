import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { type VersionInForce, versionsInForce } from "../agreements/in-force.server.ts";
import type { AgreementTerms } from "../rules/terms.ts";
import { type EventBatch, takeEvents } from "./accept-events.server.ts";
import type { EventResult } from "./event.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long what test keys sent is kept. */
const KEPT_DAYS = 7;

/** 1% of the price. */
const SAMPLE_TERMS: AgreementTerms = {
  rule: { kind: "percent", bp: 100, base: "gross" },
  giver: "merchant",
  perOrderCapFen: null,
  dayCapFen: null,
  campaignCapFen: null,
  guarantee: null,
  returnDays: 7,
  confirmWithinDays: 10,
  payWithinDays: 15,
  bankAccountId: null,
  declaredMonthlyOrders: 0,
  declaredMonthlySalesFen: 0n,
  goods: "全部商品",
  goodsEn: "Everything",
};

/**
 * What a test key sends: checked and answered by the same rules and the enterprise's own agreements, stored where
 * nothing reads it. An enterprise that has signed nothing yet tries with a sample: 1% of the price, campaign "sample".
 */
export async function acceptTestEvents(batch: EventBatch): Promise<{ results: EventResult[] }> {
  return transaction(async (tx) => {
    const versions = await versionsToTry(tx, batch.merchantId);
    const { results } = await takeEvents(tx, batch, "test", versions);
    return { results };
  });
}

/** Forgets what test keys sent more than a week ago. */
export async function pruneTestEvents(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await db.run("delete from consumption_test_event where recorded_at < $1", [before]);
}

async function versionsToTry(tx: Sql, merchantId: string): Promise<VersionInForce[]> {
  const signed = await versionsInForce(tx, { merchantId });
  if (signed.length > 0) return signed;
  const sample: VersionInForce = {
    agreementId: "sample",
    version: 1,
    fundId: "sample",
    campaignSlug: "sample",
    organizationId: "sample",
    merchantId,
    terms: SAMPLE_TERMS,
    fromDay: "2026-01-01",
    toDay: "9999-12-31",
    endedAt: null,
  };
  return [sample];
}
