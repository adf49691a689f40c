import { inLang } from "#app/features/funds/fund-text.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import type { UploadView } from "./upload-queries.server.ts";
import type { UploadComplaint, UploadsData } from "./upload-work.server.ts";

const PATH = "/workspace/sales/upload";

/** For a shop whose till cannot send orders by itself: a list of them as a file. */
export function UploadsPage({ complaint, ...page }: UploadsData & { complaint: UploadComplaint | null }) {
  const t = useT("salesUpload");
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">
        <Phrase ns="salesUpload" k="lead" parts={{ a: <a href={`${PATH}/template.csv`}>.</a> }} />
      </p>
      <UploadForm {...page} complaint={complaint} />
      <Section title={t("lists")} id="lists">
        <ListTable {...page} />
      </Section>
    </div>
  );
}

function UploadForm({ enterprises, newId, complaint }: UploadsData & { complaint: UploadComplaint | null }) {
  const t = useT("salesUpload");
  const lang = useLang();
  const error = complaint === null ? undefined : t(`refused_${complaint}`);
  return (
    <form
      method="post"
      encType="multipart/form-data"
      action={`${PATH}?index`}
      noValidate
      className="form-page"
    >
      <ErrorSummary errors={error === undefined ? [] : [{ id: "file", message: error }]} />
      <input type="hidden" name="id" value={newId} />
      {enterprises.length > 1 ? (
        <Select
          name="organizationId"
          label={t("enterprise")}
          options={enterprises.map((one) => ({ value: one.id, label: inLang(lang, one.name, one.nameEn) }))}
        />
      ) : null}
      <FileField
        name="file"
        label={t("file")}
        help={t("fileHelp")}
        accept=".csv,text/csv"
        required
        error={error}
      />
      <p className="field">
        <SubmitButton>{t("check")}</SubmitButton>
      </p>
    </form>
  );
}

function ListTable({ uploads }: UploadsData) {
  const t = useT("salesUpload");
  return (
    <CardsTable
      caption={t("lists")}
      variant="stated"
      rows={uploads}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        {
          key: "file",
          head: t("file"),
          cell: ({ id, fileName }) => <a href={`${PATH}/${id}`}>{fileName}</a>,
        },
        { key: "state", head: t("state"), st: true, cell: (upload) => <UploadState upload={upload} /> },
        {
          key: "rows",
          head: t("rows"),
          right: true,
          cell: ({ rowCount }) => <span className="num">{rowCount}</span>,
        },
        {
          key: "accepted",
          head: t("outcome_accepted"),
          right: true,
          cell: ({ acceptedCount }) => <span className="num">{acceptedCount.toString()}</span>,
        },
        {
          key: "rejected",
          head: t("outcome_rejected"),
          right: true,
          cell: ({ rejectedCount }) => <span className="num">{rejectedCount.toString()}</span>,
        },
        {
          key: "at",
          head: t("uploadedAt"),
          cell: ({ uploadedAt }) => <DateText value={uploadedAt} precision="minute" />,
        },
      ]}
    />
  );
}

/** Where a list stands: looked at, being taken, taken. */
export function UploadState({ upload: { begunAt, finishedAt } }: { upload: UploadView }) {
  const t = useT("salesUpload");
  if (finishedAt) return <State tone="done">{t("state_finished")}</State>;
  return <State tone="wait">{begunAt ? t("state_begun") : t("state_checked")}</State>;
}
