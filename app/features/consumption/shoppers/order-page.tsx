import type { GiftView } from "#app/features/donations/queries.server.ts";
import type { Lang, Translate } from "#app/lib/i18n.ts";
import { Phrase, useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Pairs } from "#app/ui/pairs.tsx";
import { campaignHref, merchantHref } from "../pages/hrefs.ts";
import { exactYuan } from "../rules/exact-yuan.ts";
import { ruleText } from "../rules/rule-text.ts";
import { OrderGift } from "./order-gift.tsx";
import type { OrderGiftAnswer, OrderPageData } from "./order-page.server.ts";
import { netE4Of, returnedFenOf } from "./order-sums.ts";
import { OrderWay } from "./order-way.tsx";
import type { ShopperOrder } from "./shopper-order.server.ts";

/** An order's page for the shopper who holds it: what it gives, by whom, and how far that has come. */
export function OrderPage({ data, answer }: { data: OrderPageData; answer: OrderGiftAnswer | null }) {
  const t = useT("shoppers");
  const lang = useLang();
  const { order, gift, invitation } = data;
  if (!order)
    return (
      <div className="wrap form-page">
        <h1>{t("notYetTitle")}</h1>
        <p className="lead">{t("notYet")}</p>
      </div>
    );
  return (
    <div className="wrap form-page">
      <p className="note">{t("title")}</p>
      <h1>{leadOf(data.gift, order, t, lang)}</h1>
      {invitation ? <OrderGift order={order} gift={gift} invitation={invitation} answer={answer} /> : null}
      <OrderFacts order={order} />
      {invitation ? null : <OrderWay order={order} />}
      <p className="section-body">
        <a href={merchantHref(order.merchantSlug)}>{t("seeMerchant")}</a>
      </p>
      <p className="note">
        <Phrase ns="shoppers" k="swapped" parts={{ a: <a href={`/enquiries/new?fund=${order.fundId}`} /> }} />
      </p>
      <p className="note">{t("privateNote")}</p>
    </div>
  );
}

function leadOf(gift: GiftView | null, order: ShopperOrder, t: Translate<"shoppers">, lang: Lang): string {
  const campaign = lang === "en" ? order.campaignTitleEn : order.campaignTitle;
  const merchant = lang === "en" ? order.merchantNameEn : order.merchantName;
  if (gift?.status === "paid" || gift?.status === "settled")
    return t("leadGiven", { gift: formatFen(gift.amountFen), campaign });
  if (order.terms.giver === "shopper") return t("leadShopper", { campaign });
  if (order.returns.length > 0 && returnedFenOf(order) >= order.amountFen)
    return t("leadReversed", { gift: exactYuan(order.giftE4) });
  return t("lead", { merchant, gift: exactYuan(netE4Of(order)), campaign });
}

function OrderFacts({ order }: { order: ShopperOrder }) {
  const t = useT("shoppers");
  const lang = useLang();
  const isEnglish = lang === "en";
  const isShoppers = order.terms.giver === "shopper";
  const merchant = isEnglish ? order.merchantNameEn : order.merchantName;
  return (
    <div className="section-body">
      <Pairs
        items={[
          {
            term: t("shopTerm"),
            value: [shopName(order, lang), order.shop?.address].filter(Boolean).join(" · "),
          },
          { term: t("whenTerm"), value: <DateText value={order.occurredAt} precision="minute" /> },
          { term: t("noTerm"), value: <span className="code">{order.orderNo}</span> },
          { term: t("priceTerm"), value: formatYuan(order.amountFen - order.discountFen) },
          { term: t("ruleTerm"), value: ruleText(order.terms, lang) },
          ...(isShoppers ? [] : [{ term: t("giftTerm"), value: `¥${exactYuan(order.giftE4)}` }]),
          ...order.returns.map((one, index) => ({
            term: index === 0 ? t("returnsTerm") : "",
            value: <ReturnLine one={one} />,
          })),
          ...(!isShoppers && order.returns.length > 0
            ? [{ term: t("netTerm"), value: `¥${exactYuan(netE4Of(order))}`, total: true }]
            : []),
          {
            term: t("campaignTerm"),
            value: (
              <a href={campaignHref(order.campaignSlug)}>
                {isEnglish ? order.campaignTitleEn : order.campaignTitle}
              </a>
            ),
          },
          {
            term: t("charityTerm"),
            value: (
              <a href={`/organizations/${encodeURIComponent(order.charitySlug)}`}>
                {isEnglish ? order.charityNameEn : order.charityName}
              </a>
            ),
          },
        ]}
      />
      <p className="section-body">
        <b>{t("donorTerm")}</b> {isShoppers ? t("donorShopper") : t("donorMerchant", { merchant })}
      </p>
      {!isShoppers && order.giftE4 % 10_000n !== 0n ? (
        <p className="note">{t("exact", { e4: order.giftE4 })}</p>
      ) : null}
    </div>
  );
}

function ReturnLine({ one }: { one: ShopperOrder["returns"][number] }) {
  const t = useT("shoppers");
  return t("returned", {
    day: shanghaiDay(one.occurredAt),
    amount: formatYuan(one.amountFen),
    gift: exactYuan(-one.giftE4),
  });
}

const shopName = (order: ShopperOrder, lang: Lang): string => {
  if (order.shop) return lang === "en" ? order.shop.nameEn : order.shop.name;
  return lang === "en" ? order.merchantNameEn : order.merchantName;
};
