import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { ruleText } from "../rules/rule-text.ts";
import type { AgreementListed } from "./queries.server.ts";
import { type AccountChoice, TermsFields } from "./terms-fields.tsx";
import { OFFER_KINDS, type OfferKind } from "./terms-kinds.ts";
import { TermsNotes, TermsPreviewSheet } from "./terms-notes.tsx";
import type { TermsPreview } from "./terms-preview.ts";
import { errorIn, type TermsFormState } from "./terms-state.ts";

export interface AmendPageProps {
  agreement: AgreementListed;
  kind: OfferKind;
  accounts: readonly AccountChoice[];
  state: TermsFormState;
  preview: TermsPreview | null;
}

/** The next version of an agreement, beginning with the terms as they are. */
export function AmendPage({ agreement, kind, accounts, state, preview }: AmendPageProps) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const own = `/workspace/consumption/agreements/${agreement.id}`;
  const name = inLang(lang, agreement.merchantName, agreement.merchantNameEn);
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[
          { href: `/workspace/consumption/${agreement.fundId}`, label: t("campaignsTitle") },
          { href: own, label: name },
        ]}
      />
      <h1>{t(agreement.confirmedFrom ? "amendTitle" : "askAgainTitle", { name })}</h1>
      <p className="lead">{t("amendLead")}</p>
      <p>{t("termsNow", { rule: ruleText(agreement.terms, lang) })}</p>
      <TermsNotes state={state} />
      {preview ? <TermsPreviewSheet preview={preview} /> : null}
      <nav aria-label={t("kindTitle")}>
        <p>{t("kindChosen", { kind: t(`kind_${kind}`) })}</p>
        <details>
          <summary>{t("kindOther")}</summary>
          <ul className="plain">
            {OFFER_KINDS.filter((one) => one !== kind).map((one) => (
              <li key={one}>
                <a href={`${own}/amend?kind=${one}`}>{t(`kind_${one}`)}</a>
              </li>
            ))}
          </ul>
        </details>
      </nav>
      <form method="post">
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="seen" value={agreement.number} />
        <TermsFields kind={kind} accounts={accounts} state={state} />
        <TextField
          label={t("changeReason")}
          help={t("changeReasonHelp")}
          name="why"
          maxLength={300}
          defaultValue={state.typed.why ?? ""}
          error={errorIn(t, state, "why")}
        />
        <p className="acts">
          <SubmitButton name="intent" value="propose">
            {t("propose")}
          </SubmitButton>
          <SubmitButton quiet name="intent" value="preview">
            {t("preview")}
          </SubmitButton>
        </p>
      </form>
    </div>
  );
}
