import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { shanghaiDay } from "#app/lib/time.ts";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { Scale } from "#app/ui/scale.tsx";
import { Section } from "#app/ui/section.tsx";
import { ChangesList } from "./changes-list.tsx";
import { DimensionSection } from "./dimension-section.tsx";
import { DimensionsTable } from "./dimensions-table.tsx";
import type { ReportView } from "./load-report.server.ts";
import { BANDS } from "./method.ts";
import type { ReportedOrganization } from "./queries.server.ts";
import { shareText } from "./report-text.ts";
import type { ReportBody } from "./score.ts";

interface PageProps {
  organization: ReportedOrganization;
  view: ReportView | null;
}

/** The credibility report of a charity: score, six aspects, and each figure down to its evidence. */
export function CredibilityPage({ organization, view }: PageProps) {
  const t = useT("credibility");
  const name = inLang(useLang(), organization.name, organization.nameEn);
  const href = `/organizations/${encodeURIComponent(organization.slug)}`;
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/organizations", label: t("crumbOrganizations") },
          { href, label: name },
        ]}
      />
      {view ? (
        <Report name={name} view={view} organization={organization} />
      ) : (
        <>
          <div className="answer">
            <h1>{t("title", { name })}</h1>
          </div>
          <EmptyState title={t("noReport")} action={{ href, label: t("backToOrganization") }}>
            {t("noReportText")}
          </EmptyState>
        </>
      )}
    </div>
  );
}

function Report({
  name,
  view,
  organization,
}: {
  name: string;
  view: ReportView;
  organization: ReportedOrganization;
}) {
  const t = useT("credibility");
  const { report, previous, changes, appealUntil, mayAppeal } = view;
  const { body } = report;
  const comparable = previous?.body.methodVersion === body.methodVersion ? previous.body : null;
  return (
    <>
      <div className="answer">
        <ScoreHead name={name} view={view} organization={organization} />
        <ScoreBox view={view} />
      </div>
      <p className="callout unofficial">{t("unofficial")}</p>
      <Section title={t("sixAspects")}>
        <DimensionsTable body={body} previous={comparable} />
      </Section>
      {body.dimensions.map((dimension) => (
        <DimensionSection key={dimension.code} dimension={dimension} body={body} />
      ))}
      <Section title={t("changes")} id="changes">
        <ChangesList changes={changes} previous={previous?.body ?? null} body={body} />
      </Section>
      <Section title={t("appeal")} id="appeal">
        <p>{mayAppeal ? t("appealOpen", { day: appealUntil }) : t("appealClosed", { day: appealUntil })}</p>
      </Section>
      <Section title={t("method")} id="method">
        <p className="calc">{t("methodText", { method: body.methodVersion })}</p>
      </Section>
    </>
  );
}

function ScoreHead({
  name,
  view,
  organization,
}: {
  name: string;
  view: ReportView;
  organization: ReportedOrganization;
}) {
  const t = useT("credibility");
  const { report } = view;
  const { body } = report;
  return (
    <div>
      <h1>
        <span className="nm">{t("title", { name })}</span>
      </h1>
      <p className="score">
        {body.scoreE2 === null ? null : <b>{(body.scoreE2 / 100).toFixed(2)}</b>}
        <span className="band">{t(`band_${body.band}`)}</span>
      </p>
      <p className="lead">
        <Lead body={body} />
      </p>
      <p className="asof">
        <DateText value={report.createdAt} />{" "}
        {t("version", { version: report.version, method: body.methodVersion })}
      </p>
      <p className="asof">
        <a href={view.snapshotHref} download>
          {t("downloadSnapshot")}
        </a>{" "}
        <a href={`/api/v1/organizations/${encodeURIComponent(organization.slug)}/credibility`}>
          {t("downloadReport")}
        </a>
      </p>
    </div>
  );
}

/** The answer as a sentence: the best aspect, and the one that costs most. */
function Lead({ body }: { body: ReportBody }) {
  const t = useT("credibility");
  if (body.band === "alert") return <>{t("leadAlert")}</>;
  if (body.band === "insufficient")
    return <>{t("leadInsufficient", { share: shareText(body.coverageE4) })}</>;
  const judged = body.dimensions.flatMap((one) =>
    one.scoreE4 === null ? [] : [{ ...one, scoreE4: one.scoreE4 }],
  );
  const [best] = [...judged].sort((a, b) => b.scoreE4 - a.scoreE4);
  const [worst] = [...judged].sort((a, b) => costOf(b) - costOf(a));
  if (!best || !worst || best.scoreE4 === worst.scoreE4) return <>{t("leadEven")}</>;
  return <>{t("leadRated", { best: t(`dim_${best.code}`), worst: t(`dim_${worst.code}`) })}</>;
}

const costOf = ({ weight, scoreE4 }: { weight: number; scoreE4: number }) => weight * (1_000_000 - scoreE4);

function ScoreBox({ view: { report, previous } }: { view: ReportView }) {
  const t = useT("credibility");
  const lang = useLang();
  const { body } = report;
  const score = body.scoreE2 === null ? null : body.scoreE2 / 100;
  const before = previous?.body.scoreE2 ?? null;
  const bands = [...BANDS]
    .reverse()
    .map(({ code, fromE2 }) => ({ from: fromE2 / 100, label: t(`band_${code}`) }));
  const caps = body.caps.map(({ code, limitE2 }) =>
    limitE2 === null
      ? t(`cap_${code}`)
      : t("cap_limit", { what: t(`cap_${code}`), limit: (limitE2 / 100).toFixed(0) }),
  );
  return (
    <div className="bandbox">
      {score === null ? null : (
        <Scale
          value={score}
          {...(before === null ? {} : { previous: before / 100 })}
          bands={bands}
          label={t("scaleLabel", { value: score.toFixed(2), band: t(`band_${body.band}`) })}
        />
      )}
      <Pairs
        items={[
          { term: t("coverage"), value: t("coverageValue", { share: shareText(body.coverageE4) }) },
          {
            term: t("caps"),
            value: caps.length === 0 ? t("capsNone") : caps.join(lang === "en" ? "; " : "；"),
          },
          ...(body.uncappedE2 !== null && body.scoreE2 !== null && body.uncappedE2 > body.scoreE2
            ? [{ term: t("uncapped"), value: (body.uncappedE2 / 100).toFixed(2) }]
            : []),
          previous
            ? {
                term: t("previous", { day: shanghaiDay(previous.createdAt) }),
                value: `${before === null ? t("noScore") : (before / 100).toFixed(2)} · ${t(`band_${previous.body.band}`)}`,
              }
            : { term: t("lastTime"), value: t("previousNone") },
        ]}
      />
    </div>
  );
}
