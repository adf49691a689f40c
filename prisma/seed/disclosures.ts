import { DUTY_FIELDS, type DutyKind } from "#app/features/disclosures/duty-kinds.ts";
import { planDisclosureTasks } from "#app/features/disclosures/plan-disclosure-tasks.server.ts";
import { publishDisclosure } from "#app/features/disclosures/publish-disclosure.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
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

/** Writes down every charity's duties and publishes most of them in time, some late, a few not at all. */
export async function discloseEverything(clock: SeedClock): Promise<number> {
  const charities = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee");
  const counts = await eachAtOnce(charities, 4, async ({ slug }) => {
    const organizationId = stableId.organization(slug);
    await planDisclosureTasks(organizationId, clock.today);
    const tasks = await db.rows<Task>(
      `select t.id, t.kind, t.title, t.title_en as "titleEn", t.due_on as "dueOn", f.title as "fundTitle",
              f.title_en as "fundTitleEn"
       from disclosure_task t left join fund f on f.id = t.fund_id
       where t.organization_id = $1 and t.published_at is null and t.due_on <= $2 order by t.due_on, t.id`,
      [organizationId, addDays(clock.today, 12)],
    );
    for (const task of tasks) await publish(slug, task, clock);
    return tasks.length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

async function publish(slug: string, task: Task, clock: SeedClock): Promise<void> {
  const draw = new Draw("disclosure", slug, task.kind, task.title, task.fundTitle ?? "");
  const isGood = ["tonglu-charity", "haining-charity", "hangzhou-charity"].includes(slug);
  const lateDays = draw.chance(isGood ? 0.12 : 0.3) ? draw.whole(2, isGood ? 6 : 40) : -draw.whole(1, 11);
  const publishedOn = addDays(task.dueOn, lateDays);
  const isMissing = draw.chance(isGood ? 0.02 : 0.12);
  if (isMissing || publishedOn >= clock.today) return;
  const required = DUTY_FIELDS[task.kind].length;
  const filled = draw.chance(isGood ? 0.9 : 0.6) ? required : Math.max(1, required - 1);
  const [body, bodyEn] = textOf(task);
  const entry = {
    taskId: task.id,
    organizationId: stableId.organization(slug),
    userId: personId(spendersOf(slug).clerk),
    bodyEn,
    requiredFields: required,
    filledFields: filled,
  };
  const now = clock.at(publishedOn, draw.whole(9, 17), draw.whole(0, 59));
  const first = await publishDisclosure({ ...entry, body, now });
  invariant(first.ok, `publishing ${task.title} of ${slug}`);
  if (!(slug === "tonglu-charity" && task.title === "第 2 次进展" && task.fundTitle === "一餐热饭")) return;
  const correctedOn = addDays(publishedOn, 6);
  const corrected = await publishDisclosure({
    ...entry,
    body: `${body}\n\n第二次核对时补上了两个村的人次。`,
    filledFields: required,
    correctionNote: "6 个村的签收表补齐后，人次从 8,112 改为 8,346。",
    now: clock.at(correctedOn < clock.today ? correctedOn : clock.day(-1), 10, 20),
  });
  invariant(corrected.ok, `correcting ${task.title} of ${slug}`);
}

function textOf(task: Task): [zh: string, en: string] {
  const [name, nameEn] = [task.fundTitle ?? task.title, task.fundTitleEn ?? task.titleEn];
  const more = "收到多少、用了多少，以本站账本为准，一笔一笔都能点开。";
  const moreEn = "What came in and what was used is in this site's ledger, payment by payment.";
  if (task.kind === "progress")
    return [
      `【收到】\n${name}：${more}\n\n【用了】\n发票和签收表附在每一笔支出后面。\n\n【接下来】\n照原来的计划做，入冬前走完剩下的村。`,
      `Received: ${nameEn}. ${moreEn}\n\nUsed: invoices and signed lists are attached to each payment.\n\nNext: as planned; the remaining villages before winter.`,
    ];
  return [
    `${name}：${task.title}。\n${more}\n（演示文本，内容是虚构的。）`,
    `${nameEn}: ${task.titleEn}.\n${moreEn}\n(Demo text, invented.)`,
  ];
}
