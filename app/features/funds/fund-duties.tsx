import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween, shanghaiDay } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { State } from "#app/ui/state.tsx";
import type { DisclosureDuty } from "./fund-books.server.ts";
import { inLang } from "./fund-text.ts";

/** Where a published disclosure can be read. */
export const disclosureHref = (duty: { id: string }): string => `/disclosures/${duty.id}`;

/** Nearer than this, a duty says how many days are left. */
const SOON_DAYS = 30;

/** What must be published, by when, and whether it was. */
export function DutiesTable({ duties, today }: { duties: readonly DisclosureDuty[]; today: string }) {
  const t = useT("funds");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("disclosuresCaption")}
      variant="duo stated"
      rows={duties}
      rowKey={(duty) => duty.id}
      empty={<p className="note">{t("noDisclosures")}</p>}
      columns={[
        {
          key: "what",
          head: t("whatToPublish"),
          cell: (duty) => (
            <>
              {duty.publishedAt ? (
                <a href={disclosureHref(duty)}>{inLang(lang, duty.title, duty.titleEn)}</a>
              ) : (
                inLang(lang, duty.title, duty.titleEn)
              )}
              <small>{inLang(lang, duty.lawArticle, duty.articleEn)}</small>
              {duty.correctionNote ? <small>{t("correction", { note: duty.correctionNote })}</small> : null}
            </>
          ),
        },
        {
          key: "due",
          head: t("dueOn"),
          className: "num",
          cell: (duty) => <DateText value={duty.dueOn} />,
        },
        {
          key: "published",
          head: t("publishedOn"),
          className: "num",
          cell: (duty) => (duty.publishedAt ? <DateText value={duty.publishedAt} /> : t("notYet")),
        },
        {
          key: "status",
          head: t("status"),
          st: true,
          cell: (duty) => <DutyState duty={duty} today={today} />,
        },
      ]}
    />
  );
}

function DutyState({ duty, today }: { duty: DisclosureDuty; today: string }) {
  const t = useT("funds");
  if (duty.publishedAt) {
    const late = daysBetween(duty.dueOn, shanghaiDay(duty.publishedAt));
    return late > 0 ? (
      <State tone="warn">{t("lateBy", { count: late })}</State>
    ) : (
      <State>{t("onTime")}</State>
    );
  }
  const left = daysBetween(today, duty.dueOn);
  if (left < 0) return <State tone="bad">{t("overdue", { count: -left })}</State>;
  if (left === 0) return <State tone="warn">{t("dueToday")}</State>;
  return <State tone="wait">{left <= SOON_DAYS ? t("dueIn", { count: left }) : t("notYetDue")}</State>;
}
