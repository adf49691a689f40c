import { describe, expect, it } from "vitest";
import { hearMissedNotifications } from "#app/features/donations/hear-missed.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { sweepPayments } from "#app/features/donations/sweep-payments.server.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { providerOfCredential } from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control } from "#tests/factories/giving.ts";
import {
  booksOf,
  fault,
  makePayingPlace,
  type OnlineProvider,
  type Ordered,
  orderGift,
  type PayingPlace,
  pay,
  type Receiver,
  SOON,
  withPayingPlaces,
} from "#tests/factories/paying.ts";

// Every way in which the sandbox can go wrong, as one table: what happens, and where the gift, the fund and
// the books end. After each case the self-checks of the ledger must hold.

let sandbox: Sandbox;
let receiver: Receiver;
let place: PayingPlace;
withPayingPlaces("faults", (given) => {
  ({ sandbox, receiver, place } = given);
});

const AMOUNT = 5_000n;
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const sweep = () => sweepPayments(later(2));
const refundAtConsole = (gift: Ordered, amountFen: number, how: Record<string, unknown> = {}) =>
  control(sandbox, "refund", { payUrl: gift.payUrl, amountFen, deliver: "once", ...how });
const dispute = (gift: Ordered, status: string, how: Record<string, unknown> = {}) =>
  control(sandbox, "dispute", { payUrl: gift.payUrl, status, deliver: "once", ...how });

/** Where a case ends. Amounts in fen; what is left out is zero, the clearing account is told always. */
interface End {
  status: string;
  clearing: bigint;
  raised?: bigint;
  available?: bigint;
  refunded?: bigint;
  held?: bigint;
  suspense?: bigint;
  receivable?: bigint;
  /** Reasons in the quarantine, in order of the alphabet. */
  waits?: string[];
}

interface Case {
  name: string;
  only?: OnlineProvider;
  run(gift: Ordered): Promise<unknown>;
  end: End | Record<OnlineProvider, End>;
}

const PAID: End = { status: "paid", raised: AMOUNT, available: AMOUNT, clearing: AMOUNT };
const WRONG_AMOUNT: End = {
  status: "quarantined",
  clearing: 4_999n,
  suspense: 4_999n,
  waits: ["wrong-amount"],
};
const barred = (reason: string): End => ({ status: "quarantined", clearing: 0n, waits: [reason] });
const back = (fen: bigint): End => ({
  status: fen === AMOUNT ? "refunded" : "partially-refunded",
  raised: AMOUNT,
  available: AMOUNT - fen,
  refunded: fen,
  clearing: AMOUNT - fen,
});

const deliveries: Case[] = [
  { name: "a message delivered once", run: (gift) => pay(place, gift, { deliver: "once" }), end: PAID },
  { name: "a message delivered twice", run: (gift) => pay(place, gift, { deliver: "twice" }), end: PAID },
  {
    name: "a message before the payer's page answers",
    run: (gift) => pay(place, gift, { deliver: "before-response" }),
    end: PAID,
  },
  {
    name: "a lost message, then asking",
    run: async (gift) => {
      await pay(place, gift, { deliver: "lost" });
      expect(await statusOf(gift)).toBe("pending");
      await sweep();
    },
    end: PAID,
  },
  {
    name: "a delayed message, after asking was quicker",
    run: async (gift) => {
      await pay(place, gift, { deliver: "delayed", delayMs: 60_000 });
      await sweep();
      await control(sandbox, "deliver", {});
    },
    end: PAID,
  },
  ...["tampered", "stale"].map(
    (deliver): Case => ({
      name: `a ${deliver} message is refused, then asking`,
      run: async (gift) => {
        const { deliveries: told } = await pay(place, gift, { deliver });
        expect(told[0]?.status).toBe(400);
        expect(await statusOf(gift)).toBe("pending");
        await sweep();
      },
      end: PAID,
    }),
  ),
  {
    name: "a payment of another amount",
    run: (gift) => pay(place, gift, { deliver: "wrong-amount" }),
    end: WRONG_AMOUNT,
  },
  {
    name: "a payment of another amount, told twice, then asked about",
    run: async (gift) => {
      await pay(place, gift, { deliver: "wrong-amount" });
      await control(sandbox, "deliver", {});
      await sweep();
    },
    end: WRONG_AMOUNT,
  },
];

const messages: Case[] = [
  ...["wrong-app", "wrong-secret", "future"].map(
    (kind): Case => ({
      name: `a message with ${kind} is refused, then asking`,
      run: async (gift) => {
        await fault(place, "notify", kind, 3);
        await pay(place, gift);
        expect(await statusOf(gift)).toBe("pending");
        await clearFaults();
        await sweep();
      },
      end: PAID,
    }),
  ),
  {
    name: "a message for another seller",
    run: async (gift) => {
      await fault(place, "notify", "wrong-seller", 3);
      await pay(place, gift);
      await clearFaults();
      await sweep();
    },
    // Stripe names no seller inside its message: it is one for another account, and asking heals it.
    end: { alipay: barred("wrong-seller"), stripe: PAID },
  },
  {
    name: "a refund's message that overtakes the payment's",
    run: async (gift) => {
      const type = gift.provider === "alipay" ? "trade_status_sync" : "*";
      await fault(place, type, "reordered", gift.provider === "alipay" ? 1 : 2);
      await pay(place, gift);
      await clearFaults();
      await refundAtConsole(gift, 1_000);
      await control(sandbox, "deliver", {});
    },
    end: back(1_000n),
  },
];

const calls: Case[] = ["reset-before", "reset-after", "timeout", "409", "429", "500"].map((kind) => ({
  name: `asking that ends in ${kind}, asked again`,
  run: async (gift) => {
    await pay(place, gift, { deliver: "lost" });
    const operation = gift.provider === "alipay" ? "alipay.trade.query" : "GET /v1/checkout/sessions/*";
    await fault(place, operation, kind, 3);
    await sweep();
    await clearFaults();
    await sweepPayments(later(10));
  },
  end: PAID,
}));

const payments: Case[] = [
  {
    name: "another currency",
    run: async (gift) => {
      await fault(place, "pay", "wrong-currency");
      await pay(place, gift);
      await sweep();
    },
    end: barred("wrong-currency"),
  },
  {
    name: "a payer who pays the same order twice",
    run: async (gift) => {
      await fault(place, "pay", "double-pay");
      await pay(place, gift);
    },
    end: { ...PAID, clearing: 2n * AMOUNT, suspense: AMOUNT, waits: ["second-payment"] },
  },
  {
    name: "two orders of one gift, both paid",
    run: async (gift) => {
      await pay(place, gift);
      const again = await orderGift(place, gift.provider, AMOUNT, receiver.url, {
        donationId: gift.donationId,
      });
      await pay(place, again);
    },
    end: { ...PAID, clearing: 2n * AMOUNT, suspense: AMOUNT, waits: ["second-payment"] },
  },
  {
    name: "a failed attempt",
    run: (gift) => pay(place, gift, { outcome: "failed" }),
    end: { status: "pending", clearing: 0n },
  },
  {
    name: "an order that the payer closed",
    run: (gift) => pay(place, gift, { outcome: "closed" }),
    end: { status: "closed", clearing: 0n },
  },
  {
    name: "money after the close, while the fund takes gifts",
    run: async (gift) => {
      await pay(place, gift, { outcome: "closed" });
      await fault(place, "pay", "late");
      await pay(place, gift);
    },
    end: PAID,
  },
  {
    name: "money after the close, when the fund has ended",
    run: async (gift) => {
      await pay(place, gift, { outcome: "closed" });
      await db.run("update fund set state = 'ended' where id = $1", [place.fundId]);
      await fault(place, "pay", "late");
      await pay(place, gift, { deliver: "twice" });
    },
    end: { status: "quarantined", clearing: AMOUNT, suspense: AMOUNT, waits: ["fund-closed"] },
  },
  {
    name: "money for an order of which nobody here knows",
    run: async (gift) => {
      await pay(place, gift);
      const stranger = await orderGift(place, gift.provider, 700n, receiver.url);
      await db.run("delete from payment where id = $1", [stranger.paymentId]);
      await pay(place, stranger, { deliver: "twice" });
    },
    end: { ...PAID, clearing: AMOUNT + 700n, suspense: 700n, waits: ["unknown-payment"] },
  },
];

const moneyBack: Case[] = [
  {
    name: "partial refunds at the console, each told twice",
    run: async (gift) => {
      await pay(place, gift);
      for (const part of [1_000, 1_500, 500]) await refundAtConsole(gift, part, { deliver: "twice" });
    },
    end: back(3_000n),
  },
  {
    name: "refunds at the console up to all of it",
    run: async (gift) => {
      await pay(place, gift);
      for (const part of [2_000, 3_000]) await refundAtConsole(gift, part);
    },
    end: back(AMOUNT),
  },
  {
    name: "a refund at the console that fails",
    only: "stripe",
    run: async (gift) => {
      await pay(place, gift);
      await fault(place, "refund", "refund-fails");
      await refundAtConsole(gift, 2_000);
    },
    end: PAID,
  },
  {
    name: "a refund at the console of money in suspense that fails",
    only: "stripe",
    run: async (gift) => {
      await pay(place, gift, { deliver: "wrong-amount" });
      await fault(place, "refund", "refund-fails");
      await refundAtConsole(gift, 4_999);
    },
    end: { ...WRONG_AMOUNT, waits: ["refund-returned"] },
  },
  {
    name: "a refund at the console of money in suspense",
    run: async (gift) => {
      await pay(place, gift, { deliver: "wrong-amount" });
      await refundAtConsole(gift, 4_999);
    },
    end: { status: "refunded", clearing: 0n },
  },
  {
    name: "a dispute that is open",
    only: "stripe",
    run: async (gift) => {
      await pay(place, gift);
      await dispute(gift, "opened", { deliver: "twice" });
    },
    end: { status: "disputed", raised: AMOUNT, held: AMOUNT, clearing: 0n, receivable: AMOUNT },
  },
  {
    name: "a dispute that is won",
    only: "stripe",
    run: async (gift) => {
      await pay(place, gift);
      await dispute(gift, "opened");
      await dispute(gift, "won", { deliver: "twice" });
    },
    end: PAID,
  },
  {
    name: "a dispute that is lost",
    only: "stripe",
    run: async (gift) => {
      await pay(place, gift);
      await dispute(gift, "opened");
      await dispute(gift, "lost");
    },
    end: { status: "charged-back", raised: AMOUNT, refunded: AMOUNT, clearing: 0n },
  },
];

const CASES = [...deliveries, ...messages, ...calls, ...payments, ...moneyBack];

const clearFaults = () => fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
const statusOf = async (gift: Ordered) => (await findGift(gift.donationId))?.status;

async function expectEnd(gift: Ordered, end: End): Promise<void> {
  await expect.poll(() => statusOf(gift), SOON).toBe(end.status);
  const terms = (await fundTerms([place.fundId])).get(place.fundId);
  expect(terms).toMatchObject({
    raised: end.raised ?? 0n,
    available: end.available ?? 0n,
    refunded: end.refunded ?? 0n,
    held: end.held ?? 0n,
    otherIn: 0n,
  });
  expect(await booksOf(place)).toEqual({
    clearing: end.clearing,
    suspense: end.suspense ?? 0n,
    receivable: end.receivable ?? 0n,
    payable: 0n,
  });
  const waits = await db.rows<{ reason: string }>(
    "select reason from quarantine where decided_at is null order by reason",
  );
  expect(waits.map(({ reason }) => reason)).toEqual(end.waits ?? []);
  expect((await checkLedger(new Date())).failures).toEqual([]);
}

describe.each(["alipay", "stripe"] as const)("%s", (provider) => {
  const cases = CASES.filter(({ only }) => only === undefined || only === provider);
  it.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const gift = await orderGift(place, provider, AMOUNT, receiver.url);
    await one.run(gift);
    await expectEnd(gift, "status" in one.end ? one.end : one.end[provider]);
  });
});

describe("messages that the provider could not deliver", () => {
  it("are heard when it is asked for them: a dispute of which nothing came", async () => {
    // A merchant of its own: the other one has lost messages of the cases before.
    await db.run("update payment_credential set disabled_at = now() - interval '1 year'");
    place = await makePayingPlace(sandbox, receiver.url, "unheard");
    const gift = await orderGift(place, "stripe", AMOUNT, receiver.url);
    await pay(place, gift);
    await dispute(gift, "opened", { deliver: "lost" });
    expect(await statusOf(gift)).toBe("paid");
    await hearMissedNotifications(later(1));
    await expectEnd(gift, {
      status: "disputed",
      raised: AMOUNT,
      held: AMOUNT,
      clearing: 0n,
      receivable: AMOUNT,
    });
  });
});

describe("a payout that fails after it was paid", () => {
  it("returns to the clearing account, and the next one takes it again", async () => {
    const gift = await orderGift(place, "stripe", AMOUNT, receiver.url);
    await pay(place, gift);
    await fault(place, "payout", "payout-fails");
    await control(sandbox, "settle", { merchant: "paying" });
    const adapter = await providerOfCredential(place.credentials.stripe);
    const now = new Date();
    const bill = await adapter.fetchBill({ source: "stripe", day: now.toISOString().slice(0, 10), now });
    if (!bill.ok) throw new Error(`no bill: ${bill.detail}`);
    const read = await importStatement({
      organizationId: place.organizationId,
      source: "stripe",
      account: null,
      fileName: bill.fileName,
      bytes: bill.bytes,
      origin: "fetched",
      userId: null,
      now,
    });
    expect(read).toMatchObject({ ok: true });
    await reconcileOrganization(place.organizationId, now);
    const transit = await db.rows<{ kind: string; fen: bigint }>(
      `select kind, sum(amount_fen)::int8 as fen from transfer where kind like 'payout-%' group by kind order by kind`,
    );
    const of = new Map(transit.map(({ kind, fen }) => [kind, fen]));
    expect(of.get("payout-failed")).toBe(of.get("payout-sent"));
    expect(of.has("payout-arrived")).toBe(false);
    expect((await checkLedger(new Date())).failures).toEqual([]);
  });
});
