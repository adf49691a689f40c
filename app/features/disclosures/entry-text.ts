import { translator } from "#app/lib/i18n.ts";
import { DUTY_FIELDS, type DutyField, isDutyKind } from "./duty-kinds.ts";

/** The parts that an entry of a kind must fill; none for a kind that is not ours. */
export function fieldsOf(kind: string): readonly DutyField[] {
  return isDutyKind(kind) ? DUTY_FIELDS[kind] : [];
}

const headingOf = (field: DutyField) => translator("zh")("disclosures")(`field_${field}`);

/** One text out of the parts a clerk filled in, each under its heading; and how many were. */
export function composeBody(
  kind: string,
  parts: Readonly<Record<string, string>>,
): { body: string; requiredFields: number; filledFields: number } {
  const fields = fieldsOf(kind);
  const filled = fields.flatMap((field) => {
    const text = (parts[field] ?? "").replaceAll("\r\n", "\n").trim();
    return text === "" ? [] : [`【${headingOf(field)}】\n${text}`];
  });
  return { body: filled.join("\n\n"), requiredFields: fields.length, filledFields: filled.length };
}

export interface TextSection {
  heading: string | null;
  text: string;
}

/** A published text cut at its headings again. */
export function sectionsOf(body: string): TextSection[] {
  const sections: TextSection[] = [];
  for (const line of body.split("\n")) {
    const heading = /^【([^】]{1,60})】$/.exec(line.trim())?.[1];
    const last = sections.at(-1);
    if (heading !== undefined) sections.push({ heading, text: "" });
    else if (last) last.text += `${line}\n`;
    else sections.push({ heading: null, text: `${line}\n` });
  }
  return sections
    .map((section) => ({ ...section, text: section.text.trim() }))
    .filter((section) => section.heading !== null || section.text !== "");
}

/** The parts of a published text, to begin a correction with. */
export function partsOf(kind: string, body: string): Record<string, string> {
  const sections = sectionsOf(body);
  return Object.fromEntries(
    fieldsOf(kind).map((field) => [
      field,
      sections.find((section) => section.heading === headingOf(field))?.text ?? "",
    ]),
  );
}
