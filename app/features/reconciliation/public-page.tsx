import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { BreakTable } from "./break-table.tsx";
import { DayTable } from "./day-table.tsx";
import type { FundCheckView } from "./fund-queries.server.ts";
import { PublicClosings, useClosedState } from "./public-closings.tsx";
import { PublicFunds } from "./public-funds.tsx";
import type { PublicBreak, PublicClosing } from "./public-queries.server.ts";
import type { DaySums } from "./queries.server.ts";

export interface PublicReconciliation {
  organization: { slug: string; name: string; nameEn: string };
  days: DaySums[];
  open: { count: number; fen: bigint };
  openBreaks: PublicBreak[];
  recentBreaks: PublicBreak[];
  closings: PublicClosing[];
  funds: FundCheckView[];
  today: string;
  now: Date;
}

/** What everybody may see: days, sums, differences. Never an account, a row or a counterparty. */
export function PublicReconciliationPage({ data }: { data: PublicReconciliation }) {
  const t = useT("reconciliation");
  const lang = useLang();
  const { organization, days, open, openBreaks, recentBreaks, closings, funds, today, now } = data;
  const closedState = useClosedState(closings, openBreaks, today);
  const name = lang === "en" ? organization.nameEn : organization.name;
  const api = (list: string) => `/api/v1/${list}?organization=${organization.slug}`;
  const empty = { title: t("breaksEmptyTitle"), text: t("publicClear") };
  return (
    <div className="wrap">
      <Crumbs items={[{ href: `/organizations/${organization.slug}`, label: name }]} />
      <h1>
        {days.length === 0
          ? t("publicNoRunsTitle")
          : open.count > 0
            ? t("publicOpen", { count: open.count, amount: formatYuan(open.fen) })
            : t("publicClear")}
      </h1>
      <p className="lead">{t("publicLead")}</p>
      <p>
        <b>{closedState}</b>
      </p>
      <AsOf at={now} />
      {open.count > 0 ? (
        <Section title={t("publicBreaksTitle")}>
          <BreakTable breaks={openBreaks} today={today} withState empty={empty} />
        </Section>
      ) : null}
      <Section title={t("publicRunsTitle")}>
        <DayTable
          days={days}
          hrefOf={null}
          empty={{ title: t("publicNoRunsTitle"), text: t("publicNoRuns") }}
        />
        <p className="note">{t("sourcesNote")}</p>
      </Section>
      <PublicClosings closings={closings} />
      <PublicFunds funds={funds} />
      {recentBreaks.length > 0 ? (
        <Section title={t("publicBreaksRecent")}>
          <BreakTable breaks={recentBreaks} today={today} withState empty={empty} />
        </Section>
      ) : null}
      <p className="note">
        <Phrase
          ns="reconciliation"
          k="publicApi"
          parts={{
            runs: <a href={api("reconciliation-runs")} />,
            breaks: <a href={api("reconciliation-breaks")} />,
          }}
        />
      </p>
    </div>
  );
}
