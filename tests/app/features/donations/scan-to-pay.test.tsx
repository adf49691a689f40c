import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadGiftPage } from "#app/features/disbursements/gift-page.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { newSecret } from "#app/lib/ids.ts";
import { action } from "#app/routes/projects.$slug_.donate.tsx";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";
import { pledgeInput } from "#tests/factories/offline.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("scan-to-pay");
});
afterAll(() => sandbox.close());

const page = async (id: string, token: string | null) => {
  const query = token ? `?token=${token}` : "";
  const request = new Request(`http://127.0.0.1:3000/donations/${id}${query}`);
  const answer = await loadGiftPage({ request, params: { id }, context: {} });
  return { ...answer.data, refresh: new Headers(answer.init?.headers).get("Refresh") };
};

describe("a code to scan", () => {
  it("is opened at Alipay, shown to the donor alone, looked at again by itself, and paid", async () => {
    const { fundId } = await makeGivingPlace(sandbox);
    const now = new Date();
    const input = await pledgeInput(fundId, 3_333n, { provider: "alipay", presentation: "qr", now });
    const [started, again] = [await startDonation(input), await startDonation(input)];
    if (!started.ok) throw new Error(started.reason);
    expect(again).toEqual(started);
    expect(started.payUrl).toBeNull();
    const own = await page(started.donationId, started.token);
    expect(own.gift).toMatchObject({ status: "pending", own: { presentation: "qr" } });
    expect(own.refresh).toBe("5");
    expect(own.gift.own?.payUntil?.getTime()).toBe(now.getTime() + 3_600_000);
    expect((await page(started.donationId, null)).gift.own).toBeNull();
    const payUrl = own.gift.own?.payUrl;
    await control(sandbox, "pay", { payUrl, outcome: "paid", deliver: "lost" });
    await sweepPayments(new Date(now.getTime() + 60_000));
    expect(await findGift(started.donationId)).toMatchObject({ status: "paid", amountFen: 3_333n });
    expect((await page(started.donationId, started.token)).refresh).toBeNull();
  });

  it("and a bank transfer are chosen in the form and lead to the gift's own page", async () => {
    const place = await makeGivingPlace(sandbox);
    const send = (provider: string) => {
      const typed = { amount: "1000", other: "", provider, visibility: "anonymous", attempt: newSecret() };
      const request = new Request(`http://127.0.0.1:3000/projects/${place.slug}/donate`, {
        method: "POST",
        body: new URLSearchParams(typed),
      });
      return action({ request, params: { slug: place.slug }, context: { clientAddress: "192.0.2.9" } });
    };
    const scanned = (await send("alipay-qr")) as Response;
    expect(scanned.headers.get("location")).toMatch(/^\/donations\/d[0-9a-z]{20}$/);
    for (const provider of ["stripe-qr", "offline-qr", "offline"]) {
      const answer = await send(provider);
      expect("data" in answer && answer.init?.status, provider).toBe(409);
    }
  });
});
