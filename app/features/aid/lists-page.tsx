import { inLang } from "#app/features/funds/fund-text.ts";
import type { Translate } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { AidRooms } from "./aid-rooms.tsx";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, aidErrorOf, sayAid } from "./form-state.ts";
import type { ListView } from "./list-queries.server.ts";
import type { ProgrammeView } from "./programme-queries.server.ts";

interface ListsPageProps {
  lists: ListView[];
  programmes: ProgrammeView[];
  attempt: string;
  state: AidForm;
}

const sourceText = (t: Translate<"aid">, source: ListView["source"]): string =>
  source === "other" ? t("source_misc") : t(`source_${source}`);

/** Lists of people from a hospital, the bureau or a station: upload one, see what became of the others. */
export function ListsPage({ lists, programmes, attempt, state }: ListsPageProps) {
  const t = useT("aid");
  const lang = useLang();
  const open = programmes.filter(({ closedAt }) => closedAt === null);
  return (
    <div className="wrap">
      <h1>{t("listsTitle")}</h1>
      <p className="lead">{t("listsLead")}</p>
      <AidRooms current="lists" />
      {open.length === 0 ? (
        <EmptyState
          title={t("noProgramme")}
          action={{ href: "/workspace/aid/programmes", label: t("room_programmes") }}
        />
      ) : (
        <Section title={t("uploadTitle")} intro={t("uploadIntro")}>
          <form
            method="post"
            action="/workspace/aid/lists"
            encType="multipart/form-data"
            noValidate
            className="form-page"
          >
            <AidFormNotes state={state} />
            <input type="hidden" name="attempt" value={attempt} />
            <Select
              label={t("programme")}
              name="programmeId"
              defaultValue={state.typed.programmeId}
              error={aidErrorOf(t, state, "programmeId")}
              options={open.map((one) => ({ value: one.id, label: inLang(lang, one.title, one.titleEn) }))}
            />
            <Select
              label={t("source")}
              name="source"
              defaultValue={state.typed.source}
              error={aidErrorOf(t, state, "source")}
              options={(["hospital", "bureau", "station", "other"] as const).map((source) => ({
                value: source,
                label: sourceText(t, source),
              }))}
            />
            <FileField
              label={t("file")}
              name="file"
              accept=".csv,text/csv"
              help={t("listColumns")}
              error={aidErrorOf(t, state, "file")}
            />
            <p className="field">
              <SubmitButton>{t("uploadButton")}</SubmitButton>
            </p>
          </form>
        </Section>
      )}
      <Section title={t("listsCaption")}>
        <CardsTable
          caption={t("listsCaption")}
          rows={lists}
          rowKey={(list) => list.id}
          empty={<p className="note">{t("noLists")}</p>}
          columns={[
            {
              key: "at",
              head: t("at"),
              cell: (list) => (
                <a href={`/workspace/aid/lists/${list.id}`}>
                  <DateText value={list.uploadedAt} precision="minute" />
                </a>
              ),
            },
            { key: "source", head: t("source"), cell: (list) => sourceText(t, list.source) },
            { key: "rows", head: t("rows"), right: true, cell: (list) => list.rowCount },
            {
              key: "taken",
              head: t("taken"),
              right: true,
              cell: (list) => (list.finishedAt ? list.takenCount : null),
            },
            {
              key: "bad",
              head: t("bad"),
              right: true,
              cell: (list) => (list.finishedAt ? list.badCount : null),
            },
          ]}
        />
      </Section>
    </div>
  );
}

/** What became of one list: how many rows are applications now, and what is wrong with the others. */
export function ListPage({ list }: { list: ListView & { errors: { lineNo: number; codes: string[] }[] } }) {
  const t = useT("aid");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/aid/lists", label: t("room_lists") }, { label: t("listTitle") }]} />
      <h1>{list.finishedAt ? t("listDone", { count: list.takenCount }) : t("listRuns")}</h1>
      <Facts
        plain
        items={[
          { term: t("source"), value: sourceText(t, list.source) },
          { term: t("at"), value: <DateText value={list.uploadedAt} precision="minute" /> },
          { term: t("rows"), value: String(list.rowCount) },
          { term: t("bad"), value: String(list.badCount) },
        ]}
      />
      {list.finishedAt ? (
        <p className="note">{t("listForgotten")}</p>
      ) : (
        <p>
          <a href={`/workspace/work/${list.id}`}>{t("listProgress")}</a>
        </p>
      )}
      {list.errors.length > 0 ? (
        <Section title={t("badTitle")} intro={t("badIntro")}>
          <CardsTable
            caption={t("badTitle")}
            rows={list.errors}
            rowKey={(row) => String(row.lineNo)}
            columns={[
              { key: "line", head: t("rowHead"), cell: (row) => t("lineNo", { line: row.lineNo }) },
              {
                key: "what",
                head: t("whatIsWrong"),
                cell: (row) => row.codes.map((code) => sayAid(t, code)).join(" "),
              },
            ]}
          />
        </Section>
      ) : null}
    </div>
  );
}
