import { ruleText } from "#app/features/consumption/rules/rule-text.ts";
import { counterHref } from "#app/features/consumption/shoppers/order-token.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { PdfDocument } from "#app/lib/pdf/pdf-document.server.ts";
import { mm } from "#app/lib/pdf/pdf-page.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import type { Offer, Place } from "./desk.server.ts";

const CODE_MM = 62;

/**
 * The card for a shop's counter, A5: what a purchase gives, to whom, until when, and the shop's signed code. What is
 * said where goods are sold: the charity's whole name, the filing number, the sum per purchase, the days, who gives.
 */
export async function counterCard(place: Place, offers: readonly Offer[], lang: Lang): Promise<Buffer> {
  const t = translator(lang)("till");
  const newest = offers
    .map(({ fromDay }) => fromDay)
    .sort()
    .at(-1);
  const pdf = new PdfDocument({
    title: `${lang === "en" ? place.nameEn : place.name} · ${t("cardTitle")}`,
    lang,
    // The day from which what it says holds, so that printing it again gives the same card.
    createdAt: startOfShanghaiDay(newest ?? "2026-01-01"),
    footer: t("cardFooter"),
    size: "A5",
    marginMm: 14,
  });
  pdf.heading(1, lang === "en" ? place.nameEn : place.name);
  if (place.address) pdf.note(place.address);
  for (const offer of offers) {
    const { terms } = offer;
    pdf.heading(3, t("cardShop", { campaign: lang === "en" ? offer.titleEn : offer.title }));
    const rule = ruleText(terms, lang);
    pdf.paragraph(
      terms.giver === "shopper"
        ? t("cardRuleShopper", { rule: bare(rule) })
        : `${t("cardRule", { rule })}${t("cardPays")}`,
    );
    const filing = offer.filingNo ? [t("cardFiling", { no: offer.filingNo })] : [];
    pdf.note(
      [
        t("cardCharity", { charity: lang === "en" ? offer.charityNameEn : offer.charityName }),
        ...filing,
        t("cardPeriod", { from: offer.fromDay, to: offer.toDay }),
      ].join("\n"),
    );
  }
  pdf.space(6);
  const address = `${env().PUBLIC_URL}${counterHref(place.id)}`;
  const side = mm(CODE_MM);
  const { x, width } = pdf.column;
  pdf.ensure(side);
  pdf.canvas.draw(
    "Figure",
    () => pdf.canvas.qr(address, x + (width - side) / 2, pdf.y, side),
    t("cardTitle"),
  );
  pdf.y += side + 12;
  pdf.paragraph(t("cardScan"));
  pdf.note(t("cardCheck"));
  return pdf.finish();
}

/** Without the full stop, inside another sentence. */
const bare = (sentence: string): string => sentence.replace(/[。.]$/, "");
