import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { inLang } from "#app/features/funds/fund-text.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { addDays, dateOf, shanghaiDay } from "#app/lib/time.ts";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import { type DisclosureTaskView, TASK_COLUMNS, TASK_TABLES } from "./queries.server.ts";
import { REMINDER_STAGES } from "./remind-responsible.server.ts";
import { RESPONSIBLE_SQL } from "./responsible.server.ts";

const DAY_SECONDS = 24 * 60 * 60;
/** How far back a calendar goes. */
const BACK_DAYS = 200;
const MOST_EVENTS = 1_000;

export interface CalendarDuty extends DisclosureTaskView {
  isWithdrawn: boolean;
  responsibleId: string | null;
}

/**
 * The duties of a calendar: an organization's for its own people, everybody's for the public. Withdrawn ones stay a
 * while as cancelled, so that calendars which have copied them take them out.
 */
export async function calendarDuties(organizationId: string | null, today: string): Promise<CalendarDuty[]> {
  return db.rows<CalendarDuty>(
    `select ${TASK_COLUMNS}, t.withdrawn_at is not null as "isWithdrawn", who.id as "responsibleId"
     from ${TASK_TABLES} ${RESPONSIBLE_SQL}
     where ($1::text is null or t.organization_id = $1) and (f.id is null or f.state <> 'draft')
       and t.due_on >= $2::date order by t.due_on, t.id limit ${MOST_EVENTS}`,
    [organizationId, addDays(today, -BACK_DAYS)],
  );
}

/**
 * An iCalendar file: an all-day entry a duty, with the same UID for ever, a SEQUENCE that grows when its day moves,
 * and alarms for whoever is responsible. Titles, articles and addresses alone: no name of a person.
 *
 * @param readerId whose alarms are set; null in the public calendar, which rings for nobody
 */
export function calendarFile(
  name: string,
  duties: readonly CalendarDuty[],
  lang: Lang,
  now: Date,
  readerId: string | null,
): string {
  const { PUBLIC_URL } = env();
  const t = translator(lang)("clock");
  const host = new URL(PUBLIC_URL).hostname;
  const calendar = ical({
    name,
    prodId: { company: "Mingshan", product: "Statutory clock", language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 60 * 60,
  });
  calendar.x([{ key: "X-WR-TIMEZONE", value: "Asia/Shanghai" }]);
  for (const duty of duties) {
    const about = inLang(
      lang,
      duty.fundTitle ?? duty.organizationName,
      duty.fundTitleEn ?? duty.organizationNameEn,
    );
    const title = `${about}：${dutyTitle(lang, duty)}`;
    const isDone = duty.publishedAt !== null;
    const path = readerId !== null && !isDone ? "/workspace/disclosures" : "/disclosures";
    const event = calendar.createEvent({
      id: `duty-${duty.id}@${host}`,
      // Midnight of the day as the calendar counts it: an all-day entry has no zone and no hour.
      start: dateOf(duty.dueOn),
      end: dateOf(addDays(duty.dueOn, 1)),
      allDay: true,
      summary: isDone ? t("icsDone", { title }) : title,
      description: `${dutyArticle(lang, duty)}\n${stateText(duty, now, lang)}`,
      url: `${PUBLIC_URL}${path}/${duty.id}`,
      stamp: duty.changedAt,
      lastModified: duty.changedAt,
      sequence: duty.dueMoves + (isDone ? 1 : 0),
      status: duty.isWithdrawn ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    if (readerId === null || isDone || duty.isWithdrawn || duty.responsibleId !== readerId) continue;
    for (const days of REMINDER_STAGES)
      event.createAlarm({ type: ICalAlarmType.display, trigger: days * DAY_SECONDS, description: title });
  }
  return calendar.toString();
}

function stateText(duty: CalendarDuty, now: Date, lang: Lang): string {
  const t = translator(lang)("clock");
  if (duty.publishedAt) return t("icsPublished", { day: shanghaiDay(duty.publishedAt) });
  return duty.dueOn < shanghaiDay(now) ? t("icsOverdue") : t("icsOpen");
}
