import { COLUMN_ROLES } from "#app/features/payments/statements/bank-layout.ts";
import { DATE_FORMS } from "#app/features/payments/statements/bank-moment.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { CheckboxField, RadioList } from "#app/ui/choices.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { MappingPageData, MappingPreview, PreviewRow } from "./map-statement.server.ts";
import { roleField } from "./mapping-fields.ts";
import { type BarReader, WorkspaceBar } from "./workspace-bar.tsx";

const PATH = "/workspace/reconciliation";

/** Asks which column of a bank's list is what, and shows what comes of it. Works without a script. */
export function MappingPage({
  reader,
  data,
}: {
  reader: BarReader & { query: string };
  data: MappingPageData;
}) {
  const t = useT("statements");
  const tr = useT("reconciliation");
  const { preview, fault, draftId, fileName } = data;
  const action = `${PATH}/mapping${reader.query === "" ? "?" : `${reader.query}&`}file=${draftId}`;
  const errors = fault === null ? [] : [{ id: roleField(0), message: t(`fault_${fault}`) }];
  return (
    <>
      <WorkspaceBar reader={reader} tab="days" />
      <div className="wrap">
        <Crumbs items={[{ href: `${PATH}${reader.query}`, label: tr("title") }]} />
        <h1>{t("mappingTitle")}</h1>
        <p className="lead">{t("mappingLead", { file: fileName })}</p>
        <form method="post" action={action}>
          <ErrorSummary errors={errors} title={t("faultTitle")} />
          <Section title={t("columnsTitle")} intro={t("columnsIntro", { line: data.headerLine })}>
            <ColumnTable data={data} />
          </Section>
          <Section title={t("formsTitle")}>
            <Forms data={data} />
          </Section>
          <p className="acts">
            <SubmitButton quiet name="intent" value="preview">
              {t("previewSubmit")}
            </SubmitButton>
          </p>
          {preview === null ? null : <Preview preview={preview} />}
        </form>
      </div>
    </>
  );
}

function ColumnTable({ data }: { data: MappingPageData }) {
  const t = useT("statements");
  const options = COLUMN_ROLES.map((role) => ({ value: role, label: t(`role_${role}`) }));
  const rows = data.columns.map((column, index) => ({ ...column, index }));
  return (
    <CardsTable
      caption={t("columnsTitle")}
      variant="duo"
      rows={rows}
      rowKey={(row) => String(row.index)}
      columns={[
        {
          key: "name",
          head: t("columnName"),
          cell: (row) => row.name || t("columnUnnamed", { number: row.index + 1 }),
        },
        {
          key: "samples",
          head: t("columnSamples"),
          cell: (row) => <span className="code">{row.samples.filter(Boolean).join(" · ") || "–"}</span>,
        },
        {
          key: "role",
          head: t("columnRole"),
          cell: (row) => (
            <select
              className="input"
              id={roleField(row.index)}
              name={roleField(row.index)}
              aria-label={t("columnRoleOf", { name: row.name || String(row.index + 1) })}
              defaultValue={data.choice.roles[row.index] ?? ""}
            >
              <option value="">{t("roleNone")}</option>
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          ),
        },
      ]}
    />
  );
}

function Forms({ data: { choice, accounts, accountTail } }: { data: MappingPageData }) {
  const t = useT("statements");
  return (
    <>
      <RadioList
        legend={t("dateForm")}
        name="dateForm"
        value={choice.dateForm}
        options={DATE_FORMS.map((form) => ({ value: form, label: t(`dateForm_${form}`) }))}
      />
      <TextField
        name="inWords"
        label={t("inWords")}
        help={t("inWordsHelp")}
        defaultValue={choice.inWords}
        optional
      />
      <TextField
        name="outWords"
        label={t("outWords")}
        help={t("outWordsHelp")}
        defaultValue={choice.outWords}
        optional
      />
      <RadioList
        legend={t("negativeDebit")}
        name="negativeDebit"
        value={choice.negativeDebit}
        options={[
          { value: "reversal", label: t("negativeDebit_reversal") },
          { value: "sign", label: t("negativeDebit_sign") },
        ]}
      />
      <CheckboxField
        name="isReferenceUnique"
        label={t("isReferenceUnique")}
        help={t("isReferenceUniqueHelp")}
        defaultChecked={choice.isReferenceUnique}
      />
      {accountTail === null && accounts.length > 0 ? (
        <Select
          name="account"
          label={t("account")}
          help={t("accountHelp")}
          options={accounts.map(({ value, tail }) => ({ value, label: t("accountTail", { tail }) }))}
          defaultValue={choice.account}
        />
      ) : null}
    </>
  );
}

function Preview({ preview }: { preview: MappingPreview }) {
  const t = useT("statements");
  const tr = useT("reconciliation");
  const { errors, sums, warnings } = preview;
  const isProven = sums !== null && sums.closingBalanceFen !== null;
  return (
    <Section title={t("previewTitle")} id="preview">
      {errors.length > 0 ? (
        <Flash tone="bad" title={tr("refused_bad-file")}>
          <ul>
            {errors.map((error) => (
              <li key={error}>{error}</li>
            ))}
          </ul>
        </Flash>
      ) : (
        <Flash tone={isProven ? "done" : "warn"} title={isProven ? t("balanceHolds") : t("balanceNone")}>
          {warnings.length > 0 ? warnings.map((reason) => t(`warning_${reason}`)).join(" ") : undefined}
        </Flash>
      )}
      <PreviewTable rows={preview.rows} />
      {sums === null ? null : <PreviewSums sums={sums} />}
      {sums === null ? null : (
        <p className="acts">
          <SubmitButton name="intent" value="take">
            {t("takeSubmit")}
          </SubmitButton>
        </p>
      )}
    </Section>
  );
}

function PreviewSums({ sums }: { sums: NonNullable<MappingPreview["sums"]> }) {
  const t = useT("statements");
  return (
    <p>
      {t("sumsRows", { count: sums.rowCount })} {t("sumsIn")} <Money fen={sums.inFen} />
      {t("sumsComma")}
      {t("sumsOut")} <Money fen={sums.outFen} />
      {t("sumsStop")}
      {sums.openingBalanceFen === null || sums.closingBalanceFen === null ? null : (
        <>
          {t("sumsBalance")} <Money fen={sums.openingBalanceFen} /> → <Money fen={sums.closingBalanceFen} />
          {t("sumsStop")}
        </>
      )}
    </p>
  );
}

function PreviewTable({ rows }: { rows: readonly PreviewRow[] }) {
  const t = useT("statements");
  if (rows.length === 0) return null;
  return (
    <CardsTable
      caption={t("previewCaption")}
      variant="duo"
      rows={rows}
      rowKey={(row) => String(row.lineNo)}
      columns={[
        {
          key: "at",
          head: t("previewAt"),
          cell: (row) => <DateText value={row.occurredAt} precision="second" />,
        },
        {
          key: "in",
          head: t("previewIn"),
          right: true,
          cell: (row) => (row.amountFen > 0n ? <Money fen={row.amountFen} symbol={false} /> : null),
        },
        {
          key: "out",
          head: t("previewOut"),
          right: true,
          cell: (row) => (row.amountFen < 0n ? <Money fen={-row.amountFen} symbol={false} /> : null),
        },
        {
          key: "balance",
          head: t("previewBalance"),
          right: true,
          cell: (row) =>
            row.balanceAfterFen === null ? null : <Money fen={row.balanceAfterFen} symbol={false} />,
        },
        { key: "who", head: t("previewWho"), cell: (row) => row.counterparty },
        { key: "purpose", head: t("previewPurpose"), cell: (row) => row.purpose },
      ]}
    />
  );
}
