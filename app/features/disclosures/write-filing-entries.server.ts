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
  if (entries.length === 0) return;
  await tx.run(
    `with entry as (
       insert into disclosure_entry (id, task_id, version, body, body_en, required_fields, filled_fields,
                                     correction_note, sha256, published_by_id, published_at)
       select e.id, e.task_id, 1, e.body, e.body_en, $2, e.filled, null, e.sha256, null, e.published_at
       from unnest($1::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[], $8::timestamptz[])
         as e(id, task_id, body, body_en, filled, sha256, published_at)
       order by e.task_id
       on conflict (task_id, version) do nothing
       returning task_id, published_at
     )
     update disclosure_task t set published_at = entry.published_at from entry
     where t.id = entry.task_id and t.published_at is null`,
    [
      entries.map(() => randomUUID()),
      DUTY_FIELDS.filing.length,
      entries.map((entry) => entry.taskId),
      entries.map((entry) => entry.body),
      entries.map((entry) => entry.bodyEn),
      entries.map((entry) => entry.filledFields),
      entries.map((entry) => entrySha256(entry)),
      entries.map((entry) => entry.publishedAt),
    ],
  );
}

function filingEntry(taskId: string, fund: FiledFund, filingNo: string, filedOn: string) {
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
