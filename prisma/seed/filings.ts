import { createHash } from "node:crypto";
import { draftSubject, FILING_FORM } from "#app/features/funds/filings/draft-filing.server.ts";
import type { FilingPlan } from "#app/features/funds/filings/plan.ts";
import { PLAN_CHECKS } from "#app/features/funds/filings/plan-checks.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { canonicalJson } from "#app/lib/canonical-json.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { saveDraft } from "#app/lib/form-draft.server.ts";
import { addDays } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import type { FundSpec } from "./fund-spec.ts";
import { FUNDS, filingNo, fundIdOfSpec } from "./funds.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

type FiledSpec = FundSpec & { filed: NonNullable<FundSpec["filed"]> };

/** The one whose plan was amended, and the one whose renewal waits for a second person. */
const CHANGED = "hot-meals";
const RENEWED = "good-homes";

const filingIdOf = (spec: FundSpec): string => transferIdOf("mingshan-demo", "filing", spec.kind, spec.slug);

/** Writes the plans behind the filing numbers, an amendment, a renewal that waits, and a draft half written. */
export async function writeFilings(clock: SeedClock): Promise<number> {
  const specs = FUNDS.filter((spec): spec is FiledSpec => spec.filed !== null && spec.kind !== "trust");
  const accounts = new Map(
    (
      await db.rows<{ organizationId: string; id: string }>(
        `select distinct on (organization_id) organization_id as "organizationId", id from bank_account
         where confirmed_at is not null order by organization_id, created_at, id`,
      )
    ).map(({ organizationId, id }) => [organizationId, id]),
  );
  const versions = specs.flatMap((spec) => versionsOf(spec, clock, accounts));
  await transaction(async (tx) => {
    await tx.run(
      `insert into filing (id, organization_id, filing_no, created_by_id, created_at)
       select id, organization_id, filing_no, created_by_id, created_at
       from jsonb_populate_recordset(null::filing, $1::jsonb) on conflict do nothing`,
      [JSON.stringify(specs.map((spec) => filingRow(spec, clock)))],
    );
    await insertVersions(tx, versions);
    await tx.run(
      `insert into filing_cover (fund_id, filing_id, version, starts_on, ends_on, division_code)
       select f.id, v.filing_id, v.number, v.starts_on, v.ends_on, v.plan->>'divisionCode'
       from filing_version v join fund f on v.plan->'fundIds' ? f.id
       where v.state = 'filed' and not exists (select from filing_version later
         where later.filing_id = v.filing_id and later.base = v.number and later.kind = 'amendment'
           and later.state = 'filed')
       on conflict do nothing`,
    );
  });
  await halfWritten(clock);
  return versions.length;
}

function filingRow(spec: FiledSpec, clock: SeedClock) {
  return {
    id: filingIdOf(spec),
    organization_id: stableId.organization(spec.by),
    filing_no: filingNo(spec, clock),
    created_by_id: personId(spendersOf(spec.by).clerk),
    created_at: clock.at(clock.day(spec.filed.fromDays - 22), 10),
  };
}

function versionsOf(spec: FiledSpec, clock: SeedClock, accounts: ReadonlyMap<string, string>) {
  const plan = planOf(spec, clock, accounts.get(stableId.organization(spec.by)) ?? "");
  const first = versionRow(spec, clock, 1, plan, spec.filed.fromDays - 22);
  if (spec.slug === CHANGED) {
    const before = {
      ...plan,
      targetFen: "48000000",
      beneficiaryScope: "9 个村 80 岁以上独居老人",
      beneficiaryNumber: "约 300 人",
    };
    return [
      versionRow(spec, clock, 1, before, spec.filed.fromDays - 22),
      {
        ...versionRow(spec, clock, 2, { ...plan, filledOn: clock.day(-64) }, -64),
        kind: "amendment",
        base: 1,
        changed_on: clock.day(-66),
        reason: "送餐的村从 9 个增加到 12 个，预期数额相应提高。",
      },
    ];
  }
  if (spec.slug !== RENEWED) return [first];
  const renewed = {
    ...plan,
    startsOn: addDays(plan.endsOn, 1),
    endsOn: addDays(plan.endsOn, 365),
    filledOn: clock.day(-1),
  };
  const { drafted_by_id, drafted_at, ...row } = versionRow(spec, clock, 2, renewed, -1);
  return [
    first,
    {
      ...Object.fromEntries(Object.keys(row).map((name) => [name, null])),
      filing_id: row.filing_id,
      number: row.number,
      organization_id: row.organization_id,
      kind: "renewal",
      state: "drafted",
      base: 1,
      plan: row.plan,
      plan_sha256: row.plan_sha256,
      starts_on: row.starts_on,
      ends_on: row.ends_on,
      reason: "",
      judged: [],
      drafted_by_id,
      drafted_at,
    },
  ];
}

/** A version that went the whole way: written, released two days later, handed in the day after, then filed. */
function versionRow(spec: FundSpec, clock: SeedClock, number: number, plan: FilingPlan, draftedDays: number) {
  const { clerk, approver } = spendersOf(spec.by);
  const [clerkId, approverId] = [personId(clerk), personId(approver)];
  const filedDays = draftedDays + (spec.filed?.serial === 11 && number === 1 ? 14 : 8);
  return {
    filing_id: filingIdOf(spec),
    number,
    organization_id: stableId.organization(spec.by),
    kind: "plan",
    state: "filed",
    base: null as number | null,
    plan,
    plan_sha256: createHash("sha256").update(canonicalJson(plan)).digest("hex"),
    starts_on: plan.startsOn,
    ends_on: plan.endsOn,
    changed_on: null as string | null,
    reason: "",
    drafted_by_id: clerkId,
    drafted_at: clock.at(clock.day(draftedDays), 10),
    judged: PLAN_CHECKS.filter((check) => !["duration", "responsible", "account", "use"].includes(check)),
    released_by_id: approverId,
    released_at: clock.at(clock.day(draftedDays + 2), 15),
    submitted_on: clock.day(draftedDays + 3),
    submitted_by_id: clerkId,
    submitted_at: clock.at(clock.day(draftedDays + 3), 16),
    answered_on: clock.day(filedDays),
    answer_note: "",
    answered_by_id: clerkId,
    answered_at: clock.at(clock.day(filedDays), 11),
  };
}

function planOf(spec: FiledSpec, clock: SeedClock, bankAccountId: string): FilingPlan {
  const things = spec.budget.map(([, name, , yuan]) => `${name} ${yuan.toLocaleString("zh-CN")} 元`);
  const isManagement = (code: string) => code === "administration";
  return {
    name: spec.title[0],
    purpose: spec.lead[0],
    use: things.length > 0 ? `${things.join("，")}。` : "由商家履约后的捐款，全部用于本地帮扶项目。",
    supportedProjects: spec.title[0],
    awayPlaces: "",
    methodOther: "",
    responsibleName: "李爱群",
    officeAddress: "本机构办公地址",
    beneficiaryScope: spec.beneficiaries[0] || "本县困难群众",
    beneficiaryNumber: /\d+\s*(?:位|户|名|人|个|条|对)/.exec(spec.beneficiaries[0])?.[0] ?? "按年度计划确定",
    beneficiaryMethod: "村（社区）报名，镇（街道）核对，公示七天，机构决定。",
    directAid: `${
      spec.budget
        .filter(([code]) => !isManagement(code))
        .map(([, name]) => name)
        .join("、") || "帮扶款物"
    }，直接付给受益人或为他们提供服务的人。`,
    staffPay: "不从善款中列支项目人员工资；志愿者误工补贴按实际天数。",
    administration: spec.budget.some(([code]) => isManagement(code))
      ? "项目管理费按预算列支，不超过年度管理费用比例。"
      : "不从善款中列支管理费。",
    fundraisingCost: "支付渠道手续费按实际发生列支，不向受益人收取任何费用。",
    surplus: `${spec.surplus[0] || "用于本机构相同或相近的慈善项目"}，并向社会公布。`,
    otherNotes: "",
    fundIds: [fundIdOfSpec(spec)],
    startsOn: clock.day(spec.filed.fromDays),
    endsOn: clock.day(spec.filed.toDays),
    isEmergency: spec.category === "disaster",
    divisionCode: null,
    methods: ["online"],
    isAway: false,
    awayFiledOn: null,
    isResponsibleFullTime: true,
    bankAccountId,
    targetFen: String((spec.goalYuan ?? 200_000) * 100),
    partners: [],
    filledOn: clock.day(spec.filed.fromDays - 22),
  };
}

async function insertVersions(tx: Sql, versions: readonly object[]): Promise<void> {
  const columns = `filing_id, number, organization_id, kind, state, base, plan, plan_sha256, starts_on, ends_on, changed_on,
    reason, drafted_by_id, drafted_at, judged, released_by_id, released_at, submitted_on, submitted_by_id, submitted_at,
    answered_on, answer_note, answered_by_id, answered_at`;
  await tx.run(
    `insert into filing_version (${columns})
     select ${columns} from jsonb_populate_recordset(null::filing_version, $1::jsonb) on conflict do nothing`,
    [JSON.stringify(versions)],
  );
}

/** What a clerk typed yesterday evening and has not handed over. */
async function halfWritten(clock: SeedClock): Promise<void> {
  const by = "tonglu-charity";
  const filingId = transferIdOf("mingshan-demo", "filing", "draft", "warm-kitchens");
  await saveDraft(
    {
      userId: personId(spendersOf(by).clerk),
      organizationId: stableId.organization(by),
      form: FILING_FORM,
      subject: draftSubject(filingId, "plan"),
    },
    {
      name: "村口的热水",
      purpose: "冬天给山村的公交候车点添上热水，让等车的老人",
      startsOn: clock.day(25),
      region: "330122",
      method_online: "yes",
      away: "no",
      cooperative: "no",
      filledOn: clock.day(-1),
    },
    clock.at(clock.day(-1), 21, 40),
  );
}
