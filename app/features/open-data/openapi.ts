import { intakeOperations } from "#app/features/consumption/intake/openapi.ts";
import { campaignOperations } from "#app/features/consumption/pages/openapi.ts";
import { credibilityOperations } from "#app/features/credibility/openapi.ts";
import { disbursementOperations } from "#app/features/disbursements/openapi.ts";
import { disclosureOperations } from "#app/features/disclosures/openapi.ts";
import { donationOperations } from "#app/features/donations/openapi.ts";
import { fundOperations } from "#app/features/funds/openapi.ts";
import { ledgerOperations } from "#app/features/ledger/openapi.ts";
import { organizationOperations } from "#app/features/organizations/openapi.ts";
import { reconciliationOperations } from "#app/features/reconciliation/openapi.ts";
import { regionOperations } from "#app/features/regions/openapi.ts";
import { type ApiOperation, openApiDocument } from "#app/lib/openapi.ts";

/**
 * Every operation of /api/v1, each described in its own feature's `openapi.ts` (see lib/openapi.ts for the
 * shape). A route without a line here fails the tests.
 */
export const API_OPERATIONS: readonly ApiOperation[] = [
  ...fundOperations,
  ...campaignOperations,
  ...organizationOperations,
  ...regionOperations,
  ...donationOperations,
  ...disbursementOperations,
  ...reconciliationOperations,
  ...intakeOperations,
  ...disclosureOperations,
  ...credibilityOperations,
  ...ledgerOperations,
];

/** The document at /api/v1/openapi.json. */
export function apiDocument(publicUrl: string): Record<string, unknown> {
  return openApiDocument(API_OPERATIONS, {
    title: "Mingshan open API",
    version: "1",
    description:
      "The public register, gifts and books of charities. Amounts are integers named …Fen beside a currency (100 fen = 1 yuan); times are RFC 3339; lists are { data, nextCursor }; errors are RFC 9457 problem documents.",
    serverUrl: `${publicUrl}/api/v1`,
  });
}
