import { pageOf, readPage } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem, problem } from "#app/lib/problem.server.ts";
import { accountTransfers, findAccount } from "./account-transfers.server.ts";
import { type LedgerRow, listTransfers } from "./queries.server.ts";

function transferRecord(row: LedgerRow) {
  return {
    publicIndex: row.publicIndex,
    id: row.id,
    bookId: row.bookId,
    factId: row.factId,
    kind: row.kind,
    debitAccountId: row.debitAccountId,
    creditAccountId: row.creditAccountId,
    amountFen: row.amountFen,
    currency: row.currency,
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt,
    reversesId: row.reversesId,
  };
}

/** GET /ledger/transfers, of everything or of one account. */
export async function answerTransfers(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const accountId = url.searchParams.get("account");
  if (accountId !== null) return answerAccountTransfers(request, url, accountId);
  const page = readPage(url, ["number"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const [index] = page.after ?? [];
  const rows = await listTransfers({
    before: index === undefined ? null : BigInt(index),
    limit: page.limit + 1,
  });
  const body = pageOf(rows, page.limit, transferRecord, (row) => [String(row.publicIndex)]);
  return jsonAnswer(body, { headers: PUBLIC_CACHE_HEADERS });
}

async function answerAccountTransfers(request: Request, url: URL, accountId: string): Promise<Response> {
  const page = readPage(url, ["instant", "uuid"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const account = await findAccount(accountId);
  if (!account) return problem(request, "not-found");
  const found = await accountTransfers(account, {
    kind: url.searchParams.get("kind"),
    cursor: page.cursor,
    limit: page.limit,
  });
  return jsonAnswer(
    { data: found.rows.map(transferRecord), nextCursor: found.nextCursor },
    { headers: PUBLIC_CACHE_HEADERS },
  );
}

/** GET /ledger/accounts/{id}. */
export async function answerAccount(request: Request, id: string | undefined): Promise<Response> {
  const account = id === undefined ? null : await findAccount(id);
  if (!account) return problem(request, "not-found");
  return jsonAnswer(
    {
      id: account.id,
      kind: account.kind,
      code: account.code,
      currency: account.currency,
      organization: {
        slug: account.organizationSlug,
        name: account.organizationName,
        nameEn: account.organizationNameEn,
      },
      fundId: account.fundId,
      debitFen: account.debitFen,
      creditFen: account.creditFen,
      balanceFen: account.debitFen - account.creditFen,
      transferCount: account.rowCount,
      asOf: account.asOf,
    },
    { headers: PUBLIC_CACHE_HEADERS },
  );
}
