import { accountId } from "#app/features/ledger/accounts.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { type FactItem, Facts } from "#app/ui/facts.tsx";
import { Money } from "#app/ui/money.tsx";
import { inLang } from "./fund-text.ts";
import type { PublicFund } from "./queries.server.ts";

/** Who runs it, under which filing, for whom, until when (the facts of a filed plan, 慈善法 Arts. 24, 25). */
export function FundFacts({ fund }: { fund: PublicFund }) {
  const t = useT("funds");
  const lang = useLang();
  const isTrust = fund.kind === "trust";
  const period = (from: string | null, to: string | null) =>
    t("period", { from: from ?? t("openEnded"), to: to ?? t("openEnded") });
  const beneficiaries = inLang(lang, fund.beneficiaries, fund.beneficiariesEn);
  const surplus = inLang(lang, fund.surplus, fund.surplusEn);
  const items: (FactItem | null)[] = [
    {
      term: t(isTrust ? "trustee" : "organization"),
      value: (
        <a href={`/organizations/${fund.organizationSlug}`}>
          {inLang(lang, fund.organizationName, fund.organizationNameEn)}
        </a>
      ),
    },
    {
      term: t(isTrust ? "filingNoTrust" : "filingNo"),
      value: fund.filingNo ?? t("noFilingNo"),
      code: fund.filingNo !== null,
    },
    fund.filingFrom || fund.filingTo
      ? { term: t("filingPeriod"), value: period(fund.filingFrom, fund.filingTo) }
      : null,
    fund.startsOn || fund.endsOn
      ? { term: t(isTrust ? "trustPeriod" : "fundraisingPeriod"), value: period(fund.startsOn, fund.endsOn) }
      : null,
    fund.goalFen ? { term: t("goal"), value: <Money fen={fund.goalFen} /> } : null,
    { term: t("region"), value: inLang(lang, fund.divisionName, fund.divisionNameEn) },
    beneficiaries === "" ? null : { term: t("beneficiaries"), value: beneficiaries },
    surplus === "" ? null : { term: t("surplus"), value: surplus },
    fund.designatedPlatformUrl
      ? {
          term: t("platform"),
          value: (
            <a href={fund.designatedPlatformUrl} rel="noopener">
              {t("platformLink")}
            </a>
          ),
        }
      : null,
    {
      term: t("contact"),
      value: (
        <>
          {fund.organizationContact === "" ? null : `${fund.organizationContact} `}
          <a href={`/enquiries/new?fund=${fund.id}`}>{t("ask")}</a>
        </>
      ),
    },
    {
      term: t("openBooks"),
      value: <a href={`/ledger/accounts/${accountId("available", fund.id, fund.currency)}`}>{t("gone")}</a>,
    },
  ];
  return <Facts plain items={items.filter((item) => item !== null)} />;
}
