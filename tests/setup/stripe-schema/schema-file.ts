import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "#scripts/services/place.ts";
import type { JsonSchema, StripeSchema } from "./generate.ts";

/** One definition a line, so that a change of the SDK is read as what it changed. */
export const SCHEMA_FILE = join(projectRoot, "tests/setup/stripe-schema/stripe-schema.jsonl");

type Section = "parameters" | "answers" | "events" | "$defs";
const SECTIONS: readonly Section[] = ["parameters", "answers", "events", "$defs"];

export function schemaText(schema: StripeSchema): string {
  const lines = SECTIONS.flatMap((section) =>
    Object.entries(schema[section]).map(([name, value]) => JSON.stringify([section, name, value])),
  );
  return `${[JSON.stringify(["sdkVersion", schema.sdkVersion]), ...lines].join("\n")}\n`;
}

export function readSchemaFile(): StripeSchema {
  const schema: StripeSchema = { sdkVersion: "", parameters: {}, answers: {}, events: {}, $defs: {} };
  for (const line of readFileSync(SCHEMA_FILE, "utf8").trimEnd().split("\n")) {
    const [section, name, value] = JSON.parse(line) as [Section | "sdkVersion", string, JsonSchema];
    if (section === "sdkVersion") schema.sdkVersion = name;
    else schema[section][name] = value;
  }
  return schema;
}
