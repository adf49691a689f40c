import { useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { MoneyPerson } from "../work/work-person.server.ts";
import { type AgreementVersion, agreementState, versionInForce } from "./agreement-terms.ts";
import { AgreementText } from "./agreement-text.tsx";
import { AGREEMENT_TONES } from "./agreements-page.tsx";
import { AgreementNotes } from "./form-notes.tsx";
import { type AgreementFormState, fieldError } from "./form-state.ts";
import type { Agreement } from "./queries.server.ts";

export interface WorkAgreementProps {
  agreement: Agreement;
  person: MoneyPerson;
  /** What the first draft offers to begin with. */
  suggested: { use: string; deliverOn: string };
  isDone: boolean;
  state: AgreementFormState;
}

/** The charity's side of one agreement: draft it, confirm it as the second person, change it with a reason. */
export function WorkAgreementPage({ agreement, person, suggested, isDone, state }: WorkAgreementProps) {
  const t = useT("agreements");
  const { facts, versions, donationId } = agreement;
  const latest = versions.at(-1);
  const now = agreementState(latest);
  const inForce = versionInForce(versions);
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/agreements", label: t("listCrumb") }, { label: donationId }]} />
      <div className="head">
        <h1>{t("workTitle", { name: facts.partyName, amount: formatYuan(facts.amountFen) })}</h1>
        <State tone={AGREEMENT_TONES[now]}>{t(`state_${now}`)}</State>
      </div>
      <AgreementNotes state={state} isDone={isDone} />
      <Split
        side={
          <>
            {latest && now === "drafted" ? (
              <ConfirmSheet donationId={donationId} latest={latest} person={person} />
            ) : null}
            <DraftSheet donationId={donationId} latest={latest} suggested={suggested} state={state} />
          </>
        }
        sideLabelledBy="do"
        sideClass="sheet review no-print"
      >
        <Section title={t("askedTitle")} first>
          <Pairs
            items={[
              { term: t("partyName"), value: agreement.partyName },
              ...(agreement.wishes ? [{ term: t("wishes"), value: agreement.wishes }] : []),
              { term: t("askedAt"), value: <DateText value={agreement.askedAt} precision="minute" /> },
            ]}
          />
          <p>
            <a href={`/donations/${donationId}`}>{t("giftPage")}</a>
          </p>
        </Section>
        {inForce && inForce.version !== latest?.version ? (
          <p className="note">{t("stillInForce", { version: inForce.version })}</p>
        ) : null}
        {[...versions].reverse().map((version) => (
          <Section key={version.version} title={t("versionTitle", { version: version.version })}>
            <AgreementText version={version} />
            <p className="acts">
              <a href={`/workspace/agreements/${donationId}.pdf?version=${version.version}`}>{t("pdf")}</a>
            </p>
          </Section>
        ))}
      </Split>
    </div>
  );
}

function ConfirmSheet({
  donationId,
  latest,
  person,
}: {
  donationId: string;
  latest: AgreementVersion;
  person: MoneyPerson;
}) {
  const t = useT("agreements");
  const isOwn = latest.draftedById === person.userId;
  return (
    <>
      <h2 id="do">{t("confirmTitle")}</h2>
      {isOwn || !person.mayApprove ? (
        <p className="note">{t(isOwn ? "confirmOwn" : "confirmOnlyApprover")}</p>
      ) : (
        <form method="post" action={`/workspace/agreements/${donationId}`}>
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="seen" value={latest.version} />
          <p className="note">{t("confirmNote")}</p>
          <p className="field">
            <SubmitButton full>{t("confirm")}</SubmitButton>
          </p>
        </form>
      )}
    </>
  );
}

function DraftSheet({
  donationId,
  latest,
  suggested,
  state,
}: Pick<WorkAgreementProps, "suggested" | "state"> & {
  donationId: string;
  latest: AgreementVersion | undefined;
}) {
  const t = useT("agreements");
  const before = latest?.terms ?? { ...suggested, otherTerms: "" };
  const typed = { ...before, changeReason: "", ...state.typed };
  return (
    <form method="post" action={`/workspace/agreements/${donationId}`}>
      <h2 id={latest && !latest.charityConfirmedAt ? undefined : "do"}>
        {t(latest ? "changeTitle" : "draftTitle")}
      </h2>
      <p className="note">{t("draftNote")}</p>
      <input type="hidden" name="intent" value="draft" />
      <input type="hidden" name="seen" value={latest?.version ?? 0} />
      <TextArea
        label={t("use")}
        help={t("useHelp")}
        name="use"
        maxLength={500}
        defaultValue={typed.use}
        error={fieldError(t, state, "use")}
      />
      <TextField
        label={t("deliverOn")}
        name="deliverOn"
        type="date"
        defaultValue={typed.deliverOn}
        error={fieldError(t, state, "deliverOn")}
      />
      <TextArea
        label={t("otherTerms")}
        help={t("otherTermsHelp")}
        name="otherTerms"
        optional
        maxLength={2000}
        defaultValue={typed.otherTerms}
        error={fieldError(t, state, "otherTerms")}
      />
      {latest ? (
        <TextArea
          label={t("changeReason")}
          name="changeReason"
          maxLength={300}
          defaultValue={typed.changeReason}
          error={fieldError(t, state, "changeReason")}
        />
      ) : null}
      <p className="field">
        <SubmitButton full quiet={latest !== undefined}>
          {t(latest ? "draftAgain" : "draft")}
        </SubmitButton>
      </p>
    </form>
  );
}
