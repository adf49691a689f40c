import { useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { ChecksTable } from "./checks-table.tsx";
import { CompareList } from "./compare-list.tsx";
import { DutySource, DutyText } from "./duty-text.tsx";
import type { FilingData } from "./filing-page.server.ts";
import { FilingSheet } from "./filing-sheets.tsx";
import { FILING_TONES } from "./filing-tones.ts";
import { type FilingRefusal, refusalText } from "./form-answer.ts";
import { PlanTable } from "./plan-table.tsx";

export const FILING_DONE = [
  "Drafted",
  "Released",
  "SentBack",
  "Withdrawn",
  "Submitted",
  "Filed",
  "Returned",
  "Ended",
] as const;
export type FilingDone = (typeof FILING_DONE)[number];

export type FilingPageProps = FilingData & { done: FilingDone | null; refusal: FilingRefusal | null };

/** One filing at work: where it stands, the one thing to do next beside it, its checks, plan and versions. */
export function FilingPage(props: FilingPageProps) {
  const { filing, shown, state, duty, today, checks, names, done, refusal } = props;
  const t = useT("filings");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/filings", label: t("title") }, { label: shown.plan.name }]} />
      <div className="head">
        <h1>{shown.plan.name}</h1>
        <State tone={FILING_TONES[state]}>{t(`state_${state}`)}</State>
      </div>
      <p className="lead">
        {filing.filingNo ? (
          <>
            {t("filingNo")} <span className="code">{filing.filingNo}</span>
          </>
        ) : (
          t("notTheMinistry")
        )}
      </p>
      {filing.endedOn ? (
        <p>{t("endedText", { day: filing.endedOn, reason: filing.endReason ?? "" })}</p>
      ) : null}
      {duty ? (
        <>
          <p>
            <DutyText duty={duty} today={today} />
          </p>
          <DutySource rule={duty.rule} />
        </>
      ) : null}
      {done ? <Flash title={t(`done${done}`)} /> : null}
      {refusal ? (
        <Flash tone="bad" title={t("refused")}>
          {refusalText(t, refusal)}
        </Flash>
      ) : null}
      <Split side={<FilingSheet {...props} />} sideLabelledBy="do" sideClass="sheet review no-print">
        <Section title={t("checksTitle")} intro={t("checksIntro")} first>
          <ChecksTable {...checks} />
        </Section>
        <Section title={t("planTitle")}>
          <p className="note">
            {t("version", { number: shown.number, kind: t(`kind_${shown.kind}`) })}{" "}
            <a href={`/workspace/filings/${filing.id}/plan.pdf`}>{t("pdf")}</a>
          </p>
          <PlanTable plan={shown.plan} names={names} reader="charity" />
        </Section>
        <Versions {...props} />
      </Split>
    </div>
  );
}

function Versions({ versions }: FilingPageProps) {
  const t = useT("filings");
  return (
    <Section title={t("versions")} intro={t("versionsIntro")} id="versions">
      {versions.map((version) => (
        <article key={version.number} className="version">
          <h3>
            {t("version", { number: version.number, kind: t(`kind_${version.kind}`) })} ·{" "}
            {t(`state_${version.state}`)}
          </h3>
          <ul className="plainlist">
            <li>
              {t("versionDrafted", { name: version.draftedBy ?? t("someone") })}{" "}
              <DateText value={version.draftedAt} precision="minute" />
            </li>
            {version.releasedAt ? (
              <li>
                {t("versionReleased", { name: version.releasedBy ?? t("someone") })}{" "}
                <DateText value={version.releasedAt} precision="minute" />
              </li>
            ) : null}
            {version.submittedOn ? (
              <li>
                {t("versionSubmitted")} <DateText value={version.submittedOn} />{" "}
                {version.lateDays > 0 ? (
                  <State tone="warn">{t("versionLate", { count: version.lateDays })}</State>
                ) : null}
              </li>
            ) : null}
            {version.answeredOn ? (
              <li>
                {t(version.state === "filed" ? "versionFiled" : "versionReturned")}{" "}
                <DateText value={version.answeredOn} />
              </li>
            ) : null}
            {version.stoppedAt ? (
              <li>
                {t("versionStopped", { name: version.stoppedBy ?? t("someone") })}{" "}
                <DateText value={version.stoppedAt} precision="minute" />
              </li>
            ) : null}
            {[version.reason, version.stopNote, version.answerNote]
              .filter((note) => note)
              .map((note) => (
                <li key={note}>{t("versionNote", { note: note ?? "" })}</li>
              ))}
          </ul>
          {version.against === null ? null : <CompareList rows={version.compared} base={version.against} />}
        </article>
      ))}
    </Section>
  );
}
