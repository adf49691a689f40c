import { XMLParser, XMLValidator } from "fast-xml-parser";
import { FileRefused } from "./refusal.ts";

/** Elements that may repeat and are read as lists. */
const LISTS = new Set(["Stmt", "Bal", "Ntry", "NtryDtls", "TxDtls", "Ustrd", "Strd"]);

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => LISTS.has(name),
});

/** An element of the parsed file. Texts stay texts: "000123" is an account, not a number. */
export type Element = { readonly [name: string]: unknown };

/** The parsed file; one that is cut off or not XML is refused with its line. */
export function parseXml(text: string): Element {
  const valid = XMLValidator.validate(text);
  if (valid !== true)
    throw new FileRefused(valid.err.line, "truncated", `not well-formed XML: ${valid.err.code}`);
  try {
    return asElement(parser.parse(text));
  } catch (error) {
    throw new FileRefused(
      null,
      "bad-row",
      error instanceof Error ? error.message.slice(0, 120) : "not readable",
    );
  }
}

function asElement(value: unknown): Element {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Element) : {};
}

/** The element at a path; an empty one where there is none. */
export function elementAt(from: Element, ...path: readonly string[]): Element {
  return path.reduce<Element>(
    (at, name) => asElement(Array.isArray(at[name]) ? at[name][0] : at[name]),
    from,
  );
}

export function listAt(from: Element, name: string): Element[] {
  const found = from[name];
  if (found === undefined) return [];
  return (Array.isArray(found) ? found : [found]).map(asElement);
}

/** The text at a path, "" where there is none. An element with attributes keeps its text under "#text". */
export function textAt(from: Element, ...path: readonly string[]): string {
  const last = path.at(-1) ?? "";
  const parent = elementAt(from, ...path.slice(0, -1));
  return textOf(parent[last]);
}

/** All texts of a repeated element. */
export function textsAt(from: Element, name: string): string[] {
  const found = from[name];
  const all = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return all.map(textOf).filter((text) => text !== "");
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  if (Array.isArray(value)) return textOf(value[0]);
  const text = asElement(value)["#text"];
  return typeof text === "string" ? text.trim() : "";
}
