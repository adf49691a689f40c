import { afterEach, describe, expect, it, vi } from "vitest";
import { findGift } from "#app/features/donations/queries.server.ts";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { sealConfig } from "#app/features/payments/credential-cipher.server.ts";
import * as registry from "#app/features/payments/providers/index.server.ts";
import type { OrderRequest, PaymentProvider } from "#app/features/payments/providers/provider.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization } from "#tests/factories/books.ts";
import { pledgeInput } from "#tests/factories/offline.ts";

vi.mock("#app/features/payments/providers/index.server.ts", { spy: true });
afterEach(() => vi.restoreAllMocks());

const refused = async () => ({ ok: false, reason: "refused", detail: "not part of this test" }) as const;

/** A provider that has nothing but the interface: its messages are "paid <order> <fen> <trade>". */
function bareProvider(): PaymentProvider & { orders: OrderRequest[] } {
  const orders: OrderRequest[] = [];
  return {
    orders,
    provider: "alipay",
    providerAccount: "bare/1",
    mode: "test",
    isLoopback: true,
    acknowledgement: "thanks",
    createOrder: async (order) => {
      orders.push(order);
      return { ok: true, payUrl: `bare://pay/${order.paymentId}`, providerOrderId: null };
    },
    verifyNotification: (rawBody) => {
      const [word, paymentId, fen, trade] = rawBody.toString().split(" ");
      if (word !== "paid" || !paymentId || !fen || !trade)
        return { ok: false, reason: "malformed", detail: "not ours" };
      return {
        ok: true,
        events: [
          {
            provider: "alipay",
            eventKey: trade,
            type: "paid",
            providerType: word,
            paymentId,
            objectId: trade,
            paymentObjectId: trade,
            providerAccount: "bare/1",
            amountFen: BigInt(fen),
            currency: "CNY",
            occurredAt: new Date("2026-11-20T03:00:00Z"),
            sellerMatches: true,
            payerReference: null,
            payloadSha256: trade,
          },
        ],
      };
    },
    async *listUndelivered() {},
    queryOrder: refused,
    closeOrder: refused,
    refund: refused,
    queryRefund: refused,
    fetchBill: refused,
    selfTest: () => ({ ok: true }),
    probe: async () => ({ ok: true }),
  };
}

describe("a provider that implements only the interface", () => {
  it("takes a gift from the form to the books, with its code drawn on our page", async () => {
    const fake = bareProvider();
    vi.mocked(registry.providerFor).mockReturnValue(fake);
    const { organizationId, credentialId } = await makeOrganization();
    const fundId = await makeFund(organizationId);
    const { keyId, sealed } = sealConfig(credentialId, {});
    await db.run("update payment_credential set key_id = $2, config_sealed = $3 where id = $1", [
      credentialId,
      keyId,
      sealed,
    ]);
    const started = await startDonation(
      await pledgeInput(fundId, 4_200n, { provider: "alipay", presentation: "qr" }),
    );
    if (!started.ok) throw new Error(started.reason);
    expect(started.payUrl, "nobody is sent to the text of a code").toBeNull();
    const [order] = fake.orders;
    expect(order).toMatchObject({ amountFen: 4_200n, presentation: "qr", currency: "CNY" });
    expect((await findGift(started.donationId, started.token))?.own).toMatchObject({
      payUrl: `bare://pay/${order?.paymentId}`,
      presentation: "qr",
    });
    const message = Buffer.from(`paid ${order?.paymentId} 4200 trade-1`);
    const answers = await Promise.all(
      [1, 2].map(() => receiveNotification("alipay", credentialId, message, {}, new Date())),
    );
    expect(answers).toEqual([1, 2].map(() => ({ status: 200, body: "thanks" })));
    expect(await findGift(started.donationId)).toMatchObject({ status: "paid", amountFen: 4_200n });
    expect(await db.rows("select 1 from transfer")).toHaveLength(1);
    const strange = await receiveNotification("alipay", credentialId, Buffer.from("hello"), {}, new Date());
    expect(strange).toEqual({ status: 400, body: "fail" });
  });
});
