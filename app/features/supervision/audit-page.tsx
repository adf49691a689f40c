import { SUBJECT_KINDS } from "#app/features/identity/acts.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Pagination } from "#app/ui/pagination.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { AuditAct, AuditFilters } from "./audit-queries.server.ts";
import { actText, detailText, subjectHref, subjectText } from "./audit-text.ts";
import { OLDER_SUBJECT_KINDS } from "./older-acts.ts";

interface AuditPageProps {
  /** The page's own address. */
  path: string;
  acts: AuditAct[];
  filters: AuditFilters;
  nextCursor: string | null;
  isFirstPage: boolean;
  people: { id: string; name: string }[];
  /** To choose from; one is not asked about. */
  organizations: { id: string; name: string; nameEn: string }[];
  /** Members have pages for what was acted on. */
  isMember: boolean;
}

/** Who did what and when, filtered; for an organization's members and for its bureau. */
export function AuditPage(props: AuditPageProps) {
  const { path, acts, filters, nextCursor, isFirstPage } = props;
  const t = useT("audit");
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== "")).toString();
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <AuditFilterForm {...props} isActive={query !== ""} />
      <ActTable {...props} acts={acts} />
      <Pagination
        first={isFirstPage ? null : `${path}?${query}`}
        next={nextCursor ? `${path}?${query === "" ? "" : `${query}&`}cursor=${nextCursor}` : null}
      />
      {acts.length > 0 ? (
        <p className="acts">
          <a href={`${path}/download?${query}`}>{t("download")}</a>
        </p>
      ) : null}
    </div>
  );
}

function AuditFilterForm(props: AuditPageProps & { isActive: boolean }) {
  const { path, filters, people, organizations, isActive } = props;
  const t = useT("audit");
  const lang = useLang();
  const kinds = [...SUBJECT_KINDS, ...OLDER_SUBJECT_KINDS]
    .map((value) => ({ value, label: subjectText(value, lang) }))
    .sort((a, b) => a.label.localeCompare(b.label, lang));
  return (
    <FilterForm action={path} label={t("filters")} active={isActive}>
      {organizations.length > 1 ? (
        <Select
          name="organization"
          label={t("organization")}
          blank={t("anyOrganization")}
          defaultValue={filters.organization}
          options={organizations.map(({ id, name, nameEn }) => ({
            value: id,
            label: lang === "en" && nameEn !== "" ? nameEn : name,
          }))}
        />
      ) : null}
      {people.length > 0 ? (
        <Select
          name="person"
          label={t("person")}
          blank={t("anyone")}
          defaultValue={filters.person}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <Select
        name="subject"
        label={t("subject")}
        blank={t("anything")}
        defaultValue={filters.subject}
        options={kinds}
      />
      <TextField name="from" type="date" label={t("from")} defaultValue={filters.from} />
      <TextField name="to" type="date" label={t("to")} defaultValue={filters.to} />
    </FilterForm>
  );
}

function ActTable({ acts, organizations, isMember }: AuditPageProps) {
  const t = useT("audit");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("caption")}
      className="ops"
      rows={acts}
      rowKey={(act) => `${act.organizationId} ${act.id}`}
      empty={<EmptyState title={t("none")}>{t("noneText")}</EmptyState>}
      columns={[
        { key: "what", head: t("what"), cell: (act) => actText(act.act, lang) },
        { key: "when", head: t("when"), cell: (act) => <DateText value={act.at} precision="second" /> },
        { key: "who", head: t("person"), cell: (act) => act.person ?? t("byProgram") },
        ...(organizations.length > 1
          ? [
              {
                key: "organization",
                head: t("organization"),
                cell: (act: AuditAct) =>
                  lang === "en" && act.organizationNameEn !== ""
                    ? act.organizationNameEn
                    : act.organizationName,
              },
            ]
          : []),
        { key: "about", head: t("about"), cell: (act) => <Subject act={act} isMember={isMember} /> },
        { key: "details", head: t("details"), cell: (act) => <Details details={act.details} /> },
      ]}
    />
  );
}

function Subject({ act, isMember }: { act: AuditAct; isMember: boolean }) {
  const lang = useLang();
  const href = isMember ? subjectHref(act.subjectKind, act.subjectId) : null;
  const id = <span className="code">{act.subjectId}</span>;
  return (
    <>
      {subjectText(act.subjectKind, lang)} {href ? <a href={href}>{id}</a> : id}
    </>
  );
}

function Details({ details }: { details: AuditAct["details"] }) {
  const lang = useLang();
  const said = Object.entries(details).map(([name, value]) => detailText(name, value, lang));
  return said.length === 0 ? null : said.join(" · ");
}
