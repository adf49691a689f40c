import { useT } from "#app/lib/i18n-react.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import type { fieldsOf } from "./form-words.ts";
import type { Shop } from "./queries.server.ts";
import { degreesText } from "./schema.ts";

export const SHOP_FIELDS = ["name", "nameEn", "address", "latitude", "longitude"] as const;

interface ShopFieldsProps {
  fields: ReturnType<typeof fieldsOf>;
  shop?: Shop;
  /** What the two names are called where the form shares its page with another one. */
  names?: readonly [name: string, nameEn: string];
}

/** Name, address and place of a shop; with what was typed before, else with what is known. */
export function ShopFields({ fields, shop, names = ["name", "nameEn"] }: ShopFieldsProps) {
  const t = useT("streets");
  return (
    <>
      <TextField label={t("shopName")} required maxLength={60} {...fields.field(names[0], shop?.name)} />
      <TextField label={t("shopNameEn")} optional maxLength={80} {...fields.field(names[1], shop?.nameEn)} />
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
