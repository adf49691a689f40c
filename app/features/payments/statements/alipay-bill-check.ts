import { fenToYuan } from "#app/lib/money.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import type { AlipayBillSource, BillHead } from "./alipay-bill-head.ts";
import { absFen, readAmount } from "./printed-amount.ts";
import { Findings } from "./refusal.ts";
import type { StatementRow, StatementSource, StatementVerdict } from "./statement.ts";
import { Tally } from "./statement-tally.ts";

/** A total of the footer: what the rows of one group must add up to (absolute amounts). */
interface FooterTotal {
  lineNo: number;
  count: number;
  sumFen: bigint;
}

/** Holds what the rows add up to against the footer: the file's own proof that it is whole. */
export class BillCheck {
  readonly findings = new Findings();
  private readonly tally = new Tally();
  private readonly footers = new Map<"in" | "out", FooterTotal>();
  private readonly sums = { in: { count: 0, fen: 0n }, out: { count: 0, fen: 0n } };
  private ended = false;
  private lastLine = 0;
  private firstDay: string | null = null;
  private lastDay: string | null = null;

  constructor(private readonly kind: AlipayBillSource) {}

  add(row: StatementRow): void {
    this.lastLine = row.lineNo;
    if (this.ended) this.findings.error(row.lineNo, "bad-row", "a row after the end of the list");
    this.tally.add(row);
    if (this.firstDay === null || row.day < this.firstDay) this.firstDay = row.day;
    if (this.lastDay === null || row.day > this.lastDay) this.lastDay = row.day;
    const group = this.groupOf(row);
    if (group === null) return;
    this.sums[group].count += 1;
    this.sums[group].fen += absFen(row.amountFen);
  }

  /** Trade footers count 交易 and 退款 apart; account footers count what came in and what went out. */
  private groupOf(row: StatementRow): "in" | "out" | null {
    if (this.kind === "alipay-trade")
      return row.kind === "payment" ? "in" : row.kind === "refund" ? "out" : null;
    return row.amountFen > 0n ? "in" : row.amountFen < 0n ? "out" : null;
  }

  footerLine(lineNo: number, text: string): void {
    this.lastLine = lineNo;
    const plain = text.normalize("NFKC");
    if (/列表结束/.test(plain)) this.ended = true;
    const total = /^#(交易|退款|收入|支出)合计:(\d+)笔,[^\d+-]*([+-]?[\d.]+)元/.exec(plain);
    if (total === null) return;
    const sumFen = readAmount(total[3] ?? "");
    if (sumFen === null) {
      this.findings.error(lineNo, "bad-amount", "a total of the footer is not an amount");
      return;
    }
    const group = total[1] === "交易" || total[1] === "收入" ? "in" : "out";
    this.footers.set(group, { lineNo, count: Number(total[2]), sumFen: absFen(sumFen) });
  }

  verdict(head: BillHead): StatementVerdict {
    const totals = this.tally.totals();
    if (!this.ended)
      this.findings.error(this.lastLine || null, "truncated", "the end mark of the list is missing");
    else this.checkFooters(totals.rowCount);
    const broken = this.tally.balanceBreak();
    if (broken !== null)
      this.findings.error(broken, "balance-break", "balance before + amount ≠ balance after");
    const start = head.periodStart ?? (this.firstDay === null ? null : startOfShanghaiDay(this.firstDay));
    const end =
      head.periodEnd ?? (this.lastDay === null ? null : startOfShanghaiDay(addDays(this.lastDay, 1)));
    if (start === null || end === null) this.findings.error(null, "truncated", "no period and no rows");
    else if (head.periodStart === null || head.periodEnd === null) {
      this.findings.warn(null, "no-period", "period taken from the rows");
    }
    if (this.findings.errors.length > 0 || start === null || end === null) {
      return { ok: false, errors: this.findings.errors };
    }
    const source: StatementSource = this.kind;
    const { warnings } = this.findings;
    return {
      ok: true,
      summary: {
        source,
        account: head.account,
        accountName: null,
        currency: "CNY",
        periodStart: start,
        periodEnd: end,
        totals,
        payouts: [],
        warnings,
      },
    };
  }

  private checkFooters(rowCount: number): void {
    const doubtful = this.findings.warnings.filter((warning) => warning.reason === "column-count");
    if (this.footers.size < 2 && (rowCount > 0 || doubtful.length > 0)) {
      this.findings.error(this.lastLine, "truncated", "the totals after the list are missing");
      return;
    }
    for (const group of ["in", "out"] as const) {
      const footer = this.footers.get(group);
      const sum = this.sums[group];
      if (footer === undefined || (footer.count === sum.count && footer.sumFen === sum.fen)) continue;
      const told = `${footer.count} / ${fenToYuan(footer.sumFen)}`;
      const detail = `total says ${told}, the rows give ${sum.count} / ${fenToYuan(sum.fen)}`;
      this.findings.error(footer.lineNo, "footer-mismatch", detail);
    }
    // The rows that could not be read are the likely reason: name their lines.
    if (this.findings.errors.some((error) => error.reason === "footer-mismatch")) {
      for (const warning of doubtful) this.findings.error(warning.line, "bad-row", warning.detail);
    }
  }
}
