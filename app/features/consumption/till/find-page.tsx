import { useT } from "#app/lib/i18n-react.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { TillFrame } from "./till-frame.tsx";
import type { TillRow } from "./today.server.ts";
import { OrderLinks } from "./today-page.tsx";

export interface FindData {
  shop: string;
  typed: string;
  isMissing: boolean;
  last: TillRow[];
}

/** Where a return begins: the order, by its number or among the latest. */
export function FindPage({ data }: { data: FindData }) {
  const t = useT("till");
  return (
    <TillFrame shop={data.shop}>
      <h1>{t("findTitle")}</h1>
      <p>{t("findLead")}</p>
      <form method="get" action="/till/return">
        <TextField
          label={t("findNo")}
          name="no"
          autoComplete="off"
          autoCapitalize="none"
          maxLength={64}
          defaultValue={data.typed}
          error={data.isMissing ? t("findMissing") : undefined}
        />
        <p className="field">
          <SubmitButton full>{t("findButton")}</SubmitButton>
        </p>
      </form>
      <section aria-labelledby="last">
        <h2 id="last">{t("lastTitle")}</h2>
        <OrderLinks rows={data.last} empty={t("lastEmpty")} />
      </section>
    </TillFrame>
  );
}
