import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";

export interface PlannedLine {
  /** Of a line that is there; null for a new one, which gets its own. */
  purposeCode: string | null;
  name: string;
  nameEn: string;
  plannedFen: bigint;
}

/** A budget as a version keeps it. Fen as text: JSON numbers would pass through a float. */
export interface KeptLine {
  purposeCode: string;
  name: string;
  nameEn: string;
  plannedFen: string;
}

export type ChangeBudgetResult =
  | { ok: true; version: number; repeated: boolean }
  | Unlocked
  | { ok: false; reason: "waiting-for-release" | "ended" | "reason-missing" | "same-name" | "unchanged" }
  /** A line with money paid, approved or proposed: never less than that, never gone. */
  | { ok: false; reason: "below-taken"; purposeCode: string; takenFen: bigint };

/**
 * Replaces the budget of a project. Every change is a version; the first as published and the current one stand beside
 * each other in public. After publication each says why: a use outside the filed plan is re-filed first (慈善法
 * Art. 56, Order 74 Art. 20). Under the fund's lock, which every approval takes, no line falls below what is committed
 * or spent. Safe to call again with the same form.
 */
export async function changeBudget(
  input: Acting & { formId: string; lines: readonly PlannedLine[]; why: string },
): Promise<ChangeBudgetResult> {
  return transaction(async (tx): Promise<ChangeBudgetResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const { project } = locked;
    const saved = await versionOf(tx, input.formId);
    if (saved !== null) return { ok: true, version: saved, repeated: true };
    if (project.releaseId) return { ok: false, reason: "waiting-for-release" };
    if (project.state === "ended") return { ok: false, reason: "ended" };
    if (project.publishedAt && input.why === "") return { ok: false, reason: "reason-missing" };
    if (new Set(input.lines.map(({ name }) => name)).size < input.lines.length)
      return { ok: false, reason: "same-name" };
    const current = await currentLines(tx, input.fundId);
    const next = withCodes(input.lines, current, await highestNumber(tx, input.fundId));
    const short = current.find((line) => isShort(line, next));
    if (short)
      return {
        ok: false,
        reason: "below-taken",
        purposeCode: short.purposeCode,
        takenFen: short.takenFen,
      };
    if (textOf(next) === textOf(current)) return { ok: false, reason: "unchanged" };
    await keepFirst(tx, input, current);
    await writeLines(tx, input.fundId, next);
    const version = await keepVersion(tx, input, next);
    await recordAct(
      tx,
      projectAct(input, "project-budget-changed", { version, totalFen: totalOf(next), lines: next.length }),
    );
    return { ok: true, version, repeated: false };
  });
}

type CodedLine = PlannedLine & { purposeCode: string };
interface CurrentLine extends CodedLine {
  /** Paid and approved, less what payees gave back. */
  takenFen: bigint;
  hasProposals: boolean;
}

async function versionOf(tx: Sql, formId: string): Promise<number | null> {
  const [row] = await tx.rows<{ version: number }>(
    "select version from project_budget_version where id = $1",
    [formId],
  );
  return row?.version ?? null;
}

async function currentLines(tx: Sql, fundId: string): Promise<CurrentLine[]> {
  return tx.rows<CurrentLine>(
    `select l.purpose_code as "purposeCode", l.name, l.name_en as "nameEn", l.planned_fen as "plannedFen",
            coalesce(sum(d.amount_fen) filter (where d.approved_at is not null), 0)::int8
              - coalesce(sum((select sum(t.amount_fen) from transfer t
                              where t.book_id = $1 and t.subject_id = d.id and t.kind = 'disbursement-returned')), 0)::int8
              as "takenFen",
            coalesce(bool_or(d.id is not null and d.approved_at is null), false) as "hasProposals"
     from fund_budget_line l
     left join disbursement d on d.fund_id = l.fund_id and d.purpose_code = l.purpose_code
       and d.withdrawn_at is null and d.rejected_at is null
     where l.fund_id = $1 group by l.fund_id, l.purpose_code order by l.position`,
    [fundId],
  );
}

/** Under what was taken; or gone, although money was taken from it or a proposal names it. */
function isShort(line: CurrentLine, next: readonly CodedLine[]): boolean {
  const kept = next.find(({ purposeCode }) => purposeCode === line.purposeCode);
  return kept ? kept.plannedFen < line.takenFen : line.takenFen > 0n || line.hasProposals;
}

/** A code is never used again for another purpose: old payments and versions still name it. */
async function highestNumber(tx: Sql, fundId: string): Promise<number> {
  const [row] = await tx.rows<{ number: number }>(
    `select coalesce(max(substr(code, 6)::int4), 0) as number from (
       select purpose_code as code from fund_budget_line where fund_id = $1
       union all select purpose_code from disbursement where fund_id = $1
       union all select line ->> 'purposeCode' from project_budget_version v, jsonb_array_elements(v.lines) line
       where v.fund_id = $1) used
     where code ~ '^line-[0-9]{1,6}$'`,
    [fundId],
  );
  return row?.number ?? 0;
}

/** New lines get the next code: "line-4". */
function withCodes(
  lines: readonly PlannedLine[],
  current: readonly CodedLine[],
  highest: number,
): CodedLine[] {
  const known = new Set(current.map(({ purposeCode }) => purposeCode));
  let number = highest;
  return lines.map(({ purposeCode, name, nameEn, plannedFen }) => {
    if (purposeCode !== null && known.has(purposeCode)) return { purposeCode, name, nameEn, plannedFen };
    number += 1;
    return { purposeCode: `line-${number}`, name, nameEn, plannedFen };
  });
}

const totalOf = (lines: readonly PlannedLine[]): bigint =>
  lines.reduce((sum, { plannedFen }) => sum + plannedFen, 0n);

const keptOf = (lines: readonly CodedLine[]): KeptLine[] =>
  lines.map(({ purposeCode, name, nameEn, plannedFen }) => ({
    purposeCode,
    name,
    nameEn,
    plannedFen: plannedFen.toString(),
  }));
const textOf = (lines: readonly CodedLine[]): string => JSON.stringify(keptOf(lines));

/** A budget that was written before versions were kept is the first of them. */
async function keepFirst(tx: Sql, { fundId }: Acting, current: readonly CodedLine[]): Promise<void> {
  if (current.length === 0) return;
  await tx.run(
    `insert into project_budget_version (fund_id, version, id, lines, total_fen, changed_at)
     select $1, 1, gen_random_uuid(), $2::jsonb, $3, created_at from fund
     where id = $1 and not exists (select from project_budget_version where fund_id = $1)`,
    [fundId, textOf(current), totalOf(current)],
  );
}

async function writeLines(tx: Sql, fundId: string, lines: readonly CodedLine[]): Promise<void> {
  await tx.run("delete from fund_budget_line where fund_id = $1 and purpose_code <> all($2)", [
    fundId,
    lines.map(({ purposeCode }) => purposeCode),
  ]);
  await tx.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     select $1, l.code, l.name, l.name_en, l.fen, l.place
     from unnest($2::text[], $3::text[], $4::text[], $5::int8[]) with ordinality as l(code, name, name_en, fen, place)
     on conflict (fund_id, purpose_code) do update
     set name = excluded.name, name_en = excluded.name_en, planned_fen = excluded.planned_fen,
         position = excluded.position`,
    [
      fundId,
      lines.map(({ purposeCode }) => purposeCode),
      lines.map(({ name }) => name),
      lines.map(({ nameEn }) => nameEn),
      lines.map(({ plannedFen }) => plannedFen),
    ],
  );
}

async function keepVersion(
  tx: Sql,
  input: Acting & { formId: string; why: string },
  lines: readonly CodedLine[],
): Promise<number> {
  const [kept] = await tx.rows<{ version: number }>(
    `insert into project_budget_version (fund_id, version, id, lines, total_fen, reason, changed_by_id, changed_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3::jsonb, $4, $5, $6, $7
     from project_budget_version where fund_id = $1 returning version`,
    [input.fundId, input.formId, textOf(lines), totalOf(lines), input.why, input.userId, input.now],
  );
  invariant(kept, "a kept version has a number");
  return kept.version;
}
