import type { Sql } from "#app/lib/db.server.ts";
import { addDays, daysBetween, shanghaiDay } from "#app/lib/time.ts";
import type { VersionInForce } from "../../agreements/in-force.server.ts";
import { versionsByAgreement } from "../../postings/locked-agreements.server.ts";
import type { Found } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";

/** Days of a month as declared sums are scaled by. */
const DAYS_OF_MONTH = 30n;

interface Sold {
  agreementId: string;
  salesFen: bigint;
  orderCount: bigint;
}

/**
 * Sales of the month to yesterday far below what the enterprise declared (sales kept back) or far above (sales made
 * up). Where the month is young, the month before it is looked at.
 */
export async function findFarFromDeclared(sql: Sql, rules: SignalRules, now: Date): Promise<Found[]> {
  const today = shanghaiDay(now);
  const { leastDays } = rules.farFromDeclared;
  const yesterday = addDays(today, -1);
  const lastDay =
    Number(yesterday.slice(8)) >= leastDays ? yesterday : addDays(`${yesterday.slice(0, 7)}-01`, -1);
  const firstDay = `${lastDay.slice(0, 7)}-01`;
  const sold = await sql.rows<Sold>(
    `select a.id as "agreementId", coalesce(sum(t.sales_fen), 0)::bigint as "salesFen",
            coalesce(sum(t.order_count), 0)::bigint as "orderCount"
     from consumption_agreement a
     left join consumption_tally t on t.agreement_id = a.id and t.day between $1::date and $2::date
     where a.ended_at is null and exists (
       select from consumption_agreement_version v where v.agreement_id = a.id and v.charity_confirmed_at is not null
         and v.merchant_confirmed_at is not null and v.effective_on <= $2::date and v.ends_on >= $2::date)
     group by a.id order by a.id`,
    [firstDay, lastDay],
  );
  const versions = await versionsByAgreement(
    sql,
    sold.map(({ agreementId }) => agreementId),
  );
  return sold.flatMap((one) => judge(one, versions.get(one.agreementId) ?? [], { firstDay, lastDay }, rules));
}

function judge(
  { agreementId, salesFen, orderCount }: Sold,
  versions: readonly VersionInForce[],
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
  { farFromDeclared }: SignalRules,
): Found[] {
  const terms = versions.findLast(({ fromDay }) => fromDay <= lastDay)?.terms;
  const from = versions[0] && versions[0].fromDay > firstDay ? versions[0].fromDay : firstDay;
  const days = daysBetween(from, lastDay) + 1;
  if (!terms || terms.rule.kind === "match" || days < farFromDeclared.leastDays) return [];
  // Where only orders were declared, they are what is held against each other.
  const bySales = terms.declaredMonthlySalesFen > 0n;
  const declared = bySales ? terms.declaredMonthlySalesFen : BigInt(terms.declaredMonthlyOrders);
  const expected = (declared * BigInt(days)) / DAYS_OF_MONTH;
  if (expected === 0n) return [];
  const share = Number(((bySales ? salesFen : orderCount) * 100n) / expected);
  if (share >= farFromDeclared.leastShare && share <= farFromDeclared.mostShare) return [];
  const figures = {
    month: lastDay.slice(0, 7),
    days,
    share,
    count: Number(orderCount),
    ...(bySales
      ? { fen: salesFen.toString(), declaredFen: expected.toString() }
      : { declaredCount: Number(expected) }),
  };
  const code = share < farFromDeclared.leastShare ? "sold-less" : "sold-more";
  const subject = `${agreementId}.${figures.month}`;
  return [{ kind: "far-from-declared", subject, agreementId, evidence: [{ code, figures, links: [] }] }];
}
