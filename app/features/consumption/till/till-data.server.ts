import { randomBytes } from "node:crypto";
import { exactYuan } from "#app/features/consumption/rules/exact-yuan.ts";
import { limitWords, ruleWords } from "#app/features/consumption/rules/rule-text.ts";
import { termsJson } from "#app/features/consumption/rules/terms.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { type Desk, openDesk } from "./desk.server.ts";
import { countedSkus } from "./order-form.server.ts";
import { newOrderNo, placeCodeOf } from "./order-no.ts";
import { findOrder, monthSums, todaySums, usualAmounts } from "./today.server.ts";

/** What the till's page shows and what its script is told. */
export async function loadTill(request: Request, lang: Lang, now: Date) {
  const desk = await openDesk(request, now);
  const { place, offer } = desk;
  if (!offer) return { place: placeWords(desk, lang), desk: null };
  const doneNo = new URL(request.url).searchParams.get("done") ?? "";
  const [today, month, usual, done] = await Promise.all([
    todaySums(desk, now),
    monthSums(offer.agreementId, now),
    usualAmounts(desk, now),
    doneNo === "" ? null : findOrder(place.merchantId, doneNo),
  ]);
  const { terms } = offer;
  return {
    place: placeWords(desk, lang),
    desk: {
      orderNo: newOrderNo(place.id, today.day, randomBytes(8)),
      returnNo: newOrderNo(place.id, today.day, randomBytes(8)),
      canChange: desk.canChange,
      campaign: lang === "en" ? offer.titleEn : offer.title,
      charity: lang === "en" ? offer.charityNameEn : offer.charityName,
      filingNo: offer.filingNo,
      isShopperFunded: terms.giver === "shopper",
      rule: ruleWords(terms, lang),
      limits: limitWords(terms, lang).limits,
      campaignCapFen: terms.campaignCapFen,
      skus: countedSkus(terms),
      usual,
      today,
      month,
      done,
      script: scriptConfig(desk, lang),
    },
  };
}
export type TillData = Awaited<ReturnType<typeof loadTill>>;
export type OpenTill = NonNullable<TillData["desk"]>;

const placeWords = ({ place }: Desk, lang: Lang) => ({
  id: place.id,
  name: lang === "en" ? place.nameEn : place.name,
});

/** For public/till-page.js, as JSON: the terms, the place, and its words with %x where a figure goes. */
function scriptConfig({ place, offer }: Desk, lang: Lang): string {
  if (!offer) return "{}";
  const t = translator(lang)("till");
  return JSON.stringify({
    merchant: place.merchantId,
    place: place.id,
    code: placeCodeOf(place.id),
    campaign: offer.campaignSlug,
    terms: JSON.parse(termsJson(offer.terms)),
    skus: countedSkus(offer.terms),
    words: {
      booked: t("booked"),
      kept: t("kept"),
      sending: t("sending"),
      orderSaid: t("orderSaid", { price: "%p", gift: "%g" }),
      orderGives: t("orderGives", { gift: "%g" }),
      shopperGift: t("shopperGift", { gift: "%g" }),
      shopperMay: t("shopperMay"),
      returnSaid: t("returnSaid", { price: "%p" }),
      undo: t("undo"),
      showShopper: t("showShopper"),
      seeOrder: t("seeOrder"),
      unsent: t("unsent", { orders: "%n", since: "%t" }),
      offline: t("offline"),
      signedOut: t("signedOut"),
      notYours: t("notYours"),
      refused: t("refused"),
      others: t("others", { orders: "%n" }),
      signIn: t("signIn"),
      sendNow: t("sendNow"),
      dismiss: t("dismiss"),
    },
  });
}

/** "¥23.50，本单捐 0.10 元": what was booked, in the words of the counter. */
export function orderSaid(
  order: { amountFen: bigint; giftE4: bigint },
  isShopperFunded: boolean,
  lang: Lang,
): string {
  const t = translator(lang)("till");
  const gift = isShopperFunded ? t("shopperMay") : t("orderGives", { gift: exactYuan(order.giftE4) });
  return t("orderSaid", { price: formatYuan(order.amountFen), gift });
}
