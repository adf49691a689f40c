import type { KeyOf } from "#app/lib/i18n.ts";
import { GRADES, isDay, type OrganizationFacts } from "./facts.ts";
import { fold, partyRows, personRows } from "./facts-form-rows.ts";
import { gradeValidity } from "./grade-validity.ts";
import { ORGANIZATION_FORMS, PUBLIC_ORGANIZATION_KINDS } from "./kinds.ts";
import { checkUscc, normalUscc } from "./uscc.ts";

/** Long enough to name a decision or a paper, short enough to be read. */
export const OVERRIDE_LENGTH = { min: 10, max: 300 } as const;
export const NOTE_LENGTH = { min: 4, max: 500 } as const;

/** What was typed, by the name of its control. */
export type TypedFacts = Readonly<Record<string, string>>;
/** Name of a control → key of the `register` dictionary. */
export type FactErrors = Record<string, Extract<KeyOf<"register">, `err${string}`>>;

export type FactsReading =
  | { ok: true; facts: OrganizationFacts }
  | {
      ok: false;
      errors: FactErrors /** Only the check digit is wrong, which a reason may override. */;
      isCheckDigit: boolean;
    };

/** The text fields of a form as they were typed. */
export function typedFacts(form: FormData): TypedFacts {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value.slice(0, 1_000);
  return typed;
}

/**
 * Reads the form of an organization's record. What is not on the form of its kind (a company has no
 * qualification) is left out. `before` is the record so far: a grade from before announcements were recorded
 * keeps its end.
 */
export function readFacts(typed: TypedFacts, before: OrganizationFacts | null, today: string): FactsReading {
  const errors: FactErrors = {};
  const text = (name: string) => fold(typed[name] ?? "");
  const kind = PUBLIC_ORGANIZATION_KINDS.find((one) => one === typed.kind);
  const form = ORGANIZATION_FORMS.find((one) => one === typed.form) ?? null;
  if (!kind) errors.kind = "errKind";
  if (kind === "charity" && form === null) errors.form = "errForm";
  const name = text("name");
  if (name.length < 2 || name.length > 80) errors.name = "errName";
  if (text("nameEn").length > 160) errors.nameEn = "errLong";
  if (text("contact").length < 3 || text("contact").length > 200) errors.contact = "errContact";
  if (text("summary").length > 300) errors.summary = "errLong";
  if (text("summaryEn").length > 600) errors.summaryEn = "errLong";
  if (text("divisionCode") === "") errors.divisionCode = "errDivision";
  const registrar = text("registrar");
  if (kind === "charity" && registrar.length < 2) errors.registrar = "errRegistrar";
  if (registrar.length > 80) errors.registrar = "errLong";
  const registeredOn = readDay(typed, "registeredOn", errors);
  if (registeredOn !== null && registeredOn > today) errors.registeredOn = "errFuture";
  if (registeredOn === null && kind === "charity") errors.registeredOn ??= "errDay";
  const code = readCode(typed, errors);
  const isCharity = kind === "charity";
  const facts: OrganizationFacts = {
    name,
    nameEn: text("nameEn"),
    kind: kind ?? "charity",
    form: isCharity ? form : null,
    ...code.facts,
    registrar: registrar || null,
    divisionCode: text("divisionCode"),
    registeredOn,
    qualification: isCharity ? readQualification(typed, errors) : null,
    taxStatus: isCharity ? readTaxStatus(typed, errors) : null,
    assessment: isCharity ? readAssessment(typed, before, today, errors) : null,
    people: personRows(typed, errors),
    relatedParties: partyRows(typed, errors),
    contact: text("contact"),
    summary: text("summary"),
    summaryEn: text("summaryEn"),
  };
  const wrong = Object.keys(errors);
  if (wrong.length === 0) return { ok: true, facts };
  return { ok: false, errors, isCheckDigit: code.isCheckDigit };
}

function readCode(typed: TypedFacts, errors: FactErrors) {
  const uscc = normalUscc(typed.uscc ?? "");
  const reason = fold(typed.usccOverrideReason ?? "");
  const verdict = checkUscc(uscc);
  const none = { uscc, usccOverrideReason: null };
  if (verdict === "right") return { facts: none, isCheckDigit: false };
  if (verdict !== "wrong-check") {
    errors.uscc = verdict === "wrong-length" ? "errCodeLength" : "errCodeSign";
    return { facts: none, isCheckDigit: false };
  }
  if (reason === "") errors.uscc = "errCodeCheck";
  else if (reason.length < OVERRIDE_LENGTH.min || reason.length > OVERRIDE_LENGTH.max)
    errors.usccOverrideReason = "errOverride";
  return { facts: { uscc, usccOverrideReason: reason || null }, isCheckDigit: true };
}

/** A day or nothing; what is no day is an error. */
export function readDay(typed: TypedFacts, name: string, errors: FactErrors): string | null {
  const day = (typed[name] ?? "").trim();
  if (day === "") return null;
  if (isDay(day)) return day;
  errors[name] = "errDay";
  return null;
}

function readQualification(typed: TypedFacts, errors: FactErrors): OrganizationFacts["qualification"] {
  const certificateNo = fold(typed.qualificationNo ?? "").slice(0, 60);
  const from = readDay(typed, "qualificationFrom", errors);
  const to = readDay(typed, "qualificationTo", errors);
  if (from === null) {
    if (certificateNo !== "" || to !== null) errors.qualificationFrom ??= "errDay";
    return null;
  }
  if (to !== null && to < from) errors.qualificationTo ??= "errOrder";
  return { certificateNo, from, to };
}

function readTaxStatus(typed: TypedFacts, errors: FactErrors): OrganizationFacts["taxStatus"] {
  const from = readDay(typed, "taxFrom", errors);
  const to = readDay(typed, "taxTo", errors);
  if (from === null) {
    if (to !== null) errors.taxFrom ??= "errDay";
    return null;
  }
  if (to !== null && to < from) errors.taxTo ??= "errOrder";
  return { from, to };
}

function readAssessment(
  typed: TypedFacts,
  before: OrganizationFacts | null,
  today: string,
  errors: FactErrors,
): OrganizationFacts["assessment"] {
  const grade = GRADES.find((one) => one === typed.grade);
  const announcedOn = readDay(typed, "gradeAnnouncedOn", errors);
  if (!grade) {
    if (announcedOn !== null) errors.grade ??= "errGrade";
    return null;
  }
  if (announcedOn === null) {
    const known = before?.assessment;
    if (known && known.grade === grade && known.announcedOn === null) return known;
    errors.gradeAnnouncedOn ??= "errAnnounced";
    return null;
  }
  if (announcedOn > today) errors.gradeAnnouncedOn ??= "errFuture";
  return { grade, announcedOn, validTo: gradeValidity(announcedOn).to };
}
