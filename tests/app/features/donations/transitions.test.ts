import { describe, expect, it } from "vitest";
import {
  DISPUTE_STAGES,
  DISPUTE_TRANSITIONS,
  lineFor,
  PAYMENT_STAGES,
  PAYMENT_TRANSITIONS,
  REFUND_STAGES,
  REFUND_TRANSITIONS,
} from "#app/features/donations/transitions.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, makePendingGift } from "#tests/factories/books.ts";

type Line = { from: readonly string[]; fact: string; next: string; posts: unknown };

/** Later stages may be reached from earlier ones, never the other way. */
const ORDER: Record<string, readonly (readonly string[])[]> = {
  payment: [["open"], ["closed"], ["barred"], ["counted", "suspended"]],
  refund: [["absent"], ["promised"], ["sent"], ["paid"], ["failed", "refused"]],
  dispute: [["absent"], ["open"], ["won", "lost"]],
};

describe.each([
  ["payment", PAYMENT_TRANSITIONS as readonly Line[], PAYMENT_STAGES as readonly string[]],
  ["refund", REFUND_TRANSITIONS as readonly Line[], REFUND_STAGES as readonly string[]],
  ["dispute", DISPUTE_TRANSITIONS as readonly Line[], DISPUTE_STAGES as readonly string[]],
])("the table of a %s", (name, table, stages) => {
  it("has one line at most for each stage and fact", () => {
    const pairs = table.flatMap((line) => line.from.map((stage) => `${stage} ${line.fact}`));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(lineFor<string, string, Line>(table, "no such stage", "no such fact")).toBeUndefined();
  });

  it("leads forward only", () => {
    const rank = (stage: string): number => (ORDER[name] ?? []).findIndex((level) => level.includes(stage));
    for (const line of table.filter(({ next }) => next !== "same")) {
      for (const from of line.from)
        expect(rank(line.next), `${from} → ${line.next}`).toBeGreaterThan(rank(from));
      expect(stages).toContain(line.next);
    }
  });

  it("posts nothing where nothing changes, except money that came again", () => {
    for (const line of table.filter(({ next, fact }) => next === "same" && fact !== "paid-again"))
      expect(Array.isArray(line.posts) ? line.posts : [line.posts].filter(Boolean)).toEqual([]);
  });
});

describe("the database", () => {
  async function payment(columns: string): Promise<string> {
    const made = await makeOrganization();
    const gift = await makePendingGift({ ...made, fundId: await makeFund(made.organizationId) }, 100n);
    await db.run(`update payment set ${columns} where id = $1`, [gift.paymentId]);
    return gift.paymentId;
  }

  it.each([
    ["paid_at = now()", "paid_at = null"],
    ["paid_at = now()", "paid_at = now() + interval '1 hour'"],
    ["paid_amount_fen = 100", "paid_amount_fen = 99"],
    ["provider_object_id = 'T1'", "provider_object_id = 'T2'"],
    ["closed_at = now()", "closed_at = null"],
    ["quarantined_at = now(), quarantine_reason = 'wrong-amount'", "quarantined_at = null"],
    ["quarantined_at = now(), quarantine_reason = 'wrong-amount'", "quarantine_reason = 'wrong-seller'"],
  ])("keeps %s against %s", async (first, second) => {
    const id = await payment(first);
    await expect(db.run(`update payment set ${second} where id = $1`, [id])).rejects.toThrow(/moves forward/);
  });

  it("knows no other reason for quarantine", async () => {
    const id = await payment("paid_at = null");
    await expect(
      db.run("update payment set quarantine_reason = 'other' where id = $1", [id]),
    ).rejects.toThrow(/payment_quarantine_reason/);
  });

  it("lets a dispute end one way", async () => {
    await db.run(
      `insert into dispute (fund_id, id, donation_id, payment_id, amount_fen, provider_dispute_id, opened_at, won_at)
       values ('f', 'x', 'd', 'p', 1, 'dp', now(), now())`,
    );
    await expect(db.run("update dispute set lost_at = now()")).rejects.toThrow(/dispute_one_end/);
    await expect(db.run("update dispute set won_at = null")).rejects.toThrow(/moves forward/);
  });
});
