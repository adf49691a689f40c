import { z } from "zod";
import { checkUscc, normalUscc } from "#app/features/organizations/uscc.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { addDays } from "#app/lib/time.ts";
import { filingRule, latestEnd } from "./filing-rules.ts";
import type { VersionKind } from "./filing-state.ts";
import {
  AGREEMENT_POINTS,
  ASSESSMENT_HEADS,
  type FilingPlan,
  lengthOf,
  METHODS,
  MOST_PARTNERS,
  PARTNER_PAPERS,
  PARTNER_TEXTS,
  PARTNER_TYPES,
  type Partner,
  PLAN_TEXT_NAMES,
  PLAN_TEXTS,
  type PlanText,
} from "./plan.ts";

/** What the fields of the form are called: flat, so that a form without scripts and a draft hold the same. */
export type Typed = Record<string, string>;
/** Field → key of the dictionary `filings`, with what the sentence names. */
export type PlanErrors = Record<string, { key: string; values?: Record<string, string | number> }>;

export const ONLINE_REGION = "online";
/** Ten billion yuan: beyond any campaign, below what a form should take by mistake. */
const MOST_TARGET_FEN = 1_000_000_000_000n;

export interface PlanContext {
  kind: VersionKind;
  /** The day in China on which it is handed over. */
  today: string;
  /** Of the organization, for local rules. */
  divisionCode: string;
  /** The version that an amendment changes or a renewal follows. */
  base: { startsOn: string; endsOn: string } | null;
}

export type ReadPlan =
  | { ok: true; plan: FilingPlan; changedOn: string | null; reason: string }
  | { ok: false; errors: PlanErrors };

/** Empty unless something else in the form makes them needed. */
const OPTIONAL: readonly PlanText[] = ["otherNotes", "awayPlaces", "methodOther"];

const day = (missing: string) =>
  z
    .string(missing)
    .regex(/^\d{4}-\d{2}-\d{2}$/, missing)
    .refine((text) => {
      const date = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
    }, missing);

const trimmed = z.string("errMissing").transform((text) => text.replace(/\r\n/g, "\n").trim());

function textOf(most: number, isOptional: boolean) {
  const text = trimmed.pipe(z.string().refine((value) => lengthOf(value) <= most, "errTooLong"));
  return isOptional ? text : text.pipe(z.string().min(1, "errMissing"));
}

const planTexts = Object.fromEntries(
  PLAN_TEXT_NAMES.map((name) => [name, textOf(PLAN_TEXTS[name].most, OPTIONAL.includes(name))]),
) as Record<PlanText, ReturnType<typeof textOf>>;

const target = z.string("errTarget").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MOST_TARGET_FEN });
  if (typed.ok) return typed.amountFen.toString();
  context.addIssue({ code: "custom", message: typed.reason === "empty" ? "errMissing" : "errTarget" });
  return z.NEVER;
});

const planFields = z.object({
  ...planTexts,
  startsOn: day("errDay"),
  endsOn: day("errDay"),
  filledOn: day("errDay"),
  region: z.string("errRegion").min(1, "errRegion"),
  away: z.enum(["yes", "no"], "errChoose"),
  bankAccountId: z.uuid("errChoose"),
  target,
  cooperative: z.enum(["yes", "no"], "errChoose"),
});

const partnerFields = z.object({
  type: z.enum(PARTNER_TYPES, "errChoose"),
  name: textOf(PARTNER_TEXTS.name, false),
  credit: textOf(PARTNER_TEXTS.credit, false),
  capacity: textOf(PARTNER_TEXTS.capacity, false),
  interest: textOf(PARTNER_TEXTS.interest, false),
  agreedOn: day("errDay"),
});

const changeFields = z.object({ changedOn: day("errDay"), reason: textOf(500, false) });

const isOn = (typed: Typed, name: string): boolean => typed[name] === "yes";
const gather = (errors: PlanErrors, error: z.ZodError, prefix = ""): void => {
  for (const issue of error.issues) errors[`${prefix}${String(issue.path[0])}`] ??= { key: issue.message };
};

/**
 * Reads the form of a plan. Everything that can be wrong is said at once, each beside its field. `today` decides
 * what is still in time; what only a person can judge is left to the nine checks (plan-checks.ts).
 */
export function readPlan(typed: Typed, context: PlanContext): ReadPlan {
  const errors: PlanErrors = {};
  const fields = planFields.safeParse({ ...BLANK_TEXTS, ...typed });
  if (!fields.success) gather(errors, fields.error);
  const partners = typed.cooperative === "yes" ? readPartners(typed, errors) : [];
  const methods = METHODS.filter((method) => isOn(typed, `method_${method}`));
  const fundIds = Object.keys(typed)
    .filter((name) => name.startsWith("fund_") && isOn(typed, name))
    .map((name) => name.slice("fund_".length))
    .sort();
  if (fundIds.length === 0) errors.funds = { key: "errFunds" };
  if (methods.length === 0) errors.methods = { key: "errMethods" };
  let change: { changedOn: string | null; reason: string } = { changedOn: null, reason: "" };
  if (context.kind === "amendment") {
    const given = changeFields.safeParse({ reason: "", ...typed });
    if (given.success) change = given.data;
    else gather(errors, given.error);
  }
  if (!fields.success) return { ok: false, errors: withLimits(errors, typed) };
  const { region, away, target: targetFen, cooperative, ...rest } = fields.data;
  const plan: FilingPlan = {
    ...rest,
    targetFen,
    fundIds,
    methods,
    partners,
    divisionCode: region === ONLINE_REGION ? null : region,
    isAway: away === "yes",
    awayFiledOn: away === "yes" && typed.awayFiledOn ? typed.awayFiledOn : null,
    awayPlaces: away === "yes" ? rest.awayPlaces : "",
    methodOther: methods.includes("another") ? rest.methodOther : "",
    isEmergency: isOn(typed, "isEmergency"),
    isResponsibleFullTime: isOn(typed, "isResponsibleFullTime"),
  };
  sayWhatDoesNotFit(plan, change.changedOn, cooperative, context, errors);
  if (Object.keys(errors).length > 0) return { ok: false, errors: withLimits(errors, typed) };
  return { ok: true, plan, ...change };
}

const BLANK_TEXTS = Object.fromEntries(PLAN_TEXT_NAMES.map((name) => [name, ""]));

/** Fields that are right alone but not together, or not today. */
function sayWhatDoesNotFit(
  plan: FilingPlan,
  changedOn: string | null,
  cooperative: string,
  context: PlanContext,
  errors: PlanErrors,
): void {
  const { today, kind, base } = context;
  if (plan.endsOn < plan.startsOn) errors.endsOn ??= { key: "errEndsBefore" };
  const latest = latestEnd(plan.startsOn, plan.isEmergency, context.divisionCode);
  if (plan.endsOn > latest) errors.endsOn ??= { key: "errPeriod", values: { latest } };
  const before = filingRule("before-start", plan.startsOn, context.divisionCode).value;
  // A filing of an emergency may follow its start; whether it comes in time is shown and not refused.
  if (kind !== "amendment" && !plan.isEmergency && today > addDays(plan.startsOn, -before)) {
    errors.startsOn ??= { key: "errTooSoon", values: { days: before, earliest: addDays(today, before) } };
  }
  if (kind === "renewal" && base && plan.startsOn <= base.endsOn) {
    errors.startsOn ??= { key: "errRenewalStart", values: { end: base.endsOn } };
  }
  if (kind === "amendment" && base && base.startsOn <= today && plan.startsOn !== base.startsOn) {
    errors.startsOn ??= { key: "errStartFixed", values: { start: base.startsOn } };
  }
  if (changedOn !== null && changedOn > today) errors.changedOn ??= { key: "errFutureDay" };
  if (plan.filledOn > today) errors.filledOn ??= { key: "errFutureDay" };
  if (plan.divisionCode === null && !plan.methods.includes("online"))
    errors.region ??= { key: "errRegionMethod" };
  if (plan.isAway && plan.awayPlaces === "") errors.awayPlaces ??= { key: "errMissing" };
  if (plan.isAway && !plan.methods.some((method) => method === "box" || method === "event")) {
    errors.away ??= { key: "errAwayMethod" };
  }
  if (plan.awayFiledOn !== null && !day("").safeParse(plan.awayFiledOn).success)
    errors.awayFiledOn = { key: "errDay" };
  if (plan.methods.includes("another") && plan.methodOther === "")
    errors.methodOther ??= { key: "errMissing" };
  if (cooperative === "yes" && plan.partners.length === 0) errors.partner1_name ??= { key: "errPartner" };
}

function readPartners(typed: Typed, errors: PlanErrors): Partner[] {
  const partners: Partner[] = [];
  for (let index = 1; index <= MOST_PARTNERS; index += 1) {
    const prefix = `partner${index}_`;
    const own = Object.fromEntries(
      Object.entries(typed)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
    // A block nobody wrote in is no partner.
    if (["name", "uscc", ...ASSESSMENT_HEADS, "agreedOn"].every((name) => (own[name] ?? "").trim() === ""))
      continue;
    const given = partnerFields.safeParse({ name: "", credit: "", capacity: "", interest: "", ...own });
    if (!given.success) gather(errors, given.error, prefix);
    const isPerson = own.type === "individual";
    const uscc = isPerson ? null : normalUscc(own.uscc ?? "");
    if (uscc !== null && !["right", "wrong-check"].includes(checkUscc(uscc))) {
      errors[`${prefix}uscc`] = { key: "errUscc" };
    }
    const papersSeen = PARTNER_PAPERS.filter((paper) => isOn(own, `paper_${paper}`));
    if (isPerson && papersSeen.length < PARTNER_PAPERS.length)
      errors[`${prefix}papers`] = { key: "errPapers" };
    const agreementCovers = AGREEMENT_POINTS.filter((point) => isOn(own, `covers_${point}`));
    if (agreementCovers.length < AGREEMENT_POINTS.length) errors[`${prefix}covers`] = { key: "errAgreement" };
    if (!isOn(own, "moneyThroughCharity")) errors[`${prefix}moneyThroughCharity`] = { key: "errMoney" };
    if (!given.success) continue;
    const { credit, capacity, interest, ...rest } = given.data;
    partners.push({
      ...rest,
      uscc,
      assessment: { credit, capacity, interest },
      agreementCovers,
      moneyThroughCharity: isOn(own, "moneyThroughCharity"),
      papersSeen: isPerson ? papersSeen : [],
    });
  }
  return partners;
}

/** A text that is too long is told its limit and how long it is. */
function withLimits(errors: PlanErrors, typed: Typed): PlanErrors {
  for (const [field, error] of Object.entries(errors)) {
    if (error.key !== "errTooLong") continue;
    const own = field.replace(/^partner\d_/, "");
    const most = PLAN_TEXTS[own as PlanText]?.most ?? PARTNER_TEXTS[own as keyof typeof PARTNER_TEXTS] ?? 500;
    error.values = { most, length: lengthOf((typed[field] ?? "").trim()) };
  }
  return errors;
}

/** The form filled with what a version says, to change or to renew it. */
export function typedPlan(plan: FilingPlan): Typed {
  const typed: Typed = {
    ...Object.fromEntries(PLAN_TEXT_NAMES.map((name) => [name, plan[name]])),
    startsOn: plan.startsOn,
    endsOn: plan.endsOn,
    filledOn: plan.filledOn,
    region: plan.divisionCode ?? ONLINE_REGION,
    away: plan.isAway ? "yes" : "no",
    awayFiledOn: plan.awayFiledOn ?? "",
    bankAccountId: plan.bankAccountId,
    target: yuanOf(plan.targetFen),
    cooperative: plan.partners.length > 0 ? "yes" : "no",
  };
  const tick = (name: string, isTicked: boolean): void => {
    if (isTicked) typed[name] = "yes";
  };
  tick("isEmergency", plan.isEmergency);
  tick("isResponsibleFullTime", plan.isResponsibleFullTime);
  for (const fundId of plan.fundIds) tick(`fund_${fundId}`, true);
  for (const method of plan.methods) tick(`method_${method}`, true);
  plan.partners.forEach((partner, at) => {
    const prefix = `partner${at + 1}_`;
    Object.assign(typed, {
      [`${prefix}type`]: partner.type,
      [`${prefix}name`]: partner.name,
      [`${prefix}uscc`]: partner.uscc ?? "",
      [`${prefix}agreedOn`]: partner.agreedOn,
    });
    for (const head of ASSESSMENT_HEADS) typed[`${prefix}${head}`] = partner.assessment[head];
    for (const point of partner.agreementCovers) tick(`${prefix}covers_${point}`, true);
    for (const paper of partner.papersSeen) tick(`${prefix}paper_${paper}`, true);
    tick(`${prefix}moneyThroughCharity`, partner.moneyThroughCharity);
  });
  return typed;
}

function yuanOf(fen: string): string {
  const digits = fen.padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
