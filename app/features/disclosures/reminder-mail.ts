import { daysBetween } from "#app/lib/time.ts";

/** A duty as the reminder tells it: titles and links, nothing of anybody's person. */
export interface RemindedDuty {
  taskId: string;
  title: string;
  titleEn: string;
  organizationName: string;
  fundTitle: string | null;
  lawArticle: string;
  dueOn: string;
}

/** One letter with everything that a person is reminded of on a day, in both languages. */
export function reminderMail(
  duties: readonly RemindedDuty[],
  today: string,
  siteUrl: string,
): { subject: string; text: string } {
  const sorted = [...duties].sort(
    (a, b) => a.dueOn.localeCompare(b.dueOn) || a.taskId.localeCompare(b.taskId),
  );
  const overdue = sorted.filter(({ dueOn }) => dueOn < today).length;
  const subject =
    overdue > 0
      ? `信息公开：${overdue} 项已过期，${sorted.length - overdue} 项快到期 · Duties to publish: ${overdue} overdue`
      : `信息公开：${sorted.length} 项快到期 · Duties to publish: ${sorted.length} due soon`;
  const lines = sorted.flatMap((duty) => {
    const left = daysBetween(today, duty.dueOn);
    const about = duty.fundTitle ?? duty.organizationName;
    return [
      `${about}：${duty.title}`,
      `  ${duty.dueOn} 到期，${leftText(left)}；依据：${duty.lawArticle}`,
      `  ${duty.titleEn}: ${leftTextEn(left, duty.dueOn)}`,
      `  ${siteUrl}/workspace/disclosures/${duty.taskId}`,
      "",
    ];
  });
  return {
    subject,
    text: [
      "这些事项由您负责公开：",
      "You are responsible for publishing:",
      "",
      ...lines,
      `全部事项和日历 · All duties and the calendar: ${siteUrl}/workspace/disclosures`,
      "过期的事项，主管的民政部门也看得到。",
      "Overdue duties are shown to the civil-affairs bureau.",
    ].join("\n"),
  };
}

function leftText(left: number): string {
  if (left < 0) return `已过期 ${-left} 天`;
  return left === 0 ? "就是今天" : `还有 ${left} 天`;
}

function leftTextEn(left: number, dueOn: string): string {
  if (left < 0) return `was due on ${dueOn}, ${-left} ${left === -1 ? "day" : "days"} ago`;
  if (left === 0) return `due today, ${dueOn}`;
  return `due on ${dueOn}, in ${left} ${left === 1 ? "day" : "days"}`;
}
