import { useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DraftKeeper } from "#app/ui/draft-keeper.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { FilingFormAnswer, FilingFormData } from "./filing-form.server.ts";
import { FilingFields } from "./filing-form.tsx";
import { say, summaryOf } from "./form-answer.ts";

/** A plan, an amendment or a renewal being written. Works without scripts; with them it saves itself. */
export function FilingFormPage({ answer, ...form }: FilingFormData & { answer?: FilingFormAnswer }) {
  const t = useT("filings");
  const typed = answer?.typed ?? form.typed;
  const errors = answer?.errors ?? {};
  const savedAt = answer?.savedAt ?? form.savedAt;
  return (
    <div className="wrap form-page">
      <Crumbs
        items={[
          { href: "/workspace/filings", label: t("title") },
          ...(form.kind === "plan"
            ? []
            : [{ href: `/workspace/filings/${form.id}`, label: form.filingNo ?? "" }]),
          { label: t(`formTitle_${form.kind}`) },
        ]}
      />
      <h1>{t(`formTitle_${form.kind}`)}</h1>
      <p className="lead">{t("formLead")}</p>
      <p className="note">{t("notTheMinistry")}</p>
      {answer?.refusal ? <Flash tone="bad" title={say(t, answer.refusal)} /> : null}
      {!answer && form.savedAt ? <Flash tone="done" title={t("formFromDraft")} /> : null}
      <ErrorSummary errors={summaryOf(t, errors)} />
      <form method="post" noValidate>
        <FilingFields {...form} typed={typed} errors={errors} />
        <DraftKeeper savedAt={savedAt} />
        <p className="field">
          <SubmitButton name="intent" value="hand" full>
            {t("hand")}
          </SubmitButton>
        </p>
        {savedAt ? (
          <p className="field">
            <SubmitButton name="intent" value="discard" quiet>
              {t("discard")}
            </SubmitButton>
          </p>
        ) : null}
      </form>
    </div>
  );
}
