import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { DutyState } from "./duty-state.tsx";
import { fieldsOf } from "./entry-text.ts";
import type { PublishFormResult } from "./publish-from-form.server.ts";
import type { DisclosureTaskView } from "./queries.server.ts";

interface PublishPageProps {
  task: DisclosureTaskView;
  today: string;
  /** What stands in the controls: the last version's parts, or what was typed. */
  typed: Readonly<Record<string, string>>;
  refusal: Extract<PublishFormResult, { ok: false }>["reason"] | null;
}

/** The form of one duty: its parts, an English version, and the note where it is a correction. */
export function PublishPage({ task, today, typed, refusal }: PublishPageProps) {
  const t = useT("disclosures");
  const lang = useLang();
  const title = inLang(lang, task.title, task.titleEn);
  const isCorrection = task.version > 0;
  const fields = fieldsOf(task.kind);
  const wrongId = refusal === "note-required" ? "note" : (fields[0] ?? "bodyEn");
  const errorOf = (id: string) => (refusal && id === wrongId ? t(`refused_${refusal}`) : undefined);
  return (
    <div className="wrap form-page">
      <h1>{isCorrection ? t("correctTitle", { title }) : t("publishTitle", { title })}</h1>
      <p className="lead">{t("formLead")}</p>
      <Facts
        items={[
          {
            term: t("fund"),
            value:
              task.fundTitle === null
                ? t("organizationItself")
                : inLang(lang, task.fundTitle, task.fundTitleEn ?? ""),
          },
          { term: t("due"), value: <DateText value={task.dueOn} /> },
          { term: t("state"), value: <DutyState {...task} today={today} /> },
          { term: t("basis"), value: task.lawArticle },
        ]}
      />
      <form method="post">
        {refusal ? (
          <ErrorSummary
            title={t("refused_title")}
            errors={[{ id: wrongId, message: t(`refused_${refusal}`) }]}
          />
        ) : null}
        {fields.map((field) => (
          <TextArea
            key={field}
            name={field}
            label={t(`field_${field}`)}
            rows={4}
            maxLength={20_000}
            defaultValue={typed[field] ?? ""}
            error={errorOf(field)}
          />
        ))}
        <TextArea
          name="bodyEn"
          label={t("bodyEn")}
          rows={4}
          maxLength={20_000}
          defaultValue={typed.bodyEn ?? ""}
          error={errorOf("bodyEn")}
        />
        {isCorrection ? (
          <TextArea
            name="note"
            label={t("note")}
            help={t("noteHelp")}
            rows={2}
            maxLength={2_000}
            defaultValue={typed.note ?? ""}
            error={errorOf("note")}
          />
        ) : null}
        <SubmitButton full>{isCorrection ? t("submitCorrect") : t("submitPublish")}</SubmitButton>
      </form>
    </div>
  );
}
