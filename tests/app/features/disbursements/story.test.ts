import { expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { NOW } from "#tests/factories/books.ts";
import { makePaidGift, makeSettledGift, makeSpendingPlace, proposalOf } from "#tests/factories/spending.ts";

it("tells a month of spending as an accountant reads it", async () => {
  const place = await makeSpendingPlace();
  const act = (id: string, userId: string) => ({
    id,
    organizationId: place.organizationId,
    userId,
    now: NOW,
  });
  const story: string[] = [];
  const note = async (what: string) => {
    const terms = (await fundTerms([place.fundId])).get(place.fundId);
    if (!terms) throw new Error("no terms");
    const { raised, available, committed, disbursed, fees } = terms;
    const figures = [raised, available, committed, disbursed, fees].map((fen) => fenToYuan(fen).padStart(9));
    story.push(`${what.padEnd(44)}${figures.join("")}`);
  };
  const propose = async (amountFen: bigint): Promise<string> => {
    const proposal = proposalOf(place, amountFen);
    await proposeDisbursement(proposal);
    return proposal.id;
  };
  story.push(`${" ".repeat(44)}   raised    avail    commd    disbd     fees`);
  await makeSettledGift(place, 200_000n, 1_200n);
  await note("a gift of 2000.00, matched, fee 12.00");
  await makePaidGift(place, 50_000n);
  await note("a gift of 500.00, not matched yet");
  const food = await propose(120_000n);
  await note("food for 1200.00 proposed");
  await approveDisbursement(act(food, place.approverId));
  await note("approved by a second person");
  const boxes = await propose(80_000n);
  const refused = await approveDisbursement(act(boxes, place.approverId));
  await note(`boxes for 800.00: ${refused.ok ? "approved" : refused.reason}`);
  const stove = await propose(70_000n);
  await approveDisbursement(act(stove, place.approverId));
  await note("a stove for 700.00 approved");
  await withdrawDisbursement(act(stove, place.clerkId));
  await note("and withdrawn");
  await payDisbursement({ ...act(food, place.clerkId), paidAt: NOW, bankReference: "1" });
  await note("the food paid by the bank");
  await traceFund(place.fundId, NOW);
  const ledger = await db.rows<{ line: string }>(
    `select rpad(kind, 24) || rpad(split_part(debit_account_id, '.', 1), 11) || '-> '
            || rpad(split_part(credit_account_id, '.', 1), 11) || lpad((amount_fen / 100.0)::numeric(12, 2)::text, 9) as line
     from transfer where subject_id like 'b%' order by kind, amount_fen desc`,
  );
  const spans = await db.rows<{ line: string }>(
    `select cause_kind || ' takes fen ' || from_fen || ' to ' || to_fen as line from fund_use order by from_fen`,
  );
  const text = [...story, "", ...ledger.map(({ line }) => line), "", ...spans.map(({ line }) => line)].join(
    "\n",
  );
  expect(`\n${text}\n`).toMatchInlineSnapshot(`
    "
                                                   raised    avail    commd    disbd     fees
    a gift of 2000.00, matched, fee 12.00         2000.00  1988.00     0.00     0.00    12.00
    a gift of 500.00, not matched yet             2500.00  2488.00     0.00     0.00    12.00
    food for 1200.00 proposed                     2500.00  2488.00     0.00     0.00    12.00
    approved by a second person                   2500.00  1288.00  1200.00     0.00    12.00
    boxes for 800.00: above-available             2500.00  1288.00  1200.00     0.00    12.00
    a stove for 700.00 approved                   2500.00   588.00  1900.00     0.00    12.00
    and withdrawn                                 2500.00  1288.00  1200.00     0.00    12.00
    the food paid by the bank                     2500.00  1288.00     0.00  1200.00    12.00

    disbursement-approved   available  -> committed    1200.00
    disbursement-approved   available  -> committed     700.00
    disbursement-paid       committed  -> bank         1200.00
    disbursement-withdrawn  committed  -> available     700.00

    disbursement takes fen 0 to 120000
    "
  `);
});
