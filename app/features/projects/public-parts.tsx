import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { RichText } from "#app/ui/rich-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { BudgetVersions } from "./budget-versions.tsx";
import { EndingText } from "./ending-text.tsx";
import { MilestonesTable } from "./milestones-table.tsx";
import { PictureList } from "./picture-list.tsx";
import type { PublicParts } from "./public-parts.server.ts";

type Slug = { slug: string };

/** What stands right under the answer: that it is paused or ended, and what became of what was left. */
export function ProjectNotices({ ending, pause }: PublicParts) {
  const t = useT("projects");
  return (
    <>
      {pause ? (
        <Callout tone="attention" title={t("pausedSince", { why: pause.reason })}>
          <DateText value={pause.pausedAt} />
        </Callout>
      ) : null}
      {ending.map((end, at) => (
        <Callout key={end.id} tone="calm" title={t(at === ending.length - 1 ? "endNotice" : "laterNotice")}>
          {end.approvedAt ? <DateText value={end.approvedAt} /> : null}
          <EndingText ending={end} />
        </Callout>
      ))}
    </>
  );
}

/** After the budget: how it changed, what other projects brought here, what was promised and what happened. */
export function ProjectEvidence({ slug, ...parts }: PublicParts & Slug) {
  const t = useT("projects");
  const { budgetVersions, moves, milestones } = parts;
  return (
    <>
      {budgetVersions.length > 1 ? (
        <Section title={t("budgetVersions")} intro={t("budgetVersionsIntro")}>
          <BudgetVersions versions={budgetVersions} />
        </Section>
      ) : null}
      <MovesInto moves={moves} />
      {milestones.length > 0 ? (
        <Section title={t("milestones")} intro={t("milestonesIntro")} id="milestones">
          <MilestonesTable
            milestones={milestones}
            fileHref={({ id, isPublic }) =>
              isPublic ? `/projects/${encodeURIComponent(slug)}/evidence/${id}` : null
            }
          />
        </Section>
      ) : null}
      <ProgressSection {...parts} slug={slug} />
    </>
  );
}

function MovesInto({ moves }: Pick<PublicParts, "moves">) {
  const t = useT("projects");
  const lang = useLang();
  if (moves.length === 0) return null;
  return (
    <Section title={t("movesInto")}>
      <ul className="plain">
        {moves.map((move) => (
          <li key={move.id}>
            <Phrase
              ns="projects"
              k="movedHere"
              values={{ amount: formatYuan(move.amountFen), fund: inLang(lang, move.title, move.titleEn) }}
              parts={{ a: <a href={fundHref(move)} /> }}
            />{" "}
            <DateText value={move.movedAt} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ProgressSection({ entries, pictures, slug }: PublicParts & Slug) {
  const t = useT("projects");
  if (entries.length === 0) return null;
  return (
    <Section title={t("progress")} id="progress">
      {entries.map((entry) => (
        <Entry
          key={entry.id}
          entry={entry}
          pictures={pictures.filter((picture) => picture.progressId === entry.id)}
        />
      ))}
      <p className="more">
        <a href={`/projects/${encodeURIComponent(slug)}/feed.atom`} type="application/atom+xml">
          {t("feedLink")}
        </a>
      </p>
    </Section>
  );
}

function Entry({
  entry,
  pictures,
}: {
  entry: PublicParts["entries"][number];
  pictures: PublicParts["pictures"];
}) {
  const t = useT("projects");
  const lang = useLang();
  const { raisedFen, disbursedFen, deliveredFen } = entry.sinceBefore;
  return (
    <article className="entry" id={`progress-${entry.id}`}>
      <h3>
        <DateText value={entry.happenedOn} /> {inLang(lang, entry.title, entry.titleEn)}
      </h3>
      <PictureList pictures={pictures} />
      <RichText nodes={entry.text} />
      <p className="note">
        {t(entry.isFirst ? "sinceBegin" : "sinceBefore", {
          raised: formatYuan(raisedFen),
          used: formatYuan(disbursedFen),
          delivered: formatYuan(deliveredFen),
        })}
      </p>
      {entry.correctionNote === null ? null : (
        <details>
          <summary>{t("corrected", { note: entry.correctionNote })}</summary>
          {entry.earlier.map((version) => (
            <div key={version.version} className="earlier">
              <p className="note">
                {t("asPublished")} <DateText value={version.publishedAt} precision="minute" />{" "}
                {inLang(lang, version.title, version.titleEn)}
              </p>
              <RichText nodes={version.text} />
            </div>
          ))}
        </details>
      )}
    </article>
  );
}

/** The story with its pictures, then the fields of the national form that the fund does not show. */
export function ProjectStory({ story, pictures, project, changes }: PublicParts) {
  const t = useT("projects");
  const tFunds = useT("funds");
  const own = pictures.filter(({ progressId }) => progressId === null);
  const facts = project && [
    ...(project.projectNo ? [{ term: t("projectNo"), value: project.projectNo, code: true }] : []),
    ...(project.beneficiaryGroup
      ? [{ term: t("group"), value: t(`group_${project.beneficiaryGroup as "elderly"}`) }]
      : []),
    ...(project.workingMode
      ? [{ term: t("mode"), value: t(`mode_${project.workingMode as "own-work"}`) }]
      : []),
    ...(project.endedAt ? [{ term: t("endedOn"), value: <DateText value={project.endedAt} /> }] : []),
  ];
  if (story.length === 0 && own.length === 0) return null;
  return (
    <Section title={tFunds("story")}>
      <PictureList pictures={own} />
      <RichText nodes={story} />
      {facts && facts.length > 0 ? <Facts plain items={facts} /> : null}
      {changes.length > 0 ? (
        <details>
          <summary>{t("changes", { count: changes.length })}</summary>
          <ul className="plain">
            {changes.map((change) => (
              <li key={change.version}>
                <DateText value={change.savedAt} /> {change.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}
