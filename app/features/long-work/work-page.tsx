import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { ProgressBar } from "#app/ui/progress-bar.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import { LOOK_AGAIN_SECONDS } from "./kinds.ts";
import type { WorkView } from "./load-work.server.ts";
import { workWords } from "./work-words.ts";

/** One long work: how far it has come, since when, and when it is over what came of it. */
export function WorkPage({ work }: { work: WorkView }) {
  const t = useT("work");
  const lang = useLang();
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/work", label: t("title") }]} />
      <h1>{workWords(lang, "kind", work.kind)}</h1>
      <Ending work={work} />
      <Progress work={work} />
      <Pairs
        items={[
          { term: t("requestedAt"), value: <DateText value={work.requestedAt} precision="second" /> },
          { term: t("requestedBy"), value: work.isOwn ? t("byYou") : t("byColleague") },
          ...(work.progressedAt
            ? [{ term: t("lastStep"), value: <DateText value={work.progressedAt} precision="second" /> }]
            : []),
          ...(work.endedAt
            ? [{ term: t("endedAt"), value: <DateText value={work.endedAt} precision="second" /> }]
            : []),
        ]}
      />
      <Leaving work={work} />
    </div>
  );
}

function Ending({ work }: { work: WorkView }) {
  const t = useT("work");
  const lang = useLang();
  if (work.state === "finished") return <Flash tone="done" title={t("finishedTitle")} />;
  if (work.state !== "failed") return null;
  return (
    <Flash tone="bad" title={t("failedTitle")}>
      <p>{workWords(lang, "fail", work.failureCode ?? "other")}</p>
      <p>{t("failedKept", { done: work.done, total: work.total })}</p>
    </Flash>
  );
}

function Progress({ work }: { work: WorkView }) {
  const t = useT("work");
  if (work.state === "waiting") return <p className="lead">{t("waitingLead")}</p>;
  // Work that counts its steps only once it has begun has nothing to draw yet.
  if (work.total === 0) return null;
  return <ProgressBar label={t(`state_${work.state}`)} done={work.done} total={work.total} />;
}

function Leaving({ work }: { work: WorkView }) {
  const t = useT("work");
  const isOver = work.state === "finished" || work.state === "failed";
  return (
    <>
      {isOver ? null : (
        <Callout tone="calm">
          <p>{t("mayLeave", { seconds: LOOK_AGAIN_SECONDS })}</p>
        </Callout>
      )}
      <p className="acts">
        {work.subjectHref ? (
          <ButtonLink href={work.subjectHref} quiet={!isOver}>
            {t("toSubject")}
          </ButtonLink>
        ) : null}
        {isOver ? null : <a href={`/workspace/work/${work.id}`}>{t("lookAgain")}</a>}
        <a href="/workspace/work">{t("toList")}</a>
      </p>
    </>
  );
}
