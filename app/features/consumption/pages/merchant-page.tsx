import { inLang } from "#app/features/funds/fund-text.ts";
import type { Translate } from "#app/lib/i18n.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";
import { PairChart } from "#app/ui/pair-chart.tsx";
import { Section } from "#app/ui/section.tsx";
import { Split } from "#app/ui/split.tsx";
import type { AgreementRow } from "./agreement-rows.server.ts";
import { agreementHref, campaignHref, streetHref } from "./hrefs.ts";
import type { MerchantData } from "./load-merchant.server.ts";
import { PromiseBar } from "./promise-bar.tsx";
import { PromiseTable } from "./promise-table.tsx";
import { RuleWords } from "./rule-words.tsx";
import { StandingState } from "./standing-state.tsx";
import { StatementTable } from "./statement-table.tsx";

/**
 * What an enterprise promised and what it paid. Kept apart from the pages that raise money: no button to give, nothing
 * about what it sells beyond the terms (慈善法 Art. 27: no advertising and no links to goods beside a campaign).
 */
export function MerchantPage(data: MerchantData) {
  const { organization, rows, sums, months, statements, today, asOf } = data;
  const t = useT("promises");
  const lang = useLang();
  const gap = lang === "en" ? " " : null;
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/consumption", label: t("consumption") }]} />
      <div className="answer">
        <h1>
          <span className="name">
            {inLang(lang, organization.name, organization.nameEn)} <small>{t("merchantLead")}</small>
          </span>
        </h1>
        {rows.length === 0 ? (
          <p className="say">{t("sayNoAgreement")}</p>
        ) : (
          <>
            <p className="say">
              <span>{t("sayPromised", { amount: headlineYuan(sums.promisedFen, lang) })}</span>
              {gap}
              <span>{t("sayPaid", { amount: headlineYuan(sums.paidFen, lang) })}</span>
              {gap}
              <span>
                {sums.overdueFen > 0n
                  ? t("sayOverdue", { amount: headlineYuan(sums.overdueFen, lang) })
                  : t("sayNoneOverdue")}
              </span>
            </p>
            <PromiseBar sums={sums} usedFen={null} hrefs={{ paid: "#statements", due: "#agreements" }} />
            <AsOf at={asOf}>{t("tableAsOf")}</AsOf>
          </>
        )}
      </div>
      <Split
        sideClass="sheet"
        sideTitle={{ id: "badge", text: t("badgeTitle") }}
        side={<Badge data={data} />}
      >
        <Section title={t("agreements")} intro={t("agreementsIntro")} id="agreements" first>
          <Agreements rows={rows} />
        </Section>
        {rows.length === 0 ? null : (
          <>
            <Section title={t("byMonth")} intro={t("byMonthIntro")}>
              <PairChart
                caption={t("byMonthCaption")}
                points={months.map(({ month, promisedFen, paidFen }) => ({
                  key: month,
                  label: month.slice(2),
                  first: promisedFen,
                  second: paidFen,
                }))}
                format={(fen) => formatYuan(fen)}
                heads={[t("month"), t("promised"), t("paid")]}
              />
              <PromiseTable caption={t("agreementsCaption")} rows={rows} headedBy="campaign" brief />
            </Section>
            <Section title={t("statements")} intro={t("statementsIntro")} id="statements">
              <StatementTable statements={statements} today={today} />
            </Section>
          </>
        )}
        <Shops data={data} />
        <p className="note after">{t("apart")}</p>
      </Split>
    </div>
  );
}

function Badge({ data: { organization, rows } }: { data: MerchantData }) {
  const t = useT("promises");
  const lang = useLang();
  return (
    <>
      {rows.length === 0 ? <p className="help">{t("noBadge")}</p> : null}
      {rows.map((row) => (
        <div key={row.id} className="field">
          <p>
            <StandingState row={row} dated />
          </p>
          <p className="help">
            {inLang(lang, row.campaignTitle, row.campaignTitleEn)}
            {row.standing === "suspended" ? ` · ${suspendedText(row, t)}` : ""}
          </p>
        </div>
      ))}
      <p className="help">{t("badgeText")}</p>
      <p className="field">
        <a href={`/organizations/${encodeURIComponent(organization.slug)}`}>{t("seeOrganization")}</a>
      </p>
    </>
  );
}

function suspendedText(row: AgreementRow, t: Translate<"promises">): string {
  const known = ["overdue", "by-charity", "by-bureau"] as const;
  const reason = known.find((code) => code === row.suspendedReason);
  return t(reason ? `suspended_${reason}` : "suspended_unknown");
}

function Agreements({ rows }: { rows: readonly AgreementRow[] }) {
  const t = useT("promises");
  const lang = useLang();
  if (rows.length === 0) return <EmptyState title={t("noAgreements")}>{t("noAgreementsText")}</EmptyState>;
  return (
    <ol className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <h3>
            <a href={campaignHref(row.campaignSlug)}>
              {inLang(lang, row.campaignTitle, row.campaignTitleEn)}
            </a>
          </h3>
          <p>
            <RuleWords terms={row.terms} />
          </p>
          <p className="note">
            <StandingState row={row} dated />
          </p>
          <Facts
            items={[
              {
                term: t("agreedPeriod"),
                value: t("fromTo", { from: row.confirmedFrom ?? "", to: row.confirmedTo ?? "" }),
              },
              { term: t("goods"), value: inLang(lang, row.terms.goods, row.terms.goodsEn) },
              { term: t("donor"), value: t(`donor_${row.terms.giver}`) },
              { term: t("charity"), value: inLang(lang, row.organizationName, row.organizationNameEn) },
              {
                term: t("agreement"),
                value: <a href={agreementHref(row.campaignSlug, row.id)}>{t("seeAgreement")}</a>,
              },
            ]}
          />
        </li>
      ))}
    </ol>
  );
}

function Shops({ data: { shops } }: { data: MerchantData }) {
  const t = useT("promises");
  const lang = useLang();
  return (
    <Section title={t("shops")}>
      <CardsTable
        caption={t("shops")}
        rows={shops}
        rowKey={(shop) => shop.id}
        empty={<p className="note">{t("noShops")}</p>}
        columns={[
          { key: "name", head: t("shop"), cell: (shop) => inLang(lang, shop.name, shop.nameEn) },
          { key: "address", head: t("address"), cell: (shop) => shop.address },
          {
            key: "street",
            head: t("street"),
            cell: (shop) =>
              shop.streetSlug === null ? null : (
                <a href={streetHref(shop.streetSlug)}>
                  {inLang(lang, shop.streetName ?? "", shop.streetNameEn ?? "")}
                </a>
              ),
          },
        ]}
      />
    </Section>
  );
}
