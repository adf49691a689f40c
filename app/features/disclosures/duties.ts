import { addDays } from "#app/lib/time.ts";
import { annualDuties } from "./annual-duties.ts";
import { campaignDuties } from "./campaign-duties.ts";
import type { Duty, DutyDraft, DutyOrganization } from "./duty-facts.ts";
import { dutyRule } from "./duty-rules.ts";
import { eventDuties, formationDuties } from "./event-duties.ts";
import { projectDuties } from "./project-duties.ts";

/** How far ahead duties are listed, and how far back they are written down when a charity joins. */
const AHEAD_DAYS = 120;
const BACK_DAYS = 400;

/** The first and the last due day that planning looks at. */
export function planningWindow(today: string): { from: string; to: string } {
  return { from: addDays(today, -BACK_DAYS), to: addDays(today, AHEAD_DAYS) };
}

/** Every duty of an organization, its funds, projects and events that is due around `today`. Pure. */
export function dutiesOf(organization: DutyOrganization, today: string): Duty[] {
  const window = planningWindow(today);
  const drafts: DutyDraft[] = [
    ...annualDuties(organization, today),
    ...formationDuties(organization),
    ...campaignDuties(organization, window.to),
    ...projectDuties(organization, window.to),
    ...eventDuties(organization),
  ];
  return drafts.flatMap(({ who, ...draft }) => {
    const rule = dutyRule(draft.kind, draft.dueOn, who ?? null);
    if (draft.dueOn > window.to || draft.dueOn < window.from || !rule) return [];
    return [{ ...draft, article: rule.article, articleEn: rule.articleEn }];
  });
}
