import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { ruleText } from "../rules/rule-text.ts";
import { AgreementSheet, VersionLinks } from "./agreement-sheet.tsx";
import { agreementState, openProposal } from "./agreement-state.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";
import { AGREEMENT_TONES } from "./sales-agreements-page.tsx";
import { TermsNotes, TermsPreviewSheet } from "./terms-notes.tsx";
import { previewOf } from "./terms-preview.ts";
import { errorIn, type TermsFormState } from "./terms-state.ts";

export interface AgreementPageProps {
  agreement: AgreementListed;
  versions: readonly AgreementVersion[];
  /** The one that is shown. */
  version: AgreementVersion;
  papers: AgreementPapers;
  person: { userId: string; isSigner: boolean };
  today: string;
  isDone: boolean;
  state: TermsFormState;
}

/** The charity's side of one agreement. */
export function AgreementPage(props: AgreementPageProps) {
  const { agreement, versions, version, today } = props;
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const standing = agreementState(agreement, today);
  const own = `/workspace/consumption/agreements/${agreement.id}`;
  return (
    <div className="wrap">
      <Crumbs
        items={[
          { href: "/workspace/consumption", label: t("campaignsTitle") },
          {
            href: `/workspace/consumption/${agreement.fundId}`,
            label: inLang(lang, agreement.campaignTitle, agreement.campaignTitleEn),
          },
        ]}
      />
      <div className="head">
        <h1>
          {t("agreementWith", { name: inLang(lang, agreement.merchantName, agreement.merchantNameEn) })}
        </h1>
        <State tone={AGREEMENT_TONES[standing]}>{t(`state_${standing}`)}</State>
      </div>
      <p className="lead">{ruleText(version.terms, lang)}</p>
      <TermsNotes state={props.state} done={props.isDone ? t("done") : null} />
      <Split
        sideClass="sheet"
        sideTitle={{ id: "next", text: t("nextStep") }}
        side={<CharityActs {...props} />}
      >
        <Section title={t("version", { number: version.number })} first>
          <AgreementSheet agreement={agreement} version={version} papers={props.papers} reader="party" />
          <p className="more">
            <a href={`${own}.pdf?version=${version.number}`}>{t("pdf")}</a>
          </p>
        </Section>
        <TermsPreviewSheet preview={previewOf(version.terms)} isExample />
        <Section title={t("versionsTitle")} intro={t("versionsIntro")}>
          <VersionLinks
            versions={versions}
            shown={version.number}
            hrefOf={(number) => `${own}?version=${number}`}
          />
          {agreement.confirmedFrom ? (
            <p className="more">
              <a href={`/consumption/${agreement.campaignSlug}/agreements/${agreement.id}`}>
                {t("publicLink")}
              </a>
            </p>
          ) : null}
        </Section>
      </Split>
    </div>
  );
}

function CharityActs(props: AgreementPageProps) {
  const { agreement, person, today } = props;
  const t = useT("consumptionAgreements");
  const proposal = openProposal(agreement, today);
  const standing = agreementState(agreement, today);
  if (standing === "ended") return <p>{t("endedBecause", { why: agreement.endedReason ?? "" })}</p>;
  return (
    <>
      {proposal ? <ProposalActs {...props} proposal={proposal} /> : <p>{t(`next_${standing}`)}</p>}
      {proposal ? null : (
        <p className="field">
          <ButtonLink href={`/workspace/consumption/agreements/${agreement.id}/amend`} quiet full>
            {t(agreement.confirmedFrom ? "amend" : "askAgain")}
          </ButtonLink>
        </p>
      )}
      {agreement.confirmedFrom ? <BadgeActs {...props} /> : null}
      {agreement.confirmedFrom && person.isSigner && standing !== "expired" ? (
        <details>
          <summary>{t("end")}</summary>
          <ReasonForm
            {...props}
            intent="end"
            field="endWhy"
            label={t("endWhy")}
            help={t("endHelp")}
            button={t("end")}
          />
        </details>
      ) : null}
    </>
  );
}

function ProposalActs(props: AgreementPageProps & { proposal: "drafted" | "offered" }) {
  const { agreement, person, proposal } = props;
  const t = useT("consumptionAgreements");
  const isOwn = agreement.proposedById === person.userId;
  const maySign = proposal === "drafted" && person.isSigner && !isOwn;
  return (
    <>
      <p>
        {t(
          proposal === "offered"
            ? "waitsMerchant"
            : maySign
              ? "signHelp"
              : isOwn
                ? "waitsSecond"
                : "waitsSigner",
        )}
      </p>
      <p className="note">{t("signBefore", { day: agreement.effectiveOn })}</p>
      {maySign ? (
        <form method="post">
          <input type="hidden" name="seen" value={agreement.number} />
          <p className="field">
            <SubmitButton full name="intent" value="confirm">
              {t("confirm")}
            </SubmitButton>
          </p>
        </form>
      ) : null}
      <details>
        <summary>{t("withdraw")}</summary>
        <ReasonForm
          {...props}
          intent="withdraw"
          field="withdrawWhy"
          label={t("withdrawWhy")}
          optional
          button={t("withdraw")}
        />
      </details>
    </>
  );
}

function BadgeActs(props: AgreementPageProps) {
  const { agreement, person } = props;
  const t = useT("consumptionAgreements");
  if (!agreement.suspendedAt)
    return (
      <details>
        <summary>{t("suspend")}</summary>
        <ReasonForm
          {...props}
          intent="suspend"
          field="suspendWhy"
          label={t("suspendWhy")}
          help={t("suspendHelp")}
          button={t("suspend")}
        />
      </details>
    );
  return (
    <>
      <p>
        {agreement.suspendedReason === "by-charity"
          ? t("suspendedBecause", { why: agreement.suspendedNote ?? "" })
          : t(agreement.suspendedReason === "overdue" ? "suspendedOverdue" : "suspendedByBureau")}
      </p>
      {agreement.suspendedReason === "by-charity" && person.isSigner ? (
        <form method="post">
          <p className="field">
            <SubmitButton quiet full name="intent" value="resume">
              {t("resume")}
            </SubmitButton>
          </p>
        </form>
      ) : null}
    </>
  );
}

interface ReasonFormProps {
  agreement: { number: number };
  state: TermsFormState;
  intent: string;
  field: string;
  label: string;
  help?: string;
  optional?: boolean;
  button: string;
}

/** A short reason and a button. */
export function ReasonForm({
  agreement,
  state,
  intent,
  field,
  label,
  help,
  optional,
  button,
}: ReasonFormProps) {
  const t = useT("consumptionAgreements");
  return (
    <form method="post">
      <input type="hidden" name="seen" value={agreement.number} />
      <TextField
        label={label}
        help={help}
        optional={optional}
        name={field}
        maxLength={300}
        defaultValue={state.typed[field] ?? ""}
        error={errorIn(t, state, field)}
      />
      <p className="field">
        <SubmitButton quiet full name="intent" value={intent}>
          {button}
        </SubmitButton>
      </p>
    </form>
  );
}
