import { useT } from "#app/lib/i18n-react.tsx";
import { CheckboxField } from "#app/ui/choices.tsx";
import { Fieldset } from "#app/ui/fieldset.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { OFFICES, RELATIONS } from "./facts.ts";
import type { TypedFacts } from "./facts-form.ts";
import { PERSON_FIELDS, partyField, personField, rowsOf } from "./facts-form-rows.ts";

interface RowsProps {
  typed: TypedFacts;
  errorOf: (name: string) => string | undefined;
}

/**
 * Board, supervisors and managers, one fieldset each; who is listed already is folded, and what is left without a
 * name is nobody.
 */
export function PersonRows(props: RowsProps) {
  const t = useT("register");
  const rows = rowsOf(props.typed, "person");
  return (
    <>
      <p className="note">{t("noIds")}</p>
      <input type="hidden" name="personRows" value={rows} />
      {Array.from({ length: rows }, (_, row) => (
        <PersonRow key={personField(row, "name")} row={row} {...props} />
      ))}
    </>
  );
}

function PersonRow({ row, typed, errorOf }: RowsProps & { row: number }) {
  const t = useT("register");
  const wired = (field: Parameters<typeof personField>[1]) => {
    const name = personField(row, field);
    return { name, defaultValue: typed[name] ?? "", error: errorOf(name), autoComplete: "off" };
  };
  const ticked = (field: "isFullTime" | "isFromOutside") => {
    const name = personField(row, field);
    return { name, defaultChecked: (typed[name] ?? "") !== "" };
  };
  const isWrong = PERSON_FIELDS.some((field) => errorOf(personField(row, field)) !== undefined);
  const name = typed[personField(row, "name")] ?? "";
  const office = OFFICES.find((one) => one === typed[personField(row, "office")]);
  const fields = (
    <Fieldset id={`person-${row}`} legend={t("personLegend", { number: row + 1 })} className="record-row">
      <div className="pair-row">
        <TextField {...wired("name")} label={t("personName")} maxLength={60} />
        <Select
          {...wired("office")}
          label={t("office")}
          blank
          options={OFFICES.map((value) => ({ value, label: t(`office_${value}`) }))}
        />
      </div>
      <div className="pair-row">
        <TextField {...wired("termFrom")} label={t("termFrom")} type="date" />
        <TextField {...wired("termTo")} label={t("termTo")} type="date" />
      </div>
      <div className="pair-row">
        <TextField {...wired("comesFrom")} label={t("comesFrom")} maxLength={120} />
        <TextField {...wired("relativeOf")} label={t("relativeOf")} maxLength={60} />
      </div>
      <div className="pair-row">
        <CheckboxField {...ticked("isFullTime")} label={t("isFullTime")} />
        <CheckboxField {...ticked("isFromOutside")} label={t("isFromOutside")} />
      </div>
    </Fieldset>
  );
  if (name === "" || !office || isWrong) return fields;
  return (
    <details className="record-row">
      <summary>{t("personSay", { name, office: t(`office_${office}`) })}</summary>
      {fields}
    </details>
  );
}

/** Related parties by name and relation. */
export function PartyRows({ typed, errorOf }: RowsProps) {
  const t = useT("register");
  const rows = rowsOf(typed, "party");
  return (
    <>
      <input type="hidden" name="partyRows" value={rows} />
      {Array.from({ length: rows }, (_, row) => {
        const [name, relation] = [partyField(row, "name"), partyField(row, "relation")];
        return (
          <Fieldset
            key={name}
            id={`party-${row}`}
            legend={t("partyLegend", { number: row + 1 })}
            className="record-row"
          >
            <div className="pair-row">
              <TextField
                name={name}
                label={t("partyName")}
                defaultValue={typed[name] ?? ""}
                error={errorOf(name)}
                autoComplete="off"
                maxLength={120}
              />
              <Select
                name={relation}
                label={t("relation")}
                blank
                defaultValue={typed[relation] ?? ""}
                error={errorOf(relation)}
                options={RELATIONS.map((value) => ({ value, label: t(`relation_${value}`) }))}
              />
            </div>
          </Fieldset>
        );
      })}
    </>
  );
}
