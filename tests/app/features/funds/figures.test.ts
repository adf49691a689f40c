import { describe, expect, it } from "vitest";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { equationGapFen, inflowFen, sumFigures } from "#app/features/funds/figures.ts";
import { findFund, fundFigures } from "#app/features/funds/queries.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { snapshotBalances } from "#app/features/ledger/snapshot-balances.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeRefund, makeSettledGift, makeSpendingPlace } from "#tests/factories/spending.ts";
import { spend } from "./spend.ts";

describe("the published figures of a fund", () => {
  it("say what the ledger says, and add what is unsettled and delivered", async () => {
    const place = await makeSpendingPlace();
    const settled = await makeSettledGift(place, 10_000n, 60n);
    await makePaidGift(place, 1n);
    await makeRefund(place, settled, 40n);
    await spend(place, 5_000n, { deliveredFen: 2_000n, people: 12 });
    await spend(place, 900n, { isPaid: false });

    const figures = (await fundFigures([place.fundId])).get(place.fundId);

    expect(figures).toMatchObject({
      raisedFen: 10_001n,
      feesFen: 60n,
      refundedFen: 40n,
      disbursedFen: 5_000n,
      committedFen: 900n,
      availableFen: 4_001n,
      unsettledFen: 1n,
      deliveredFen: 2_000n,
      donationCount: 2n,
      beneficiaryCount: 12n,
    });
    const terms = (await fundTerms([place.fundId])).get(place.fundId);
    expect(figures?.availableFen).toBe(terms?.available);
    expect(figures && equationGapFen(figures)).toBe(0n);
    expect(Object.keys(figures ?? {}).sort()).toEqual(
      [
        ...["asOf", "availableFen", "beneficiaryCount", "committedFen", "deliveredFen", "disbursedFen"],
        ...["donationCount", "feesFen", "heldFen", "otherInFen", "otherOutFen", "raisedFen", "refundedFen"],
        "unsettledFen",
      ].sort(),
    );
  });

  it("are the same before and after rows are indexed and folded into the snapshot", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 700n, 4n);
    const read = async () => {
      const { asOf: _asOf, ...rest } = (await fundFigures([place.fundId])).get(place.fundId) ?? { asOf: NOW };
      return rest;
    };
    const waiting = await read();
    await indexTransfers();
    const indexed = await read();
    await snapshotBalances(NOW);
    expect(indexed).toEqual(waiting);
    expect(await read()).toEqual(waiting);
  });

  it("of several funds come apart and sum", async () => {
    const place = await makeSpendingPlace();
    const otherId = await makeFund(place.organizationId);
    await makeSettledGift(place, 300n);
    await makeSettledGift({ ...place, fundId: otherId }, 500n);
    const both = await fundFigures([place.fundId, otherId, place.fundId]);
    expect([...both].map(([id, { raisedFen }]) => [id, raisedFen]).sort()).toEqual(
      [
        [place.fundId, 300n],
        [otherId, 500n],
      ].sort(),
    );
    expect(inflowFen(sumFigures([...both.values()], NOW))).toBe(800n);
    expect(await fundFigures([])).toEqual(new Map());
  });

  it("of a fund that nobody gave to are zero", async () => {
    const place = await makeSpendingPlace();
    const figures = (await fundFigures([place.fundId])).get(place.fundId);
    expect(figures).toMatchObject({ raisedFen: 0n, donationCount: 0n, availableFen: 0n });
  });

  it("do not change when the trace follows", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 10_000n);
    await spend(place, 4_000n);
    const before = (await fundFigures([place.fundId])).get(place.fundId);
    await traceFund(place.fundId, NOW);
    const after = (await fundFigures([place.fundId])).get(place.fundId);
    expect({ ...after, asOf: NOW }).toEqual({ ...before, asOf: NOW });
  });
});

describe("findFund", () => {
  it("finds a published fund by kind and slug, and no draft", async () => {
    const place = await makeSpendingPlace();
    const slug = place.fundId;
    expect(await findFund("project", slug)).toMatchObject({ id: slug, providers: ["alipay"], state: "open" });
    expect(await findFund("trust", slug)).toBeNull();
    await db.run("update fund set state = 'draft' where id = $1", [slug]);
    expect(await findFund("project", slug)).toBeNull();
  });
});
