import { readFileSync } from "node:fs";
import { env } from "#app/lib/env.server.ts";
import { sourceFile } from "#app/lib/source-file.server.ts";
import { DEMO_TEST_KEY } from "./demo-test-key.ts";
import { referenceOf } from "./reference.ts";

/** Real files, served as they are and run by a test. */
const EXAMPLES = ["send-orders.sh", "send-orders.ts"] as const;
const FOLDER = "examples/consumption";

/** What the page for developers shows: the examples' own text, and the reference out of the API's own document. */
export function developersData(document: Record<string, unknown>) {
  return {
    siteUrl: env().PUBLIC_URL,
    demoKey: env().DEMO ? DEMO_TEST_KEY : null,
    examples: EXAMPLES.map((name) => ({
      name,
      href: `/${FOLDER}/${name}`,
      text: readFileSync(sourceFile(`public/${FOLDER}/${name}`), "utf8"),
    })),
    reference: referenceOf(document, "consumption"),
  };
}
export type DevelopersData = ReturnType<typeof developersData>;
