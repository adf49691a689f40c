import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { ruleText } from "../rules/rule-text.ts";
import { ReasonForm } from "./agreement-page.tsx";
import { AgreementSheet, DutyList, VersionLinks } from "./agreement-sheet.tsx";
import { agreementState, openProposal } from "./agreement-state.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";
import { AGREEMENT_TONES } from "./sales-agreements-page.tsx";
import { TermsNotes, TermsPreviewSheet } from "./terms-notes.tsx";
import { previewOf } from "./terms-preview.ts";
import type { TermsFormState } from "./terms-state.ts";

export interface SalesAgreementPageProps {
  agreement: AgreementListed;
  /** Those that the charity stands by. */
  versions: readonly AgreementVersion[];
  version: AgreementVersion;
  papers: AgreementPapers;
  today: string;
  isDone: boolean;
  state: TermsFormState;
}

/** The enterprise's side of one agreement: read it, see what one order gives, confirm or decline. */
export function SalesAgreementPage(props: SalesAgreementPageProps) {
  const { agreement, version, versions, today } = props;
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const standing = agreementState(agreement, today);
  const own = `/workspace/sales/agreements/${agreement.id}`;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/sales/agreements", label: t("salesTitle") }]} />
      <div className="head">
        <h1>
          {t("agreementWith", {
            name: inLang(lang, agreement.organizationName, agreement.organizationNameEn),
          })}
        </h1>
        <State tone={AGREEMENT_TONES[standing]}>{t(`state_${standing}`)}</State>
      </div>
      <p className="lead">{ruleText(version.terms, lang)}</p>
      {openProposal(agreement, today) === "offered" && agreement.confirmedFrom ? (
        <p>{t("termsNow", { rule: ruleText(agreement.terms, lang) })}</p>
      ) : null}
      <TermsNotes state={props.state} done={props.isDone ? t("done") : null} />
      <Split
        sideClass="sheet"
        sideTitle={{ id: "next", text: t("nextStep") }}
        side={<MerchantActs {...props} />}
      >
        <Section title={t("version", { number: version.number })} first>
          <AgreementSheet agreement={agreement} version={version} papers={props.papers} reader="party" />
          <p className="more">
            <a href={`${own}.pdf?version=${version.number}`}>{t("pdf")}</a>
          </p>
        </Section>
        <TermsPreviewSheet preview={previewOf(version.terms)} isExample />
        <Section title={t("dutiesTitle")}>
          <DutyList giver={version.terms.giver} />
        </Section>
        <Section title={t("versionsTitle")} intro={t("versionsIntro")}>
          <VersionLinks
            versions={versions}
            shown={version.number}
            hrefOf={(number) => `${own}?version=${number}`}
          />
        </Section>
      </Split>
    </div>
  );
}

function MerchantActs(props: SalesAgreementPageProps) {
  const { agreement, version, today } = props;
  const t = useT("consumptionAgreements");
  const standing = agreementState(agreement, today);
  if (standing === "ended") return <p>{t("endedBecause", { why: agreement.endedReason ?? "" })}</p>;
  if (openProposal(agreement, today) !== "offered") {
    const isDrafted = standing === "drafted";
    return (
      <>
        <p>{t(isDrafted ? "salesNext_drafted" : `salesNext_${standing}`)}</p>
        {standing === "suspended" && agreement.suspendedNote ? (
          <p className="note">{t("suspendedBecause", { why: agreement.suspendedNote })}</p>
        ) : null}
      </>
    );
  }
  return (
    <>
      <p>{t("yourTurn")}</p>
      <p className="note">{t("signBefore", { day: agreement.effectiveOn })}</p>
      {version.number === agreement.number ? (
        <form method="post">
          <input type="hidden" name="seen" value={agreement.number} />
          <p className="field">
            <SubmitButton full name="intent" value="confirm">
              {t("confirm")}
            </SubmitButton>
          </p>
        </form>
      ) : (
        <p>
          <a href={`/workspace/sales/agreements/${agreement.id}`}>{t("readNewest")}</a>
        </p>
      )}
      <details>
        <summary>{t("refuse")}</summary>
        <ReasonForm
          {...props}
          intent="refuse"
          field="refuseWhy"
          label={t("refuseWhy")}
          help={t("refuseWhyHelp")}
          button={t("refuse")}
        />
      </details>
    </>
  );
}
