import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { giftE4Of, roundUpFen } from "#app/features/consumption/rules/compute-gift.ts";
import { exactYuan } from "#app/features/consumption/rules/exact-yuan.ts";
import { type AgreementTerms, termsJson } from "#app/features/consumption/rules/terms.ts";
import { TILL_ORDER_NO } from "#app/features/consumption/till/order-no.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { TERMS } from "#tests/factories/consumption.ts";

interface Gift {
  parseYuan(typed: string): number | null;
  giftE4(terms: unknown, fen: number, items: unknown): number;
  invitedFen(terms: unknown, fen: number): number;
  exactYuan(e4: number): string;
}
interface Entry {
  orderNo: string;
  type: string;
  amountFen: number;
  occurredAt: string;
  reason?: string;
}
interface Told {
  waiting: Entry[];
  others: number;
  rejected: Entry[];
  state: string;
}
interface Queue {
  add(entry: Entry): boolean;
  send(): void;
  retryNow(): void;
  dismiss(orderNo: string): void;
  waiting(): Entry[];
}

const source = (name: string) => readFileSync(new URL(`../../../../public/${name}`, import.meta.url), "utf8");

describe("what the till says an order gives", () => {
  const gift = (() => {
    const window: { TillGift?: Gift } = {};
    runInContext(source("till-gift.js"), createContext({ window }));
    return window.TillGift as Gift;
  })();
  const rules: AgreementTerms["rule"][] = [
    { kind: "fixed-per-order", amountFen: 10n },
    { kind: "fixed-per-item", amountFen: 3n, skus: [] },
    { kind: "fixed-per-item", amountFen: 7n, skus: ["a", "b"] },
    { kind: "percent", bp: 33, base: "gross" },
    { kind: "percent", bp: 10_000, base: "net-of-discount" },
    { kind: "round-up", unitFen: 100n },
    {
      kind: "tiers",
      base: "gross",
      tiers: [
        { fromFen: 10_000n, bp: 100 },
        { fromFen: 0n, bp: 7 },
        { fromFen: 50_000n, bp: 200 },
      ],
    },
    { kind: "add-on", optionsFen: [100n] },
  ];
  const prices = [1, 99, 100, 101, 5_200, 9_999, 10_000, 49_999, 50_000, 123_456_789];
  const items = [
    null,
    1,
    4,
    [
      { sku: "a", quantity: 2 },
      { sku: "c", quantity: 5 },
    ],
  ];

  it.each(rules.map((rule) => [rule.kind, rule] as const))("is what the site reckons: %s", (_kind, rule) => {
    for (const giver of ["merchant", "shopper"] as const) {
      for (const perOrderCapFen of [null, 150n]) {
        const terms = { ...TERMS, rule, giver, perOrderCapFen };
        const stored = JSON.parse(termsJson(terms));
        for (const fen of prices) {
          for (const sold of items) {
            const right = giftE4Of(terms, {
              amountFen: BigInt(fen),
              discountFen: 0n,
              itemCount: typeof sold === "number" ? sold : null,
              items: Array.isArray(sold) ? sold : null,
            });
            expect(gift.giftE4(stored, fen, sold)).toBe(Number(right));
            expect(gift.exactYuan(Number(right))).toBe(exactYuan(right).replaceAll(",", ""));
          }
          const invited = rule.kind === "round-up" ? roundUpFen(rule.unitFen, BigInt(fen)) : 0n;
          expect(gift.invitedFen(stored, fen)).toBe(Number(invited));
        }
      }
    }
  });

  it.each(["52", "52.", "52.3", "５２。30", " ¥1,234.56 元", "0.01", "1.234", "", "0", "-3", "abc", "1e3"])(
    "reads %j as the site does",
    (typed) => {
      const right = parseTypedYuan(typed);
      expect(gift.parseYuan(typed)).toBe(right.ok ? Number(right.amountFen) : null);
    },
  );
});

/** A phone: its store, its timers and its net are the test's own. */
function makePhone(store = new Map<string, string>()) {
  const sent: {
    body: { merchant: string; events: Entry[] };
    answer(status: number, body: unknown): void;
    fail(): void;
  }[] = [];
  const timers: (() => void)[] = [];
  const told: Told[] = [];
  const room = { isFull: false };
  class XMLHttpRequest {
    status = 0;
    responseText = "";
    onload = () => undefined;
    onerror = () => undefined;
    open() {}
    setRequestHeader() {}
    send(text: string) {
      sent.push({
        body: JSON.parse(text),
        answer: (status, body) => {
          this.status = status;
          this.responseText = JSON.stringify(body);
          this.onload();
        },
        fail: () => this.onerror(),
      });
    }
  }
  const window = {
    localStorage: {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (room.isFull) throw new Error("QuotaExceededError");
        store.set(key, value);
      },
    },
    crypto: globalThis.crypto,
    setTimeout: (run: () => void) => timers.push(run),
    clearTimeout: () => undefined,
  };
  const context = createContext({ window, XMLHttpRequest, Uint8Array, Date });
  runInContext(source("till-queue.js"), context);
  const { Queue, newNumber } = (
    window as unknown as {
      TillQueue: { Queue: new (c: object, h: (t: Told) => void) => Queue; newNumber(code: string): string };
    }
  ).TillQueue;
  const open = (merchant = "o1") =>
    new Queue({ merchant, place: "p", sendTo: "/till/send" }, (one) => void told.push(one));
  const order = (): Entry => ({
    orderNo: newNumber("Tabc123"),
    type: "order",
    amountFen: 600,
    occurredAt: "2026-11-22T02:00:00.000Z",
  });
  const last = () => told.at(-1) as Told;
  return { store, sent, timers, room, open, order, last, newNumber };
}

const answerAll = (phone: ReturnType<typeof makePhone>, outcome = "accepted", reason?: string) => {
  const request = phone.sent.at(-1);
  const results = request?.body.events.map(({ orderNo }) => ({ orderNo, outcome, reason })) ?? [];
  request?.answer(200, { now: new Date().toISOString(), results, today: null });
};

describe("what a phone keeps of its orders", () => {
  it("draws a number for each before the first attempt, and keeps it until the site has answered", () => {
    const phone = makePhone();
    const queue = phone.open();
    const [first, second] = [phone.order(), phone.order()];
    expect(first.orderNo).toMatch(TILL_ORDER_NO);
    expect(first.orderNo).not.toBe(second.orderNo);
    for (const order of [first, second]) expect(queue.add(order)).toBe(true);
    queue.send();
    phone.sent[0]?.fail();
    expect(phone.last()).toMatchObject({ state: "offline", waiting: [first, second] });
    // The same numbers and times again, in order, from a page that was opened anew.
    const reopened = makePhone(phone.store);
    reopened.open().send();
    expect(reopened.sent[0]?.body.events).toMatchObject([first, second]);
    answerAll(reopened, "duplicate");
    expect(reopened.last()).toMatchObject({ state: "idle", waiting: [], rejected: [] });
    expect(JSON.parse(phone.store.get("till.waiting") ?? "")).toEqual([]);
  });

  it("tries again by itself, and at once when the net is back", () => {
    const phone = makePhone();
    const queue = phone.open();
    queue.add(phone.order());
    queue.send();
    phone.sent[0]?.fail();
    expect(phone.timers).toHaveLength(1);
    phone.timers[0]?.();
    expect(phone.sent).toHaveLength(2);
    phone.sent[1]?.answer(503, "down");
    expect(phone.last()).toMatchObject({ state: "refused", waiting: [{}] });
    queue.retryNow();
    queue.send();
    expect(phone.sent, "one request at a time").toHaveLength(3);
    answerAll(phone);
    expect(phone.last().waiting).toEqual([]);
  });

  it("sends what was booked while a request was under way, a hundred at a time", () => {
    const phone = makePhone();
    const queue = phone.open();
    queue.send();
    for (let count = 0; count < 101; count += 1) queue.add(phone.order());
    queue.send();
    answerAll(phone);
    expect(phone.sent[1]?.body.events).toHaveLength(100);
    answerAll(phone);
    expect(phone.sent[2]?.body.events).toHaveLength(1);
    answerAll(phone);
    expect(phone.sent).toHaveLength(3);
    expect(queue.waiting()).toEqual([]);
  });

  it.each([
    [401, "signed-out"],
    [403, "not-yours"],
    [422, "refused"],
  ])("loses nothing when the site answers %i", (status, state) => {
    const phone = makePhone();
    const queue = phone.open();
    queue.add(phone.order());
    queue.send();
    phone.sent[0]?.answer(status, {});
    expect(phone.last()).toMatchObject({ state, waiting: [{}] });
  });

  it("shows a rejected order with its reason until somebody has dealt with it", () => {
    const phone = makePhone();
    const queue = phone.open();
    const order = phone.order();
    queue.add(order);
    queue.send();
    answerAll(phone, "rejected", "协议已经结束");
    expect(phone.last()).toMatchObject({
      waiting: [],
      rejected: [{ orderNo: order.orderNo, reason: "协议已经结束" }],
    });
    queue.dismiss(order.orderNo);
    expect(phone.last().rejected).toEqual([]);
  });

  it("keeps a rejected order waiting where there is no room to set it apart", () => {
    const phone = makePhone();
    const queue = phone.open();
    queue.add(phone.order());
    queue.send();
    phone.room.isFull = true;
    answerAll(phone, "rejected", "协议已经结束");
    expect(queue.waiting()).toHaveLength(1);
  });

  it("says so where the phone keeps nothing, and never sends another shop's orders", () => {
    const phone = makePhone();
    phone.open("o2").add(phone.order());
    const queue = phone.open();
    queue.send();
    expect(phone.sent[0]?.body).toMatchObject({ merchant: "o1", events: [] });
    answerAll(phone);
    expect(phone.last()).toMatchObject({ waiting: [], others: 1 });
    phone.room.isFull = true;
    expect(queue.add(phone.order())).toBe(false);
  });
});
