import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { ListFormState, ScreeningListsData } from "./lists-page.server.ts";
import { RulesTable } from "./rules-table.tsx";

/** The lists of names, where they come from, and the form that takes another one. */
export function ScreeningListsPage(props: ScreeningListsData & { state?: ListFormState }) {
  const { lists, uploaded, state } = props;
  const t = useT("screening");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/operations", label: t("operations") }, { label: t("listsTitle") }]} />
      <h1>{t("listsTitle")}</h1>
      <p className="lead">{t("listsLead")}</p>
      {uploaded === null ? null : <Flash title={t("uploaded", { count: uploaded })} />}
      <CardsTable
        caption={t("listsCaption")}
        variant="stated"
        rows={lists}
        rowKey={(list) => list.id}
        empty={<EmptyState title={t("noLists")}>{t("noListsText")}</EmptyState>}
        columns={[
          {
            key: "source",
            head: t("source"),
            cell: (list) => (
              <>
                {list.source}
                <small>{list.reference || t("noReference")}</small>
              </>
            ),
          },
          { key: "issued", head: t("issuedOn"), cell: (list) => <DateText value={list.issuedOn} /> },
          { key: "count", head: t("names"), right: true, cell: (list) => String(list.entryCount) },
          {
            key: "by",
            head: t("uploadedAt"),
            cell: (list) => (
              <>
                <DateText value={list.uploadedAt} precision="minute" />
                <small>{list.uploadedBy}</small>
              </>
            ),
          },
          {
            key: "state",
            head: t("stateHead"),
            st: true,
            cell: (list) =>
              list.isInForce ? (
                <State tone="done">{t("inForce")}</State>
              ) : (
                <State tone="wait">{t("superseded")}</State>
              ),
          },
        ]}
      />
      <Section title={t("uploadTitle")} intro={t("uploadIntro")}>
        <UploadForm state={state} />
      </Section>
      <Section title={t("rulesTitle")} intro={t("rulesIntro")}>
        <RulesTable />
      </Section>
    </div>
  );
}

function UploadForm({ state }: { state?: ListFormState }) {
  const t = useT("screening");
  const errorOf = (field: string) => {
    const key = state?.errors[field];
    return key ? t(key as "errSource") : undefined;
  };
  const field = (name: "source" | "reference" | "issuedOn") => ({
    name,
    defaultValue: state?.typed[name] ?? "",
    error: errorOf(name),
  });
  return (
    <form method="post" encType="multipart/form-data" className="form-page" noValidate>
      <TextField {...field("source")} label={t("source")} help={t("sourceHelp")} maxLength={100} />
      <TextField {...field("reference")} label={t("reference")} optional maxLength={100} />
      <TextField {...field("issuedOn")} label={t("issuedOn")} type="date" />
      <FileField
        name="file"
        label={t("file")}
        help={t("fileHelp")}
        accept=".csv,text/csv"
        error={errorOf("file")}
      />
      <p className="field">
        <SubmitButton>{t("upload")}</SubmitButton>
      </p>
    </form>
  );
}
