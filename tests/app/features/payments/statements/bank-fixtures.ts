import type { ColumnMapping } from "#app/features/payments/statements/column-mapping.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { CCB_HEADER, ccbStatement, gb18030 } from "./statement-fixtures.ts";

/** One movement, before a bank prints it. */
export interface Movement {
  /** YYYY-MM-DD HH:MM:SS in Beijing. */
  at: string;
  amountFen: bigint;
  name: string;
  account: string;
  note: string;
  ref: string;
}

export const OPENING_FEN = 1_000_000n;
export const ACCOUNT = "44001234567890123456";

export const MOVEMENTS: readonly Movement[] = [
  {
    at: "2026-08-01 15:24:03",
    amountFen: 100_000n,
    name: "支付宝（中国）",
    account: "21500001",
    note: "w1",
    ref: "T0000001",
  },
  {
    at: "2026-08-01 16:00:00",
    amountFen: -25_055n,
    name: "希望小学",
    account: "62220001",
    note: "拨款",
    ref: "T0000002",
  },
  { at: "2026-08-02 09:00:00", amountFen: 10n, name: "", account: "", note: "结息", ref: "T0000003" },
];

/** The running balance after each movement. */
export function balances(movements: readonly Movement[]): bigint[] {
  let balance = OPENING_FEN;
  return movements.map(({ amountFen }) => {
    balance += amountFen;
    return balance;
  });
}

const grouped = (fen: bigint) => `"${fenToYuan(fen).replace(/\B(?=(\d{3})+(?!\d))/g, ",")}"`;
const abs = (fen: bigint) => (fen < 0n ? -fen : fen);
const sides = (fen: bigint, zero = "0.00") => (fen < 0n ? [fenToYuan(-fen), zero] : [zero, fenToYuan(fen)]);
const cell = (text: string) => (/[",\n\t;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const lines = (all: readonly string[]) => `${all.join("\r\n")}\r\n`;

export function ccbText(movements: readonly Movement[] = MOVEMENTS): string {
  const after = balances(movements);
  return ccbStatement(
    movements.map(({ at, amountFen, name, account, note, ref }, index) =>
      [
        `${at.slice(0, 10).replaceAll("-", "")} ${at.slice(11)}`,
        ...sides(amountFen, "-"),
        grouped(after[index] ?? 0n),
        "人民币元",
        cell(name),
        account,
        "某支行",
        at.slice(0, 10).replaceAll("-", ""),
        "转账",
        cell(note),
        ref,
        "",
        "",
        "",
      ].join(","),
    ),
    CCB_HEADER,
  );
}

/** Layout (a). 凭证号 is 0 in every row, as real files have it. */
export function icbcHistory(movements: readonly Movement[] = MOVEMENTS): string {
  const after = balances(movements);
  return lines([
    "[HISTORYDETAIL]",
    "凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额,对方行号,摘要,用途,对方单位名称,余额,个性化信息",
    ...movements.map(({ at, amountFen, name, account, note }, index) =>
      [
        "0",
        ACCOUNT,
        account,
        `${at.slice(0, 10)}-${at.slice(11).replaceAll(":", ".")}.123456`,
        amountFen < 0n ? "借" : "贷",
        ...sides(amountFen, ""),
        "102",
        "转账",
        cell(note),
        cell(name),
        grouped(after[index] ?? 0n),
        "",
      ].join(","),
    ),
  ]);
}

/** Layout (b), with TABs between the cells and the account before the list. */
export function icbcFlag(movements: readonly Movement[] = MOVEMENTS, words = ["借", "贷"]): string {
  const after = balances(movements);
  return lines([
    `账号：${ACCOUNT}\t户名：明善公益基金会`,
    "对方账号\t交易时间\t借贷标志\t对方单位\t对方行号\t用途\t摘要\t附言\t发生额\t余额\t币种",
    ...movements.map(({ at, amountFen, name, account, note }, index) =>
      [
        account,
        at,
        amountFen < 0n ? words[0] : words[1],
        cell(name),
        "102",
        "",
        "转账",
        cell(note),
        fenToYuan(abs(amountFen)),
        grouped(after[index] ?? 0n),
        "人民币",
      ].join("\t"),
    ),
  ]);
}

/** Layout (c), newest first. */
export function icbcTwoWay(movements: readonly Movement[] = MOVEMENTS): string {
  const after = balances(movements);
  const rows = movements.map(({ at, amountFen, name, account, note }, index) =>
    [at, account, cell(name), cell(note), grouped(after[index] ?? 0n), ...sides(amountFen, "")].join(","),
  );
  return lines([
    "中国工商银行",
    `账号：,${ACCOUNT}`,
    "交易时间,对方账号,对方单位,附言,余额,转出金额,转入金额",
    ...rows.toReversed(),
  ]);
}

/** A bank that signs nothing and says 1 for in and 2 for out. */
export function genericText(movements: readonly Movement[] = MOVEMENTS): string {
  const after = balances(movements);
  return lines([
    "浙商银行 账户明细",
    `账号:${ACCOUNT}`,
    "交易日期;交易时刻;借贷标志;金额;余额;对方户名;附言;交易流水号",
    ...movements.map(({ at, amountFen, name, note, ref }, index) =>
      [
        at.slice(0, 10).replaceAll("-", "/"),
        at.slice(11),
        amountFen < 0n ? "2" : "1",
        fenToYuan(abs(amountFen)),
        fenToYuan(after[index] ?? 0n),
        cell(name),
        cell(note),
        ref,
      ].join(";"),
    ),
  ]);
}

export const GENERIC_MAPPING: ColumnMapping = {
  columns: { date: 0, time: 1, direction: 2, amount: 3, balance: 4, name: 5, purpose: 6, reference: 7 },
  dateForm: "ymd",
  inWords: ["1"],
  outWords: ["2"],
  negativeDebit: "reversal",
  isReferenceUnique: true,
};

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const camtAmount = (fen: bigint) =>
  `<Amt Ccy="CNY">${fenToYuan(abs(fen))}000</Amt><CdtDbtInd>${fen < 0n ? "DBIT" : "CRDT"}</CdtDbtInd>`;
const camtBalance = (code: string, fen: bigint, day: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${camtAmount(fen)}<Dt><Dt>${day}</Dt></Dt></Bal>`;

export function camtEntry({ at, amountFen, name, account, note, ref }: Movement, version = 8): string {
  const side = amountFen < 0n ? "Cdtr" : "Dbtr";
  const party = version >= 8 ? `<Pty><Nm>${xml(name)}</Nm></Pty>` : `<Nm>${xml(name)}</Nm>`;
  return `<Ntry>
${camtAmount(amountFen)}<Sts>${version >= 8 ? "<Cd>BOOK</Cd>" : "BOOK"}</Sts>
<BookgDt><DtTm>${at.replace(" ", "T")}+08:00</DtTm></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><${side}>${party}</${side}><${side}Acct><Id><Othr><Id>${account}</Id></Othr></Id></${side}Acct></RltdPties>
<RmtInf><Ustrd>${xml(note)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

export function camtText(
  movements: readonly Movement[] = MOVEMENTS,
  { version = 8, entries = movements.map((one) => camtEntry(one, version)), prefix = "" } = {},
): string {
  const closing = balances(movements).at(-1) ?? OPENING_FEN;
  const days = movements.map(({ at }) => at.slice(0, 10)).sort();
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.0${version}"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr>
<Stmt><Id>000123</Id><Acct><Id><Othr><Id>${ACCOUNT}</Id></Othr></Id><Ccy>CNY</Ccy><Nm>明善公益基金会</Nm></Acct>
${camtBalance("OPBD", OPENING_FEN, days[0] ?? "2026-08-01")}
${camtBalance("CLBD", closing, days.at(-1) ?? "2026-08-01")}
${entries.join("\n")}
</Stmt></BkToCstmrStmt></Document>
`;
  return prefix === ""
    ? text
    : text.replace(/<(\/?)(?=[A-Z])/g, `<$1${prefix}:`).replace(" xmlns=", ` xmlns:${prefix}=`);
}

const comma = (fen: bigint) => fenToYuan(abs(fen)).replace(".", ",");
const short = (at: string) => at.slice(2, 10).replaceAll("-", "");

export function mt940Text(
  movements: readonly Movement[] = MOVEMENTS,
  change: { marks?: Record<number, string> } = {},
): string {
  const closing = balances(movements).at(-1) ?? OPENING_FEN;
  const first = movements[0]?.at ?? "2026-08-01";
  const last = movements.at(-1)?.at ?? "2026-08-01";
  return lines([
    ":20:STARTUMS",
    `:25:105100000017/${ACCOUNT}CNY`,
    ":28C:00001/001",
    `:60F:${OPENING_FEN < 0n ? "D" : "C"}${short(first)}CNY${comma(OPENING_FEN)}`,
    ...movements.flatMap(({ at, amountFen, name, account, note, ref }, index) => [
      `:61:${short(at)}${at.slice(5, 7)}${at.slice(8, 10)}${change.marks?.[index] ?? (amountFen < 0n ? "D" : "C")}${comma(amountFen)}NTRFNONREF//${ref}`,
      `:86:166?00转账?20${note}`,
      `?31${account}?32${name}`,
    ]),
    `:62F:${closing < 0n ? "D" : "C"}${short(last)}CNY${comma(closing)}`,
    "-",
  ]);
}

/** Every bank's form of the same movements. */
export const BANK_FORMS: readonly {
  name: string;
  source: StatementSource;
  render(movements?: readonly Movement[]): Uint8Array;
  mapping?: ColumnMapping;
  /** A date alone: the time of day is lost. */
  isDaily?: true;
}[] = [
  { name: "CCB, GBK", source: "bank-ccb", render: (all) => gb18030(ccbText(all)) },
  { name: "CCB, UTF-8 with a mark", source: "bank-ccb", render: (all) => utf8(`\uFEFF${ccbText(all)}`) },
  { name: "ICBC (a)", source: "bank-icbc", render: (all) => gb18030(icbcHistory(all)) },
  { name: "ICBC (b)", source: "bank-icbc", render: (all) => gb18030(icbcFlag(all)) },
  { name: "ICBC (c)", source: "bank-icbc", render: (all) => gb18030(icbcTwoWay(all)) },
  {
    name: "mapped",
    source: "bank-generic",
    render: (all) => gb18030(genericText(all)),
    mapping: GENERIC_MAPPING,
  },
  { name: "camt.053 v2", source: "bank-camt053", render: (all) => utf8(camtText(all, { version: 2 })) },
  {
    name: "camt.053 v4",
    source: "bank-camt053",
    render: (all) => utf8(camtText(all, { version: 4, prefix: "ns" })),
  },
  { name: "camt.053 v8", source: "bank-camt053", render: (all) => utf8(camtText(all)) },
  { name: "MT940", source: "bank-mt940", render: (all) => utf8(mt940Text(all)), isDaily: true },
];

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A small seeded generator: a failure is found again. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
