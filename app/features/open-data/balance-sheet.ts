import type { AccountSummary } from "#app/features/ledger/queries.server.ts";

/** What one organization has and what it is for, in one unit. assets + receivable = payable + restricted + own. */
export interface BalanceLine {
  slug: string;
  name: string;
  nameEn: string;
  inHandFen: bigint;
  receivableFen: bigint;
  payableFen: bigint;
  restrictedFen: bigint;
  ownFen: bigint;
  differenceFen: bigint;
}

type Side = "inHandFen" | "receivableFen" | "payableFen" | "restrictedFen" | "ownFen";

/** By first-level code of 财会〔2024〕25号; what is owned counts debits, what is owed or restricted counts credits. */
const SIDE_OF_CODE: Record<string, { side: Side; isAsset: boolean }> = {
  "1001": { side: "inHandFen", isAsset: true },
  "1002": { side: "inHandFen", isAsset: true },
  "1009": { side: "inHandFen", isAsset: true },
  "1201": { side: "inHandFen", isAsset: true },
  "1122": { side: "receivableFen", isAsset: true },
  "2209": { side: "payableFen", isAsset: false },
  "3102": { side: "restrictedFen", isAsset: false },
  "3101": { side: "ownFen", isAsset: false },
};

/** The trial balance as one line per organization, for one currency. */
export function balanceLines(accounts: readonly AccountSummary[], currency: string): BalanceLine[] {
  const lines = new Map<string, BalanceLine>();
  for (const account of accounts) {
    if (account.currency !== currency) continue;
    const known = lines.get(account.organizationSlug);
    const line = known ?? emptyLine(account);
    if (!known) lines.set(account.organizationSlug, line);
    const netFen = account.debitFen - account.creditFen;
    const place = SIDE_OF_CODE[account.code];
    if (place) line[place.side] += place.isAsset ? netFen : -netFen;
    // Over all accounts, also one with a code of no column, debits less credits are zero.
    line.differenceFen += netFen;
  }
  return [...lines.values()];
}

function emptyLine(account: AccountSummary): BalanceLine {
  return {
    slug: account.organizationSlug,
    name: account.organizationName,
    nameEn: account.organizationNameEn,
    inHandFen: 0n,
    receivableFen: 0n,
    payableFen: 0n,
    restrictedFen: 0n,
    ownFen: 0n,
    differenceFen: 0n,
  };
}
