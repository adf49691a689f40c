import { isDay, OFFICES, type OrganizationFacts, type OrganizationPersonFacts, RELATIONS } from "./facts.ts";
import type { FactErrors, TypedFacts } from "./facts-form.ts";

/** Rows a form may have; more than any board. */
export const MOST_ROWS = 60;
/** Empty rows that a form begins with, and that 再加几行 adds. */
export const EMPTY_ROWS = 3;

/** Spaces around and doubled ones gone; full-width brackets stay, as registered names have them. */
export const fold = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim();

export const PERSON_FIELDS = [
  "name",
  "office",
  "termFrom",
  "termTo",
  "isFullTime",
  "isFromOutside",
  "comesFrom",
  "relativeOf",
] as const;

/** Where a row's control is found: `person-3-name`. */
export const personField = (row: number, field: (typeof PERSON_FIELDS)[number]) => `person-${row}-${field}`;
export const partyField = (row: number, field: "name" | "relation") => `party-${row}-${field}`;

/** How many rows of a kind the form showed. */
export function rowsOf(typed: TypedFacts, kind: "person" | "party"): number {
  const count = Number.parseInt(typed[`${kind}Rows`] ?? "", 10);
  return Number.isInteger(count) && count > 0 ? Math.min(count, MOST_ROWS) : EMPTY_ROWS;
}

/** The people of the form; a row without a name is no person. */
export function personRows(typed: TypedFacts, errors: FactErrors): OrganizationPersonFacts[] {
  const people: OrganizationPersonFacts[] = [];
  for (let row = 0; row < rowsOf(typed, "person"); row += 1) {
    const text = (field: (typeof PERSON_FIELDS)[number]) => fold(typed[personField(row, field)] ?? "");
    const name = text("name");
    const office = OFFICES.find((one) => one === text("office"));
    if (name === "") {
      if (office) errors[personField(row, "name")] = "errPersonName";
      continue;
    }
    if (name.length > 60) errors[personField(row, "name")] = "errLong";
    if (!office) errors[personField(row, "office")] = "errOffice";
    const [termFrom, termTo] = [text("termFrom"), text("termTo")];
    if (termFrom !== "" && !isDay(termFrom)) errors[personField(row, "termFrom")] = "errDay";
    if (termTo !== "" && !isDay(termTo)) errors[personField(row, "termTo")] = "errDay";
    else if (termTo !== "" && termTo < termFrom) errors[personField(row, "termTo")] = "errOrder";
    people.push({
      name,
      office: office ?? "director",
      termFrom: termFrom || null,
      termTo: termTo || null,
      isFullTime: text("isFullTime") !== "",
      isFromOutside: text("isFromOutside") !== "",
      comesFrom: text("comesFrom").slice(0, 120),
      relativeOf: text("relativeOf").slice(0, 60),
    });
  }
  return people;
}

/** The related parties of the form. */
export function partyRows(typed: TypedFacts, errors: FactErrors): OrganizationFacts["relatedParties"] {
  const parties: OrganizationFacts["relatedParties"] = [];
  for (let row = 0; row < rowsOf(typed, "party"); row += 1) {
    const name = fold(typed[partyField(row, "name")] ?? "");
    const relation = RELATIONS.find((one) => one === typed[partyField(row, "relation")]);
    if (name === "") {
      if (relation) errors[partyField(row, "name")] = "errPartyName";
      continue;
    }
    if (name.length > 120) errors[partyField(row, "name")] = "errLong";
    if (!relation) errors[partyField(row, "relation")] = "errRelation";
    parties.push({ name, relation: relation ?? "founder" });
  }
  return parties;
}

/** A record as its form shows it, with a few empty rows after the filled ones. */
export function typedOf(facts: OrganizationFacts): TypedFacts {
  const typed: Record<string, string> = {
    kind: facts.kind,
    form: facts.form ?? "",
    name: facts.name,
    nameEn: facts.nameEn,
    uscc: facts.uscc ?? "",
    usccOverrideReason: facts.usccOverrideReason ?? "",
    registrar: facts.registrar ?? "",
    divisionCode: facts.divisionCode,
    registeredOn: facts.registeredOn ?? "",
    qualificationNo: facts.qualification?.certificateNo ?? "",
    qualificationFrom: facts.qualification?.from ?? "",
    qualificationTo: facts.qualification?.to ?? "",
    taxFrom: facts.taxStatus?.from ?? "",
    taxTo: facts.taxStatus?.to ?? "",
    grade: facts.assessment?.grade ?? "",
    gradeAnnouncedOn: facts.assessment?.announcedOn ?? "",
    contact: facts.contact,
    summary: facts.summary,
    summaryEn: facts.summaryEn,
    personRows: String(Math.min(facts.people.length + EMPTY_ROWS, MOST_ROWS)),
    partyRows: String(Math.min(facts.relatedParties.length + EMPTY_ROWS, MOST_ROWS)),
  };
  for (const [row, person] of facts.people.entries()) {
    for (const field of PERSON_FIELDS) {
      const value = person[field];
      typed[personField(row, field)] = typeof value === "boolean" ? (value ? "yes" : "") : (value ?? "");
    }
  }
  for (const [row, party] of facts.relatedParties.entries()) {
    typed[partyField(row, "name")] = party.name;
    typed[partyField(row, "relation")] = party.relation;
  }
  return typed;
}
