import { ReconciledTo } from "#app/features/funds/fund-answer.tsx";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { ruleWords } from "../rules/rule-text.ts";
import type { AgreementRow } from "./agreement-rows.server.ts";
import { campaignHref, ordersHref, promisesHref } from "./hrefs.ts";
import type { CampaignData } from "./load-campaign.server.ts";
import { PromiseBar } from "./promise-bar.tsx";

/** What one purchase gives, in one sentence; one bar from sale to use; and who the donor is. */
export function CampaignAnswer(props: Pick<CampaignData, "fund" | "promises" | "reconciliation">) {
  const { fund, promises, reconciliation } = props;
  const t = useT("promises");
  const lang = useLang();
  const lead = inLang(lang, fund.lead, fund.leadEn);
  const path = campaignHref(fund.slug);
  const table = promisesHref(fund.slug);
  return (
    <div className="answer">
      <h1>
        <span className="name">
          {inLang(lang, fund.title, fund.titleEn)} {lead === "" ? null : <small>{lead}</small>}
        </span>
      </h1>
      <p className="say">
        <PurchaseSay rows={promises.rows} />
      </p>
      <PromiseBar
        sums={promises.sums}
        usedFen={promises.usedFen}
        hrefs={{
          used: `${path}/spending`,
          paid: `${table}?sort=paid`,
          due: `${table}?sort=promised`,
          waiting: ordersHref(fund.slug),
        }}
      />
      <AsOf at={promises.asOf}>
        <ReconciledTo fund={fund} reconciliation={reconciliation} /> {t("liveAsOf")}{" "}
        {promises.sums.overdueFen > 0n ? <a href={`${table}?overdue=1`}>{t("seeOverdue")}</a> : null}
      </AsOf>
      <WhoGives rows={promises.rows} />
    </div>
  );
}

const inForce = (rows: readonly AgreementRow[]) => rows.filter(({ standing }) => standing === "in-force");

/** `每单捐 0.10 元，店家出；您不多花一分钱。`, or how many shops give and one of them as an example. */
function PurchaseSay({ rows }: { rows: readonly AgreementRow[] }) {
  const t = useT("promises");
  const lang = useLang();
  const current = inForce(rows);
  const byMerchant = current.filter(({ terms }) => terms.giver === "merchant" && terms.rule.kind !== "match");
  const example = byMerchant[0] ?? current[0];
  if (!example) return <span>{t("sayNobody")}</span>;
  const gap = lang === "en" ? " " : null;
  if (byMerchant.length === 0)
    return (
      <>
        <span>{ruleWords(example.terms, lang)}</span>
        {gap}
        <span>{t("sayShopperGives")}</span>
      </>
    );
  const rules = new Set(byMerchant.map(({ terms }) => ruleWords(terms, lang)));
  if (rules.size === 1)
    return (
      <>
        <span>{t("sayRule", { rule: ruleWords(example.terms, lang) })}</span>
        {gap}
        <span>{t("sayFree")}</span>
      </>
    );
  return (
    <>
      <span>{t("sayMany", { count: byMerchant.length })}</span>
      {gap}
      <span>
        {t("sayExample", {
          name: inLang(lang, example.merchantName, example.merchantNameEn),
          rule: ruleWords(example.terms, lang),
        })}
      </span>
      {gap}
      <span>{t("sayFree")}</span>
    </>
  );
}

/** Never both: who pays is the donor, and gets the receipt. */
function WhoGives({ rows }: { rows: readonly AgreementRow[] }) {
  const t = useT("promises");
  const current = inForce(rows);
  if (current.length === 0) return null;
  const shopperCount = current.filter(({ terms }) => terms.giver === "shopper").length;
  return (
    <Callout tone="calm" title={t("donorTitle")}>
      {shopperCount < current.length ? <p>{t("donorMerchant")}</p> : null}
      {shopperCount > 0 ? <p>{t("donorShopper", { count: shopperCount })}</p> : null}
    </Callout>
  );
}
