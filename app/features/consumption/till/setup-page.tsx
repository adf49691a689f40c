import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TillFrame } from "./till-frame.tsx";

interface Named {
  name: string;
  nameEn: string;
}
export interface SetupData {
  shop: string;
  /** What is asked now: first the shop, then, where it has several, the campaign. */
  ask: "place" | "fund";
  options: (Named & { id: string; help: string })[];
  placeId: string | null;
  isMissing: boolean;
}

/** Chosen once for a phone: the shop it stands in, and the campaign that it books to. */
export function SetupPage({ data }: { data: SetupData }) {
  const t = useT("till");
  const lang = useLang();
  const isPlace = data.ask === "place";
  return (
    <TillFrame shop={data.shop} back={false}>
      <h1>{t(isPlace ? "setupTitle" : "setupCampaignTitle")}</h1>
      <p>{t("setupLead")}</p>
      <form method="post" action="/till/setup">
        {isPlace ? null : <input type="hidden" name="place" value={data.placeId ?? ""} />}
        <RadioList
          legend={t(isPlace ? "setupPlace" : "setupCampaign")}
          name={data.ask}
          error={data.isMissing ? t("setupMissing") : undefined}
          options={data.options.map(({ id, name, nameEn, help }) => ({
            value: id,
            label: lang === "en" ? nameEn : name,
            help: help || undefined,
          }))}
        />
        <p className="field">
          <SubmitButton full>{t("setupDone")}</SubmitButton>
        </p>
      </form>
    </TillFrame>
  );
}
