import { describe, expect, it } from "vitest";
import { fundBudget } from "#app/features/funds/fund-books.server.ts";
import { withRest } from "#app/features/funds/fund-budget.tsx";
import { loadFundGifts, loadFundPage, loadFundSpending } from "#app/features/funds/load-fund-page.server.ts";
import { db } from "#app/lib/db.server.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  accountsOf,
  makePaidGift,
  makeSettledGift,
  makeSpendingPlace,
  postOf,
} from "#tests/factories/spending.ts";
import { spend } from "./spend.ts";

describe("the page of a fund", () => {
  it("has a budget whose columns sum to the fund's own figures, with what a payee returned", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 20_000n);
    const paid = await spend(place, 5_000n);
    await spend(place, 700n, { isPaid: false });
    const { bank, available } = accountsOf(place);
    await postOf(place, "disbursement-returned", bank, available, 300n, paid);
    const { budget, figures, counts } = await loadFundPage("project", place.fundId, NOW);
    expect(budget).toMatchObject([
      { purposeCode: "food", plannedFen: 1_000_000n, usedFen: 4_700n, committedFen: 700n },
      { purposeCode: "boxes", usedFen: 0n, committedFen: 0n },
    ]);
    expect(figures).toMatchObject({ disbursedFen: 4_700n, committedFen: 700n });
    expect(counts).toEqual({ paidCount: 1n, committedCount: 1n, refundCount: 0n });
    expect(withRest(budget, figures, "rest")).toHaveLength(2);
  });

  it("shows what no line of the budget explains as a line of its own", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 20_000n);
    const paid = await spend(place, 5_000n);
    const { bank, available } = accountsOf(place);
    await postOf(place, "disbursement-returned", bank, available, 300n, `not-${paid}`);
    const { figures } = await loadFundPage("project", place.fundId, NOW);
    const lines = withRest(await fundBudget(place.fundId), figures, "rest");
    expect(lines.at(-1)).toMatchObject({ name: "rest", usedFen: -300n, committedFen: 0n });
    expect(lines.reduce((sum, line) => sum + line.usedFen, 0n)).toBe(figures.disbursedFen);
  });

  it("tells what happened newest first and what comes next at the top", async () => {
    const place = await makeSpendingPlace();
    await makePaidGift(place, 100n);
    await db.run("update fund set starts_on = '2026-03-01', ends_on = '2027-02-28' where id = $1", [
      place.fundId,
    ]);
    const duty = (dueOn: string, publishedAt: string | null) =>
      db.run(
        `insert into disclosure_task (id, organization_id, fund_id, kind, title, title_en, law_article, due_on, published_at)
         values (gen_random_uuid(), $1, $2, 'progress', '进展', 'Progress', '79', $3, $4)`,
        [place.organizationId, place.fundId, dueOn, publishedAt],
      );
    await duty("2026-08-31", "2026-09-03T02:00:00Z");
    await duty("2026-10-31", null);
    const { timeline, duties } = await loadFundPage("project", place.fundId, NOW);
    expect(duties).toHaveLength(2);
    expect(timeline.next.map(({ kind, day }) => [kind, day])).toEqual([
      ["ends", "2027-02-28"],
      ["due", "2026-10-31"],
    ]);
    expect(timeline.next[1]).toMatchObject({ isLate: true });
    expect(timeline.past.map(({ kind }) => kind)).toEqual(["first-gift", "gift", "published", "started"]);
    expect(timeline.past[2]).toMatchObject({ lateDays: 3 });
  });

  it("counts only its own open differences", async () => {
    const place = await makeSpendingPlace();
    for (const subject of [`p${place.fundId}123456789012`, "row-17"]) {
      await db.run(
        `insert into reconciliation_break (id, organization_id, source, account, subject_key, kind, amount_fen, currency, day, opened_at)
         values (gen_random_uuid(), $1, 'bank-ccb', '1', $2, 'k', -5, 'CNY', '2026-11-01', now())`,
        [place.organizationId, subject],
      );
    }
    const { reconciliation } = await loadFundPage("project", place.fundId, NOW);
    expect(reconciliation).toEqual({ throughDay: null, openCount: 1n, openFen: 5n });
  });

  it("answers 404 for a draft, on its lists too", async () => {
    const place = await makeSpendingPlace();
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    for (const load of [loadFundGifts, loadFundSpending]) {
      await expect(load("project", place.fundId, null, NOW)).rejects.toMatchObject({ status: 404 });
    }
    await expect(loadFundPage("project", place.fundId, NOW)).rejects.toMatchObject({ status: 404 });
    await expect(loadFundPage("project", undefined, NOW)).rejects.toMatchObject({ status: 404 });
  });
});
