import { describe, expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { traceFunds } from "#app/features/disbursements/trace-funds.server.ts";
import { disbursementSources, donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import type { PendingGift } from "#tests/factories/books.ts";
import {
  accountsOf,
  chargeFee,
  failRefund,
  makePaidGift,
  makeRefund,
  makeSettledGift,
  makeSpendingPlace,
  openDispute,
  postOf,
  proposalOf,
  type SpendingPlace,
  settleGift,
  winDispute,
} from "#tests/factories/spending.ts";
import { TraceModel } from "./trace-model.ts";

const START = Date.parse("2026-03-01T00:00:00Z");
const at = (minute: number) => new Date(START + minute * 60_000);

async function payOut(place: SpendingPlace, amountFen: bigint, minute: number): Promise<string> {
  const proposal = { ...proposalOf(place, amountFen), now: at(minute) };
  await proposeDisbursement(proposal);
  const act = { id: proposal.id, organizationId: place.organizationId, now: at(minute) };
  expect(await approveDisbursement({ ...act, userId: place.approverId })).toMatchObject({ ok: true });
  expect(
    await payDisbursement({ ...act, userId: place.clerkId, paidAt: at(minute), bankReference: proposal.id }),
  ).toMatchObject({ ok: true });
  return proposal.id;
}

async function storedSpans(fundId: string): Promise<[number, number, string][]> {
  const rows = await db.rows<{ from: bigint; to: bigint; cause: string }>(
    `select from_fen as "from", to_fen as "to", cause_kind || ' ' || cause_id as cause from fund_use
     where fund_id = $1 order by from_fen`,
    [fundId],
  );
  const spans: [number, number, string][] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last && last[1] === Number(row.from) && last[2] === row.cause) last[1] = Number(row.to);
    else spans.push([Number(row.from), Number(row.to), row.cause]);
  }
  return spans;
}

describe("traceFund", () => {
  it("follows a gift into what it paid for, first in first out", async () => {
    const place = await makeSpendingPlace();
    const first = await makeSettledGift(place, 1_000n, 6n, at(1));
    const second = await makeSettledGift(place, 2_000n, 12n, at(2));
    const food = await payOut(place, 1_500n, 3);
    expect(await traceFund(place.fundId, at(4))).toEqual({
      inflowsAdded: 2,
      spansCut: 1,
      disbursementsTraced: 1,
    });
    expect(await donationTrace(place.fundId, first.donationId)).toMatchObject({
      amountFen: 1_000n,
      feesFen: 6n,
      uses: [{ disbursementId: food, amountFen: 994n, totalFen: 1_500n, purpose: "10 月食材", evidence: 0 }],
      unusedFen: 0n,
      aheadFen: 0n,
    });
    const third = await makeSettledGift(place, 500n, 0n, at(5));
    await traceFund(place.fundId, at(6));
    expect(await donationTrace(place.fundId, second.donationId)).toMatchObject({
      uses: [{ disbursementId: food, amountFen: 506n }],
      unusedFen: 1_482n,
      aheadFen: 0n,
    });
    expect(await donationTrace(place.fundId, third.donationId)).toMatchObject({
      uses: [],
      unusedFen: 500n,
      aheadFen: 1_482n,
    });
    expect(await disbursementSources(place.fundId, food, { after: null, limit: 10 })).toMatchObject([
      { fromFen: 0n, amountFen: 994n, originKind: "gift", donationId: first.donationId, shownName: null },
      { fromFen: 994n, amountFen: 506n, originKind: "gift", donationId: second.donationId },
    ]);
    expect(await disbursementSources(place.fundId, food, { after: 0n, limit: 10 })).toHaveLength(1);
    expect(await disbursementSources(place.fundId, food, { after: 994n, limit: 10 })).toEqual([]);
  });

  it("does nothing the second time, and one of many at once does all", async () => {
    const place = await makeSpendingPlace();
    for (let i = 0; i < 5; i += 1) await makeSettledGift(place, 100n, 1n, at(i));
    await payOut(place, 250n, 9);
    const results = await Promise.all([1, 2, 3].map(() => traceFund(place.fundId, at(10))));
    expect(results.map((result) => result.inflowsAdded).sort()).toEqual([0, 0, 5]);
    expect(await traceFund(place.fundId, at(11))).toEqual({
      inflowsAdded: 0,
      spansCut: 0,
      disbursementsTraced: 0,
    });
    expect(await storedSpans(place.fundId)).toEqual([[0, 250, expect.any(String)]]);
  });

  it("takes a refund from the end of its own gift, and what comes back goes to the end of the line", async () => {
    const place = await makeSpendingPlace();
    const gift = await makeSettledGift(place, 1_000n, 0n, at(1));
    const other = await makeSettledGift(place, 1_000n, 0n, at(2));
    const refundId = await makeRefund(place, gift, 300n, 0n, at(3));
    await traceFund(place.fundId, at(4));
    expect(await storedSpans(place.fundId)).toEqual([[700, 1000, `refund ${refundId}`]]);
    const spent = await payOut(place, 900n, 5);
    await traceFund(place.fundId, at(6));
    expect(await donationTrace(place.fundId, gift.donationId)).toMatchObject({
      refundedFen: 300n,
      unusedFen: 0n,
    });
    expect(await donationTrace(place.fundId, other.donationId)).toMatchObject({
      uses: [{ disbursementId: spent, amountFen: 200n }],
      unusedFen: 800n,
    });
    await failRefund(place, gift, refundId, 300n, at(7));
    await traceFund(place.fundId, at(8));
    expect(await donationTrace(place.fundId, gift.donationId)).toMatchObject({
      refundedFen: 0n,
      unusedFen: 300n,
      aheadFen: 800n,
    });
    const last = await payOut(place, 1_100n, 9);
    await traceFund(place.fundId, at(10));
    expect(await donationTrace(place.fundId, gift.donationId)).toMatchObject({
      uses: [{ amountFen: 700n }, { disbursementId: last, amountFen: 300n }],
      unusedFen: 0n,
    });
  });

  it("shows what the organization covers of a gift that was used before it was refunded", async () => {
    const place = await makeSpendingPlace();
    const gift = await makeSettledGift(place, 1_000n, 6n, at(1));
    await payOut(place, 994n, 2);
    await traceFund(place.fundId, at(3));
    await makeRefund(place, gift, 1_000n, 1_000n, at(4));
    await traceFund(place.fundId, at(5));
    expect(await donationTrace(place.fundId, gift.donationId)).toMatchObject({
      feesFen: 6n,
      refundedFen: 1_000n,
      coveredFen: 1_000n,
      uses: [{ amountFen: 994n }],
      unusedFen: 0n,
    });
    expect((await storedSpans(place.fundId)).at(-1)?.slice(0, 2)).toEqual([994, 1_994]);
  });

  it("lets a gift that is not settled wait behind everything free", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n, 0n, at(1));
    const gift = await makePaidGift(place, 50n, at(2));
    await traceFund(place.fundId, at(3));
    expect(await donationTrace(place.fundId, gift.donationId)).toMatchObject({
      unusedFen: 50n,
      aheadFen: 1_000n,
    });
    expect(await donationTrace(place.fundId, newFundScopedId("d", place.fundId))).toBeNull();
  });

  it("is asked for by the sweep where something waits, and nowhere else", async () => {
    const place = await makeSpendingPlace();
    const quiet = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n, 0n, at(1));
    await makePaidGift(quiet, 1_000n, at(1));
    expect(await traceFunds(at(2))).toEqual([place.fundId]);
    await traceFund(place.fundId, at(3));
    expect(await traceFunds(at(4))).toEqual([]);
  });

  it("never gives a fen two origins or two uses, even past the program", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 100n, 0n, at(1));
    await payOut(place, 40n, 2);
    await traceFund(place.fundId, at(3));
    const inflow = (from: number, to: number) =>
      db.run("insert into fund_inflow values ($1, $2, $3, 'gift', $4, now())", [
        place.fundId,
        from,
        to,
        `d${from}`,
      ]);
    await expect(inflow(99, 120)).rejects.toThrow(/must begin where the last one ended/);
    await expect(inflow(101, 120)).rejects.toThrow(/must begin where the last one ended/);
    await expect(
      db.run("insert into fund_use values ($1, 39, 41, 'disbursement', 'b', now())", [place.fundId]),
    ).rejects.toThrow(/fund_use_apart/);
    await expect(db.run("delete from fund_use")).rejects.toThrow(/permission denied/);
  });
});

/** A small generator with a seed, so that a failure can be played again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Plays a random year of one small fund on both sides. */
class Play {
  readonly model = new TraceModel();
  private minute = 0;
  private readonly paid: PendingGift[] = [];
  private readonly settled: PendingGift[] = [];
  private readonly refunds: { gift: PendingGift; id: string; fen: bigint }[] = [];
  private readonly disputes: { gift: PendingGift; id: string; fen: bigint }[] = [];
  private readonly backFen = new Map<string, number>();

  constructor(
    readonly place: SpendingPlace,
    private readonly random: (below: number) => number,
  ) {}

  async step(): Promise<void> {
    this.minute += 1;
    const steps = [
      this.give,
      this.give,
      this.settle,
      this.settle,
      this.back,
      this.undo,
      this.spend,
      this.spend,
      this.lateFee,
      this.income,
    ];
    await (steps[this.random(steps.length)] as () => Promise<void>).call(this);
    if (this.random(3) === 0) await this.trace();
  }

  async trace(): Promise<void> {
    this.minute += 1;
    await traceFund(this.place.fundId, at(this.minute));
    this.model.trace();
  }

  gifts(): PendingGift[] {
    return [...this.paid, ...this.settled];
  }

  private async give(): Promise<void> {
    const amountFen = 1 + this.random(60);
    const gift = await makePaidGift(this.place, BigInt(amountFen), at(this.minute));
    this.paid.push(gift);
    this.model.give(gift.donationId, gift.paymentId, amountFen);
  }

  private async settle(): Promise<void> {
    const [gift] = this.paid.splice(this.random(this.paid.length || 1), 1);
    if (!gift) return;
    const room = await this.availableFen();
    const fee = Math.min(this.random(4), Number(gift.amountFen) - 1, room);
    await settleGift(this.place, gift, BigInt(fee), at(this.minute));
    this.settled.push(gift);
    Object.assign(this.model.gift(gift.donationId), { feeFen: fee, settledAt: this.minute });
  }

  /** A refund or a dispute; what the fund lacks is covered, as donations/ does it. */
  private async back(): Promise<void> {
    const gift = this.gifts()[this.random(this.gifts().length || 1)];
    if (!gift) return;
    const leftFen = Number(gift.amountFen) - (this.backFen.get(gift.donationId) ?? 0);
    if (leftFen <= 0) return;
    const fen = 1 + this.random(leftFen);
    this.backFen.set(gift.donationId, Number(gift.amountFen) - leftFen + fen);
    const cover = Math.max(0, fen - (await this.availableFen()));
    const isRefund = this.random(2) === 0;
    const make = isRefund ? makeRefund : openDispute;
    const id = await make(this.place, gift, BigInt(fen), BigInt(cover), at(this.minute));
    if (cover > 0) await this.enter(gift.donationId, cover, "cover-promised");
    (isRefund ? this.refunds : this.disputes).push({ gift, id, fen: BigInt(fen) });
    this.model.takings.push({
      cause: `${isRefund ? "refund" : "dispute"} ${id}`,
      giftId: gift.donationId,
      fen,
      takenFen: 0,
      at: this.minute,
      undoneAt: null,
      isReturned: false,
    });
  }

  private async undo(): Promise<void> {
    const isRefund = this.random(2) === 0;
    const list = isRefund ? this.refunds : this.disputes;
    const [undone] = list.splice(this.random(list.length || 1), 1);
    if (!undone) return;
    const undo = isRefund ? failRefund : winDispute;
    await undo(this.place, undone.gift, undone.id, undone.fen, at(this.minute));
    const taking = this.model.takings.find(({ cause }) => cause.endsWith(undone.id));
    if (!taking) throw new Error("unknown taking");
    taking.undoneAt = this.minute;
  }

  private async spend(): Promise<void> {
    const { spendableFen } = await spendableOf(this.place.fundId);
    if (spendableFen === 0n) return;
    const fen = 1 + this.random(Number(spendableFen));
    const id = await payOut(this.place, BigInt(fen), this.minute);
    this.model.payments.push({ id, fen, takenFen: 0, paidAt: this.minute });
  }

  private async lateFee(): Promise<void> {
    const gift = this.settled[this.random(this.settled.length || 1)];
    if (!gift) return;
    const { available, clearing } = accountsOf(this.place);
    const feeFen = this.model.gift(gift.donationId).feeFen;
    if (feeFen > 0 && this.random(2) === 0) {
      await postOf(this.place, "provider-fee-returned", clearing, available, 1n, gift.donationId);
      this.model.gift(gift.donationId).feeFen -= 1;
    } else if ((await this.availableFen()) > 0) {
      await chargeFee(this.place, gift, 1n);
      this.model.gift(gift.donationId).feeFen += 1;
    }
  }

  private async income(): Promise<void> {
    const { bank, available } = accountsOf(this.place);
    const fen = 1 + this.random(20);
    await postOf(this.place, "income-received", bank, available, BigInt(fen), null);
    await this.enter(null, fen, "income-received");
  }

  /** Other inflows are ordered by when the ledger recorded them, on a clock of its own. */
  private async enter(giftId: string | null, fen: number, kind: string): Promise<void> {
    const [row] = await db.rows<{ id: string; recordedAt: Date }>(
      `select id, recorded_at as "recordedAt" from transfer where book_id = $1 and kind = $2
       order by recorded_at desc limit 1`,
      [this.place.fundId, kind],
    );
    if (!row) throw new Error("no transfer");
    this.model.entering.push({ giftId, fen, at: row.recordedAt.getTime() + 1e15, tie: row.id });
  }

  private async availableFen(): Promise<number> {
    return Number((await fundTerms([this.place.fundId])).get(this.place.fundId)?.available ?? 0n);
  }
}

describe("the trace and a simple model of it", () => {
  it.each([11, 27, 404, 5_150, 90_210, 123_456])("agree after a random year (seed %i)", async (seed) => {
    const random = randomFrom(seed);
    const place = await makeSpendingPlace();
    // The ledger's own clock is real; what it orders here comes after everything that the play dates.
    const play = new Play(place, random);
    let published: [number, number, string][] = [];
    for (let i = 0; i < 70; i += 1) {
      await play.step();
      if (i % 10 !== 9) continue;
      await play.trace();
      const spans = await storedSpans(place.fundId);
      expect(spans).toEqual(play.model.spans());
      // Published fen keep their use.
      for (const [from, to, cause] of published) {
        expect(spans.some((span) => span[0] <= from && to <= span[1] && span[2] === cause)).toBe(true);
      }
      published = spans;
    }
    await play.trace();
    await traceFund(place.fundId, at(100_000));
    expect(await storedSpans(place.fundId)).toEqual(play.model.spans());
    const free = play.model.line.filter(({ use }) => use === null).length;
    for (const gift of play.gifts()) {
      const trace = await donationTrace(place.fundId, gift.donationId);
      if (!trace) throw new Error("no trace");
      const usedFen = trace.uses.reduce((sum, use) => sum + use.amountFen, 0n);
      expect(trace.feesFen + trace.refundedFen - trace.coveredFen + usedFen + trace.unusedFen).toBe(
        trace.amountFen,
      );
      expect(new Map(trace.uses.map((use) => [use.disbursementId, use.amountFen]))).toEqual(
        play.model.usesOf(gift.donationId),
      );
      const model = play.model.gift(gift.donationId);
      const waits = play.model.takings.some(
        (taking) => taking.giftId === gift.donationId && taking.takenFen < taking.fen,
      );
      if (model.isInLine && !waits && model.lineFeeFen === model.feeFen) {
        expect(Number(trace.unusedFen)).toBe(play.model.freeOf(gift.donationId));
        if (trace.unusedFen > 0n) expect(Number(trace.aheadFen)).toBe(play.model.ahead(gift.donationId));
      }
      if (!model.isInLine && trace.unusedFen > 0n) expect(Number(trace.aheadFen)).toBe(free);
    }
  });
});
