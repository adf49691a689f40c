import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { AmountPicker } from "#app/ui/amount-picker.tsx";
import { RadioList } from "#app/ui/choices.tsx";
import { ButtonLink, SubmitButton } from "#app/ui/submit-button.tsx";
import { inLang } from "./fund-text.ts";
import type { GivingProvider, GivingState } from "./giving-rules.ts";
import { FUND_PATHS, fundHref } from "./kinds.ts";
import type { PublicFund } from "./queries.server.ts";

const AMOUNTS_FEN = [1_000n, 5_000n, 10_000n];

/** What stands beside a fund: the start of a gift, or why there is none. */
export function FundGive({ fund, giving }: { fund: PublicFund; giving: GivingState }) {
  return giving.open ? (
    <GiveForm fund={fund} providers={giving.providers} />
  ) : (
    <GiveClosed fund={fund} giving={giving} />
  );
}

/** Hands what was chosen to the giving form, which asks for the rest; nothing is preselected but anonymity. */
function GiveForm({ fund, providers }: { fund: PublicFund; providers: readonly GivingProvider[] }) {
  const t = useT("funds");
  const lang = useLang();
  const ways = providers.map((provider) => t(`way_${provider}`)).join(t("waysJoin"));
  const organization = inLang(lang, fund.organizationName, fund.organizationNameEn);
  return (
    <>
      <p className="help">{t("giveVoluntary")}</p>
      <form action={`${fundHref(fund)}/donate`} method="get">
        <AmountPicker
          legend={t("amount")}
          name="amount"
          otherName="other"
          amounts={AMOUNTS_FEN}
          otherHelp={t("leastAmount", { hint: inLang(lang, fund.amountHint, fund.amountHintEn) })}
        />
        <RadioList
          legend={t("visibility")}
          name="visibility"
          value="anonymous"
          options={[
            { value: "anonymous", label: t("anonymous") },
            { value: "pseudonym", label: t("pseudonym") },
            { value: "public", label: t("realName") },
          ]}
        />
        <p className="field">
          <SubmitButton full>{t("giveNext")}</SubmitButton>
        </p>
        <p className="help">{t("giveWays", { ways, organization })}</p>
      </form>
    </>
  );
}

function GiveClosed({ fund, giving }: { fund: PublicFund; giving: Extract<GivingState, { open: false }> }) {
  const t = useT("funds");
  const { reason, designatedPlatformUrl } = giving;
  return (
    <>
      <p>
        {reason === "not-started"
          ? t("closed_not-started", { day: fund.startsOn ?? "" })
          : t(`closed_${reason}`)}
      </p>
      {designatedPlatformUrl && reason === "supervision-only" ? (
        <p className="field">
          <ButtonLink href={designatedPlatformUrl} full rel="noopener">
            {t("toPlatform")}
          </ButtonLink>
        </p>
      ) : (
        <p className="field">
          <a href={`${FUND_PATHS[fund.kind]}?state=open`}>{t("otherFunds")}</a>
        </p>
      )}
    </>
  );
}
