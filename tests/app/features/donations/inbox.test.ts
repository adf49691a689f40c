import { describe, expect, it } from "vitest";
import { Inbox } from "#app/features/donations/inbox.server.ts";
import type { FactOutcome, ReceivedFact } from "#app/features/donations/provider-event.ts";

const fact = (eventKey: string): ReceivedFact =>
  ({
    fact: { eventKey },
    credentialId: "c",
    organizationId: "o",
    origin: "webhook",
  }) as unknown as ReceivedFact;

describe("the inbox", () => {
  it("gathers what queued while a transaction ran, two in flight, and answers each caller", async () => {
    const sizes: number[] = [];
    const gates: (() => void)[] = [];
    const inbox = new Inbox(async (received) => {
      sizes.push(received.length);
      await new Promise<void>((open) => gates.push(open));
      return received.map((): FactOutcome => "applied");
    });
    const answers = Promise.all(Array.from({ length: 1_203 }, (_, i) => inbox.submit(fact(String(i)))));
    while (sizes.reduce((sum, size) => sum + size, 0) < 1_203 || gates.length > 0) {
      gates.shift()?.();
      await new Promise((soon) => setImmediate(soon));
    }
    expect((await answers).every((answer) => answer.ok)).toBe(true);
    expect(sizes.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...sizes)).toBe(500);
  });

  it("halves a failing transaction until the culprit is alone; only the culprit is told to come again", async () => {
    const reported: string[] = [];
    const inbox = new Inbox(
      async (received) => {
        if (received.some((item) => item.fact.eventKey === "bad")) throw new Error("constraint");
        return received.map((): FactOutcome => "applied");
      },
      (_, received) => reported.push(received.fact.eventKey),
    );
    const keys = ["a", "b", "c", "bad", "d", "e", "f"];
    const answers = await Promise.all(keys.map((key) => inbox.submit(fact(key))));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true, false, true, true, true]);
    expect(reported).toEqual(["bad"]);
  });

  it("turns away the 5,001st that waits", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const inbox = new Inbox(async (received) => {
      await gate;
      return received.map((): FactOutcome => "applied");
    });
    const accepted = Array.from({ length: 5_002 }, (_, i) => inbox.submit(fact(String(i))));
    expect(await inbox.submit(fact("one too many"))).toEqual({ ok: false, reason: "full" });
    open();
    expect((await Promise.all(accepted)).every((answer) => answer.ok)).toBe(true);
  });
});
