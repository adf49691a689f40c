import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { GiftFileAnswer, loadGiftFile } from "./file-page.server.ts";
import { say } from "./words.ts";

type FilePageProps = Awaited<ReturnType<typeof loadGiftFile>> & { answer: GiftFileAnswer | undefined };

const COLUMNS = [
  ["fund", "fund"],
  ["amount", "amount"],
  ["givenOn", "day"],
  ["receiptNo", "receiptNo"],
  ["visibility", "visibility"],
  ["name", "name"],
] as const;

/** Many gifts in cash at once: pasted or uploaded, looked at line by line, then recorded whole. */
export function GiftFilePage({ batch, answer }: FilePageProps) {
  const t = useT("recorded");
  const refusal = answer?.refusal ? say(t, `file_${answer.refusal}`) : undefined;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/gifts", label: t("title") }, { label: t("toFile") }]} />
      <h1>{t("fileTitle")}</h1>
      <p className="lead">{t("fileLead")}</p>
      {answer && answer.lines.length > 0 ? <Preview answer={answer} /> : null}
      <form method="post" encType="multipart/form-data">
        <ErrorSummary errors={refusal ? [{ id: "text", message: refusal }] : []} />
        <input type="hidden" name="batch" value={answer?.batch || batch} />
        <TextArea
          label={t("fileText")}
          help={t("fileHelp")}
          name="text"
          rows={8}
          defaultValue={answer?.text ?? ""}
          error={refusal}
        />
        <FileField label={t("fileFile")} optional name="file" accept=".csv,text/csv,text/plain" />
        <p className="field">
          <SubmitButton quiet={answer?.wrong === 0 && answer.lines.length > 0} name="intent" value="check">
            {t("fileCheck")}
          </SubmitButton>
        </p>
      </form>
    </div>
  );
}

function Preview({ answer }: { answer: GiftFileAnswer }) {
  const t = useT("recorded");
  const { lines, wrong, totalFen } = answer;
  return (
    <Section title={t("fileCaption")} first>
      {wrong > 0 ? (
        <Flash tone="bad" title={t("fileWrong", { count: wrong })} />
      ) : (
        <Flash title={t("fileReady", { count: lines.length, amount: formatYuan(totalFen) })} />
      )}
      <CardsTable
        caption={t("fileCaption")}
        rows={lines}
        rowKey={(line) => String(line.line)}
        columns={[
          { key: "line", head: "#", cell: (line) => t("line", { line: String(line.line) }) },
          ...COLUMNS.map(([column, label]) => ({
            key: column,
            head: t(label),
            cell: (line: GiftFileAnswer["lines"][number]) => (
              <>
                {line.cells[column] || "—"}
                {line.errors[column] ? <small className="error">{say(t, line.errors[column])}</small> : null}
              </>
            ),
          })),
        ]}
      />
      {wrong === 0 ? (
        <form method="post" encType="multipart/form-data">
          <input type="hidden" name="batch" value={answer.batch} />
          <input type="hidden" name="text" value={answer.text} />
          <p className="field">
            <SubmitButton name="intent" value="record">
              {t("fileSubmit")}
            </SubmitButton>
          </p>
        </form>
      ) : null}
    </Section>
  );
}
