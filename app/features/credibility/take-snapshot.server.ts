import type { Sql } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { annualReportsMissing, dutyFacts } from "./disclosure-facts.server.ts";
import { EvidenceList } from "./evidence-list.ts";
import { readGovernance } from "./governance.ts";
import { bookFacts, governanceChecks, penaltiesWithin } from "./governance-facts.ts";
import type { SnapshotInputs } from "./inputs.ts";
import { METHOD_VERSION } from "./method.ts";
import { reconciliationFacts, spentFacts } from "./money-facts.server.ts";
import {
  filingFacts,
  idleFacts,
  raisesPublicly,
  readFunds,
  readOrganization,
  registrationFacts,
} from "./organization-facts.server.ts";

/**
 * Gathers what a charity's score is computed from, as it stands at `now`. Call inside a repeatable-read
 * transaction: every figure is then of one moment. Null for what is no charity.
 */
export async function takeSnapshot(
  sql: Sql,
  organizationId: string,
  now: Date,
): Promise<SnapshotInputs | null> {
  const organization = await readOrganization(sql, organizationId);
  if (!organization) return null;
  const day = shanghaiDay(now);
  const evidence = new EvidenceList();
  const { governance } = readGovernance(organization.governance);
  const funds = await readFunds(sql, organizationId, day);
  const duties = await dutyFacts(sql, organizationId, day, evidence);
  const reconciliation = await reconciliationFacts(sql, organizationId, day, evidence);
  const { tracing, purpose, deliveredFen } = await spentFacts(sql, organizationId, day, evidence);
  const idle = await idleFacts(sql, funds, evidence);
  const missing = await annualReportsMissing(sql, organizationId, day);
  const { base, ...books } = bookFacts(governance, day, evidence);
  const { slug, name, nameEn, form, registeredOn } = organization;
  return {
    methodVersion: METHOD_VERSION,
    takenAt: now.toISOString(),
    organization: { slug, name, nameEn },
    registration: registrationFacts(organization, funds, day, evidence),
    filing: filingFacts(funds, evidence),
    duties,
    spending: {
      ...base,
      deliveredFen,
      isFoundation: form === "foundation",
      raisesPublicly: raisesPublicly(organization, funds),
      isFirstYear: registeredOn !== null && registeredOn > addDays(day, -365),
    },
    ...books,
    reconciliation,
    tracing,
    purpose,
    idle,
    governance: governanceChecks(governance, evidence),
    alerts: {
      isSeriousViolator: governance.seriousViolation?.value ?? false,
      isOnAbnormalList: governance.abnormalList?.value ?? false,
      penalties: penaltiesWithin(governance, day),
      annualReportsMissing: missing,
    },
    evidence: evidence.all(),
  };
}
