import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { closeDay } from "#app/features/reconciliation/close-day.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { signDay } from "#app/features/reconciliation/sign-day.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeMember } from "#tests/factories/people.ts";
import {
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  type LedgerLine,
  ledgerFile,
  makeCharity,
  NEXT_MORNING,
} from "./statement-files.ts";

export interface ClosingPlace extends Charity {
  clerkId: string;
  approverId: string;
}

/** A charity with its two people. */
export async function makeClosingPlace(): Promise<ClosingPlace> {
  const charity = await makeCharity();
  await db.run("update bank_account set created_at = '2026-01-01' where organization_id = $1", [
    charity.organizationId,
  ]);
  await db.run("update payment_credential set created_at = '2026-01-01' where organization_id = $1", [
    charity.organizationId,
  ]);
  return {
    ...charity,
    clerkId: await makeMember(charity.organizationId, "charity-clerk"),
    approverId: await makeMember(charity.organizationId, "charity-approver"),
  };
}

/** Takes in both statements of a day and holds them against the books. */
export async function takeDay(
  place: Charity,
  lines: readonly LedgerLine[],
  bank: readonly BankLine[] = [],
  day = DAY,
  now = NEXT_MORNING,
): Promise<void> {
  await takeLedger(place, lines, day, now);
  await takeFile(place, "bank-ccb", bankFile(place, bank, day), now);
  await reconcileOrganization(place.organizationId, now);
}

export const takeLedger = (place: Charity, lines: readonly LedgerLine[], day = DAY, now = NEXT_MORNING) =>
  takeFile(place, "alipay-signcustomer", ledgerFile(place, lines, day), now);

async function takeFile(
  place: Charity,
  source: "alipay-signcustomer" | "bank-ccb",
  bytes: Uint8Array,
  now: Date,
): Promise<void> {
  const taken = await importStatement({
    organizationId: place.organizationId,
    source,
    account: null,
    fileName: "file.csv",
    bytes,
    origin: "upload",
    userId: null,
    now,
  });
  if (!taken.ok) throw new Error(JSON.stringify(taken));
}

/** An id that follows from what it is for. */
export const idFor = (...what: string[]): string => transferIdOf("test", ...what);

export const sign = (
  place: ClosingPlace,
  day = DAY,
  userId = place.clerkId,
  now = NEXT_MORNING,
  attempt = "1",
) =>
  signDay({
    id: idFor(place.organizationId, day, userId, attempt),
    organizationId: place.organizationId,
    day,
    userId,
    now,
  });

export const close = (place: ClosingPlace, day = DAY, userId = place.approverId, now = NEXT_MORNING) =>
  closeDay({ organizationId: place.organizationId, day, userId, now });
