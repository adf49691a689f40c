import { addDays } from "#app/lib/time.ts";
import type { DutyDraft, DutyOrganization } from "./duty-facts.ts";
import { monthsOf } from "./duty-rules.ts";
import { addMonths } from "./month-days.ts";
import { everyMonths } from "./periodic-days.ts";

/** What each project owes by its own clocks, beside those of the campaigns that pay for it (Order 81 Art. 9, 10). */
export function projectDuties(organization: DutyOrganization, lastDay: string): DutyDraft[] {
  return (organization.projects ?? []).flatMap(({ fundId, startsOn, endsOn, surplusOn }) => [
    ...(startsOn === null
      ? []
      : everyMonths("project-progress", startsOn, endsOn, lastDay).map(
          ({ nth, dueOn, from }): DutyDraft => ({
            fundId,
            eventId: null,
            kind: "project-progress",
            period: String(nth),
            title: `项目第 ${nth} 次进展`,
            titleEn: `Progress of the project, no. ${nth}`,
            dueOn,
            coversFrom: from,
            coversTo: addDays(dueOn, -1),
          }),
        )),
    ...(endsOn === null
      ? []
      : [
          monthsAfter("project-end", fundId, endsOn, startsOn, [
            "慈善项目结束报告",
            "Report at the end of the project",
          ]),
        ]),
    ...(surplusOn === null
      ? []
      : [
          monthsAfter("surplus", fundId, surplusOn, startsOn, [
            "剩余财产处理情况",
            "What becomes of the surplus",
          ]),
        ]),
  ]);
}

function monthsAfter(
  kind: "project-end" | "surplus",
  fundId: string,
  day: string,
  coversFrom: string | null,
  [title, titleEn]: readonly [string, string],
): DutyDraft {
  return {
    fundId,
    eventId: null,
    kind,
    period: "end",
    title,
    titleEn,
    dueOn: addMonths(day, monthsOf(kind)),
    coversFrom,
    coversTo: null,
  };
}
