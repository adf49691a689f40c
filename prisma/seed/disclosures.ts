import { DUTY_FIELDS, type DutyKind } from "#app/features/disclosures/duty-kinds.ts";
import { planDisclosureTasks } from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { reportOf } from "./disclosure-words.ts";
import { actOnOverdue, recordEvents } from "./duty-events.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import { personId, spendersOf } from "./people.ts";
import { Draw, stableId } from "./random.ts";
import { eachAtOnce } from "./steps.ts";

interface Task {
  id: string;
  kind: DutyKind;
  title: string;
  titleEn: string;
  dueOn: string;
  fundTitle: string | null;
  fundTitleEn: string | null;
}

/** Nobody publishes these: the bureau sees them overdue. */
const LEFT_OVERDUE = { slug: "fuchun-education", kind: "related-parties" };

/** Writes down every charity's duties and publishes most of them in time, some late, a few not at all. */
export async function discloseEverything(clock: SeedClock): Promise<number> {
  // Figures are read off transfers that have their public index.
  await indexTransfers();
  await recordEvents(clock);
  const charities = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee");
  const counts = await eachAtOnce(charities, 4, async ({ slug }) => {
    const organizationId = stableId.organization(slug);
    await planDisclosureTasks(organizationId, clock.today);
    const tasks = await db.rows<Task>(
      `select t.id, t.kind, t.title, t.title_en as "titleEn", t.due_on as "dueOn", f.title as "fundTitle",
              f.title_en as "fundTitleEn"
       from disclosure_task t left join fund f on f.id = t.fund_id
       where t.organization_id = $1 and t.published_at is null and t.withdrawn_at is null and t.due_on <= $2
       order by t.due_on, t.id`,
      [organizationId, addDays(clock.today, 12)],
    );
    for (const task of tasks) await publish(slug, task, clock);
    return tasks.length;
  });
  await actOnOverdue(stableId.organization(LEFT_OVERDUE.slug), LEFT_OVERDUE.kind, clock);
  return counts.reduce((sum, count) => sum + count, 0);
}

async function publish(slug: string, task: Task, clock: SeedClock): Promise<void> {
  const draw = new Draw("disclosure", slug, task.kind, task.title, task.fundTitle ?? "");
  const isGood = ["tonglu-charity", "haining-charity", "hangzhou-charity"].includes(slug);
  const lateDays = draw.chance(isGood ? 0.12 : 0.3) ? draw.whole(2, isGood ? 6 : 40) : -draw.whole(1, 11);
  // Receipts of five days cannot be published before the five days are over.
  const publishedOn = addDays(task.dueOn, task.kind === "emergency-receipts" ? 0 : lateDays);
  const isMissing = draw.chance(isGood ? 0.02 : 0.12);
  const isLeft = slug === LEFT_OVERDUE.slug && task.kind === LEFT_OVERDUE.kind;
  if (isMissing || isLeft || publishedOn >= clock.today) return;
  const required = DUTY_FIELDS[task.kind].length;
  const filled = draw.chance(isGood ? 0.9 : 0.6) ? required : Math.max(1, required - 1);
  const name = [task.fundTitle ?? task.title, task.fundTitleEn ?? task.titleEn] as const;
  const isCorrected =
    slug === "tonglu-charity" && task.title === "第 2 次进展" && task.fundTitle === "一餐热饭";
  const entry = {
    taskId: task.id,
    organizationId: stableId.organization(slug),
    userId: personId(spendersOf(slug).clerk),
    ...reportOf(task.kind, name, isCorrected ? required - 1 : filled),
  };
  const now = clock.at(publishedOn, draw.whole(9, 17), draw.whole(0, 59));
  const first = await publishDisclosure({ ...entry, ...(isCorrected ? MEALS_BEFORE : {}), now });
  invariant(first.ok, `publishing ${task.title} of ${slug}`);
  if (!isCorrected) return;
  const correctedOn = addDays(publishedOn, 6);
  const corrected = await publishDisclosure({
    ...entry,
    ...MEALS_AFTER,
    filledFields: required,
    correctionNote: "6 个村的签收表补齐后，人次从 8,112 改为 8,346，并补写接下来的安排。",
    correctionNoteEn:
      "The signed lists of 6 villages came in: 8,346 meals instead of 8,112; what comes next was added.",
    now: clock.at(correctedOn < clock.today ? correctedOn : clock.day(-1), 10, 20),
  });
  invariant(corrected.ok, `correcting ${task.title} of ${slug}`);
}

/** One report that was corrected, so that a difference can be seen. */
const MEALS_BEFORE = {
  body: [
    "【收到多少】\n个人捐赠居多，单位捐赠有两笔，都已到账对上。",
    "【用了多少，用在哪里】\n本期送餐 8,112 人次，用在食材和保温箱。有 6 个村的签收表还没收齐，先按村里报的数。",
  ].join("\n\n"),
  bodyEn: [
    "【What was received】\nMost gifts came from individuals, two from organizations; all have arrived.",
    "【What was used, and for what】\n8,112 meals were brought, paid for food and warm boxes. The signed lists of 6 villages are still missing; their own count stands here.",
  ].join("\n\n"),
};
const MEALS_AFTER = {
  body: [
    "【收到多少】\n个人捐赠居多，单位捐赠有两笔，都已到账对上。",
    "【用了多少，用在哪里】\n本期送餐 8,346 人次，用在食材和保温箱。6 个村的签收表已经收齐，人次按签收表算。",
    "【接下来做什么】\n入冬前走完剩下的村，保温箱再添 40 只。",
  ].join("\n\n"),
  bodyEn: [
    "【What was received】\nMost gifts came from individuals, two from organizations; all have arrived.",
    "【What was used, and for what】\n8,346 meals were brought, paid for food and warm boxes. The signed lists of 6 villages have come in, and the count follows them.",
    "【What comes next】\nThe remaining villages before winter, and 40 more warm boxes.",
  ].join("\n\n"),
};
