import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import type { FormAnswer } from "#app/ui/answered-fields.ts";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { streetHref } from "../pages/hrefs.ts";
import { fieldsOf, STREETS_PATH } from "./form-words.ts";
import { STREET_FIELDS, StreetFields } from "./street-fields.tsx";
import type { WorkStreetsData } from "./street-forms.server.ts";

/** A charity's streets, and the form for one more. */
export function WorkStreetsPage(props: WorkStreetsData & { answer?: FormAnswer }) {
  const { streets, divisions, attempt, answer } = props;
  const t = useT("streets");
  const lang = useLang();
  const fields = fieldsOf(t, answer);
  return (
    <div className="wrap">
      <h1>{t("workTitle")}</h1>
      <p className="lead">{t("workLead")}</p>
      <CardsTable
        caption={t("workTitle")}
        variant="duo"
        rows={streets}
        rowKey={(street) => street.id}
        empty={<EmptyState title={t("workEmpty")}>{t("workEmptyText")}</EmptyState>}
        columns={[
          {
            key: "name",
            head: t("name"),
            cell: (street) => (
              <a href={`${STREETS_PATH}/${street.id}`}>{inLang(lang, street.name, street.nameEn)}</a>
            ),
          },
          {
            key: "place",
            head: t("place"),
            cell: (street) => inLang(lang, street.divisionName, street.divisionNameEn),
          },
          { key: "shops", head: t("shopsOnStreet"), right: true, cell: (street) => street.shopCount },
          {
            key: "public",
            head: t("public"),
            cell: (street) => <a href={streetHref(street.slug)}>{streetHref(street.slug)}</a>,
          },
        ]}
      />
      <Section title={t("newStreet")} id="new">
        <form method="post" action={`${STREETS_PATH}#new`} noValidate className="form-page">
          <ErrorSummary errors={fields.summary([...STREET_FIELDS, "slug"])} />
          <input type="hidden" name="attempt" value={answer?.typed.attempt ?? attempt} />
          <StreetFields fields={fields} divisions={divisions} />
          <TextField label={t("slug")} help={t("slugHelp")} required {...fields.field("slug")} />
          <p className="field">
            <SubmitButton>{t("create")}</SubmitButton>
          </p>
        </form>
      </Section>
    </div>
  );
}
