import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { ApplicationForm } from "./application-form.tsx";
import type { AidForm } from "./form-state.ts";
import { spacedToken } from "./own-case-page.tsx";
import type { ProgrammeView, Town } from "./programme-queries.server.ts";

interface TakeDownPageProps {
  programmes: ProgrammeView[];
  programme: ProgrammeView | null;
  towns: Town[];
  /** What the applicant of a moment ago is to be given. */
  given: { reference: string; token: string } | null;
  state: AidForm;
}

/** A clerk or a village station takes an application down for somebody. */
export function TakeDownPage({ programmes, programme, towns, given, state }: TakeDownPageProps) {
  const t = useT("aid");
  const lang = useLang();
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/aid", label: t("room_cases") }, { label: t("takeDown") }]} />
      <h1>{t("takeDown")}</h1>
      <p className="lead">{t("takeDownLead")}</p>
      {given ? (
        <Flash tone="done" title={t("receivedTitle")}>
          {t("reference")} <b className="code">{given.reference}</b> · {t("secret")}{" "}
          <b className="code">{spacedToken(given.token)}</b> · {t("handOver")}
        </Flash>
      ) : null}
      {programme ? (
        <>
          <p>
            <b>{inLang(lang, programme.title, programme.titleEn)}</b>
          </p>
          <ApplicationForm
            action={`/workspace/aid/new?programme=${programme.id}`}
            programme={programme}
            towns={towns}
            state={state}
            byClerk
          />
        </>
      ) : programmes.length === 0 ? (
        <EmptyState
          title={t("noProgramme")}
          action={{ href: "/workspace/aid/programmes", label: t("room_programmes") }}
        />
      ) : (
        <form method="get" action="/workspace/aid/new">
          <RadioList
            legend={t("programme")}
            name="programme"
            options={programmes.map((one) => ({
              value: one.id,
              label: inLang(lang, one.title, one.titleEn),
            }))}
          />
          <SubmitButton>{t("continue")}</SubmitButton>
        </form>
      )}
    </div>
  );
}
