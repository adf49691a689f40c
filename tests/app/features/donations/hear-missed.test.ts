import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hearMissedNotifications } from "#app/features/donations/hear-missed.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { StripeProvider } from "#app/features/payments/providers/stripe.server.ts";
import { db } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, type GivingPlace, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";

const HOUR = 3_600_000;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("hear-missed");
});
afterAll(() => sandbox.close());

/** A charity whose endpoint the provider knows and never reaches. */
async function makeDeafPlace(): Promise<GivingPlace> {
  const place = await makeGivingPlace(sandbox);
  await control(sandbox, "merchants", {
    key: place.organizationId,
    name: "演示慈善会",
    notify: { stripeUrl: "http://127.0.0.1:1/webhooks/stripe/x" },
  });
  return place;
}

async function cardGift(place: GivingPlace): Promise<{ donationId: string; payUrl: string }> {
  const now = new Date();
  const target = await findGivingTarget("project", place.slug, now);
  if (!target) throw new Error("not published");
  const started = await startDonation({
    target,
    intention: `test:${crypto.randomUUID()}`,
    amountFen: 5_000n,
    provider: "stripe",
    visibility: "anonymous",
    userId: null,
    device: "desktop",
    now,
  });
  if (!started.ok || !started.payUrl) throw new Error("not started");
  return { donationId: started.donationId, payUrl: started.payUrl };
}

const cursors = () =>
  db.rows<{ heardUntil: Date; heardAt: Date }>(
    `select heard_until as "heardUntil", heard_at as "heardAt" from notification_cursor`,
  );
const later = (ms: number) => new Date(Date.now() + ms);

describe("messages that a provider could not deliver", () => {
  it("are heard: a payment, then a dispute that nothing else would tell", async () => {
    const place = await makeDeafPlace();
    const gift = await cardGift(place);
    await control(sandbox, "pay", { payUrl: gift.payUrl, outcome: "paid", deliver: "lost" });
    const first = later(1_000);
    expect(await hearMissedNotifications(first)).toMatchObject({ credentials: 1, failed: 0 });
    expect((await findGift(gift.donationId))?.status).toBe("paid");
    expect(await cursors()).toEqual([{ heardUntil: first, heardAt: first }]);
    await control(sandbox, "dispute", { payUrl: gift.payUrl, status: "opened", deliver: "lost" });
    expect(await hearMissedNotifications(later(2_000))).toMatchObject({ applied: 1 });
    expect((await findGift(gift.donationId))?.status).toBe("disputed");
    expect(await hearMissedNotifications(later(3_000))).toMatchObject({ applied: 0, failed: 0 });
  });

  it("are asked for from where the last hearing ended, however long that is ago", async () => {
    await makeDeafPlace();
    const asked = vi.spyOn(StripeProvider.prototype, "listUndelivered");
    const start = new Date("2026-11-01T00:00:00Z");
    const at = (hours: number) => new Date(start.getTime() + hours * HOUR);
    for (const hours of [0, 70, 71]) await hearMissedNotifications(at(hours));
    // Thirty days at first, then three days of silence with an hour before, then two hours.
    expect(asked.mock.calls.map(([since]) => since)).toEqual([at(-720), at(-1), at(69)]);
  });

  it("stay to be heard where the provider was away, and others are heard all the same", async () => {
    vi.spyOn(log, "warn").mockReturnValue(undefined);
    await makeDeafPlace();
    const deaf = await cardGift(await makeDeafPlace());
    await control(sandbox, "pay", { payUrl: deaf.payUrl, outcome: "paid", deliver: "lost" });
    await control(sandbox, "fault", { operation: "GET /v1/events", kind: "500", times: 3 });
    const heard = await hearMissedNotifications(later(1_000));
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    expect(heard.credentials).toBe(1);
    expect(await cursors()).toHaveLength(1);
    expect((await hearMissedNotifications(later(2_000))).credentials).toBe(2);
    expect((await findGift(deaf.donationId))?.status).toBe("paid");
  });
});
