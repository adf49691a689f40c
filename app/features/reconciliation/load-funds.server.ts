import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { FundCheckPageData } from "./fund-check-page.tsx";
import { breaksOfFund, findFundCheck, listFundChecks, paymentsOfFund } from "./fund-queries.server.ts";
import type { FundsPageData } from "./funds-page.tsx";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";

const PAYMENTS_SHOWN = 50;

/** Every fund's last check. */
export async function loadFunds(reader: ReconciliationReader): Promise<FundsPageData> {
  const { organization, userName, role, query } = reader;
  return { reader: { organization, userName, role, query }, funds: await listFundChecks(organization.id) };
}

/** One fund's last check, its differences and payments; 404 for a fund that has none here. */
export async function loadFundCheck(
  reader: ReconciliationReader,
  fundId: string,
  url: URL,
  now: Date,
): Promise<FundCheckPageData> {
  const { organization, userName, role, mayUpload, query } = reader;
  const before = instantOf(decodeCursor(url.searchParams.get("cursor"), 1)?.[0]);
  const [check, breaks, payments] = await Promise.all([
    findFundCheck(organization.id, fundId),
    breaksOfFund(organization.id, fundId),
    paymentsOfFund(organization.id, fundId, { before, limit: PAYMENTS_SHOWN + 1 }),
  ]);
  if (!check) throw new Response(null, { status: 404 });
  const last = payments[PAYMENTS_SHOWN - 1];
  const params = new URLSearchParams(query);
  if (last) params.set("cursor", encodeCursor([last.paidAt.toISOString()]));
  return {
    reader: { organization, userName, role, mayUpload, query },
    check,
    breaks,
    payments: payments.slice(0, PAYMENTS_SHOWN),
    older:
      payments.length > PAYMENTS_SHOWN
        ? `/workspace/reconciliation/funds/${fundId}?${params}#payments`
        : null,
    today: shanghaiDay(now),
    isChecked: url.searchParams.has("done"),
  };
}
