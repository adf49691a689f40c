import { inLang } from "#app/features/funds/fund-text.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatFen } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { Certificate } from "./certificate.ts";

/** The sentences of a certificate in the reader's language, for page, paper and picture. */
export interface CertificateWords {
  /** "山茶（化名）：" */
  to: string;
  /** The statement, one phrase a line. */
  say: string[];
  /** What went back, in red; null for a gift that stands as it was given. */
  standing: string | null;
  organization: string;
  day: string;
  ids: { term: string; value: string }[];
}

/** "2026 年 8 月 24 日", or "24 August 2026". */
export function dayInWords(instant: Date, lang: Lang): string {
  const [year = "", month = "", day = ""] = shanghaiDay(instant).split("-");
  if (lang === "zh") return `${year} 年 ${Number(month)} 月 ${Number(day)} 日`;
  const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "Asia/Shanghai" }).format(instant);
  return `${Number(day)} ${name} ${year}`;
}

export function certificateWords(certificate: Certificate, lang: Lang, capitals: string): CertificateWords {
  const t = translator(lang)("certificate");
  const { donor, filingNo, uscc, ledgerLine } = certificate;
  const name = donor
    ? donor.isPseudonym
      ? t("pseudonym", { name: donor.name })
      : donor.name
    : t("anonymous");
  const organization = inLang(lang, certificate.organizationName, certificate.organizationNameEn);
  const amount = `¥${formatFen(certificate.amountFen)}`;
  const day = dayInWords(certificate.paidAt, lang);
  const fund = inLang(lang, certificate.fundTitle, certificate.fundTitleEn);
  return {
    to: t("to", { name }),
    say: [
      t("sayDay", { day }),
      t("sayAmount", { capitals, amount }),
      t("sayBy", { organization }),
      t("sayFor", { fund }),
    ],
    standing: standingWords(certificate, lang),
    organization,
    day,
    ids: [
      ...(filingNo ? [{ term: t("filingNo"), value: filingNo }] : []),
      ...(uscc ? [{ term: t("uscc"), value: uscc }] : []),
      ...(ledgerLine === null ? [] : [{ term: t("ledger"), value: t("ledgerLine", { line: ledgerLine }) }]),
    ],
  };
}

function standingWords({ standing, amountFen, refundedFen }: Certificate, lang: Lang): string | null {
  const t = translator(lang)("certificate");
  switch (standing) {
    case "valid":
      return null;
    case "void":
      return t("standing_void");
    case "contested":
      return t("standing_contested");
    case "reduced":
      return t("standing_reduced", {
        back: `¥${formatFen(refundedFen)}`,
        left: `¥${formatFen(amountFen - refundedFen)}`,
      });
  }
}
