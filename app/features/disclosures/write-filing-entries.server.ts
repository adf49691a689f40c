import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import { DUTY_FIELDS } from "./duty-kinds.ts";
import { entrySha256 } from "./entry-digest.ts";
import type { FiledFund } from "./load-duty-facts.server.ts";
import type { PlannedDuty } from "./plan-disclosure-tasks.server.ts";

/** The department publishes a filing, so its entry is made from the register and dated as the register dates it. */
export async function writeFilingEntries(
  tx: Sql,
  duties: readonly PlannedDuty[],
  funds: readonly FiledFund[],
): Promise<void> {
  const fundById = new Map(funds.map((fund) => [fund.id, fund]));
  const entries = duties.flatMap((duty) => {
    if (duty.kind !== "filing" && duty.kind !== "emergency-filing") return [];
    const fund = fundById.get(duty.fundId ?? "");
    return fund?.filingNo && fund.filedOn ? [filingEntry(duty.id, fund, fund.filingNo, fund.filedOn)] : [];
  });
  await insertEntries(tx, [...entries, ...(await amendmentEntries(tx, duties))]);
}

interface RegisterEntry {
  taskId: string;
  version: 1;
  body: string;
  bodyEn: string;
  requiredFields: number;
  filledFields: number;
  correctionNote: null;
  publishedAt: Date;
}

/** Amendments that the department has filed, dated by the day on which they were handed in. */
async function amendmentEntries(tx: Sql, duties: readonly PlannedDuty[]): Promise<RegisterEntry[]> {
  const owed = duties.filter(({ kind }) => kind === "filing-amendment");
  if (owed.length === 0) return [];
  const filed = await tx.rows<{ eventId: string; filingNo: string; submittedOn: string }>(
    `select e.id as "eventId", coalesce(n.filing_no, '') as "filingNo", v.submitted_on as "submittedOn"
     from duty_event e
     join filing_version v on e.source_key = 'amendment:' || v.filing_id || '.' || v.number
     join filing n on n.id = v.filing_id
     where e.id = any($1) and v.state = 'filed' and v.submitted_on is not null`,
    [owed.map(({ eventId }) => eventId)],
  );
  return filed.flatMap(({ eventId, filingNo, submittedOn }) => {
    const duty = owed.find((one) => one.eventId === eventId);
    if (!duty) return [];
    const entry: RegisterEntry = {
      taskId: duty.id,
      version: 1,
      body: lines(["变更了哪些内容", `见备案 ${filingNo} 的公示页，变更前后都在。`]),
      bodyEn: lines(["What was changed", `See the public page of filing ${filingNo}, with both texts.`]),
      requiredFields: 1,
      filledFields: 1,
      correctionNote: null,
      publishedAt: startOfShanghaiDay(submittedOn),
    };
    return [entry];
  });
}

async function insertEntries(tx: Sql, entries: readonly RegisterEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.run(
    `with entry as (
       insert into disclosure_entry (id, task_id, version, body, body_en, required_fields, filled_fields,
                                     correction_note, sha256, published_by_id, published_at)
       select e.id, e.task_id, 1, e.body, e.body_en, e.required, e.filled, null, e.sha256, null, e.published_at
       from unnest($1::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[], $8::timestamptz[],
                   $2::int[])
         as e(id, task_id, body, body_en, filled, sha256, published_at, required)
       order by e.task_id
       on conflict (task_id, version) do nothing
       returning task_id, published_at
     )
     update disclosure_task t set published_at = entry.published_at from entry
     where t.id = entry.task_id and t.published_at is null`,
    [
      entries.map(() => randomUUID()),
      entries.map((entry) => entry.requiredFields),
      entries.map((entry) => entry.taskId),
      entries.map((entry) => entry.body),
      entries.map((entry) => entry.bodyEn),
      entries.map((entry) => entry.filledFields),
      entries.map((entry) => entrySha256(entry)),
      entries.map((entry) => entry.publishedAt),
    ],
  );
}

function filingEntry(taskId: string, fund: FiledFund, filingNo: string, filedOn: string): RegisterEntry {
  const period = fund.filingFrom && fund.filingTo ? `${fund.filingFrom} – ${fund.filingTo}` : "";
  const platform = fund.designatedPlatformUrl ?? "";
  return {
    taskId,
    version: 1,
    body: lines(["备案编号", filingNo], ["有效期", period], ["指定平台上的同一活动", platform]),
    bodyEn: lines(["Filing number", filingNo], ["Valid", period], ["On a designated platform", platform]),
    requiredFields: DUTY_FIELDS.filing.length,
    filledFields: [filingNo, period].filter((text) => text !== "").length,
    correctionNote: null,
    publishedAt: startOfShanghaiDay(filedOn),
  };
}

function lines(...pairs: [label: string, value: string][]): string {
  return pairs
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `【${label}】\n${value}`)
    .join("\n\n");
}
