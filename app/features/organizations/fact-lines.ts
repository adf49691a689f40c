import type { Translator } from "#app/lib/i18n.ts";
import type { FactKey, OrganizationFacts, OrganizationPersonFacts } from "./facts.ts";

/** Who reads: the public is not told where people come from and who is related to whom. */
export type FactReader = "public" | "officer";

/** A fact of a record in words, a line each; none where the record says nothing. */
export function factLines(
  key: FactKey,
  facts: OrganizationFacts,
  translate: Translator,
  reader: FactReader,
): string[] {
  const t = translate("register");
  const to = translate("organizations");
  switch (key) {
    case "kind":
      return [to(`kind_${facts.kind}`)];
    case "form":
      return facts.form ? [to(`form_${facts.form}`)] : [];
    case "qualification":
      return facts.qualification ? qualificationLines(facts.qualification, translate) : [];
    case "taxStatus":
      return facts.taxStatus ? [spanText(facts.taxStatus, translate)] : [];
    case "assessment":
      return facts.assessment ? [gradeText(facts.assessment, translate)] : [];
    case "people":
      return facts.people.map((person) => personText(person, translate, reader));
    case "relatedParties":
      return facts.relatedParties.map(({ name, relation }) =>
        t("personSay", { name, office: t(`relation_${relation}`) }),
      );
    default: {
      const text = facts[key];
      return text === null || text === "" ? [] : [text];
    }
  }
}

function qualificationLines(
  qualification: NonNullable<OrganizationFacts["qualification"]>,
  translate: Translator,
): string[] {
  const number = qualification.certificateNo;
  const span = spanText(qualification, translate);
  return number === "" ? [span] : [span, translate("register")("certificateNo", { number })];
}

function spanText({ from, to }: { from: string; to: string | null }, translate: Translator): string {
  const t = translate("register");
  return to === null ? t("termOpen", { from }) : t("termSpan", { from, to });
}

function gradeText(
  { grade, validTo }: NonNullable<OrganizationFacts["assessment"]>,
  translate: Translator,
): string {
  return validTo === null ? grade : `${grade} · ${translate("organizations")("validTo", { day: validTo })}`;
}

/** Name, office and term; for an officer also what the conditions of Order 74 Art. 5 ask about. */
function personText(person: OrganizationPersonFacts, translate: Translator, reader: FactReader): string {
  const t = translate("register");
  const said = [t("personSay", { name: person.name, office: t(`office_${person.office}`) })];
  if (person.termFrom !== null) said.push(spanText({ from: person.termFrom, to: person.termTo }, translate));
  if (person.isFullTime) said.push(t("work"));
  if (reader === "officer") {
    if (person.comesFrom !== "") said.push(t("sentBy", { who: person.comesFrom }));
    if (person.relativeOf !== "") said.push(t("relatedTo", { who: person.relativeOf }));
    if (person.isFromOutside) said.push(t("isFromOutside"));
  }
  return said.join(" · ");
}
