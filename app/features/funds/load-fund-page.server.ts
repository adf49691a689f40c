import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { publicFilings } from "./filings/public-filings.server.ts";
import {
  disclosureDuties,
  firstGiftDay,
  fundBudget,
  fundCounts,
  fundReconciliation,
  listFundDisbursements,
} from "./fund-books.server.ts";
import { listGifts } from "./gift-trails.server.ts";
import { givingState } from "./giving-rules.ts";
import type { FundKind } from "./kinds.ts";
import { countMonthlyDonors } from "./monthly-donors.server.ts";
import { figuresIn, findFund, fundFigures, type PublicFund } from "./queries.server.ts";
import { timelineOf } from "./timeline.ts";

const RECENT_GIFTS = 8;
const RECENT_DISBURSEMENTS = 12;

/** Whether a fund takes gifts now, by the same rule as the giving form and the API. */
export function givingStateOf(fund: PublicFund, now: Date) {
  return givingState(fund, fund, env().DEPLOYMENT_MODE, shanghaiDay(now));
}

/** Everything the page of a fund shows. Throws a 404 response for a draft or an unknown slug. */
export async function loadFundPage(kind: FundKind, slug: string | undefined, now: Date) {
  const fund = await fundOr404(kind, slug);
  const [
    figures,
    budget,
    counts,
    duties,
    reconciliation,
    monthlyDonors,
    recent,
    spending,
    firstGiftAt,
    filings,
  ] = await Promise.all([
    fundFigures([fund.id]),
    fundBudget(fund.id),
    fundCounts(fund.id),
    disclosureDuties({ fundId: fund.id }),
    fundReconciliation(fund),
    countMonthlyDonors(fund.id),
    listGifts(fund.id, { cursor: null, limit: RECENT_GIFTS }),
    listFundDisbursements(fund.id, { cursor: null, limit: RECENT_DISBURSEMENTS }),
    firstGiftDay(fund.id),
    publicFilings(fund.id, shanghaiDay(now)),
  ]);
  const today = shanghaiDay(now);
  const { disbursements } = spending;
  return {
    fund,
    figures: figuresIn(figures, fund.id, now),
    budget,
    counts,
    duties,
    reconciliation,
    monthlyDonors,
    filings,
    gifts: recent.gifts,
    disbursements,
    giving: givingStateOf(fund, now),
    timeline: timelineOf({ fund, disbursements, duties, gifts: recent.gifts, firstGiftAt }, today),
    today,
  };
}
export type FundPageData = Awaited<ReturnType<typeof loadFundPage>>;

/** All gifts of a fund, a page at a time. */
export async function loadFundGifts(
  kind: FundKind,
  slug: string | undefined,
  cursor: string | null,
  now: Date,
) {
  const fund = await fundOr404(kind, slug);
  const [figures, page] = await Promise.all([
    fundFigures([fund.id]),
    listGifts(fund.id, { cursor, limit: 50 }),
  ]);
  return { fund, figures: figuresIn(figures, fund.id, now), ...page, isFirstPage: cursor === null };
}
export type FundGiftsData = Awaited<ReturnType<typeof loadFundGifts>>;

/** All approved and paid disbursements of a fund, a page at a time. */
export async function loadFundSpending(
  kind: FundKind,
  slug: string | undefined,
  cursor: string | null,
  now: Date,
) {
  const fund = await fundOr404(kind, slug);
  const [figures, counts, page] = await Promise.all([
    fundFigures([fund.id]),
    fundCounts(fund.id),
    listFundDisbursements(fund.id, { cursor, limit: 50 }),
  ]);
  return { fund, figures: figuresIn(figures, fund.id, now), counts, ...page, isFirstPage: cursor === null };
}
export type FundSpendingData = Awaited<ReturnType<typeof loadFundSpending>>;

async function fundOr404(kind: FundKind, slug: string | undefined): Promise<PublicFund> {
  const fund = slug === undefined ? null : await findFund(kind, slug);
  if (!fund) throw new Response(null, { status: 404 });
  return fund;
}
