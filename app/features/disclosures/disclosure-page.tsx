import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { daysBetween } from "#app/lib/time.ts";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { type FactItem, Facts } from "#app/ui/facts.tsx";
import { Section } from "#app/ui/section.tsx";
import { DifferenceText } from "./difference-text.tsx";
import { DutyState } from "./duty-state.tsx";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import { EntryText } from "./entry-body.tsx";
import { FiguresTable } from "./figures-table.tsx";
import { movedFigures } from "./locked-figures.ts";
import type { DisclosureEntryView, DisclosureTaskView } from "./queries.server.ts";

interface PageProps {
  task: DisclosureTaskView;
  entries: readonly DisclosureEntryView[];
  today: string;
}

/** One published report: its figures and text, when it was due and published, every version and what changed. */
export function DisclosurePage({ task, entries, today }: PageProps) {
  const t = useT("disclosures");
  const lang = useLang();
  const organization = inLang(lang, task.organizationName, task.organizationNameEn);
  const title = dutyTitle(lang, task);
  const organizationHref = `/organizations/${encodeURIComponent(task.organizationSlug)}`;
  const [latest] = entries;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: organizationHref, label: organization }, { label: title }]} />
      <div className="answer">
        <h1>{title}</h1>
        <p className="lead">{t("ofOrganization", { organization })}</p>
      </div>
      <DutyFacts task={task} latest={latest} today={today} organizationHref={organizationHref} />
      {latest ? <Published task={task} latest={latest} /> : <NotPublished task={task} today={today} />}
      {latest ? (
        <Section title={t("versions")} id="versions">
          <Versions entries={entries} />
          <Corrections entries={entries} />
        </Section>
      ) : null}
    </div>
  );
}

function Published({ task, latest }: { task: DisclosureTaskView; latest: DisclosureEntryView }) {
  const t = useT("disclosures");
  const lang = useLang();
  return (
    <>
      {task.figuresMovedAt ? (
        <Callout tone="attention" title={t("movedPublic")}>
          <p>{t("movedPublicText", { day: latest.figures?.throughDay ?? task.dueOn })}</p>
        </Callout>
      ) : null}
      {latest.figures === null ? null : (
        <Section title={t("figures")}>
          <FiguresTable figures={latest.figures} />
        </Section>
      )}
      <Section title={t("text")}>
        <EntryText entry={latest} />
        <p className="note after no-print">
          <a href={`/disclosures/${task.id}/pdf${lang === "en" ? "?lang=en" : ""}`}>{t("pdf")}</a>
        </p>
      </Section>
    </>
  );
}

function NotPublished({ task, today }: { task: DisclosureTaskView; today: string }) {
  const t = useT("disclosures");
  return (
    <Section title={t("notPublished")}>
      <p>
        {task.dueOn < today
          ? t("notPublishedLate", { day: task.dueOn, days: daysBetween(task.dueOn, today) })
          : t("notPublishedText", { day: task.dueOn })}
      </p>
    </Section>
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
  items.push({
    term: t("basis"),
    value: <a href={`/disclosures/rules#${task.kind}`}>{dutyArticle(lang, task)}</a>,
  });
  return <Facts items={items} />;
}

/** Each correction with what it changed: both texts stay, and what stands between them is shown in one. */
function Corrections({ entries }: { entries: readonly DisclosureEntryView[] }) {
  const t = useT("disclosures");
  const lang = useLang();
  return entries.slice(0, -1).map((entry, at) => {
    const before = entries[at + 1];
    if (!before) return null;
    return (
      <section key={entry.version} aria-labelledby={`change-${entry.version}`}>
        <h3 id={`change-${entry.version}`} className="ruled">
          {t("difference", { before: before.version, after: entry.version })}
        </h3>
        {entry.correctionNote ? <p>{t("differenceNote", { note: noteIn(lang, entry) })}</p> : null}
        {entry.figures && changedFigures(before, entry) ? (
          <FiguresTable figures={entry.figures} older={before.figures} />
        ) : null}
        <DifferenceText before={bodyIn(lang, before)} after={bodyIn(lang, entry)} />
        <details>
          <summary>{t("earlier", { version: before.version })}</summary>
          {before.figures ? <FiguresTable figures={before.figures} /> : null}
          <EntryText entry={before} />
        </details>
      </section>
    );
  });
}

/** A correction of words alone need not repeat the figures. */
function changedFigures(before: DisclosureEntryView, after: DisclosureEntryView): boolean {
  if (before.figures === null || after.figures === null) return before.figures !== after.figures;
  return movedFigures(before.figures, after.figures).length > 0;
}

const bodyIn = (lang: "zh" | "en", entry: DisclosureEntryView): string =>
  inLang(lang, entry.body, entry.bodyEn);

const noteIn = (lang: "zh" | "en", entry: DisclosureEntryView): string =>
  inLang(lang, entry.correctionNote ?? "", entry.correctionNoteEn);

function Versions({ entries }: { entries: readonly DisclosureEntryView[] }) {
  const t = useT("disclosures");
  const lang = useLang();
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
        {
          key: "note",
          head: t("correction"),
          cell: (entry) => (entry.correctionNote ? noteIn(lang, entry) : t("firstVersion")),
        },
        {
          key: "digest",
          head: t("digest"),
          cell: (entry) => <span className="code">sha256 {entry.sha256.slice(0, 12)}…</span>,
        },
      ]}
    />
  );
}
