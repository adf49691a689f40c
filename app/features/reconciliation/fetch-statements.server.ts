import {
  type CredentialSummary,
  listTellingCredentials,
  providerOfCredential,
} from "#app/features/payments/credentials.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { BillRequest, BillSource, PaymentProvider } from "#app/features/payments/providers/provider.ts";
import { statementAccountOf } from "#app/features/payments/statement-account.server.ts";
import { type FetchState, noteFetch } from "#app/features/payments/statement-fetches.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { billDays } from "./bill-days.server.ts";
import { healRefunds } from "./heal-refunds.server.ts";
import { isDue, OPEN_WORK_PAUSE_MS } from "./pacing.server.ts";
import { fetchPlayedBank } from "./played-bank.server.ts";
import { reconcileOrganization } from "./reconcile-organization.server.ts";

export interface FetchSummary {
  organizationCount: number;
  fileCount: number;
  newRowCount: number;
  failureCount: number;
}

/**
 * Fetches what providers (and, in the demo, the played bank) have published since the last time, and
 * reconciles whoever has something new or open. One organization's trouble never stops the others.
 */
export async function fetchStatements(now: Date): Promise<FetchSummary> {
  const total: FetchSummary = { organizationCount: 0, fileCount: 0, newRowCount: 0, failureCount: 0 };
  const credentials = await listTellingCredentials(now);
  const sandboxUrl = env().SANDBOX_URL;
  const withCredential = credentials.map((credential) => credential.organizationId);
  for (const organizationId of await organizationsToFetch(withCredential, sandboxUrl)) {
    total.organizationCount += 1;
    const before = total.newRowCount;
    for (const credential of credentials.filter((one) => one.organizationId === organizationId)) {
      await guarded(total, { organizationId, credentialId: credential.id }, () =>
        fetchBills(credential, now, total),
      );
    }
    if (sandboxUrl) {
      await guarded(total, { organizationId, source: "bank-ccb" }, async () => {
        for (const outcome of await fetchPlayedBank(organizationId, sandboxUrl, now)) add(total, outcome);
      });
    }
    await guarded(total, { organizationId, step: "reconcile" }, async () => {
      const isNew = total.newRowCount > before;
      const isTurn = isNew || isDue(`reconcile ${organizationId}`, now, OPEN_WORK_PAUSE_MS);
      if (isNew || (isTurn && (await hasOpenWork(organizationId)))) {
        await reconcileOrganization(organizationId, now);
      }
    });
    await guarded(total, { organizationId, step: "heal-refunds" }, async () => {
      if ((await healRefunds(organizationId, now)) > 0) await reconcileOrganization(organizationId, now);
    });
  }
  return total;
}

/** Organizations with a credential; in the demo also those with only a bank account. */
async function organizationsToFetch(
  withCredential: string[],
  sandboxUrl: string | undefined,
): Promise<string[]> {
  if (!sandboxUrl) return [...new Set(withCredential)].sort();
  const rows = await db.rows<{ id: string }>(
    "select distinct organization_id as id from bank_account where bank = 'CCB' order by 1",
  );
  return [...new Set([...withCredential, ...rows.map((row) => row.id)])].sort();
}

async function fetchBills(credential: CredentialSummary, now: Date, total: FetchSummary): Promise<void> {
  const provider = await providerOfCredential(credential.id);
  const sources: BillSource[] =
    credential.provider === "stripe" ? ["stripe"] : ["alipay-signcustomer", "alipay-trade"];
  for (const source of sources) {
    for (const day of await billDays(credential, source, { now, withToday: provider.isLoopback })) {
      await fetchBill(provider, credential, { source, day, now }, total);
    }
  }
}

/** Fetches and takes in one day's bill, and notes how that went where people see it. */
export async function fetchBill(
  provider: Pick<PaymentProvider, "fetchBill">,
  credential: CredentialSummary,
  request: BillRequest,
  total: FetchSummary,
): Promise<void> {
  const { organizationId } = credential;
  const { source, day, now } = request;
  const account = statementAccountOf(credential.providerAccount);
  const note = (state: FetchState, reason: string | null) =>
    noteFetch({ organizationId, source, account, day }, state, reason, now);
  const context = { organizationId, credentialId: credential.id, source, day };
  try {
    const bill = await provider.fetchBill(request);
    if (!bill.ok) {
      if (bill.reason === "not-ready") return await note("not-ready", "not-ready");
      total.failureCount += 1;
      log.warn({ ...context, reason: bill.reason }, "statement not fetched");
      return await note("failed", bill.reason);
    }
    const { fileName, bytes } = bill;
    const outcome = await importStatement({
      organizationId,
      source,
      account: null,
      fileName,
      bytes,
      origin: "fetched",
      userId: null,
      now,
    });
    add(total, outcome, context);
    await note(outcome.ok ? "fetched" : "failed", outcome.ok ? null : outcome.reason);
  } catch (error) {
    total.failureCount += 1;
    log.error({ ...context, err: error }, "fetching statements failed");
    await note("failed", "error");
  }
}

function add(
  total: FetchSummary,
  outcome: Awaited<ReturnType<typeof importStatement>>,
  context: Record<string, string> = {},
): void {
  total.fileCount += 1;
  if (outcome.ok) {
    total.newRowCount += outcome.newRowCount;
    return;
  }
  total.failureCount += 1;
  const [error] = outcome.errors;
  log.warn(
    { ...context, reason: outcome.reason, line: error?.line, why: error?.reason },
    "statement refused",
  );
}

async function hasOpenWork(organizationId: string): Promise<boolean> {
  const rows = await db.rows(
    `select 1 where exists (select from reconciliation_break where organization_id = $1 and state <> 'resolved')
       or exists (select from reconciliation_match where organization_id = $1 and subject_kind = 'transit')`,
    [organizationId],
  );
  return rows.length > 0;
}

async function guarded(
  total: FetchSummary,
  context: Record<string, string>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    total.failureCount += 1;
    log.error({ ...context, err: error }, "fetching statements failed");
  }
}
