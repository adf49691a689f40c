import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { exactYuan } from "../rules/exact-yuan.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { TermsPreview } from "./terms-preview.ts";
import { complaintIn, sayKey, type TermsFormState } from "./terms-state.ts";

/** Above a form: why the whole was refused, and each field that is wrong with a link to it. */
export function TermsNotes({ state, done }: { state: TermsFormState; done?: string | null }) {
  const t = useT("consumptionAgreements");
  const errors = Object.keys(state.errors).map((id) => ({ id, message: complaintIn(t, state, id) }));
  return (
    <>
      {state.refusal ? (
        <Flash tone="bad" title={t("refuseTitle")}>
          {sayKey(t, `refuse_${state.refusal}`)}
        </Flash>
      ) : null}
      <ErrorSummary errors={errors} />
      {done && errors.length === 0 && !state.refusal ? <Flash tone="done" title={done} /> : null}
    </>
  );
}

/** The terms in one sentence, and what one order would give. */
export function TermsPreviewSheet({ preview, isExample }: { preview: TermsPreview; isExample?: true }) {
  const t = useT("consumptionAgreements");
  const lang = useLang();
  const amount = exactYuan(preview.amountFen * 10_000n);
  const discount = exactYuan(preview.discountFen * 10_000n);
  const gift = exactYuan(preview.giftE4);
  return (
    <section className="sheet" aria-labelledby="preview">
      <h2 id="preview">{t(isExample ? "exampleTitle" : "previewTitle")}</h2>
      <p>{ruleText(preview.terms, lang)}</p>
      <p>
        {preview.kind === "match"
          ? t("previewMatch", { gift })
          : t(preview.kind === "shopper" ? "previewShopper" : "previewOrder", {
              amount,
              discount,
              items: preview.items,
              gift,
            })}
      </p>
      <p className="note">{t("previewNote")}</p>
    </section>
  );
}
