import { randomUUID } from "node:crypto";
import { db, type Sql } from "#app/lib/db.server.ts";
import { LEDGER_CHECKS } from "./checks.ts";
import { fundEquationGapFen } from "./fund-terms.ts";
import { POSTINGS } from "./postings.ts";
import { fundTerms } from "./queries.server.ts";

export interface LedgerCheckResult {
  name: string;
  ok: boolean;
  /** Ids of what is wrong, at most five. */
  offenders: string[];
}

export interface LedgerCheckReport {
  ok: boolean;
  checkedAt: Date;
  durationMs: number;
  results: LedgerCheckResult[];
  failures: LedgerCheckResult[];
}

/** Recomputes the books from their rows. Changes nothing; see recordLedgerCheck for the public record. */
export async function checkLedger(now: Date = new Date()): Promise<LedgerCheckReport> {
  const startedAtMs = performance.now();
  const results: LedgerCheckResult[] = [];
  for (const check of LEDGER_CHECKS) {
    const found = await db.rows<{ what: string }>(check.sql);
    results.push({
      name: check.name,
      ok: found.length === 0,
      offenders: found.map((row) => row.what).slice(0, 5),
    });
  }
  results.push(await checkPostingList(db), await checkFundEquation());
  const failures = results.filter((result) => !result.ok);
  const durationMs = Math.round(performance.now() - startedAtMs);
  return { ok: failures.length === 0, checkedAt: now, durationMs, results, failures };
}

/** Checks and keeps the result, which `/ledger/health` shows. */
export async function recordLedgerCheck(now: Date): Promise<LedgerCheckReport> {
  const report = await checkLedger(now);
  await db.run(
    "insert into ledger_check (id, checked_at, duration_ms, ok, results) values ($1, $2, $3, $4, $5)",
    [randomUUID(), report.checkedAt, report.durationMs, report.ok, JSON.stringify(report.results)],
  );
  return report;
}

/** Every transfer fits a line of the closed posting list. */
async function checkPostingList(sql: Sql): Promise<LedgerCheckResult> {
  const lines = Object.entries(POSTINGS).flatMap(([kind, posting]) =>
    posting.debit.flatMap((debit) => posting.credit.map((credit) => ({ kind, debit, credit }))),
  );
  const found = await sql.rows<{ what: string }>(
    `with allowed as (select * from unnest($1::text[], $2::text[], $3::text[]) as g(kind, debit, credit))
     select t.kind || ' ' || t.debit || ' to ' || t.credit as what
     from (select kind, split_part(debit_account_id, '.', 1) as debit, split_part(credit_account_id, '.', 1) as credit,
                  reverses_id is not null as is_reversal
           from transfer group by 1, 2, 3, 4) t
     where not exists (select 1 from allowed a where a.kind = t.kind
       and ((not t.is_reversal and a.debit = t.debit and a.credit = t.credit)
            or (t.is_reversal and a.debit = t.credit and a.credit = t.debit))) limit 5`,
    [lines.map((line) => line.kind), lines.map((line) => line.debit), lines.map((line) => line.credit)],
  );
  return { name: "posting-list-closed", ok: found.length === 0, offenders: found.map((row) => row.what) };
}

/** raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut, per fund, to the fen. */
async function checkFundEquation(): Promise<LedgerCheckResult> {
  const funds = await db.rows<{ id: string }>("select id from fund");
  const ids = funds.map((fund) => fund.id);
  const terms = [...(await fundTerms(ids)), ...(await fundTerms(ids, db, "goods"))];
  const offenders = terms.flatMap(([id, term]) => (fundEquationGapFen(term) === 0n ? [] : [id]));
  return { name: "fund-equation", ok: offenders.length === 0, offenders: offenders.slice(0, 5) };
}
