import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { CompareList } from "./compare-list.tsx";
import { FILING_TONES } from "./filing-tones.ts";
import { placeName } from "./plan-rows.ts";
import { PlanTable } from "./plan-table.tsx";
import type { PublicFiling } from "./public-filings.server.ts";

/** The filings of a fund for everybody: number, plan as filed and every change of it (Order 74 Art. 16). */
export function FundFilings({ filings }: { filings: readonly PublicFiling[] }) {
  const t = useT("filings");
  if (filings.length === 0) return null;
  return (
    <Section title={t("publicTitle")} intro={t("publicIntro")} id="filing">
      {filings.map((filing) => (
        <OneFiling key={filing.id} filing={filing} />
      ))}
    </Section>
  );
}

function OneFiling({ filing }: { filing: PublicFiling }) {
  const t = useT("filings");
  const lang = useLang();
  const { plan, names, versions, contact } = filing;
  const number = filing.filingNo ?? "";
  return (
    <>
      <Facts
        plain
        items={[
          { term: t("publicNo"), value: number, code: true },
          {
            term: t("stateHead"),
            value: <State tone={FILING_TONES[filing.state]}>{t(`state_${filing.state}`)}</State>,
          },
          {
            term: t("publicPeriod"),
            value: t("periodText", { from: plan.startsOn, to: filing.endedOn ?? plan.endsOn }),
            note: filing.endedOn ? t("publicEnded", { day: filing.endedOn }) : undefined,
          },
          { term: t("publicRegion"), value: placeName(plan.divisionCode, names, lang, t) },
          {
            term: t("publicQualification"),
            value: t("periodText", {
              from: filing.qualificationFrom ?? t("openEnded"),
              to: filing.qualificationTo ?? t("openEnded"),
            }),
          },
          { term: t("publicQuery"), value: t("publicQueryText", { number, contact }) },
        ]}
      />
      <details>
        <summary>{t("publicPlan")}</summary>
        <PlanTable plan={plan} names={names} reader="public" />
      </details>
      {versions.length > 1 ? (
        <details>
          <summary>{t("publicVersions")}</summary>
          {versions.map((version) => (
            <div key={version.number}>
              <h3>
                {t("version", { number: version.number, kind: t(`kind_${version.kind}`) })} ·{" "}
                {t("versionFiled")} <DateText value={version.filedOn} />
              </h3>
              {version.reason === "" ? null : <p>{t("versionNote", { note: version.reason })}</p>}
              {version.against === null ? null : (
                <CompareList rows={version.compared[lang]} base={version.against} />
              )}
            </div>
          ))}
        </details>
      ) : null}
    </>
  );
}
