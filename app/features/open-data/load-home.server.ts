import { giftsOfToday } from "#app/features/consumption/pages/promise-sums.server.ts";
import { type FundFigures, sumFigures } from "#app/features/funds/figures.ts";
import { giftsAlongTheWay } from "#app/features/funds/gift-trails.server.ts";
import { FUND_KINDS, type FundKind } from "#app/features/funds/kinds.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import { latestLedgerCheck } from "#app/features/ledger/health.server.ts";
import { ledgerHead } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

const NEWEST_GIFTS = 3;

/** One way of giving on the home page. */
export interface KindSummary {
  kind: FundKind;
  /** Open ones; all published ones are in the figures. */
  openCount: number;
  allCount: number;
  figures: FundFigures;
}

/** Everything the home page shows. The totals are one moment; the checks say their own. */
export async function loadHome(now: Date) {
  const funds = await db.rows<{ id: string; kind: FundKind; state: string }>(
    "select id, kind, state from fund where state <> 'draft'",
  );
  const [figures, check, reconciliation, head, gifts, sales] = await Promise.all([
    fundFigures(funds.map(({ id }) => id)),
    latestLedgerCheck(),
    openDifferences(),
    ledgerHead(),
    giftsAlongTheWay(NEWEST_GIFTS),
    giftsOfToday(shanghaiDay(now)),
  ]);
  const asOf = figures.values().next().value?.asOf ?? now;
  const kinds = FUND_KINDS.map((kind): KindSummary => {
    const own = funds.filter((fund) => fund.kind === kind);
    return {
      kind,
      openCount: own.filter((fund) => fund.state === "open").length,
      allCount: own.length,
      figures: sumFigures(
        own.flatMap(({ id }) => figures.get(id) ?? []),
        asOf,
      ),
    };
  });
  const total = sumFigures(
    kinds.map((kind) => kind.figures),
    asOf,
  );
  return { total, kinds, check, reconciliation, head, gifts, sales, today: shanghaiDay(now) };
}
export type HomeData = Awaited<ReturnType<typeof loadHome>>;

/** What the statements and the books do not agree on yet, over all organizations. */
export interface OpenDifferences {
  /** The last day that a finished run covers; null before the first. */
  throughDay: string | null;
  openCount: bigint;
  openFen: bigint;
  oldestDay: string | null;
}

async function openDifferences(): Promise<OpenDifferences> {
  const [row] = await db.rows<OpenDifferences>(
    `select (select max(day) from reconciliation_run where state = 'finished') as "throughDay",
            count(*) as "openCount", coalesce(sum(abs(amount_fen)), 0)::int8 as "openFen", min(day) as "oldestDay"
     from reconciliation_break where state = 'open'`,
  );
  return row ?? { throughDay: null, openCount: 0n, openFen: 0n, oldestDay: null };
}
