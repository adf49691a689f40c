import { inLang } from "#app/features/funds/fund-text.ts";
import { fundHref } from "#app/features/funds/kinds.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Section } from "#app/ui/section.tsx";
import { ApplicationForm } from "./application-form.tsx";
import type { ApplyData } from "./apply.server.ts";
import type { AidForm } from "./form-state.ts";
import { ProgrammeTerms } from "./programme-terms.tsx";

/** Asking for help: which programme, what it gives, then one plain form. */
export function ApplyPage({ fund, programmes, programme, towns, state }: ApplyData & { state: AidForm }) {
  const t = useT("aid");
  const lang = useLang();
  const href = fundHref(fund);
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href, label: inLang(lang, fund.title, fund.titleEn) }, { label: t("applyTitle") }]} />
      <h1>{t("applyTitle")}</h1>
      <p className="lead">{t("applyLead")}</p>
      {programme ? (
        <>
          <Section title={inLang(lang, programme.title, programme.titleEn)}>
            <ProgrammeTerms programme={programme} />
          </Section>
          {programme.takesPublic ? (
            <Section title={t("formTitle")} intro={t("formIntro")}>
              <ApplicationForm
                action={`${href}/apply?programme=${programme.id}`}
                programme={programme}
                towns={towns}
                state={state}
              />
            </Section>
          ) : (
            <Callout tone="calm" title={t("stationOnlyTitle")}>
              <p>{t("stationOnly")}</p>
            </Callout>
          )}
        </>
      ) : programmes.length === 0 ? (
        <EmptyState title={t("noProgramme")}>{t("noProgrammeText")}</EmptyState>
      ) : (
        <ul className="rows">
          {programmes.map((one) => (
            <li key={one.id}>
              <h2>
                <a href={`${href}/apply?programme=${one.id}`}>{inLang(lang, one.title, one.titleEn)}</a>
              </h2>
              <p>{one.qualifies}</p>
            </li>
          ))}
        </ul>
      )}
      <p className="note">
        <a href="/aid">{t("lookUp")}</a>
      </p>
    </div>
  );
}
