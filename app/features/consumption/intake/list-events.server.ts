import { apiKeyWithRole } from "#app/features/identity/api-key.server.ts";
import { pageOf, readPage } from "#app/lib/api-page.server.ts";
import { db } from "#app/lib/db.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { pageProblem } from "#app/lib/problem.server.ts";

/** A row as its enterprise sees it. */
interface EventRow {
  orderNo: string;
  type: "order" | "return";
  amountFen: bigint;
  discountFen: bigint;
  occurredAt: Date;
  recordedAt: Date;
  returnOf: string | null;
  campaign: string;
  ruleVersion: number;
  donationFenE4: bigint;
  /** After the caps; null until its day is posted. */
  countedFenE4: bigint | null;
  /** The day of the posting that took it up. */
  postedDay: string | null;
  statement: string | null;
}

/** GET /api/v1/consumption-events: the key's own enterprise's orders and returns with what became of them, newest first. */
export async function listConsumptionEvents(request: Request): Promise<Response> {
  const acting = await apiKeyWithRole(request, ["merchant"]);
  if (!acting.ok) return acting.response;
  const page = readPage(new URL(request.url), ["instant", "id"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const rows = await findEvents(acting.key.organizationId, page.after, page.limit + 1);
  const shape = (row: EventRow) => ({ ...row, currency: "CNY", state: stateOf(row) });
  const list = pageOf(rows, page.limit, shape, (row) => [row.occurredAt.toISOString(), row.orderNo]);
  return jsonAnswer(list, { headers: { "Cache-Control": "no-store" } });
}

/** pending: its day is not posted yet; posted; stated: a statement has it. */
function stateOf({ postedDay, statement }: EventRow): "pending" | "posted" | "stated" {
  if (postedDay === null) return "pending";
  return statement === null ? "posted" : "stated";
}

/** The newest of each agreement by its own index, then the newest of those. */
async function findEvents(
  merchantId: string,
  after: readonly string[] | null,
  limit: number,
): Promise<EventRow[]> {
  const [at = null, orderNo = null] = after ?? [];
  return db.rows<EventRow>(
    `select e.order_no as "orderNo", e.type, e.amount_fen as "amountFen", e.discount_fen as "discountFen",
            e.occurred_at as "occurredAt", e.recorded_at as "recordedAt", e.return_of as "returnOf",
            f.slug as campaign, e.version as "ruleVersion", e.gift_e4 as "donationFenE4",
            l.counted_e4 as "countedFenE4", l.day as "postedDay", p.statement_id as statement
     from (
       select newest.* from consumption_agreement a
       cross join lateral (
         select * from consumption_event e
         where e.agreement_id = a.id
           and ($2::timestamptz is null or (e.occurred_at, e.order_no) < ($2, $3))
         order by e.occurred_at desc, e.order_no desc limit $4
       ) newest
       where a.merchant_id = $1
       order by newest.occurred_at desc, newest.order_no desc limit $4
     ) e
     join consumption_agreement a on a.id = e.agreement_id
     join fund f on f.id = a.fund_id
     left join consumption_posting_line l on l.agreement_id = e.agreement_id and l.order_no = e.order_no
     left join consumption_posting p on p.agreement_id = l.agreement_id and p.day = l.day and p.kind = 'orders'
     order by e.occurred_at desc, e.order_no desc`,
    [merchantId, at, orderNo, limit],
  );
}
