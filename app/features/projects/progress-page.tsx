import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { RichNode } from "#app/lib/rich-text.ts";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { RichText } from "#app/ui/rich-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { errorOf, type FormState } from "./form-state.ts";
import type { ProgressEntry } from "./parts.server.ts";
import { PictureFields } from "./picture-fields.tsx";
import type { WorkProject } from "./queries.server.ts";
import { SubPage } from "./sub-page.tsx";

export interface ProgressPageProps {
  project: WorkProject;
  entries: ProgressEntry[];
  /** The entry to correct; null for a new one. */
  corrected: ProgressEntry | null;
  /** What the ledger says now, and what moved since the last entry: the entry will say it, nobody types it. */
  since: { raisedFen: bigint; disbursedFen: bigint; deliveredFen: bigint };
  formId: string;
  today: string;
  isDone: boolean;
  state: FormState;
  preview: RichNode[] | null;
}

/** Tell what happened: a new entry, or the correction of one that is out. */
export function ProgressPage(props: ProgressPageProps) {
  const { project, corrected } = props;
  const t = useT("projects");
  return (
    <SubPage
      {...props}
      title={t(corrected ? "correctTitle" : "progressTitle")}
      lead={t(corrected ? "correctLead" : "progressLead")}
    >
      {project.publishedAt ? <EntryForm {...props} /> : <p className="note">{t("notPublished")}</p>}
      {corrected ? null : <Entries {...props} />}
    </SubPage>
  );
}

function EntryForm({ state, formId, corrected, since, preview, today }: ProgressPageProps) {
  const t = useT("projects");
  const field = (name: string, value?: string) => ({
    name,
    defaultValue: state.typed[name] ?? value,
    error: errorOf(t, state, name),
  });
  return (
    <form method="post" encType="multipart/form-data" className="form-page">
      <input type="hidden" name="formId" value={state.typed.formId ?? formId} />
      <input type="hidden" name="corrects" value={corrected?.id ?? ""} />
      {preview ? (
        <section className="sheet" aria-labelledby="preview">
          <h2 id="preview">{t("previewTitle")}</h2>
          <RichText nodes={preview} />
        </section>
      ) : null}
      {corrected ? null : (
        <Fieldset legend={t("figures")} help={t("figuresHelp")} id="figures">
          <Pairs
            items={[
              { term: t("sinceRaised"), value: <Money fen={since.raisedFen} /> },
              { term: t("sinceUsed"), value: <Money fen={since.disbursedFen} /> },
              { term: t("sinceDelivered"), value: <Money fen={since.deliveredFen} /> },
            ]}
          />
        </Fieldset>
      )}
      <TextField
        type="date"
        label={t("happenedOn")}
        max={today}
        {...field("happenedOn", corrected?.happenedOn)}
      />
      <TextField label={t("entryTitle")} maxLength={60} {...field("title", corrected?.title)} />
      <TextField label={t("titleEn")} optional maxLength={120} {...field("titleEn", corrected?.titleEn)} />
      <TextArea label={t("body")} help={t("bodyHelp")} rows={8} {...field("body", corrected?.body)} />
      <TextArea label={t("bodyEn")} optional rows={5} {...field("bodyEn", corrected?.bodyEn)} />
      {corrected ? (
        <TextField
          label={t("correctionNote")}
          help={t("correctionHelp")}
          maxLength={300}
          {...field("correctionNote")}
        />
      ) : (
        <details open={Boolean(state.errors.picture ?? state.errors.alt ?? state.errors.consent)}>
          <summary>{t("withPicture")}</summary>
          <PictureFields state={state} optional />
        </details>
      )}
      <p className="acts">
        <SubmitButton name="intent" value="publish">
          {t(corrected ? "publishCorrection" : "publishEntry")}
        </SubmitButton>
        <SubmitButton quiet name="intent" value="preview">
          {t("preview")}
        </SubmitButton>
      </p>
    </form>
  );
}

function Entries({ project, entries }: ProgressPageProps) {
  const t = useT("projects");
  const lang = useLang();
  if (entries.length === 0) return null;
  return (
    <Section title={t("progress")}>
      <ul className="plain">
        {entries.map((entry) => (
          <li key={entry.id}>
            <span className="num">{entry.happenedOn}</span> {inLang(lang, entry.title, entry.titleEn)}{" "}
            <a href={`/workspace/projects/${project.id}/progress?correct=${entry.id}`}>{t("correct")}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
