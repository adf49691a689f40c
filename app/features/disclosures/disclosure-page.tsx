import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { type FactItem, Facts } from "#app/ui/facts.tsx";
import { Section } from "#app/ui/section.tsx";
import { DutyState } from "./duty-state.tsx";
import { sectionsOf } from "./entry-text.ts";
import type { DisclosureEntryView, DisclosureTaskView } from "./queries.server.ts";

interface PageProps {
  task: DisclosureTaskView;
  entries: readonly DisclosureEntryView[];
  today: string;
}

/** One published report: its text, when it was due and published, and every version with its digest. */
export function DisclosurePage({ task, entries, today }: PageProps) {
  const t = useT("disclosures");
  const lang = useLang();
  const organization = inLang(lang, task.organizationName, task.organizationNameEn);
  const title = inLang(lang, task.title, task.titleEn);
  const organizationHref = `/organizations/${encodeURIComponent(task.organizationSlug)}`;
  const [latest, ...earlier] = entries;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: organizationHref, label: organization }, { label: title }]} />
      <div className="answer">
        <h1>{title}</h1>
        <p className="lead">{t("ofOrganization", { organization })}</p>
      </div>
      <DutyFacts task={task} latest={latest} today={today} organizationHref={organizationHref} />
      {latest ? (
        <Section title={t("text")}>
          <EntryText entry={latest} />
        </Section>
      ) : (
        <Section title={t("notPublished")}>
          <p>
            {task.dueOn < today
              ? t("notPublishedLate", { day: task.dueOn, days: daysBetween(task.dueOn, today) })
              : t("notPublishedText", { day: task.dueOn })}
          </p>
        </Section>
      )}
      {entries.length === 0 ? null : (
        <Section title={t("versions")}>
          <Versions entries={entries} />
          {earlier.map((entry) => (
            <details key={entry.version}>
              <summary>{t("earlier", { version: entry.version })}</summary>
              <EntryText entry={entry} />
            </details>
          ))}
        </Section>
      )}
    </div>
  );
}

function DutyFacts(props: {
  task: DisclosureTaskView;
  latest: DisclosureEntryView | undefined;
  today: string;
  organizationHref: string;
}) {
  const { task, latest, today, organizationHref } = props;
  const t = useT("disclosures");
  const lang = useLang();
  const { fundKind, fundSlug, fundTitle, fundTitleEn } = task;
  const items: FactItem[] = [
    {
      term: t("organization"),
      value: <a href={organizationHref}>{inLang(lang, task.organizationName, task.organizationNameEn)}</a>,
    },
  ];
  if (fundKind && fundSlug && fundTitle) {
    const href = fundHref({ kind: fundKind, slug: fundSlug });
    items.push({ term: t("fund"), value: <a href={href}>{inLang(lang, fundTitle, fundTitleEn ?? "")}</a> });
  }
  items.push({ term: t("dueOn"), value: <DateText value={task.dueOn} /> });
  if (task.publishedAt) items.push({ term: t("publishedOn"), value: <DateText value={task.publishedAt} /> });
  items.push({ term: t("state"), value: <DutyState {...task} today={today} /> });
  if (latest && latest.requiredFields > 0) {
    const { filledFields: filled, requiredFields: required } = latest;
    items.push({ term: t("complete"), value: t("completeValue", { filled, required }) });
  }
  items.push({ term: t("basis"), value: task.lawArticle });
  return <Facts items={items} />;
}

function EntryText({ entry }: { entry: DisclosureEntryView }) {
  const lang = useLang();
  return (
    <div className="doc">
      {sectionsOf(inLang(lang, entry.body, entry.bodyEn)).map((section) => (
        <div key={`${section.heading}${section.text.length}`}>
          {section.heading === null ? null : <h3>{section.heading}</h3>}
          {[...new Set(section.text.split(/\n+/))].map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ))}
    </div>
  );
}

function Versions({ entries }: { entries: readonly DisclosureEntryView[] }) {
  const t = useT("disclosures");
  return (
    <CardsTable
      caption={t("versionsCaption")}
      variant="duo"
      rows={entries}
      rowKey={(entry) => String(entry.version)}
      columns={[
        { key: "version", head: t("version"), cell: (entry) => t("latest", { version: entry.version }) },
        {
          key: "at",
          head: t("publishedOn"),
          className: "num",
          cell: (entry) => <DateText value={entry.publishedAt} precision="minute" />,
        },
        { key: "note", head: t("correction"), cell: (entry) => entry.correctionNote ?? t("firstVersion") },
        {
          key: "digest",
          head: t("digest"),
          cell: (entry) => <span className="code">sha256 {entry.sha256.slice(0, 12)}…</span>,
        },
      ]}
    />
  );
}
