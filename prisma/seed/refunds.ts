import { requestRefund } from "#app/features/donations/request-refund.server.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

const ORGANIZATION = "tonglu-charity";

/** A donor typed one zero too many; the accountant has asked, and the second person has not answered yet. */
export async function askForRefund(clock: SeedClock): Promise<bigint> {
  const fundId = stableId.fund("project", "hot-meals");
  const id = stableId.ofFund("r", fundId, "typed one zero too many");
  const [known] = await db.rows<{ amountFen: bigint }>(
    `select amount_fen as "amountFen" from refund_request where fund_id = $1 and id = $2`,
    [fundId, id],
  );
  if (known) return known.amountFen;
  const [gift] = await db.rows<{ donationId: string; organizationId: string; amountFen: bigint }>(
    `select p.donation_id as "donationId", p.organization_id as "organizationId", p.amount_fen as "amountFen"
     from payment p
     where p.fund_id = $1 and p.provider = 'alipay' and p.counted_at is not null and p.amount_fen >= 10000
       and not exists (select from refund r where r.fund_id = p.fund_id and r.payment_id = p.id)
       and not exists (select from fund_inflow i join fund_use u on u.fund_id = i.fund_id and u.from_fen < i.to_fen
                         and u.to_fen > i.from_fen
                       where i.fund_id = p.fund_id and i.origin_kind = 'gift' and i.origin_id = p.donation_id)
     order by p.paid_at desc, p.id limit 1`,
    [fundId],
  );
  const [clerk] = await db.rows<{ id: string }>("select id from app_user where email = $1", [
    spendersOf(ORGANIZATION).clerk,
  ]);
  invariant(gift && clerk, "a gift that nobody has used, and an accountant");
  const amountFen = (gift.amountFen / 1_000n) * 900n;
  const asked = await requestRefund({
    id,
    donationId: gift.donationId,
    organizationId: gift.organizationId,
    userId: clerk.id,
    amountFen,
    reason: "捐赠人来电：多写了一个零，想退回多出的部分。已核对手机号后四位。",
    overrideReason: null,
    now: new Date(clock.now.getTime() - 5 * 3_600_000),
  });
  invariant(asked.ok, `the seeded refund was refused: ${JSON.stringify(asked, (_, v) => String(v))}`);
  return amountFen;
}
