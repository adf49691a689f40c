import { shanghaiDay } from "#app/lib/time.ts";
import { agreementState } from "../agreements/agreement-state.ts";
import { type AgreementListed, listAgreements } from "../agreements/queries.server.ts";
import { requireMerchantPerson } from "../agreements/sales-work.server.ts";
import { promiseSums } from "../pages/promise-sums.server.ts";
import { NO_SUMS, sumPromises } from "../pages/promise-sums.ts";
import {
  brokenWebhooks,
  chartStart,
  listOpenStatements,
  monthStart,
  type SalesDay,
  salesByDay,
  statedTo,
} from "./dashboard-queries.server.ts";
import { nextStatement } from "./next-statement.ts";
import { tasksOf } from "./tasks.ts";

/** An enterprise's sales and gifts at one look: tasks, sums, the last thirty days, each agreement. */
export async function loadDashboard(request: Request, now: Date) {
  const { merchantIds } = await requireMerchantPerson(request);
  const today = shanghaiDay(now);
  const from = [monthStart(today), chartStart(today)].sort()[0] ?? today;
  const agreements = await listAgreements({ merchantIds }, today);
  const ids = agreements.map(({ id }) => id);
  const [days, sumsOf, statements, stated, webhooks] = await Promise.all([
    salesByDay(merchantIds, from, today),
    promiseSums(ids, today),
    listOpenStatements(merchantIds),
    statedTo(ids),
    brokenWebhooks(merchantIds),
  ]);
  return {
    today,
    now,
    tasks: tasksOf({ statements, agreements, webhooks }, today),
    ofToday: sumDays(days.filter(({ day }) => day === today)),
    ofMonth: sumDays(days.filter(({ day }) => day >= monthStart(today))),
    chart: days.filter(({ day }) => day >= chartStart(today)),
    sums: sumPromises([...sumsOf.values()]),
    agreements: agreements.map((agreement) => ({
      id: agreement.id,
      campaignTitle: agreement.campaignTitle,
      campaignTitleEn: agreement.campaignTitleEn,
      organizationName: agreement.organizationName,
      organizationNameEn: agreement.organizationNameEn,
      terms: agreement.terms,
      state: agreementState(agreement, today),
      confirmedTo: agreement.confirmedTo,
      sums: sumsOf.get(agreement.id) ?? NO_SUMS,
      next: nextOf(agreement, stated.get(agreement.id) ?? null, today),
    })),
  };
}
export type DashboardData = Awaited<ReturnType<typeof loadDashboard>>;

function nextOf(agreement: AgreementListed, stated: string | null, today: string) {
  const { confirmedFrom, confirmedTo, endedAt, terms } = agreement;
  // A shopper who gives pays at once: there is nothing to state.
  if (confirmedFrom === null || confirmedTo === null || terms.giver === "shopper") return null;
  const toDay = endedAt && shanghaiDay(endedAt) < confirmedTo ? shanghaiDay(endedAt) : confirmedTo;
  return nextStatement({ fromDay: confirmedFrom, toDay, returnDays: terms.returnDays }, stated, today);
}

function sumDays(days: readonly SalesDay[]): Omit<SalesDay, "day"> {
  return days.reduce(
    (sum, day) => ({
      orderCount: sum.orderCount + day.orderCount,
      returnCount: sum.returnCount + day.returnCount,
      salesFen: sum.salesFen + day.salesFen,
      giftE4: sum.giftE4 + day.giftE4,
    }),
    { orderCount: 0n, returnCount: 0n, salesFen: 0n, giftE4: 0n },
  );
}
