import { fenToYuan, parseTypedYuan } from "#app/lib/money.ts";
import { complaintsAboutTerms } from "../rules/check-terms.ts";
import { type AgreementTerms, type Rule, termsSchema } from "../rules/terms.ts";
import { giverOf, hasField, type OfferField, type OfferKind, offerKindOf, TIER_ROWS } from "./terms-kinds.ts";

/** What is wrong with each field: its name in the form, and a key of the dictionary `consumptionAgreements`. */
export type FieldErrors = Record<string, string>;

export interface TypedProposal {
  terms: AgreementTerms;
  effectiveOn: string;
  endsOn: string;
}

/** Ten billion yuan: no promise of a shop comes near it. */
const MAX_FEN = 999_999_999_999n;

/** Reads a form's fields one by one, and keeps each complaint beside its field. */
class Reading {
  readonly errors: FieldErrors = {};
  constructor(private readonly typed: Readonly<Record<string, string>>) {}

  text(name: string): string {
    return (this.typed[name] ?? "").trim();
  }

  complain(name: string, key: string): void {
    this.errors[name] ??= key;
  }

  fen(name: string): bigint {
    const read = parseTypedYuan(this.text(name), { minFen: 1n, maxFen: MAX_FEN });
    if (read.ok) return read.amountFen;
    this.complain(name, read.reason === "too-many-decimals" ? "errFenDecimals" : "errFen");
    return 1n;
  }

  fenOrNull(name: string): bigint | null {
    return this.text(name) === "" ? null : this.fen(name);
  }

  /** `1.5` or `1.5%` → 150. */
  basisPoints(name: string, most: number): number {
    const text = this.text(name).normalize("NFKC").replace(/[%\s]/g, "");
    const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text);
    const bp = match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : 0;
    if (bp >= 1 && bp <= most) return bp;
    this.complain(name, most > 10_000 ? "errMatchRate" : "errRate");
    return 1;
  }

  whole(name: string, least: number, most: number, key: string): number {
    const text = this.text(name).normalize("NFKC");
    const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
    if (value >= least && value <= most) return value;
    this.complain(name, key);
    return least;
  }

  day(name: "effectiveOn" | "endsOn"): string {
    const text = this.text(name);
    if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return text;
    this.complain(name, name === "effectiveOn" ? "errFirstDay" : "errLastDay");
    return "";
  }
}

/**
 * The terms that somebody typed, or what is wrong with each field. Fields that do not belong to the kind are not read,
 * so that what was typed for another kind cannot slip in.
 */
export function readTerms(
  typed: Readonly<Record<string, string>>,
  kind: OfferKind,
): { ok: true; proposal: TypedProposal } | { ok: false; errors: FieldErrors } {
  const form = new Reading(typed);
  const { terms, effectiveOn, endsOn } = proposalOf(form, kind);
  if (Object.keys(form.errors).length === 0)
    for (const { field, key } of complaintsAboutTerms(terms)) form.complain(field, key);
  if (Object.keys(form.errors).length > 0) return { ok: false, errors: form.errors };
  return { ok: true, proposal: { terms: termsSchema.parse(terms), effectiveOn, endsOn } };
}

/** Field by field in the order of the form, so that complaints come in that order too. */
function proposalOf(form: Reading, kind: OfferKind): TypedProposal {
  const promise = { rule: ruleOf(form, kind), giver: giverOf(kind), ...limitsOf(form, kind) };
  const effectiveOn = form.day("effectiveOn");
  const endsOn = form.day("endsOn");
  if (effectiveOn !== "" && endsOn !== "" && endsOn < effectiveOn) form.complain("endsOn", "errEndsOn");
  const goods = form.text("goods");
  if (goods === "" || goods.length > 200) form.complain("goods", "errGoods");
  const sold = {
    goods,
    goodsEn: form.text("goodsEn").slice(0, 200),
    declaredMonthlyOrders: form.whole("declaredMonthlyOrders", 0, 100_000_000, "errOrders"),
    declaredMonthlySalesFen: form.fen("declaredMonthlySales"),
  };
  const bankAccountId = form.text("bankAccountId");
  if (!/^[0-9a-f-]{36}$/.test(bankAccountId)) form.complain("bankAccountId", "errAccount");
  const settlement = {
    bankAccountId,
    returnDays: form.whole("returnDays", 0, 31, "errReturnDays"),
    confirmWithinDays: form.whole("confirmWithinDays", 1, 30, "errConfirmDays"),
    payWithinDays: form.whole("payWithinDays", 1, 60, "errPayDays"),
  };
  return { terms: { ...promise, ...sold, ...settlement }, effectiveOn, endsOn };
}

function limitsOf(
  form: Reading,
  kind: OfferKind,
): Pick<AgreementTerms, "perOrderCapFen" | "dayCapFen" | "campaignCapFen" | "guarantee"> {
  const cap = (field: OfferField) => (hasField(kind, field) ? form.fenOrNull(field) : null);
  const caps = {
    perOrderCapFen: cap("perOrderCap"),
    dayCapFen: cap("dayCap"),
    campaignCapFen: cap("campaignCap"),
  };
  const minFen = cap("guarantee");
  const per = form.text("guaranteePer") === "agreement" ? "agreement" : "month";
  return { ...caps, guarantee: minFen === null ? null : { minFen, per } };
}

function ruleOf(form: Reading, kind: OfferKind): Rule {
  const base = form.text("base") === "gross" ? "gross" : "net-of-discount";
  switch (kind) {
    case "fixed-per-order":
      return { kind, amountFen: form.fen("amount") };
    case "fixed-per-item":
      return { kind, amountFen: form.fen("amount"), skus: skusOf(form) };
    case "percent":
      return { kind, bp: form.basisPoints("rate", 10_000), base };
    case "tiers":
      return { kind, base, tiers: tiersOf(form) };
    case "round-up":
    case "round-up-shopper":
      return { kind: "round-up", unitFen: form.fen("unit") };
    case "add-on":
      return { kind, optionsFen: optionsOf(form) };
    case "match":
      return { kind, bp: form.basisPoints("matchRate", 100_000) };
  }
}

/** One article number a line; none means every item. */
function skusOf(form: Reading): string[] {
  const skus = [
    ...new Set(
      form
        .text("skus")
        .split(/[\s,，、]+/)
        .filter(Boolean),
    ),
  ];
  if (skus.length > 200 || skus.some((sku) => sku.length > 64)) form.complain("skus", "errSkus");
  return skus.slice(0, 200);
}

/** Rows that are empty are left out; the first may begin at 0. */
function tiersOf(form: Reading): { fromFen: bigint; bp: number }[] {
  const tiers = TIER_ROWS.filter(
    (row) => form.text(`from${row}`) !== "" || form.text(`rate${row}`) !== "",
  ).map((row) => ({
    fromFen: /^0+(\.0*)?$/.test(form.text(`from${row}`)) ? 0n : form.fen(`from${row}`),
    bp: form.basisPoints(`rate${row}`, 10_000),
  }));
  if (tiers.length === 0) form.complain("tiers", "errTiers");
  return tiers.length === 0 ? [{ fromFen: 0n, bp: 1 }] : tiers;
}

function optionsOf(form: Reading): bigint[] {
  const parts = form
    .text("options")
    .normalize("NFKC")
    .split(/[\s,、/]+/)
    .filter(Boolean);
  const sums = parts.map((part) => parseTypedYuan(part, { minFen: 1n, maxFen: 1_000_000n }));
  if (parts.length === 0 || parts.length > 6 || sums.some(({ ok }) => !ok))
    form.complain("options", "errOptions");
  return sums.flatMap((sum) => (sum.ok ? [sum.amountFen] : []));
}

/** The form as it would have been typed for these terms: what an amendment begins with. */
export function typedOfTerms({ terms, effectiveOn, endsOn }: TypedProposal): Record<string, string> {
  const yuan = (fen: bigint | null | undefined) => (fen === null || fen === undefined ? "" : fenToYuan(fen));
  return {
    ...typedOfRule(terms.rule),
    kind: offerKindOf(terms),
    perOrderCap: yuan(terms.perOrderCapFen),
    dayCap: yuan(terms.dayCapFen),
    campaignCap: yuan(terms.campaignCapFen),
    guarantee: yuan(terms.guarantee?.minFen),
    guaranteePer: terms.guarantee?.per ?? "month",
    returnDays: String(terms.returnDays),
    confirmWithinDays: String(terms.confirmWithinDays),
    payWithinDays: String(terms.payWithinDays),
    bankAccountId: terms.bankAccountId ?? "",
    declaredMonthlyOrders: String(terms.declaredMonthlyOrders),
    declaredMonthlySales: yuan(terms.declaredMonthlySalesFen),
    goods: terms.goods,
    goodsEn: terms.goodsEn,
    effectiveOn,
    endsOn,
  };
}

function typedOfRule(rule: Rule): Record<string, string> {
  switch (rule.kind) {
    case "fixed-per-order":
      return { amount: fenToYuan(rule.amountFen) };
    case "fixed-per-item":
      return { amount: fenToYuan(rule.amountFen), skus: rule.skus.join("\n") };
    case "percent":
      return { rate: rateText(rule.bp), base: rule.base };
    case "tiers":
      return Object.fromEntries([
        ["base", rule.base],
        ...rule.tiers.flatMap(({ fromFen, bp }, at) => [
          [`from${at + 1}`, fenToYuan(fromFen)],
          [`rate${at + 1}`, rateText(bp)],
        ]),
      ]);
    case "round-up":
      return { unit: fenToYuan(rule.unitFen) };
    case "add-on":
      return { options: rule.optionsFen.map(fenToYuan).join(" ") };
    case "match":
      return { matchRate: rateText(rule.bp) };
  }
}

const rateText = (bp: number): string => fenToYuan(BigInt(bp)).replace(/\.?0+$/, "");
