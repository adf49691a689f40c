import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { AsOf } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { headlineYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { campaignHref, merchantHref, streetHref } from "../pages/hrefs.ts";
import { PromiseBar } from "../pages/promise-bar.tsx";
import { PromiseTable } from "../pages/promise-table.tsx";
import { RuleWords } from "../pages/rule-words.tsx";
import { StandingState } from "../pages/standing-state.tsx";
import type { StreetData, StreetShop } from "./load-street.server.ts";
import { placesOf } from "./plan-map.ts";
import { StreetMap } from "./street-map.tsx";

const anchorOf = (shop: Pick<StreetShop, "id">) => `shop-${shop.id}`;

/** A street of shops that give: where they are, what each one gives, and what was promised and paid. */
export function StreetPage(data: StreetData) {
  const { street, shops, rows, sums, asOf } = data;
  const t = useT("streets");
  const tp = useT("promises");
  const lang = useLang();
  const gap = lang === "en" ? " " : null;
  const name = inLang(lang, street.name, street.nameEn);
  const giving = shops.filter(({ agreements }) => agreements[0]?.standing === "in-force").length;
  const amount = (fen: bigint) => ({ amount: headlineYuan(fen, lang) });
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/streets", label: t("title") }]} />
      <div className="answer">
        <h1>
          <span className="name">
            {name} <small>{inLang(lang, street.lead, street.leadEn)}</small>
          </span>
        </h1>
        <p className="say">
          <span>{t("saySome", { count: giving })}</span>
          {gap}
          <span>{tp("sayPromised", amount(sums.promisedFen))}</span>
          {gap}
          <span>{tp("sayPaid", amount(sums.paidFen))}</span>
          {gap}
          {sums.overdueFen > 0n ? <span>{tp("sayOverdue", amount(sums.overdueFen))}</span> : null}
        </p>
        <PromiseBar sums={sums} usedFen={null} hrefs={{ paid: "#sums", due: "#sums" }} />
        <AsOf at={asOf}>{tp("tableAsOf")}</AsOf>
      </div>
      <Section title={t("map")} intro={t("mapIntro")} id="map">
        {shops.length === 0 ? (
          <EmptyState title={t("noShops")}>{t("noShopsText")}</EmptyState>
        ) : (
          <div className="street">
            <StreetMap
              name={name}
              shops={placesOf(shops).map((shop) => ({
                ...shop,
                name: inLang(lang, shop.name, shop.nameEn),
                href: `#${anchorOf(shop)}`,
              }))}
            />
            <ShopList shops={shops} />
          </div>
        )}
      </Section>
      <Section title={t("sums")} intro={t("sumsIntro")} id="sums">
        <PromiseTable
          caption={t("sumsCaption")}
          rows={rows}
          headedBy="merchant"
          drawn
          empty={<EmptyState title={tp("emptyAllTitle")}>{tp("emptyAllText")}</EmptyState>}
        />
      </Section>
      <About data={data} />
    </div>
  );
}

function ShopList({ shops }: { shops: readonly StreetShop[] }) {
  const t = useT("streets");
  const lang = useLang();
  return (
    <ol className="street-shops">
      {shops.map((shop) => {
        const [agreement] = shop.agreements;
        return (
          <li key={shop.id} id={anchorOf(shop)}>
            <span className="no" aria-hidden="true">
              {shop.number ?? "·"}
            </span>
            <div>
              <p className="shop-name">
                <a href={merchantHref(shop.merchantSlug)}>{inLang(lang, shop.name, shop.nameEn)}</a>{" "}
                {agreement ? <StandingState row={agreement} /> : null}
              </p>
              <p>{agreement ? <RuleWords terms={agreement.terms} /> : t("noAgreement")}</p>
              <p className="note">
                {shop.address}
                {shop.number === null ? ` ${t("notMarked")}` : ""}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function About({ data: { street, campaigns } }: { data: StreetData }) {
  const t = useT("streets");
  const lang = useLang();
  return (
    <Section title={t("about")} className="no-print">
      <ul className="plain stack">
        <li>
          {t("keptBy")}{" "}
          <a href={`/organizations/${encodeURIComponent(street.organizationSlug)}`}>
            {inLang(lang, street.organizationName, street.organizationNameEn)}
          </a>
          {t("comma")}
          {inLang(lang, street.divisionName, street.divisionNameEn)}
        </li>
        {campaigns.map((campaign) => (
          <li key={campaign.slug}>
            {t("goesTo")}{" "}
            <a href={campaignHref(campaign.slug)}>{inLang(lang, campaign.title, campaign.titleEn)}</a>
          </li>
        ))}
        <li>
          {t("poster")} <a href={`${streetHref(street.slug)}/poster.pdf`}>A4</a>{" "}
          <a href={`${streetHref(street.slug)}/poster.pdf?size=a3`}>A3</a>
        </li>
      </ul>
    </Section>
  );
}
