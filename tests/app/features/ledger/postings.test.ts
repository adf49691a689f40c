import { describe, expect, it } from "vitest";
import { FUND_ACCOUNT_KINDS } from "#app/features/ledger/accounts.ts";
import { type FundLegSum, fundEquationGapFen, fundTermsOf } from "#app/features/ledger/fund-terms.ts";
import { postingOf, TRANSFER_KINDS } from "#app/features/ledger/postings.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";

const isFundAccount = (kind: string): kind is FundLegSum["account"] =>
  (FUND_ACCOUNT_KINDS as readonly string[]).includes(kind);

describe("the closed list of postings", () => {
  it.each(TRANSFER_KINDS)("%s keeps the fund equation, and so does its reversal", (kind) => {
    const posting = postingOf(kind);
    for (const debit of posting.debit) {
      for (const credit of posting.credit) {
        for (const isReversal of [false, true]) {
          const [from, to] = isReversal ? [credit, debit] : [debit, credit];
          const leg = (account: string, side: "debit" | "credit"): FundLegSum[] =>
            isFundAccount(account)
              ? [
                  {
                    account,
                    kind,
                    debitFen: side === "debit" ? 100n : 0n,
                    creditFen: side === "credit" ? 100n : 0n,
                    debitCount: side === "debit" ? 1n : 0n,
                    creditCount: side === "credit" ? 1n : 0n,
                  },
                ]
              : [];
          // A move between two funds puts one leg into each; every other kind stays in one fund.
          const books =
            kind === "fund-move"
              ? [leg(from, "debit"), leg(to, "credit")]
              : [[...leg(from, "debit"), ...leg(to, "credit")]];
          for (const sums of books) expect(fundEquationGapFen(fundTermsOf(sums))).toBe(0n);
        }
      }
    }
  });

  it("names the transfer of one fact once, in the layout of a UUID", () => {
    const id = transferIdOf("alipay", "c1", "2026112122001400000001", "gift");
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(transferIdOf("alipay", "c1", "2026112122001400000001", "gift")).toBe(id);
    expect(transferIdOf("alipay", "c1", "2026112122001400000001", "fee")).not.toBe(id);
    expect(transferIdOf("alipay", "c12", "026", "x")).not.toBe(transferIdOf("alipay", "c1", "2026", "x"));
  });
});
