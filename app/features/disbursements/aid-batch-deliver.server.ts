import { writeCells } from "#app/features/aid/announce-cases.server.ts";
import { type Cell, cellsOf } from "#app/features/aid/cells.ts";
import { aidRule } from "#app/features/aid/rules.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type ConfirmDeliveryResult, confirmDeliveryIn } from "./confirm-delivery.server.ts";
import { lockDisbursement } from "./locked-disbursement.server.ts";

export interface DeliverAidInput {
  disbursementId: string;
  organizationId: string;
  userId: string;
  /** Day in China. */
  deliveredOn: string;
  /** Evidence of the payment that shows it: the signed list, the bank's return file. */
  proofId: string;
  now: Date;
}

export type DeliverAidResult =
  | { ok: true; repeated: boolean; people: number; deliveredFen: bigint }
  | { ok: false; reason: "nobody-left" }
  | Extract<ConfirmDeliveryResult, { ok: false }>;

interface PaidCase {
  id: string;
  divisionCode: string;
  amountFen: bigint;
  days: number;
}

/**
 * Confirms that a paid batch of aid has reached its people, all of it at once: only then is the exact number told,
 * group by group, and never again said otherwise. Whoever was stopped, came back unpaid or is asked to pay back is
 * not among them. Each group is a beneficiary batch like any other delivery. Safe to call again.
 */
export async function deliverAidBatch(input: DeliverAidInput): Promise<DeliverAidResult> {
  const { disbursementId, organizationId, userId, now } = input;
  return transaction(async (tx): Promise<DeliverAidResult> => {
    const disbursement = await lockDisbursement(tx, disbursementId, organizationId);
    const batch = disbursement ? await findBatch(tx, disbursement.fundId, disbursementId) : undefined;
    if (!disbursement || !batch) return { ok: false, reason: "not-found" };
    if (batch.deliveredAt) return { ok: true, repeated: true, people: 0, deliveredFen: 0n };
    if (!disbursement.paidAt) return { ok: false, reason: "not-paid" };
    const { fundId } = disbursement;
    const cases = await paidCases(tx, fundId, disbursementId);
    if (cases.length === 0) return { ok: false, reason: "nobody-left" };
    const fewest = aidRule("fewest-shown", shanghaiDay(now)).value;
    const cells = cellsOf(cases, fewest);
    // Too few to be told apart from anything: one group without a place.
    const groups: Cell<PaidCase>[] = cells ?? [{ divisionCode: "", people: cases }];
    for (const [at, group] of groups.entries()) {
      const confirmed = await confirmGroup(tx, input, fundId, at, group);
      if (!confirmed.ok) return confirmed;
    }
    const exact = (cells ?? []).map(({ divisionCode, people }) => ({
      divisionCode,
      from: people.length,
      to: people.length,
    }));
    await writeCells(tx, { kind: "delivery", id: disbursementId }, exact, batch);
    await tx.run("update aid_case set delivered_at = $2 where id = any($1::uuid[])", [
      cases.map(({ id }) => id),
      now,
    ]);
    await tx.run(
      "update aid_batch set delivered_at = $3, median_days = $4 where fund_id = $1 and disbursement_id = $2",
      [fundId, disbursementId, now, cells === null ? null : medianOf(cases.map(({ days }) => days))],
    );
    // Until now the payment named where its range begins; from now on it names what is final.
    if (cells) {
      await tx.run(
        "update disbursement set beneficiary_count = $3, person_times = $3 where fund_id = $1 and id = $2",
        [fundId, disbursementId, cases.length],
      );
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-batch-delivered",
      subjectKind: "disbursement",
      subjectId: disbursementId,
      details: { cases: cases.length, amountFen: sumOf(cases) },
      now,
    });
    return { ok: true, repeated: false, people: cases.length, deliveredFen: sumOf(cases) };
  });
}

async function confirmGroup(
  tx: Sql,
  input: DeliverAidInput,
  fundId: string,
  at: number,
  { divisionCode, people }: Cell<PaidCase>,
): Promise<ConfirmDeliveryResult> {
  const [known] = await tx.rows("select 1 as known from division where code = $1", [divisionCode]);
  return confirmDeliveryIn(tx, {
    ...input,
    id: derivedFundScopedId("n", fundId, env().SESSION_SECRET, "aid", input.disbursementId, String(at)),
    people: people.length,
    personTimes: people.length,
    deliveredFen: sumOf(people),
    divisionCode: known ? divisionCode : null,
  });
}

const sumOf = (cases: readonly PaidCase[]): bigint =>
  cases.reduce((sum, { amountFen }) => sum + amountFen, 0n);

function medianOf(days: readonly number[]): number {
  const inOrder = days.toSorted((a, b) => a - b);
  return inOrder[Math.floor((inOrder.length - 1) / 2)] ?? 0;
}

async function findBatch(tx: Sql, fundId: string, disbursementId: string) {
  const [batch] = await tx.rows<{ deliveredAt: Date | null; lowFen: bigint; highFen: bigint }>(
    `select b.delivered_at as "deliveredAt", p.low_fen as "lowFen", p.high_fen as "highFen"
     from aid_batch b join aid_programme p on p.id = b.programme_id
     where b.fund_id = $1 and b.disbursement_id = $2 for update of b`,
    [fundId, disbursementId],
  );
  return batch;
}

/** Those of the batch who have the money: paid, not sent back by a bank, and nobody asks them for it. */
async function paidCases(tx: Sql, fundId: string, disbursementId: string): Promise<PaidCase[]> {
  return tx.rows<PaidCase>(
    `select c.id, c.division_code as "divisionCode", b.amount_fen as "amountFen",
            greatest(0, extract(day from d.paid_at - c.received_at))::int as days
     from aid_batch_case b
     join aid_case c on c.id = b.case_id
     join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
     where b.fund_id = $1 and b.disbursement_id = $2 and b.released_at is null and c.stopped_at is null
       and not exists (select from aid_recovery r where r.case_id = c.id and r.disbursement_id = b.disbursement_id)
       and not exists (select from disbursement_payee l
                       where l.fund_id = b.fund_id and l.disbursement_id = b.disbursement_id
                         and l.subject_kind = 'aid-case' and l.subject_id = c.id::text
                         and (l.failed_at is not null or l.returned_at is not null))
     order by c.id for update of c`,
    [fundId, disbursementId],
  );
}
