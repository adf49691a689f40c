import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { DraftKeeper } from "#app/ui/draft-keeper.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { DutyState } from "./duty-state.tsx";
import { dutyArticle, dutyTitle } from "./duty-text.ts";
import { fieldsOf } from "./entry-text.ts";
import { FiguresTable, MovedTable } from "./figures-table.tsx";
import type { LockedFigures, MovedFigure } from "./locked-figures.ts";
import type { DutyNote } from "./overdue.server.ts";
import type { OwnTask } from "./own-tasks.server.ts";
import type { PublishFormResult } from "./publish-from-form.server.ts";
import type { Publisher } from "./responsible.server.ts";

export interface PublishPageProps {
  task: OwnTask;
  today: string;
  /** The figures as they will be published now; null for a kind without money. */
  figures: LockedFigures | null;
  /** What the ledger says differently from the last version. */
  moved: readonly MovedFigure[];
  people: readonly Publisher[];
  notes: readonly DutyNote[];
  /** What stands in the controls: the last version's parts, or what was typed. */
  typed: Readonly<Record<string, string>>;
  savedAt: Date | null;
  refusal: Extract<PublishFormResult, { ok: false }>["reason"] | null;
}

/** The form of one duty: its figures off the ledger, its parts, an English version, the note of a correction. */
export function PublishPage(props: PublishPageProps) {
  const { task, today, figures, moved, notes } = props;
  const t = useT("disclosures");
  const tc = useT("clock");
  const lang = useLang();
  const title = dutyTitle(lang, task);
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/disclosures", label: t("title") }, { label: title }]} />
      <h1>{task.version > 0 ? t("correctTitle", { title }) : t("publishTitle", { title })}</h1>
      <p className="lead">{t("formLead")}</p>
      <DutyFacts task={task} today={today} />
      {notes.map((note) => (
        <Callout key={note.at.toISOString()} tone="attention" title={tc(`note_${note.kind}`)}>
          <p>{note.text}</p>
          <p className="note">
            {note.userName} <DateText value={note.at} precision="minute" />
          </p>
        </Callout>
      ))}
      <ResponsibleForm task={task} people={props.people} />
      {figures === null ? null : (
        <Section title={t("figures")} intro={t("figuresIntro")}>
          <FiguresTable figures={figures} />
        </Section>
      )}
      {moved.length === 0 ? null : (
        <Section title={t("moved")} intro={t("movedIntro")}>
          <MovedTable moved={moved} />
        </Section>
      )}
      <Section title={t("words")} intro={t("wordsIntro")}>
        <WordsForm {...props} />
      </Section>
    </div>
  );
}

function DutyFacts({ task, today }: { task: OwnTask; today: string }) {
  const t = useT("disclosures");
  const lang = useLang();
  return (
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
        { term: t("basis"), value: dutyArticle(lang, task) },
      ]}
    />
  );
}

function ResponsibleForm({ task, people }: { task: OwnTask; people: readonly Publisher[] }) {
  const tc = useT("clock");
  return (
    <details>
      <summary>
        {task.responsibleName ? tc("responsibleNow", { name: task.responsibleName }) : tc("responsibleNone")}
      </summary>
      <form method="post">
        <Select
          name="responsible"
          label={tc("responsible")}
          defaultValue={task.responsibleId ?? ""}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <SubmitButton quiet name="intent" value="assign">
          {tc("responsibleSave")}
        </SubmitButton>
      </form>
    </details>
  );
}

function WordsForm({ task, typed, savedAt, moved, refusal }: PublishPageProps) {
  const t = useT("disclosures");
  const isCorrection = task.version > 0;
  const fields = fieldsOf(task.kind);
  const wrongId = refusal === "note-required" ? "note" : (fields[0] ?? "bodyEn");
  const errorOf = (id: string) => (refusal && id === wrongId ? t(`refused_${refusal}`) : undefined);
  const proposedNote = moved.length > 0 ? t("movedNote") : "";
  return (
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
        <>
          <TextArea
            name="note"
            label={t("note")}
            help={t("noteHelp")}
            rows={2}
            maxLength={2_000}
            defaultValue={typed.note ?? proposedNote}
            error={errorOf("note")}
          />
          <TextArea
            name="noteEn"
            label={t("noteEn")}
            rows={2}
            maxLength={2_000}
            defaultValue={typed.noteEn ?? ""}
          />
        </>
      ) : null}
      <DraftKeeper savedAt={savedAt} />
      <SubmitButton full name="intent" value="publish">
        {isCorrection ? t("submitCorrect") : t("submitPublish")}
      </SubmitButton>
      {isCorrection ? <State tone="wait">{t("bothStay")}</State> : null}
    </form>
  );
}
