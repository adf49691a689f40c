import { useT } from "#app/lib/i18n-react.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { fieldsOf } from "./form-words.ts";
import type { Shop } from "./queries.server.ts";
import { degreesText } from "./schema.ts";

export const SHOP_FIELDS = ["name", "nameEn", "address", "latitude", "longitude"] as const;

/** Name, address and place of a shop; with what was typed before, else with what is known. */
export function ShopFields({ fields, shop }: { fields: ReturnType<typeof fieldsOf>; shop?: Shop }) {
  const t = useT("streets");
  return (
    <>
      <TextField label={t("shopName")} required maxLength={60} {...fields.field("name", shop?.name)} />
      <TextField label={t("shopNameEn")} optional maxLength={80} {...fields.field("nameEn", shop?.nameEn)} />
      <TextField label={t("address")} optional maxLength={120} {...fields.field("address", shop?.address)} />
      <TextField
        label={t("latitude")}
        help={t("coordinatesHelp")}
        optional
        inputMode="decimal"
        {...fields.field("latitude", degreesText(shop?.latitudeE6 ?? null))}
      />
      <TextField
        label={t("longitude")}
        optional
        inputMode="decimal"
        {...fields.field("longitude", degreesText(shop?.longitudeE6 ?? null))}
      />
    </>
  );
}
