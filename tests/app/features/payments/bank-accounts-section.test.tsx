import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { BankAccountRow } from "#app/features/payments/bank-account-acts.server.ts";
import type { BankAnswer } from "#app/features/payments/bank-accounts-page.server.ts";
import { BankAccountsSection } from "#app/features/payments/bank-accounts-section.tsx";

const account = (state: BankAccountRow["state"]): BankAccountRow => ({
  id: "a1",
  bank: "CCB",
  accountName: "演示慈善会",
  accountNo: "44001234567890",
  proposedById: "u1",
  proposedBy: "李雷",
  state,
});
const drawn = (given: {
  accounts?: BankAccountRow[];
  userId?: string;
  isApprover?: boolean;
  answer?: BankAnswer;
}) =>
  renderToStaticMarkup(
    <BankAccountsSection
      accounts={given.accounts ?? []}
      acts={[]}
      organizationName="演示慈善会"
      userId={given.userId ?? "u2"}
      isApprover={given.isApprover ?? true}
      answer={given.answer}
    />,
  );

describe("bank accounts on the settings page", () => {
  it("show the whole number to who has to confirm it, and the button to nobody else", () => {
    const accounts = [account("proposed")];
    const html = drawn({ accounts });
    expect(html).toContain("4400 1234 5678 90");
    expect(html).toContain("中国建设银行");
    expect(html).toContain('value="bank-confirm"');
    for (const other of [{ userId: "u1" }, { isApprover: false }]) {
      const shown = drawn({ accounts, ...other });
      expect(shown).not.toContain('value="bank-confirm"');
      expect(shown).toContain("等另一位审批人确认");
    }
  });

  it("offer closing one in use to an approver, and nothing of a closed one", () => {
    expect(drawn({ accounts: [account("open")] })).toContain('value="bank-close"');
    expect(drawn({ accounts: [account("open")], isApprover: false })).not.toContain('value="bank-close"');
    expect(drawn({ accounts: [account("closed")] })).not.toContain('value="bank-close"');
  });

  it("give back what was typed, with each error beside its field and in the summary", () => {
    const typed = { bank: "ICBC", otherBank: "", accountName: "王会计", accountNo: "12 34" };
    const errors = { accountName: "nameOther", accountNo: "noFormat" } as const;
    const html = drawn({ answer: { kind: "form", typed, errors } });
    expect(html).toContain('<details open="">');
    expect(html).toMatch(/<option value="ICBC" selected="">/);
    expect(html).toContain('value="王会计"');
    expect(html).toContain('value="12 34"');
    for (const name of Object.keys(errors)) {
      expect(html).toContain(`href="#${name}"`);
      expect(html).toContain(`id="${name}-error"`);
    }
  });
});
