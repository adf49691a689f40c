import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { AsOf, DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import type { OverdueDuty, SupervisionFigures, WaitingRequest } from "./today-queries.server.ts";

export interface SupervisionTodayProps {
  requests: WaitingRequest[];
  overdue: { duties: OverdueDuty[]; count: number };
  figures: SupervisionFigures;
  now: Date;
}

/** A bureau officer's first page: what waits, what is late, and what the area comes to. */
export function SupervisionToday({ requests, overdue, figures, now }: SupervisionTodayProps) {
  const t = useT("supervision");
  return (
    <div className="wrap">
      <h1>{requests.length === 0 ? t("titleNone") : t("titleWaiting", { count: requests.length })}</h1>
      <p className="lead">{t("lead")}</p>
      <Section title={t("waitingTitle")} id="waiting">
        <WaitingTable requests={requests} />
      </Section>
      <Section
        title={t("overdueTitle")}
        intro={overdue.count === 0 ? undefined : t("overdueIntro", { count: overdue.count })}
        id="overdue"
      >
        <OverdueTable duties={overdue.duties} />
        <p className="note after">
          <a href="/supervision/duties">{t("allOverdue")}</a>
        </p>
      </Section>
      <Section title={t("figures")}>
        <AreaFigures figures={figures} />
        <AsOf at={now} />
      </Section>
    </div>
  );
}

function WaitingTable({ requests }: { requests: WaitingRequest[] }) {
  const t = useT("supervision");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("waitingCaption")}
      variant="headed"
      rows={requests}
      rowKey={(request) => request.changeId}
      empty={<EmptyState title={t("waitingNone")}>{t("waitingNoneText")}</EmptyState>}
      columns={[
        {
          key: "organization",
          head: t("organization"),
          cell: (request) => inLang(lang, request.name, request.nameEn),
        },
        { key: "what", head: t("what"), cell: (request) => t(`kind_${request.kind}`) },
        {
          key: "since",
          head: t("since"),
          cell: (request) => <DateText value={request.proposedAt} precision="minute" />,
        },
        { key: "by", head: t("by"), cell: (request) => request.proposedBy },
        {
          key: "look",
          head: t("look"),
          hideHead: true,
          label: null,
          cell: (request) => <a href={`/supervision/organizations/${request.organizationId}`}>{t("look")}</a>,
        },
      ]}
    />
  );
}

function OverdueTable({ duties }: { duties: OverdueDuty[] }) {
  const t = useT("supervision");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("overdueCaption")}
      rows={duties}
      rowKey={(duty) => duty.taskId}
      empty={<EmptyState title={t("overdueNone")}>{t("overdueNoneText")}</EmptyState>}
      columns={[
        {
          key: "duty",
          head: t("duty"),
          cell: (duty) => (
            <a href={`/disclosures/${duty.taskId}`}>{inLang(lang, duty.title, duty.titleEn)}</a>
          ),
        },
        {
          key: "organization",
          head: t("organization"),
          cell: (duty) => inLang(lang, duty.organizationName, duty.organizationNameEn),
        },
        { key: "basis", head: t("basis"), cell: (duty) => duty.lawArticle },
        { key: "due", head: t("due"), cell: (duty) => <DateText value={duty.dueOn} /> },
      ]}
    />
  );
}

function AreaFigures({ figures }: { figures: SupervisionFigures }) {
  const t = useT("supervision");
  const { funds } = figures;
  return (
    <Facts
      plain
      items={[
        {
          term: t("charities"),
          value: String(figures.charityCount),
          note: t("charitiesNote", { count: figures.qualifiedCount }),
        },
        { term: t("ending"), value: String(figures.endingCount), note: t("endingNote") },
        { term: t("breaks"), value: String(figures.openBreakCount) },
        { term: t("raised"), value: <Money fen={funds.raisedFen} /> },
        { term: t("used"), value: <Money fen={funds.disbursedFen} /> },
        { term: t("delivered"), value: <Money fen={funds.deliveredFen} /> },
      ]}
    />
  );
}
