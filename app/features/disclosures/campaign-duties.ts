import { filingRule } from "#app/features/funds/filings/filing-rules.ts";
import { addDays } from "#app/lib/time.ts";
import type { DutyDraft, DutyEvent, DutyFund, DutyOrganization } from "./duty-facts.ts";
import { monthsOf, stepDaysOf } from "./duty-rules.ts";
import { addMonths } from "./month-days.ts";
import { everyMonths } from "./periodic-days.ts";

/** What each public campaign owes: its filing, its progress, its end, and the receipts of an emergency. */
export function campaignDuties(organization: DutyOrganization, lastDay: string): DutyDraft[] {
  const events = organization.events ?? [];
  return organization.funds
    .filter((fund) => fund.state !== "draft" && fund.kind !== "trust" && fund.isPublicCampaign)
    .flatMap((fund) => {
      const startsOn = fund.startsOn ?? fund.filingFrom;
      const endsOn = fund.endsOn ?? fund.filingTo;
      const emergency = emergencyOf(fund, events);
      return [
        ...(startsOn
          ? [filingDuty(fund.id, startsOn, emergency !== null, organization.divisionCode ?? "")]
          : []),
        ...(startsOn ? progressDuties(fund.id, startsOn, endsOn, lastDay) : []),
        ...(emergency ? receiptDuties(fund.id, emergency.from, emergency.to ?? endsOn, lastDay) : []),
        ...(endsOn ? [endDuty(fund.id, startsOn, endsOn)] : []),
      ];
    });
}

/** The days are those of the filing's own rule table, which knows the provinces that set another number. */
function filingDuty(fundId: string, startsOn: string, isEmergency: boolean, divisionCode: string): DutyDraft {
  const kind = isEmergency ? "emergency-filing" : "filing";
  const key = isEmergency ? "after-emergency-start" : "before-start";
  const days = filingRule(key, startsOn, divisionCode).value;
  return {
    fundId,
    eventId: null,
    kind,
    period: startsOn,
    title: isEmergency ? "应急募捐方案备案" : "募捐方案备案",
    titleEn: isEmergency ? "Filing of the emergency fundraising plan" : "Filing of the fundraising plan",
    dueOn: addDays(startsOn, isEmergency ? days : -days),
    coversFrom: null,
    coversTo: null,
  };
}

function progressDuties(
  fundId: string,
  startsOn: string,
  endsOn: string | null,
  lastDay: string,
): DutyDraft[] {
  return everyMonths("progress", startsOn, endsOn, lastDay).map(({ nth, dueOn, from }) => ({
    fundId,
    eventId: null,
    kind: "progress",
    period: String(nth),
    title: `第 ${nth} 次进展`,
    titleEn: `Progress report no. ${nth}`,
    dueOn,
    coversFrom: from,
    coversTo: addDays(dueOn, -1),
  }));
}

function endDuty(fundId: string, startsOn: string | null, endsOn: string): DutyDraft {
  return {
    fundId,
    eventId: null,
    kind: "end-report",
    period: "end",
    title: "募捐活动结束报告",
    titleEn: "Report at the end of the campaign",
    dueOn: addMonths(endsOn, monthsOf("end-report")),
    coversFrom: startsOn,
    coversTo: null,
  };
}

/** From the first day of the response to its last: the newest beginning counts, with the end that follows it. */
function emergencyOf(
  fund: DutyFund,
  events: readonly DutyEvent[],
): { from: string; to: string | null } | null {
  const own = events.filter((event) => event.fundId === fund.id);
  const from = own
    .filter(({ kind }) => kind === "emergency-began")
    .map(({ occurredOn }) => occurredOn)
    .sort()
    .at(-1);
  if (from === undefined) return null;
  const to = own
    .filter(({ kind, occurredOn }) => kind === "emergency-ended" && occurredOn >= from)
    .map(({ occurredOn }) => occurredOn)
    .sort()[0];
  return { from, to: to ?? null };
}

/** Every five days while the response lasts; the last one covers its last days. */
function receiptDuties(fundId: string, from: string, to: string | null, lastDay: string): DutyDraft[] {
  const step = stepDaysOf("emergency-receipts");
  const drafts: DutyDraft[] = [];
  for (let nth = 1; ; nth += 1) {
    const coversFrom = addDays(from, (nth - 1) * step);
    const dueOn = addDays(from, nth * step);
    if (dueOn > lastDay || (to !== null && coversFrom > to)) return drafts;
    drafts.push({
      fundId,
      eventId: null,
      kind: "emergency-receipts",
      period: `${from}.${nth}`,
      title: `应急募捐收支（第 ${nth} 次，五天一次）`,
      titleEn: `Receipts of the emergency campaign, no. ${nth} (every five days)`,
      dueOn,
      coversFrom,
      coversTo: addDays(dueOn, -1),
    });
  }
}
