import type { Lang } from "#app/lib/i18n.ts";

/** Names of banks by the short ones in bank_account.bank. */
const BANKS: Record<string, { zh: string; en: string }> = {
  CCB: { zh: "中国建设银行", en: "China Construction Bank" },
  ICBC: { zh: "中国工商银行", en: "Industrial and Commercial Bank of China" },
  ABC: { zh: "中国农业银行", en: "Agricultural Bank of China" },
  BOC: { zh: "中国银行", en: "Bank of China" },
  BOCOM: { zh: "交通银行", en: "Bank of Communications" },
  PSBC: { zh: "中国邮政储蓄银行", en: "Postal Savings Bank of China" },
  CMB: { zh: "招商银行", en: "China Merchants Bank" },
};

/** The short names to choose from. */
export const BANK_CODES: readonly string[] = Object.keys(BANKS);

/** A bank's name in the reader's language; what was recorded where we have none. */
export const bankName = (bank: string, lang: Lang): string => BANKS[bank]?.[lang] ?? bank;

/** The short name of a bank that was written out in full (`"建设银行"` too), else what was written. */
export function bankCodeOf(written: string): string {
  const plain = written.toLowerCase();
  const found = Object.entries(BANKS).find(
    ([code, { zh, en }]) =>
      [code, zh, en].some((name) => name.toLowerCase() === plain) || zh === `中国${written}`,
  );
  return found?.[0] ?? written;
}

/** `"44001234567890"` → `"4400 1234 5678 90"`: easier to read out and to check. */
export const groupedAccount = (accountNo: string): string =>
  accountNo.replace(/\s/g, "").replace(/(.{4})(?=.)/g, "$1 ");
