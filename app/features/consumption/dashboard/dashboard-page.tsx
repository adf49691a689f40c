import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";
import { daysBetween } from "#app/lib/time.ts";
import { Answer } from "#app/ui/answer.tsx";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { AGREEMENT_TONES } from "../agreements/sales-agreements-page.tsx";
import { E4 } from "../rules/compute-gift.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { DashboardData } from "./load-dashboard.server.ts";
import { ORDERS_PATH } from "./order-words.tsx";
import type { SalesTask } from "./tasks.ts";

/** For the headline: whole fen, half up. The exact sum stands below. */
const roundedYuan = (e4: bigint): string => formatFen((e4 + E4 / 2n) / E4);

/** What an enterprise sees first: what waits for it, what its sales give, and where each agreement stands. */
export function DashboardPage(page: DashboardData) {
  const t = useT("sales");
  return (
    <div className="wrap">
      <Answer
        title={t("monthAnswer", {
          count: Number(page.ofMonth.orderCount),
          amount: roundedYuan(page.ofMonth.giftE4),
        })}
        lead={t("todayAnswer", {
          count: Number(page.ofToday.orderCount),
          amount: roundedYuan(page.ofToday.giftE4),
        })}
      >
        <AsOf at={page.now}>{t("asOfNote")}</AsOf>
      </Answer>
      <Section title={t("tasks")} id="tasks">
        <Tasks {...page} />
      </Section>
      <Section title={t("sums")} intro={t("sumsIntro")} id="sums">
        <Sums {...page} />
      </Section>
      <Section title={t("byDay")} id="days">
        <BarChart
          caption={t("byDayCaption")}
          points={page.chart.map(({ day, giftE4 }) => ({
            key: day,
            label: day.slice(5),
            value: giftE4 < 0n ? 0n : giftE4,
          }))}
          format={(value) => exactYuan(value)}
          heads={[t("day"), t("giftYuan")]}
        />
        <p className="acts">
          <a href={ORDERS_PATH}>{t("allOrders")}</a>
          <a href="/till">{t("openTill")}</a>
        </p>
      </Section>
      <Section title={t("agreements")} id="agreements">
        <Agreements {...page} />
      </Section>
    </div>
  );
}

function Tasks({ tasks, today }: DashboardData) {
  const t = useT("sales");
  if (tasks.length === 0) return <p className="note">{t("noTasks")}</p>;
  return (
    <CardsTable
      caption={t("tasks")}
      variant="duo stated"
      rows={tasks}
      rowKey={(task) => `${task.kind} ${task.id}`}
      columns={[
        { key: "what", head: t("task"), cell: (task) => <TaskName task={task} /> },
        { key: "state", head: t("state"), st: true, cell: (task) => <TaskState task={task} today={today} /> },
        {
          key: "by",
          head: t("until"),
          cell: (task) =>
            "by" in task && task.kind !== "answer-waited" ? <DateText value={task.by} /> : null,
        },
        {
          key: "amount",
          head: t("amountYuan"),
          right: true,
          cell: (task) => ("dueFen" in task ? <Money fen={task.dueFen} symbol={false} /> : null),
        },
      ]}
    />
  );
}

function TaskName({ task }: { task: SalesTask }) {
  const t = useT("sales");
  const lang = useLang();
  const place = { agreement: "agreements", webhook: "webhooks" } as const;
  const room = task.kind === "agreement" || task.kind === "webhook" ? place[task.kind] : "statements";
  return (
    <>
      <a href={`/workspace/sales/${room}/${task.id}`}>{t(`task_${task.kind}`)}</a>
      <small>{inLang(lang, task.title, task.titleEn)}</small>
    </>
  );
}

function TaskState({ task, today }: { task: SalesTask; today: string }) {
  const t = useT("sales");
  if (task.kind === "webhook") return <State tone="bad">{t("webhookOff")}</State>;
  if (task.kind === "answer-waited") return <State tone="wait">{t("charityAnswers")}</State>;
  const left = daysBetween(today, task.by);
  if (left < 0) return <State tone="bad">{t("daysLate", { count: -left })}</State>;
  return (
    <State tone={left <= 3 ? "warn" : "wait"}>
      {left === 0 ? t("lastDay") : t("daysLeft", { count: left })}
    </State>
  );
}

function Sums({ sums, ofMonth }: DashboardData) {
  const t = useT("sales");
  return (
    <Facts
      plain
      items={[
        { term: t("ofMonth"), value: exactYuan(ofMonth.giftE4), note: t("ofMonthNote") },
        { term: t("accrued"), value: exactYuan(sums.accruedE4), note: t("accruedNote") },
        { term: t("confirmed"), value: <Money fen={sums.promisedFen} />, note: t("confirmedNote") },
        { term: t("due"), value: <Money fen={sums.dueFen} />, note: t("dueNote") },
        { term: t("paid"), value: <Money fen={sums.paidFen} />, note: t("paidNote") },
        { term: t("overdue"), value: <Money fen={sums.overdueFen} />, note: t("overdueNote") },
      ]}
    />
  );
}

type AgreementRow = DashboardData["agreements"][number];

function Agreements({ agreements, today }: DashboardData) {
  const t = useT("sales");
  const ta = useT("consumptionAgreements");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("agreements")}
      variant="duo stated"
      rows={agreements}
      rowKey={({ id }) => id}
      empty={<EmptyState title={ta("salesEmpty")}>{ta("salesEmptyText")}</EmptyState>}
      columns={[
        {
          key: "name",
          head: t("agreement"),
          cell: (row) => (
            <>
              <a href={`/workspace/sales/agreements/${row.id}`}>
                {inLang(lang, row.campaignTitle, row.campaignTitleEn)}
              </a>
              <small>{ruleText(row.terms, lang)}</small>
            </>
          ),
        },
        {
          key: "state",
          head: t("state"),
          st: true,
          cell: (row) => (
            <>
              <State tone={AGREEMENT_TONES[row.state]}>{ta(`state_${row.state}`)}</State>
              <DaysLeft row={row} today={today} />
            </>
          ),
        },
        {
          key: "promised",
          head: t("confirmed"),
          right: true,
          cell: (row) => <Money fen={row.sums.promisedFen} symbol={false} />,
        },
        {
          key: "paid",
          head: t("paid"),
          right: true,
          cell: (row) => <Money fen={row.sums.paidFen} symbol={false} />,
        },
        {
          key: "due",
          head: t("due"),
          right: true,
          cell: (row) => <Money fen={row.sums.dueFen} symbol={false} />,
        },
        { key: "next", head: t("nextStatement"), cell: (row) => <NextStatement row={row} /> },
      ]}
    />
  );
}

function DaysLeft({ row, today }: { row: AgreementRow; today: string }) {
  const t = useT("sales");
  if (row.confirmedTo === null || row.confirmedTo < today) return null;
  if (row.state !== "in-force" && row.state !== "suspended") return null;
  return <small>{t("endsIn", { count: daysBetween(today, row.confirmedTo), day: row.confirmedTo })}</small>;
}

/** When it is drawn, and what is waited for until then. */
function NextStatement({ row: { next, terms } }: { row: AgreementRow }) {
  const t = useT("sales");
  if (terms.giver === "shopper") return <span className="note">{t("shopperPays")}</span>;
  if (next === null) return null;
  return (
    <>
      <DateText value={next.drawnOn} />
      <small>{t("nextStatementNote", { from: next.fromDay, to: next.toDay, days: terms.returnDays })}</small>
    </>
  );
}
