import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { DutyState } from "./duty-state.tsx";
import { DutyTabs } from "./duty-tabs.tsx";
import { dutyTitle } from "./duty-text.ts";
import { monthAfter, weeksOf } from "./month-grid.ts";
import type { OwnTask } from "./own-tasks.server.ts";

const PATH = "/workspace/disclosures/calendar";
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

interface CalendarProps {
  month: string;
  tasks: readonly OwnTask[];
  waitingEvents: number;
  today: string;
}

/** A month of due days: a table with a column for each weekday; on a phone the days that have a duty, as a list. */
export function CalendarPage({ month, tasks, waitingEvents, today }: CalendarProps) {
  const t = useT("clock");
  const [year = "", number = ""] = month.split("-");
  return (
    <div className="wrap">
      <div className="answer">
        <h1>{t("month", { year, month: t(`month_${number as "01"}`) })}</h1>
        <p className="lead">{t("monthLead", { count: tasks.length })}</p>
      </div>
      <DutyTabs current="calendar" waiting={waitingEvents} />
      <nav className="pager" aria-label={t("months")}>
        <a href={`${PATH}?month=${monthAfter(month, -1)}`}>{t("monthBefore")}</a>
        <a href={PATH}>{t("thisMonth")}</a>
        <a href={`${PATH}?month=${monthAfter(month, 1)}`}>{t("monthNext")}</a>
      </nav>
      <MonthTable month={month} tasks={tasks} today={today} />
      {tasks.length === 0 ? <p className="note after">{t("monthEmpty")}</p> : null}
    </div>
  );
}

/** The roles are written out because `display: block` on a phone takes them away. */
function MonthTable({ month, tasks, today }: Pick<CalendarProps, "month" | "tasks" | "today">) {
  const t = useT("clock");
  return (
    <table role="table" className="month">
      <caption className="vh">{t("monthCaption")}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} role="columnheader" scope="col">
              {t(`weekday_${weekday}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {weeksOf(month).map((week) => (
          <tr key={week.find((day) => day !== null)} role="row">
            {week.map((day, at) => (
              <Day
                key={day ?? WEEKDAYS[at]}
                day={day}
                today={today}
                tasks={tasks.filter((task) => task.dueOn === day)}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, today, tasks }: { day: string | null; today: string; tasks: readonly OwnTask[] }) {
  const t = useT("disclosures");
  const lang = useLang();
  if (day === null) return <td role="cell" className="outside" />;
  const marks = [tasks.length > 0 ? "busy" : "", day === today ? "today" : ""].join(" ").trim();
  return (
    <td role="cell" className={marks || undefined} aria-current={day === today ? "date" : undefined}>
      <DateText value={day} />
      {tasks.map((task) => (
        <div key={task.id} className="due">
          <a href={`/workspace/disclosures/${task.id}`}>{dutyTitle(lang, task)}</a>
          <small>
            {task.fundTitle === null
              ? t("organizationItself")
              : inLang(lang, task.fundTitle, task.fundTitleEn ?? "")}
          </small>
          <DutyState {...task} today={today} />
        </div>
      ))}
    </td>
  );
}
