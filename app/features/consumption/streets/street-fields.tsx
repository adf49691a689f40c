import { inLang } from "#app/features/funds/fund-text.ts";
import type { PublicDivision } from "#app/features/regions/queries.server.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { fieldsOf } from "./form-words.ts";
import type { Street } from "./queries.server.ts";

export const STREET_FIELDS = ["name", "nameEn", "divisionCode", "lead", "leadEn"] as const;

interface StreetFieldsProps {
  fields: ReturnType<typeof fieldsOf>;
  divisions: readonly PublicDivision[];
  street?: Street;
}

/** What a street's page says of it. */
export function StreetFields({ fields, divisions, street }: StreetFieldsProps) {
  const t = useT("streets");
  const lang = useLang();
  const nameOf = new Map(divisions.map((one) => [one.code, inLang(lang, one.name, one.nameEn)]));
  return (
    <>
      <TextField label={t("name")} required maxLength={60} {...fields.field("name", street?.name)} />
      <TextField label={t("nameEn")} optional maxLength={80} {...fields.field("nameEn", street?.nameEn)} />
      <Select
        label={t("place")}
        blank
        {...fields.field("divisionCode", street?.divisionCode)}
        options={divisions.map(({ code, parentCode }) => ({
          value: code,
          // A town is said with its county, because several counties have a 城南街道.
          label: [nameOf.get(parentCode ?? ""), nameOf.get(code)].filter(Boolean).join(" "),
        }))}
      />
      <TextArea label={t("streetLead")} optional rows={2} {...fields.field("lead", street?.lead)} />
      <TextArea label={t("streetLeadEn")} optional rows={2} {...fields.field("leadEn", street?.leadEn)} />
    </>
  );
}
