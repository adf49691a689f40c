import { describe, expect, it, vi } from "vitest";
import { readRoomsWaiting, readWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { WAITING_STATES, waitingStates } from "#app/features/reconciliation/waiting-states.ts";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { log } from "#app/lib/log.server.ts";
import { makeFund, makeOrganization, makePendingGift, NOW } from "#tests/factories/books.ts";

const ago = (ms: number) => new Date(NOW.getTime() - ms);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("what waits", () => {
  it("is read for every state, also where nothing waits", async () => {
    const waiting = await readWaiting(null, NOW);
    expect(waiting.map(({ state }) => state)).toEqual(waitingStates);
    for (const { count, overdueCount } of waiting) expect([count, overdueCount]).toEqual([0, 0]);
  });

  it("has a name and an owner in both languages", () => {
    for (const state of waitingStates)
      for (const lng of ["zh", "en"] as const) {
        expect(dictionary.exists(`state_${state}`, { ns: "waiting", lng }), state).toBe(true);
        const { owner } = WAITING_STATES[state];
        expect(dictionary.exists(`owner_${owner}`, { ns: "waiting", lng }), owner).toBe(true);
      }
  });

  it("is counted, summed and called overdue past its age, by organization", async () => {
    const [one, other] = [await makeOrganization(), await makeOrganization()];
    const fundId = await makeFund(one.organizationId);
    await makePendingGift({ ...one, fundId }, 100n, { openedAt: ago(3 * HOUR) });
    await makePendingGift({ ...one, fundId }, 23n, { openedAt: ago(1 * HOUR) });
    await db.run(
      `insert into giving_alert (id, kind, subject, day, organization_id, amount_fen, seen_count, opened_at, last_seen_at)
       values (gen_random_uuid(), 'fraud-warning', 'issfr_1', '2000-01-01', $1, 400, 1, $2, $2)`,
      [one.organizationId, ago(2 * DAY)],
    );
    const of = async (organizationIds: string[] | null) =>
      new Map((await readWaiting(organizationIds, NOW)).map((count) => [count.state, count]));
    const all = await of(null);
    expect(all.get("payment-pending")).toMatchObject({
      count: 2,
      overdueCount: 1,
      oldestAt: ago(3 * HOUR),
      amountFen: 123n,
    });
    expect((await of([other.organizationId])).get("payment-pending")?.count).toBe(0);
    const own = await readRoomsWaiting([one.organizationId], NOW);
    // What the operator owns is not the charity's to look after.
    expect(own.map(({ state }) => state)).toEqual(["giving-alert"]);
    expect(await readRoomsWaiting([other.organizationId], NOW)).toEqual([]);
  });

  it("counts each day whose bill has not come, from the day's end", async () => {
    const { organizationId } = await makeOrganization();
    await db.run("update payment_credential set created_at = $1", [ago(3 * DAY)]);
    const unfetched = async () =>
      (await readWaiting([organizationId], NOW)).find(({ state }) => state === "statement-unfetched");
    // NOW is 10:00 of the 22nd in Shanghai: the 19th, 20th and 21st are over, the 21st for ten hours.
    expect(await unfetched()).toMatchObject({
      count: 3,
      overdueCount: 1,
      oldestAt: new Date("2026-11-19T16:00:00Z"),
    });
    const account = `2088${organizationId}`;
    await db.run(
      `insert into statement (id, organization_id, source, account, file_name, file_sha256, period_start, period_end,
                              row_count, new_row_count, origin, created_at)
       values (gen_random_uuid(), $1, 'alipay-signcustomer', $2, 'x', 'x', '2026-11-19', '2026-11-20', 0, 0, 'fetched', $3)`,
      [organizationId, account, NOW],
    );
    expect(await unfetched()).toMatchObject({ count: 1, overdueCount: 0 });
  });

  it("is still shown where one state cannot be read", async () => {
    const real = db.rows.bind(db);
    vi.spyOn(log, "error").mockReturnValue(undefined);
    vi.spyOn(db, "rows").mockImplementation((text, values) =>
      text.includes("from quarantine") ? Promise.reject(new Error("no table")) : real(text, values),
    );
    const waiting = await readWaiting(null, NOW);
    expect(waiting).toHaveLength(waitingStates.length - 1);
  });
});
