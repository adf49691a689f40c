import { dueDay } from "#app/features/consumption/statements/statement-days.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { lastDayOf, type PlannedAgreement, type PlannedCampaign } from "./consumption-plan.ts";
import type { Paying } from "./consumption-spec.ts";
import { FUNDS, fundIdOfSpec } from "./funds.ts";
import { ORGANIZATIONS } from "./organization-list.ts";
import type { PlannedGift } from "./plan-gifts.ts";
import { Draw, stableId } from "./random.ts";

export interface PlannedStatement {
  id: string;
  agreement: PlannedAgreement;
  number: number;
  periodFrom: string;
  periodTo: string;
  amountFen: bigint;
  orderCount: number;
  returnCount: number;
  drawnAt: Date;
  confirmBy: string;
  payBy: string;
  confirmedAt: Date | null;
  disputed: { at: Date; reason: string; note: string } | null;
  /** What the enterprise gave for it; null until it is paid. */
  gift: PlannedGift | null;
}

/** The monthly statements of a campaign's agreements, with what was paid for them. */
export function planStatements(campaign: PlannedCampaign, clock: SeedClock): PlannedStatement[] {
  return campaign.agreements.flatMap((agreement) => statementsOf(agreement, clock));
}

function statementsOf(agreement: PlannedAgreement, clock: SeedClock): PlannedStatement[] {
  const terms = agreement.versions[0]?.terms;
  if (!terms || terms.giver === "shopper") return [];
  const drawn: PlannedStatement[] = [];
  let periodFrom = agreement.versions[0]?.fromDay ?? "";
  let left = agreement.postings;
  while (left[0]) {
    const periodTo = lastDayOf(agreement, laterOf(left[0].day, periodFrom), clock);
    const drawnAt = clock.at(addDays(periodTo, terms.returnDays + 1), 6, 30);
    if (drawnAt > clock.now) break;
    const postings = left.filter(({ day }) => day <= periodTo);
    left = left.slice(postings.length);
    const drawnOn = shanghaiDay(drawnAt);
    drawn.push({
      id: stableId.ofFund("s", agreement.fundId, agreement.spec.merchant, periodTo),
      agreement,
      number: drawn.length + 1,
      periodFrom,
      periodTo,
      amountFen: postings.reduce((sum, { amountFen }) => sum + amountFen, 0n),
      orderCount: postings.reduce((sum, { orderCount }) => sum + orderCount, 0),
      returnCount: postings.reduce((sum, { returnCount }) => sum + returnCount, 0),
      drawnAt,
      confirmBy: dueDay(drawnOn, terms.confirmWithinDays),
      payBy: dueDay(drawnOn, terms.payWithinDays),
      confirmedAt: null,
      disputed: null,
      gift: null,
    });
    periodFrom = addDays(periodTo, 1);
  }
  drawn.forEach((statement, index) => {
    answer(statement, { fromLast: drawn.length - 1 - index, index }, clock);
  });
  return drawn;
}

const laterOf = (a: string, b: string): string => (a < b ? b : a);

/** What the enterprise did with the statement. */
function answer(
  statement: PlannedStatement,
  at: { fromLast: number; index: number },
  clock: SeedClock,
): void {
  // A month that comes to nothing is settled as it is drawn.
  if (statement.amountFen === 0n) {
    statement.confirmedAt = statement.drawnAt;
    return;
  }
  const paying = statement.agreement.spec.paying ?? "punctual";
  const draw = new Draw("statement", statement.id);
  const confirmedOn = addDays(shanghaiDay(statement.drawnAt), draw.whole(1, 4));
  const confirmedAt = clock.at(confirmedOn, draw.whole(9, 16), draw.whole(0, 59));
  const paidAt = clock.at(addDays(confirmedOn, draw.whole(1, 6)), draw.whole(9, 16), draw.whole(0, 59), 7);
  if (paying === "disputes" && at.fromLast === 0 && confirmedAt < clock.now) {
    statement.disputed = { at: confirmedAt, reason: "returns-missing", note: "有三单退了的没有扣掉，请核对" };
    return;
  }
  if (confirmedAt < clock.now && !leaves(paying, "unconfirmed", at)) statement.confirmedAt = confirmedAt;
  const isPaid = statement.confirmedAt !== null && paidAt < clock.at(clock.today, 0);
  if (isPaid && !leaves(paying, "unpaid", at)) statement.gift = giftFor(statement, paidAt);
}

function leaves(
  paying: Paying,
  what: "unconfirmed" | "unpaid",
  at: { fromLast: number; index: number },
): boolean {
  if (paying === "behind") return at.fromLast < (what === "unpaid" ? 2 : 1);
  return paying === "stopped" && what === "unpaid" && at.index >= 3;
}

/** The enterprise's own gift, in public as the law asks (慈善法 Art. 37). */
function giftFor({ id, agreement, amountFen }: PlannedStatement, paidAt: Date): PlannedGift {
  const { fundId, organization, spec } = agreement;
  const enterprise = ORGANIZATIONS.find(({ slug }) => slug === spec.merchant);
  const fund = FUNDS.find((one) => fundIdOfSpec(one) === fundId);
  return {
    fundId,
    organization,
    donationId: stableId.ofFund("d", fundId, id),
    paymentId: stableId.ofFund("p", fundId, id),
    provider: "alipay",
    amountFen,
    paidAt,
    visibility: "public",
    donorName: enterprise?.name ?? spec.merchant,
    pseudonym: null,
    message: null,
    unit: null,
    subject: fund?.title[0] ?? "",
    isDonors: false,
    settlesPromise: true,
    refundFen: null,
    refundedAt: null,
  };
}
