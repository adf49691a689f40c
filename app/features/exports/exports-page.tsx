import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { ExportFile } from "./export-files.server.ts";
import { DIRECT_ROWS, EXPORT_KINDS, KEPT_DAYS } from "./export-kinds.ts";
import type { ExportsAnswer, loadExports } from "./exports-page.server.ts";

type ExportsProps = Awaited<ReturnType<typeof loadExports>> & { answer: ExportsAnswer | undefined };

const say = (t: Translate<"exports">, key: string): string =>
  (t as (key: KeyOf<"exports">) => string)(key as KeyOf<"exports">);

/** Asks for a file, and lists those that were asked for. */
export function ExportsPage({ files, today, firstDay, now, attempt, answer }: ExportsProps) {
  const t = useT("exports");
  const error = (name: string): string | undefined => {
    const key = answer?.errors[name];
    return key === undefined ? undefined : say(t, key);
  };
  const day = (name: "from" | "to", fallback: string) => ({
    name,
    type: "date",
    max: today,
    defaultValue: answer?.typed[name] ?? fallback,
    error: error(name),
  });
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <div className="form-page">
        <form method="post" noValidate>
          <ErrorSummary
            errors={["kind", "from", "to", "attempt"].flatMap((id) => {
              const message = error(id);
              return message ? [{ id, message }] : [];
            })}
          />
          <input type="hidden" id="attempt" name="attempt" value={answer?.typed.attempt ?? attempt} />
          <RadioList
            legend={t("kindField")}
            name="kind"
            value={answer?.typed.kind ?? "gifts"}
            error={error("kind")}
            options={EXPORT_KINDS.map((kind) => ({
              value: kind,
              label: t(`kind_${kind}`),
              help: t(`kindHelp_${kind}`),
            }))}
          />
          <TextField label={t("fromField")} {...day("from", firstDay)} />
          <TextField label={t("toField")} {...day("to", today)} />
          <CheckboxField
            name="donors"
            value="yes"
            defaultChecked={answer?.typed.donors === "yes"}
            label={t("donorsField")}
            help={t("donorsHelp")}
          />
          <p className="field">
            <SubmitButton full>{t("submit")}</SubmitButton>
          </p>
        </form>
      </div>
      <p className="note after">{t("how", { rows: DIRECT_ROWS, days: KEPT_DAYS })}</p>
      <Section title={t("listTitle")}>
        <CardsTable
          caption={t("listTitle")}
          variant="stated"
          rows={files}
          rowKey={(file) => file.id}
          empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
          columns={[
            {
              key: "what",
              head: t("col_what"),
              cell: (file) => (
                <>
                  <a href={`/workspace/exports/${file.id}`}>{t(`kind_${file.kind}`)}</a>
                  <small>{t("range", { from: file.fromDay, to: file.toDay })}</small>
                  {file.withDonors ? <small>{t("withDonors")}</small> : null}
                </>
              ),
            },
            {
              key: "state",
              head: t("col_state"),
              st: true,
              label: null,
              cell: (file) => <FileState file={file} now={now} />,
            },
            {
              key: "rows",
              head: t("col_rows"),
              right: true,
              cell: (file) => (file.rowCount === null ? null : file.rowCount.toLocaleString("en-US")),
            },
            { key: "who", head: t("col_who"), cell: (file) => file.requestedBy },
            {
              key: "when",
              head: t("col_when"),
              cell: (file) => <DateText value={file.requestedAt} precision="minute" />,
            },
          ]}
        />
      </Section>
      <Section title={t("formatTitle")}>
        <ul>
          {(["formatBom", "formatSum", "formatGuard", "formatTime"] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

/** Where a file stands. */
export function FileState({ file, now }: { file: ExportFile; now: Date }) {
  const t = useT("exports");
  if (file.expiresAt <= now) return <State tone="wait">{t("state_expired")}</State>;
  if (file.finishedAt) return <State>{t("state_finished")}</State>;
  return <State tone="wait">{file.isBuilt ? t("state_building") : t("state_ready")}</State>;
}
