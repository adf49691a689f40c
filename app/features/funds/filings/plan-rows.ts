import { inLang } from "#app/features/funds/fund-text.ts";
import { bankName, groupedAccount } from "#app/features/payments/bank-names.ts";
import { type Lang, type Translate, translator } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { ASSESSMENT_HEADS, type FilingPlan, type Partner } from "./plan.ts";
import type { PlanNames } from "./queries.server.ts";

/** A line of the form as it is read: on the page, in the PDF, and compared with another version. */
export interface PlanRow {
  key: string;
  term: string;
  value: string;
}

/** Who reads: the public sees the end of the account number, the charity and the department all of it. */
export type PlanReader = "public" | "charity";

/**
 * A plan in the order of the ministry's form, in words. Whole texts, never shortened: what is published has to
 * be what was filed (Order 74 Art. 17).
 */
export function planRows(plan: FilingPlan, names: PlanNames, lang: Lang, reader: PlanReader): PlanRow[] {
  const t = translator(lang)("filings");
  const row = (key: string, term: string, value: string): PlanRow => ({ key, term, value });
  const text = (key: keyof FilingPlan & Parameters<typeof t>[0], value: string) => row(key, t(key), value);
  const joined = (values: string[]) => values.join(t("join"));
  return [
    text("name", plan.name),
    row("period", t("period"), t("periodText", { from: plan.startsOn, to: plan.endsOn })),
    row("isEmergency", t("isEmergency"), t(plan.isEmergency ? "yes" : "no")),
    text("purpose", plan.purpose),
    text("use", plan.use),
    text("supportedProjects", plan.supportedProjects),
    row("funds", t("funds"), joined(plan.fundIds.map((id) => fundName(names, id, lang)))),
    row("region", t("region"), placeName(plan.divisionCode, names, lang, t)),
    row(
      "methods",
      t("methods"),
      joined(plan.methods.map((method) => (method === "another" ? plan.methodOther : t(`method_${method}`)))),
    ),
    row("away", t("away"), plan.isAway ? t("awayRow", { places: plan.awayPlaces }) : t("no")),
    ...(plan.awayFiledOn ? [row("awayFiledOn", t("awayFiledOn"), plan.awayFiledOn)] : []),
    row(
      "responsibleName",
      t("responsibleName"),
      plan.isResponsibleFullTime
        ? t("responsibleFullTime", { name: plan.responsibleName })
        : plan.responsibleName,
    ),
    text("officeAddress", plan.officeAddress),
    row("bankAccountId", t("bankAccountId"), accountText(plan, names, lang, reader, t)),
    text("beneficiaryScope", plan.beneficiaryScope),
    text("beneficiaryNumber", plan.beneficiaryNumber),
    text("beneficiaryMethod", plan.beneficiaryMethod),
    row("target", t("target"), formatYuan(BigInt(plan.targetFen))),
    text("directAid", plan.directAid),
    text("staffPay", plan.staffPay),
    text("administration", plan.administration),
    text("fundraisingCost", plan.fundraisingCost),
    text("surplus", plan.surplus),
    row("cooperative", t("cooperative"), t(plan.partners.length > 0 ? "yes" : "no")),
    ...plan.partners.map((partner, at) =>
      row(`partner${at + 1}`, t("partner", { number: at + 1 }), partnerText(partner, t)),
    ),
    ...(plan.otherNotes === "" ? [] : [text("otherNotes", plan.otherNotes)]),
    row("filledOn", t("filledOn"), plan.filledOn),
  ];
}

const fundName = (names: PlanNames, id: string, lang: Lang): string => {
  const fund = names.funds[id];
  return fund ? inLang(lang, fund.title, fund.titleEn) : id;
};

/** A division by its name, or the whole country. */
export function placeName(
  code: string | null,
  names: PlanNames,
  lang: Lang,
  t: Translate<"filings">,
): string {
  if (code === null) return t("regionOnline");
  const division = names.divisions[code];
  return division ? inLang(lang, division.name, division.nameEn) : code;
}

function accountText(
  plan: FilingPlan,
  names: PlanNames,
  lang: Lang,
  reader: PlanReader,
  t: Translate<"filings">,
): string {
  const account = names.accounts[plan.bankAccountId];
  if (!account) return "";
  const bank = bankName(account.bank, lang);
  return reader === "public"
    ? t("accountEnd", { bank, end: account.accountNo.slice(-4) })
    : `${account.accountName}\n${bank}\n${groupedAccount(account.accountNo)}`;
}

function partnerText(partner: Partner, t: Translate<"filings">): string {
  return [
    t("partnerRow", { type: t(`type_${partner.type}`), name: partner.name }),
    ...(partner.uscc ? [`${t("partnerUscc")} ${partner.uscc}`] : []),
    ...ASSESSMENT_HEADS.map((head) => `${t(`head_${head}`)}：${partner.assessment[head]}`),
    `${t("agreedOn")} ${partner.agreedOn}`,
  ].join("\n");
}
