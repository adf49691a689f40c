import { createHash, randomUUID } from "node:crypto";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import { DUTY_FIELDS, type Duty, type DutyFund, dutiesOf } from "./duties.ts";
import { entrySha256 } from "./entry-digest.ts";

interface FundRow extends DutyFund {
  filingNo: string | null;
  filedOn: string | null;
  designatedPlatformUrl: string | null;
}

/**
 * Writes down the duties that follow from an organization's facts and are not written yet; the day of an
 * unpublished one moves with its facts. A filing that the register shows counts as published on its day.
 * Ids follow from the duty, so planning twice or at once makes one row each. Gives the number of new duties.
 */
export async function planDisclosureTasks(organizationId: string, today: string): Promise<number> {
  return transaction(async (tx) => {
    const [organization] = await tx.rows<{ id: string; registeredOn: string | null; isCharity: boolean }>(
      `select id, registered_on as "registeredOn", kind = 'charity' as "isCharity" from organization where id = $1`,
      [organizationId],
    );
    if (!organization) return 0;
    const funds = await tx.rows<FundRow>(
      `select id, kind, state, is_public_campaign as "isPublicCampaign", starts_on as "startsOn",
              ends_on as "endsOn", filing_from as "filingFrom", filing_to as "filingTo",
              filing_no as "filingNo", filed_on as "filedOn",
              designated_platform_url as "designatedPlatformUrl"
       from fund where organization_id = $1 order by id`,
      [organizationId],
    );
    const duties = dutiesOf({ ...organization, funds }, today);
    const added = await writeTasks(tx, organizationId, duties);
    await writeFilings(tx, organizationId, duties, funds);
    return added;
  });
}

/** The id that a duty always has, as a name-based UUID (version 8). */
export function disclosureTaskId(
  organizationId: string,
  duty: Pick<Duty, "fundId" | "kind" | "period">,
): string {
  const name = ["disclosure-task", organizationId, duty.fundId ?? "", duty.kind, duty.period].join("\u001f");
  const hex = createHash("sha256").update(name).digest("hex");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function writeTasks(tx: Sql, organizationId: string, duties: readonly Duty[]): Promise<number> {
  const written = await tx.rows<{ isNew: boolean }>(
    `insert into disclosure_task (id, organization_id, fund_id, kind, title, title_en, law_article, due_on)
     select d.id, $1, d.fund_id, d.kind, d.title, d.title_en, d.law_article, d.due_on
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[])
       as d(id, fund_id, kind, title, title_en, law_article, due_on)
     order by d.id
     on conflict (id) do update set due_on = excluded.due_on, law_article = excluded.law_article
       where disclosure_task.published_at is null
         and (disclosure_task.due_on, disclosure_task.law_article)
             is distinct from (excluded.due_on, excluded.law_article)
     returning (xmax = 0) as "isNew"`,
    [
      organizationId,
      duties.map((duty) => disclosureTaskId(organizationId, duty)),
      duties.map((duty) => duty.fundId),
      duties.map((duty) => duty.kind),
      duties.map((duty) => duty.title),
      duties.map((duty) => duty.titleEn),
      duties.map((duty) => duty.article),
      duties.map((duty) => duty.dueOn),
    ],
  );
  return written.filter((row) => row.isNew).length;
}

/** The department publishes a filing, so its entry is made from the register and dated as the register dates it. */
async function writeFilings(
  tx: Sql,
  organizationId: string,
  duties: readonly Duty[],
  funds: readonly FundRow[],
): Promise<void> {
  const entries = duties.flatMap((duty) => {
    const fund = funds.find((one) => one.id === duty.fundId);
    if (duty.kind !== "filing" || !fund?.filingNo || !fund.filedOn) return [];
    return [filingEntry(disclosureTaskId(organizationId, duty), fund, fund.filingNo, fund.filedOn)];
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

function filingEntry(taskId: string, fund: FundRow, filingNo: string, filedOn: string) {
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
