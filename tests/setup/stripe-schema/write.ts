// Writes stripe-schema.jsonl anew from the installed SDK. After a change of its version:
//   node --import tsx tests/setup/stripe-schema/write.ts
import { writeFileSync } from "node:fs";
import { generateStripeSchema } from "./generate.ts";
import { SCHEMA_FILE, schemaText } from "./schema-file.ts";

writeFileSync(SCHEMA_FILE, schemaText(generateStripeSchema()));
