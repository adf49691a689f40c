import { addDays } from "#app/lib/time.ts";
import type { DutyDraft, DutyOrganization } from "./duty-facts.ts";
import { daysOf, monthsOf } from "./duty-rules.ts";
import { EVENT_KINDS, EVENT_TITLES } from "./event-kinds.ts";
import { addMonths } from "./month-days.ts";

/** What follows from the organization's recorded events, each by its own clock. */
export function eventDuties({ events = [], projects = [] }: DutyOrganization): DutyDraft[] {
  return events.flatMap((event): DutyDraft[] => {
    const kind = EVENT_KINDS[event.kind];
    if (kind === null) return [];
    // A project that keeps its own days has its duties from them.
    const isOwnClock = kind === "project-end" || kind === "surplus";
    if (isOwnClock && projects.some(({ fundId }) => fundId === event.fundId)) return [];
    const [title, titleEn] = EVENT_TITLES[event.kind];
    return [
      {
        fundId: event.fundId,
        eventId: event.id,
        kind,
        period: event.id,
        title: `${title}（${event.occurredOn}）`,
        titleEn: `${titleEn} (${event.occurredOn})`,
        dueOn: isOwnClock
          ? addMonths(event.occurredOn, monthsOf(kind))
          : addDays(event.occurredOn, daysOf(kind)),
        coversFrom: null,
        coversTo: null,
      },
    ];
  });
}

/** A new charity publishes its basic information within thirty days of its formation (Order 81 Art. 4, 5). */
export function formationDuties({ isCharity, registeredOn }: DutyOrganization): DutyDraft[] {
  if (!isCharity || registeredOn === null) return [];
  return [
    {
      fundId: null,
      eventId: null,
      kind: "basic-info",
      period: "formation",
      title: "基本信息",
      titleEn: "Basic information",
      dueOn: addDays(registeredOn, daysOf("basic-info")),
      coversFrom: null,
      coversTo: null,
    },
  ];
}
