import { beforeEach, describe, expect, it } from "vitest";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import {
  confirmSilent,
  confirmStatement,
} from "#app/features/consumption/statements/confirm-statement.server.ts";
import {
  answerDispute,
  disputeStatement,
} from "#app/features/consumption/statements/dispute-statement.server.ts";
import { drawDueStatements } from "#app/features/consumption/statements/draw-statements.server.ts";
import { pursueStatements, stageOf } from "#app/features/consumption/statements/pursue-statements.server.ts";
import { dueDay, monthEnd } from "#app/features/consumption/statements/statement-days.ts";
import { statementWord } from "#app/features/consumption/statements/statement-state.ts";
import { db } from "#app/lib/db.server.ts";
import {
  type CampaignPlace,
  makeAgreement,
  makeCampaign,
  makeEnterprise,
} from "#tests/factories/consumption.ts";
import { makeMember } from "#tests/factories/people.ts";
import { at, type Sale, sell } from "#tests/factories/sales.ts";
import { DRAWN_AT, makeStatement } from "#tests/factories/statements.ts";

let place: CampaignPlace;
let merchantId: string;
beforeEach(async () => {
  place = await makeCampaign();
  merchantId = await makeEnterprise();
});

const FEN = 10_000n;
const order = (orderNo: string, day: string, fen: bigint): Sale => ({
  orderNo,
  occurredAt: at(day),
  giftE4: fen * FEN,
});
const statements = () =>
  db.rows<{ number: number; from: string; to: string; fen: bigint; orders: number; state: string }>(
    `select number, period_from::text as "from", period_to::text as "to", amount_fen as fen, order_count as orders, state
     from consumption_statement order by agreement_id, number`,
  );
/** What the workers do on a day. */
async function onDay(day: string): Promise<number> {
  await postDueDays(at(day));
  return (await drawDueStatements(at(day))).drawn;
}
const row = async (id: string) => {
  const [found] = await db.rows<Record<string, unknown>>(
    `select state, confirm_by::text as "confirmBy", pay_by::text as "payBy", confirmed_by_id as "confirmedById",
            answer from consumption_statement where id = $1`,
    [id],
  );
  return found;
};
const letters = async () =>
  (await db.rows<{ subject: string }>("select subject from outgoing_mail order by created_at, subject")).map(
    ({ subject }) => subject.split("：")[0],
  );

describe("drawing", () => {
  it("waits for the goods of the month's last day, then takes each posting into one statement", async () => {
    const id = await makeAgreement(place, merchantId, { returnDays: 7 });
    await sell(id, [
      order("A1", "2026-09-05", 300n),
      order("A2", "2026-09-30", 20n),
      order("B1", "2026-10-02", 7n),
    ]);
    expect(await onDay("2026-10-07")).toBe(0);
    expect(await onDay("2026-10-08")).toBe(1);
    expect(await onDay("2026-10-09")).toBe(0);
    expect(await statements()).toEqual([
      { number: 1, from: "2026-09-01", to: "2026-09-30", fen: 320n, orders: 2, state: "drawn" },
    ]);
    expect(await letters()).toEqual([]);
    const open = "select day::text from consumption_posting where statement_id is null";
    expect(await db.rows(open)).toEqual([]);
    // A late order of September and a late return go into October's.
    await sell(id, [
      order("A3", "2026-09-30", 50n),
      { orderNo: "R1", returnOf: "A2", occurredAt: at("2026-10-02", 60), giftE4: -20n * FEN },
    ]);
    expect(await onDay("2026-11-08")).toBe(1);
    expect((await statements())[1]).toMatchObject({ number: 2, from: "2026-10-01", fen: 37n });
  });

  it("draws every month that was missed, passes over months without a posting, and ends with the agreement", async () => {
    const days = { effectiveOn: "2026-01-15", endsOn: "2026-05-20" };
    const id = await makeAgreement(place, merchantId, { returnDays: 0 }, days);
    await sell(id, [
      order("A", "2026-01-20", 5n),
      order("B", "2026-03-02", 6n),
      order("C", "2026-05-20", 7n),
    ]);
    await postDueDays(at("2026-07-01"));
    await Promise.all([1, 2, 3].map(() => drawDueStatements(at("2026-07-01"))));
    expect((await statements()).map(({ number, from, to, fen }) => [number, from, to, fen])).toEqual([
      [1, "2026-01-15", "2026-01-31", 5n],
      [2, "2026-03-01", "2026-03-31", 6n],
      [3, "2026-05-01", "2026-05-20", 7n],
    ]);
  });

  it("makes up to the guarantee of a month in which nothing was sold, and settles a month that comes to zero", async () => {
    const guarantee = { minFen: 900n, per: "month" } as const;
    await makeAgreement(
      place,
      merchantId,
      { guarantee },
      { effectiveOn: "2026-08-01", endsOn: "2026-09-30" },
    );
    const zero = await makeAgreement(place, await makeEnterprise(), {});
    await sell(zero, [{ orderNo: "Z", occurredAt: at("2026-09-03"), giftE4: 4_000n }]);
    await onDay("2026-10-08");
    const found = await statements();
    expect(found.map(({ fen }) => fen).sort()).toEqual([0n, 900n, 900n]);
    expect(found.find(({ fen }) => fen === 0n)).toMatchObject({ orders: 1, state: "reconciled" });
  });

  it("leaves what shoppers give and pay by themselves, and waits where a day is not posted", async () => {
    const shopper = { giver: "shopper", rule: { kind: "round-up", unitFen: 100n } } as const;
    const own = await makeAgreement(place, merchantId, shopper);
    await sell(own, [{ orderNo: "S", occurredAt: at("2026-09-03"), giftE4: 0n }]);
    const late = await makeAgreement(place, await makeEnterprise(), {});
    await sell(late, [order("L", "2026-09-30", 5n)]);
    await drawDueStatements(at("2026-10-08"));
    expect(await statements()).toEqual([]);
    expect(await onDay("2026-10-08")).toBe(1);
  });
});

describe("what the enterprise says", () => {
  it("is confirmed once, by its own people", async () => {
    const { statementId, merchantId: own, userId } = await makeStatement(place, 5_000n);
    const input = { id: statementId, merchantIds: [own], userId, now: at("2026-10-09") };
    expect(await confirmStatement({ ...input, merchantIds: [place.organizationId] })).toEqual({
      ok: false,
      reason: "not-found",
    });
    const all = await Promise.all([1, 2, 3].map(() => confirmStatement(input)));
    expect(all.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    expect(await row(statementId)).toMatchObject({ state: "confirmed", confirmedById: userId });
    expect(await db.rows("select act from organization_act")).toEqual([{ act: "statement-confirmed" }]);
    await expect(db.run("update consumption_statement set state = 'drawn'")).rejects.toThrow("goes forward");
    const late = { ...input, reason: "other", note: "不对" } as const;
    expect(await disputeStatement(late)).toEqual({ ok: false, reason: "confirmed-already" });
  });

  it("is disputed with a reason, answered by the charity, and has its days moved by as long as that took", async () => {
    const { statementId: id, merchantId: own, userId } = await makeStatement(place, 5_000n);
    const clerkId = await makeMember(place.organizationId, "charity-clerk");
    expect(await row(id)).toMatchObject({ confirmBy: "2026-10-19", payBy: "2026-10-23" });
    const merchant = { id, merchantIds: [own], userId };
    const charity = { id, organizationIds: [place.organizationId], userId: clerkId };
    const answer = {
      ...charity,
      answer: "corrected",
      note: "A2 是试单，请报退货",
      now: at("2026-10-14"),
    } as const;
    expect(await answerDispute(answer)).toEqual({ ok: false, reason: "not-disputed" });
    const dispute = {
      ...merchant,
      reason: "orders-not-ours",
      note: "A2 不是我们的",
      now: at("2026-10-12"),
    } as const;
    expect(await disputeStatement(dispute)).toEqual({ ok: true, repeated: false });
    expect(await disputeStatement(dispute)).toEqual({ ok: true, repeated: true });
    expect(await disputeStatement({ ...dispute, note: "另外" })).toEqual({
      ok: false,
      reason: "disputed-already",
    });
    expect(await confirmStatement({ ...merchant, now: at("2026-10-13") })).toEqual({
      ok: false,
      reason: "waits-for-answer",
    });
    expect(await confirmSilent(at("2026-12-01"))).toBe(0);
    expect(await answerDispute({ ...answer, organizationIds: [own] })).toMatchObject({ ok: false });
    expect(await answerDispute(answer)).toEqual({ ok: true, repeated: false });
    expect(await answerDispute(answer)).toEqual({ ok: true, repeated: true });
    // Three days more, and the first of them on a working day.
    expect(await row(id)).toMatchObject({
      confirmBy: "2026-10-22",
      payBy: "2026-10-26",
      answer: "corrected",
    });
    expect(await letters()).toEqual(["慈善组织答复了您的异议"]);
    expect(await confirmStatement({ ...merchant, now: at("2026-10-15") })).toMatchObject({ ok: true });
    expect((await statements())[0]).toMatchObject({ fen: 5_000n, state: "confirmed" });
  });

  it("is taken as confirmed after its last day, and not before", async () => {
    const { statementId } = await makeStatement(place, 5_000n);
    expect(await confirmSilent(at("2026-10-19"))).toBe(0);
    expect(await confirmSilent(at("2026-10-20"))).toBe(1);
    expect(await confirmSilent(at("2026-10-20"))).toBe(0);
    expect(await row(statementId)).toMatchObject({ state: "confirmed", confirmedById: null });
    expect(await letters()).toEqual(["已按协议视为确认"]);
  });
});

it("reminds before, on and every week after the last day, and takes the badge down after thirty", async () => {
  const { agreementId, statementId } = await makeStatement(place, 5_000n);
  for (const day of ["2026-10-21", "2026-10-21", "2026-10-23", "2026-10-24", "2026-10-30", "2026-10-31"])
    await pursueStatements(at(day));
  expect(await letters()).toEqual([
    "已按协议视为确认",
    "快到付款日了",
    "今天是付款日",
    "已过付款日",
    "已过付款日",
  ]);
  expect(await db.rows("select type from webhook_event where type like 'statement.%' order by 1")).toEqual([
    { type: "statement.confirmed" },
    { type: "statement.drawn" },
    { type: "statement.overdue" },
  ]);
  const badge = () => db.rows("select suspended_reason as reason from consumption_agreement");
  await pursueStatements(at("2026-11-22"));
  expect(await badge()).toEqual([{ reason: null }]);
  expect(await pursueStatements(at("2026-11-23"))).toMatchObject({ suspended: 1 });
  expect(await badge()).toEqual([{ reason: "overdue" }]);
  expect(agreementId.slice(1, 9)).toBe(statementId.slice(1, 9));
});

it("writes to everybody who works for the enterprise when a statement is drawn", async () => {
  const id = await makeAgreement(place, merchantId, {});
  await makeMember(merchantId, "merchant");
  await makeMember(merchantId, "merchant");
  await sell(id, [order("A", "2026-09-03", 50n)]);
  await onDay("2026-10-08");
  expect(await letters()).toEqual(["请核对", "请核对"]);
  const [letter] = await db.rows<{ text: string }>("select text from outgoing_mail limit 1");
  expect(letter?.text).toContain("没有确认、也没有提出异议的，视为确认");
  expect(DRAWN_AT).toEqual(at("2026-10-08"));
});

describe("days and words", () => {
  it.each([
    ["2026-10-08", 10, "2026-10-19"],
    ["2026-10-08", 15, "2026-10-23"],
    ["2026-10-09", 1, "2026-10-12"],
  ])("%s and %i days is %s, never a Saturday or Sunday", (from, days, expected) => {
    expect(dueDay(from, days)).toBe(expected);
  });

  it("knows the ends of months", () => {
    expect(["2026-02-03", "2028-02-29", "2026-12-31"].map(monthEnd)).toEqual([
      "2026-02-28",
      "2028-02-29",
      "2026-12-31",
    ]);
  });

  it.each([
    ["2026-10-19", null],
    ["2026-10-20", "before"],
    ["2026-10-23", "due"],
    ["2026-10-24", "week-1"],
    ["2026-10-31", "week-2"],
  ])("on %s the stage is %s", (today, stage) => {
    expect(stageOf("2026-10-23", today)).toBe(stage);
  });

  it("calls a paid statement whose money went back what it is", () => {
    const paid = {
      state: "paid",
      amountFen: 100n,
      paidFen: 100n,
      payBy: "2026-10-23",
      answeredAt: null,
    } as const;
    expect(statementWord(paid, "2026-12-01")).toBe("paid");
    expect(statementWord({ ...paid, paidFen: 40n }, "2026-10-20")).toBe("returned");
    expect(statementWord({ ...paid, state: "confirmed", paidFen: 40n }, "2026-10-24")).toBe("overdue");
    expect(statementWord({ ...paid, state: "disputed", paidFen: 0n }, "2026-10-24")).toBe("disputed");
  });
});
