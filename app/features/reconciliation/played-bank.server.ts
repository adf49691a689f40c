import { type ImportOutcome, importStatement } from "#app/features/payments/import-statement.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";

const RECENT_DAYS = 7;
const BREAK_DAYS = 62;
const TIMEOUT_MS = 10_000;

/**
 * Demo only: the statement of the sandbox's played China Construction Bank, as a charity's cashier would
 * export it. Real banks have no such address; there the file is uploaded.
 */
export async function fetchPlayedBank(
  organizationId: string,
  sandboxUrl: string,
  now: Date,
): Promise<ImportOutcome[]> {
  const today = shanghaiDay(now);
  const [bank] = await db.rows<{ slug: string; firstBreak: string | null }>(
    `select o.slug, (
       select min(day) from reconciliation_break b
       where b.organization_id = o.id and b.source = 'bank-ccb' and b.state = 'open' and b.day >= $2::date
     ) as "firstBreak"
     from organization o
     where o.id = $1 and exists (select from bank_account where organization_id = o.id and bank = 'CCB')`,
    [organizationId, addDays(today, -BREAK_DAYS)],
  );
  if (!bank) return [];
  const recent = addDays(today, -RECENT_DAYS);
  const from = bank.firstBreak && bank.firstBreak < recent ? bank.firstBreak : recent;
  const query = new URLSearchParams({ merchant: bank.slug, from, to: today });
  const answer = await fetch(`${sandboxUrl}/control/bank-statement?${query}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    // The sandbox knows no such merchant: an organization of the seed without payments.
    if (answer.status === 404 || answer.status === 400) return [];
    throw new Error(`the played bank answered ${answer.status}`);
  }
  const outcome = await importStatement({
    organizationId,
    source: "bank-ccb",
    account: null,
    fileName: `ccb-${from}-${today}.csv`,
    bytes: new Uint8Array(await answer.arrayBuffer()),
    origin: "fetched",
    userId: null,
    now,
  });
  return [outcome];
}
