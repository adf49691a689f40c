import { describe, expect, test } from "vitest";
import { readStatement } from "#app/features/payments/statements/read-statement.ts";
import { camtEntry, camtText, MOVEMENTS, utf8 } from "./bank-fixtures.ts";

const read = (text: string) => readStatement("bank-camt053", utf8(text));
function accepted(text: string) {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.statement;
}
function reasons(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.errors.map((error) => `${error.reason}@${error.line}`);
}
const [first, second, third] = MOVEMENTS.map((one) => camtEntry(one)) as [string, string, string];

describe("camt.053", () => {
  test("an entry of many parts gives a row for each, where they add up", () => {
    const part = (yuan: string, who: string) =>
      `<TxDtls><Amt Ccy="CNY">${yuan}</Amt><RltdPties><Dbtr><Pty><Nm>${who}</Nm></Pty></Dbtr></RltdPties></TxDtls>`;
    const batch = first.replace(/<TxDtls>[\s\S]*<\/TxDtls>/, part("400.00", "甲") + part("600.00", "乙"));
    const statement = accepted(camtText(MOVEMENTS, { entries: [batch, second, third] }));
    expect(statement.rows.map((row) => [row.amountFen, row.counterparty, row.rowKey])).toEqual([
      [40_000n, "甲", "T0000001|2026-08-01|40000|1"],
      [60_000n, "乙", "T0000001|2026-08-01|60000|2"],
      [-25_055n, "希望小学 62220001", "T0000002|2026-08-01|-25055"],
      [10n, null, "T0000003|2026-08-02|10"],
    ]);
    const wrong = batch.replace("600.00", "599.00");
    const whole = accepted(camtText(MOVEMENTS, { entries: [wrong, second, third] }));
    expect(whole.rows[0]?.amountFen).toBe(100_000n);
    expect(whole.warnings).toContainEqual(
      expect.objectContaining({ reason: "parts-differ", day: "2026-08-01" }),
    );
  });

  test("a reversal moves money as CdtDbtInd says, and is flagged; a pending entry is no row", () => {
    const back = third.replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
    const pending = second.replace("BOOK", "PDNG");
    const statement = accepted(camtText(MOVEMENTS, { entries: [first, pending, second, back] }));
    expect(statement.rows).toHaveLength(3);
    expect(statement.warnings).toContainEqual(
      expect.objectContaining({ reason: "reversal", day: "2026-08-02" }),
    );
  });

  test("newest first gives the same balances; without a reference a row is known by its content", () => {
    const bare = MOVEMENTS.map((one) => camtEntry(one).replace(/<AcctSvcrRef>.*<\/AcctSvcrRef>/, ""));
    const plain = accepted(camtText(MOVEMENTS, { entries: bare }));
    const turned = accepted(camtText(MOVEMENTS, { entries: bare.toReversed() }));
    const about = (row: (typeof plain.rows)[number]) => [row.rowKey, row.amountFen, row.balanceAfterFen];
    expect(turned.rows.map(about)).toEqual(plain.rows.map(about));
    const later = accepted(camtText(MOVEMENTS.slice(1), { entries: bare.slice(1) }));
    expect(later.rows.map((row) => row.rowKey)).toEqual(plain.rows.slice(1).map((row) => row.rowKey));
  });

  test("another currency is read and said; numbers keep their zeros", () => {
    const statement = accepted(
      camtText()
        .replaceAll("CNY", "EUR")
        .replace(/<Othr><Id>4400/, "<Othr><Id>0000"),
    );
    expect(statement).toMatchObject({ currency: "EUR", account: "00001234567890123456" });
    expect(statement.warnings).toContainEqual(expect.objectContaining({ reason: "other-currency" }));
  });

  test("an account on which nothing happened", () => {
    expect(accepted(camtText([], {}))).toMatchObject({ rows: [], totals: { closingBalanceFen: 1_000_000n } });
  });

  test.each([
    ["a missing entry", camtText(MOVEMENTS, { entries: [first, third] }), ["balance-break@null"]],
    [
      "an amount below a fen",
      camtText().replace("1000.00000", "1000.00100"),
      ["bad-amount@6", "balance-break@null"],
    ],
    [
      "an entry in another currency",
      camtText().replace('"CNY">250', '"USD">250'),
      ["bad-currency@12", "balance-break@null"],
    ],
    [
      "no direction",
      camtText().replace("<CdtDbtInd>DBIT</CdtDbtInd>", ""),
      ["bad-amount@12", "balance-break@null"],
    ],
    [
      "a date that is none",
      camtText().replace("2026-08-01T16", "2026-02-30T16"),
      ["bad-time@12", "balance-break@null"],
    ],
    ["a cut file", camtText().slice(0, -200), ["truncated@1"]],
    ["an intraday report", camtText().replaceAll("BkToCstmrStmt", "BkToCstmrAcctRpt"), ["wrong-source@null"]],
    [
      "two accounts",
      camtText().replace("</Stmt>", "</Stmt><Stmt><Acct><Id><IBAN>DE00</IBAN></Id></Acct></Stmt>"),
      ["several-accounts@null"],
    ],
    [
      "an entity from outside",
      camtText()
        .replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
        .replace("拨款", "&e;"),
      ["bad-row@null"],
    ],
  ])("%s is refused", (_name, text, expected) => {
    expect(reasons(text)).toEqual(expected);
  });
});
