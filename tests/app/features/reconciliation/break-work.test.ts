import { describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { assignBreaks } from "#app/features/reconciliation/assign-breaks.server.ts";
import { dayFigures } from "#app/features/reconciliation/day-figures.server.ts";
import { decideWriteOff } from "#app/features/reconciliation/decide-write-off.server.ts";
import { explainBreak } from "#app/features/reconciliation/explain-break.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { reopenBreak } from "#app/features/reconciliation/reopen-break.server.ts";
import { requestWriteOff } from "#app/features/reconciliation/request-write-off.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeMember } from "#tests/factories/people.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import { type ClosingPlace, close, idFor, makeClosingPlace, sign, takeDay } from "./closing.ts";
import { DAY, giftLines, makePaidGift, NEXT_MORNING, otherLine } from "./statement-files.ts";

interface Difference extends ClosingPlace {
  breakId: string;
}

async function breaksOf(place: ClosingPlace) {
  return db.rows<{ id: string; kind: string; state: string; ownerId: string | null; reason: string | null }>(
    `select id, kind, state, owner_id as "ownerId", reason from reconciliation_break
     where organization_id = $1 order by kind, subject_key`,
    [place.organizationId],
  );
}

/** A fee of 60 fen that belongs to no gift. */
async function makeStrayFee(): Promise<Difference> {
  const place = await makeClosingPlace();
  await takeDay(place, [otherLine({ type: "收费", amountFen: -60n })]);
  return withBreak(place);
}

async function withBreak(place: ClosingPlace): Promise<Difference> {
  const [found] = await breaksOf(place);
  if (!found) throw new Error("no break was found");
  return { ...place, breakId: found.id };
}

const acting = (place: Difference, userId: string, form: string) => ({
  id: idFor(place.breakId, form),
  organizationId: place.organizationId,
  breakId: place.breakId,
  userId,
  now: NEXT_MORNING,
});
const request = (place: Difference, userId = place.clerkId, form = "ask") =>
  requestWriteOff({ ...acting(place, userId, form), note: "渠道不退，金额很小" });
const decide = (
  place: Difference,
  decision: "approve" | "refuse",
  userId = place.approverId,
  form = "decide",
) => decideWriteOff({ ...acting(place, userId, form), decision, note: "同意" });

const actsOf = async (place: Difference): Promise<string[]> =>
  (
    await db.rows<{ act: string }>("select act from break_act where break_id = $1 order by acted_at, act", [
      place.breakId,
    ])
  ).map(({ act }) => act);

/** What an account holds of net assets: credits less debits. */
const heldFen = async (id: string): Promise<bigint> => -((await accountBalances([id])).get(id) ?? 0n);
const operatingFen = (place: ClosingPlace): Promise<bigint> =>
  heldFen(accountId("operating", place.organizationId));

describe("owners", () => {
  it("are given to many breaks at once, by members to members, once per form", async () => {
    const place = await makeClosingPlace();
    await takeDay(place, [
      otherLine({ type: "收费", amountFen: -60n }),
      otherLine({ type: "在线支付", amountFen: 5n }),
    ]);
    const breakIds = (await breaksOf(place)).map(({ id }) => id);
    const given = {
      id: idFor(place.organizationId, "assign"),
      organizationId: place.organizationId,
      breakIds,
      ownerId: place.clerkId,
      reason: "under-inquiry" as const,
      note: "已打电话",
      userId: place.approverId,
      now: NEXT_MORNING,
    };
    const stranger = await makeMember((await makeClosingPlace()).organizationId, "charity-clerk");
    expect(await assignBreaks({ ...given, userId: stranger })).toEqual({ ok: false, reason: "not-member" });
    expect(await assignBreaks({ ...given, ownerId: stranger })).toEqual({
      ok: false,
      reason: "owner-not-member",
    });
    expect(await assignBreaks({ ...given, breakIds: [] })).toEqual({ ok: false, reason: "none-chosen" });
    expect(await assignBreaks(given)).toEqual({ ok: true, count: 2 });
    expect(await assignBreaks(given)).toEqual({ ok: true, count: 0 });
    for (const found of await breaksOf(place))
      expect(found).toMatchObject({ ownerId: place.clerkId, reason: "under-inquiry", state: "open" });
    expect(await db.rows("select 1 from break_act")).toHaveLength(2);
    await expect(db.run("update break_act set note = null")).rejects.toThrow(/permission denied/);
    const owner = await testDatabase().owner();
    await expect(owner.query("delete from break_act")).rejects.toThrow(/append-only/);
  });
});

describe("an explanation", () => {
  it("is kept with who said it, and the row counts as explained", async () => {
    const place = await makeStrayFee();
    const explain = (note: string, userId = place.clerkId) =>
      explainBreak({ ...acting(place, userId, "explain"), reason: "provider-error", note });
    expect(await explain(" ")).toEqual({ ok: false, reason: "no-note" });
    expect(await explain("渠道多收", await makeMember(place.organizationId, "merchant"))).toEqual({
      ok: false,
      reason: "not-member",
    });
    expect(await Promise.all([explain("渠道多收"), explain("渠道多收")])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await actsOf(place)).toEqual(["explained"]);
    await reconcileOrganization(place.organizationId, NEXT_MORNING);
    expect(await breaksOf(place)).toMatchObject([
      { state: "explained", reason: "provider-error", ownerId: place.clerkId },
    ]);
    const reopen = (userId: string) =>
      reopenBreak({ ...acting(place, userId, "reopen"), note: "渠道说没有多收" });
    expect(await reopen(place.clerkId)).toEqual({ ok: false, reason: "not-member" });
    expect(await reopen(place.approverId)).toEqual({ ok: true });
    expect(await reopen(place.approverId)).toEqual({ ok: true });
    expect(await breaksOf(place)).toMatchObject([{ state: "open", reason: null }]);
  });
});

describe("a write-off", () => {
  it("is asked for by one, approved by another, and posted out of the organization's own money", async () => {
    const place = await makeStrayFee();
    expect(await decide(place, "approve")).toEqual({ ok: false, reason: "not-requested" });
    expect(await request(place)).toEqual({ ok: true });
    expect(await request(place)).toEqual({ ok: true });
    expect(await request(place, place.approverId, "again")).toEqual({
      ok: false,
      reason: "already-requested",
    });
    expect(await decide(place, "approve", place.clerkId)).toEqual({ ok: false, reason: "not-member" });
    expect(await operatingFen(place)).toBe(0n);
    expect(await Promise.all([decide(place, "approve"), decide(place, "approve")])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await operatingFen(place)).toBe(-60n);
    expect(await breaksOf(place)).toMatchObject([{ state: "resolved", reason: "written-off" }]);
    expect(await actsOf(place)).toEqual(["write-off-approved", "write-off-requested"]);
    await reconcileOrganization(place.organizationId, NEXT_MORNING);
    expect(await breaksOf(place)).toMatchObject([{ state: "resolved" }]);
    const { figures } = await dayFigures(db, place.organizationId, DAY);
    // The posting belongs to the day on which it was decided; the row is answered.
    expect(figures.bridges.find(({ book }) => book === place.sellerId)).toMatchObject({
      statementFen: -60n,
      unmatchedFen: 0n,
      transitFen: 60n,
    });
  });

  it("by the same person is refused by the verb and by the database", async () => {
    const place = await makeStrayFee();
    expect(await request(place, place.approverId)).toEqual({ ok: true });
    expect(await decide(place, "approve")).toEqual({ ok: false, reason: "same-person" });
    const owner = await testDatabase().owner();
    for (const step of ["approved", "refused"])
      await expect(
        owner.query(`update break_write_off set ${step}_by_id = requested_by_id, ${step}_at = now()`),
      ).rejects.toThrow(/break_write_off_two_people/);
  });

  it("that is refused leaves the break open, and may be asked for again", async () => {
    const place = await makeStrayFee();
    await request(place);
    expect(await decide(place, "refuse")).toEqual({ ok: true });
    expect(await breaksOf(place)).toMatchObject([{ state: "open" }]);
    expect(await operatingFen(place)).toBe(0n);
    expect(await request(place, place.clerkId, "again")).toEqual({ ok: true });
    expect(await decide(place, "approve", place.approverId, "again-decide")).toEqual({ ok: true });
    const owner = await testDatabase().owner();
    await expect(owner.query("update break_write_off set amount_fen = 1")).rejects.toThrow(
      /only moves forward/,
    );
  });

  it("is turned back by its reversal when the break is opened again", async () => {
    const place = await makeStrayFee();
    await request(place);
    await decide(place, "approve");
    const reopen = () => reopenBreak({ ...acting(place, place.approverId, "reopen"), note: "渠道退了" });
    expect(await reopen()).toEqual({ ok: true });
    expect(await reopen()).toEqual({ ok: true });
    expect(await operatingFen(place)).toBe(0n);
    await reconcileOrganization(place.organizationId, NEXT_MORNING);
    expect(await breaksOf(place)).toMatchObject([{ state: "open", reason: null }]);
    expect(await request(place, place.clerkId, "again")).toEqual({ ok: true });
  });

  it("of what a gift came short makes the gift whole: it is settled, and no fund has paid for it", async () => {
    const place = await makeClosingPlace();
    const gift = await makePaidGift(place, 10_000n);
    await takeDay(place, giftLines(gift, { amountFen: 9_990n, feeFen: 0n }));
    const difference = await withBreak(place);
    expect(await request(difference)).toEqual({ ok: true });
    expect(await decide(difference, "approve")).toEqual({ ok: true });
    expect(await heldFen(accountId("available", place.fundId))).toBe(10_000n);
    expect(await operatingFen(place)).toBe(-10n);
    expect(await db.rows("select 1 from settlement where payment_id = $1", [gift.paymentId])).toHaveLength(1);
    const reopened = await reopenBreak({
      ...acting(difference, place.approverId, "reopen"),
      note: "错了",
    });
    expect(reopened).toEqual({ ok: false, reason: "settled" });
  });

  it("lets the day be closed, and stays in its record", async () => {
    const place = await makeStrayFee();
    expect(await sign(place)).toMatchObject({ reason: "obstacles" });
    await request(place);
    await decide(place, "approve");
    expect(await sign(place)).toMatchObject({ ok: true });
    expect(await close(place)).toMatchObject({ ok: true });
  });
});
