import { randomUUID } from "node:crypto";
import { transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";

/** An order, or a return where it says of what. */
export interface Sale {
  orderNo: string;
  occurredAt: Date;
  /** Negative for a return. */
  giftE4: bigint;
  amountFen?: bigint;
  returnOf?: string;
}

/** Orders and returns of an agreement as intake writes them: event, pending row and tally in one transaction. */
export async function sell(agreementId: string, sales: readonly Sale[], version = 1): Promise<void> {
  const column = <T>(pick: (sale: Sale) => T): T[] => sales.map(pick);
  await transaction(async (tx) => {
    await tx.run(
      `with sale as (
         select $1::text as agreement_id, s.*, case when return_of is null then 'order' else 'return' end as type
         from unnest($3::text[], $4::text[], $5::timestamptz[], $6::date[], $7::bigint[], $8::bigint[])
           as s(order_no, return_of, occurred_at, day, gift_e4, amount_fen)
       ), event as (
         insert into consumption_event (merchant_id, order_no, agreement_id, version, type, amount_fen, return_of,
                                        occurred_at, day, gift_e4, source, recorded_at)
         select a.merchant_id, s.order_no, a.id, $2, s.type, s.amount_fen, s.return_of, s.occurred_at, s.day, s.gift_e4,
                'api', s.occurred_at
         from sale s join consumption_agreement a on a.id = s.agreement_id
       ), pending as (
         insert into consumption_pending (agreement_id, order_no, type, return_of, occurred_at, day, gift_e4)
         select agreement_id, order_no, type, return_of, occurred_at, day, gift_e4 from sale
       )
       insert into consumption_tally (agreement_id, day, id, order_count, return_count, sales_fen, gift_e4)
       select agreement_id, day, $9::uuid, count(*) filter (where type = 'order'), count(*) filter (where type = 'return'),
              sum(case type when 'order' then amount_fen else -amount_fen end), sum(gift_e4)
       from sale group by agreement_id, day`,
      [
        agreementId,
        version,
        column((s) => s.orderNo),
        column((s) => s.returnOf ?? null),
        column((s) => s.occurredAt),
        column((s) => shanghaiDay(s.occurredAt)),
        column((s) => s.giftE4),
        column((s) => s.amountFen ?? 10_000n),
        randomUUID(),
      ],
    );
  });
}

/** Half past noon in Shanghai on a day, and some seconds. */
export const at = (day: string, seconds = 0): Date =>
  new Date(Date.parse(`${day}T04:30:00Z`) + seconds * 1000);
