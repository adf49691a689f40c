import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PublishedTransfer } from "#scripts/verify/fund-model.ts";
import { verifySite } from "#scripts/verify/verify-site.ts";

vi.mock("node:timers/promises", () => ({ setTimeout: () => Promise.resolve() }));

const row = (
  publicIndex: number,
  kind: string,
  debit: string,
  credit: string,
  amountFen: number,
): PublishedTransfer => ({
  publicIndex,
  kind,
  debitAccountId: debit,
  creditAccountId: credit,
  amountFen,
  currency: "CNY",
});

/** A gift, its fee, an approved and paid disbursement, a refund. */
const ROWS = [
  row(0, "gift-paid", "clearing.c1.CNY", "available.f1.CNY", 10_000),
  row(1, "provider-fee", "available.f1.CNY", "clearing.c1.CNY", 60),
  row(2, "disbursement-approved", "available.f1.CNY", "committed.f1.CNY", 4_000),
  row(3, "disbursement-paid", "committed.f1.CNY", "bank.o1.CNY", 4_000),
  row(4, "refund-promised", "available.f1.CNY", "refund-payable.o1.CNY", 1_000),
  row(5, "refund-paid", "refund-payable.o1.CNY", "clearing.c1.CNY", 1_000),
  // Goods in kind are no money.
  { ...row(6, "gift-paid", "bank.o1.CNY-GOODS", "available.f1.CNY-GOODS", 7_000), currency: "CNY-GOODS" },
];
const FIGURES = {
  raisedFen: 10_000,
  otherInFen: 0,
  availableFen: 4_940,
  heldFen: 0,
  committedFen: 0,
  disbursedFen: 4_000,
  feesFen: 60,
  refundedFen: 1_000,
  otherOutFen: 0,
  donationCount: 1,
};

let rows: PublishedTransfer[];
let figures: Record<string, number>;
let server: Server;
let url: string;

beforeEach(async () => {
  rows = ROWS;
  figures = FIGURES;
  server = createServer((request, response) => {
    const path = request.url ?? "";
    const data = path.includes("/ledger/transfers")
      ? [...rows].reverse()
      : path.includes("/projects")
        ? [{ id: "f1", slug: "meals", name: "一餐热饭", kind: "project", fund: figures }]
        : [];
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data, nextCursor: null }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const verify = () => verifySite(url, () => undefined);

describe("verifySite", () => {
  it("finds nothing wrong with figures that equal their rows", async () => {
    expect(await verify()).toEqual({ fundCount: 1, transferCount: 7, problems: [] });
  });

  it("names a figure that does not", async () => {
    figures = { ...FIGURES, disbursedFen: 4_001 };
    expect((await verify()).problems).toEqual([
      "project meals: disbursedFen is published as 4001, its rows sum to 4000",
    ]);
  });

  it("names a row that is missing from the index", async () => {
    rows = ROWS.filter((one) => one.publicIndex !== 3);
    expect((await verify()).problems).toEqual(["the public index lacks 3"]);
  });

  it("names a fund whose rows do not close", async () => {
    rows = [...ROWS, row(7, "made-up", "available.f1.CNY", "bank.o1.CNY", 5)];
    figures = { ...FIGURES, availableFen: 4_935 };
    expect((await verify()).problems).toEqual(["project meals: its equation is off by 5 fen"]);
  });
});
