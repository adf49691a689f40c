import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { NOW } from "#tests/factories/books.ts";
import { proposalOf, type SpendingPlace } from "#tests/factories/spending.ts";

/** Proposes, approves and pays, as three calls of the verbs; a batch says how much of it arrived. */
export async function spend(
  place: SpendingPlace,
  amountFen: bigint,
  given: { isPaid?: boolean; deliveredFen?: bigint; people?: number } = {},
): Promise<string> {
  const { isPaid = true, deliveredFen = 0n, people = 10 } = given;
  const proposal = proposalOf(place, amountFen);
  const act = { id: proposal.id, organizationId: place.organizationId, now: NOW };
  const steps = [
    await proposeDisbursement(proposal),
    await approveDisbursement({ ...act, userId: place.approverId }),
    isPaid
      ? await payDisbursement({ ...act, userId: place.clerkId, paidAt: NOW, bankReference: proposal.id })
      : { ok: true },
  ];
  const refused = steps.find((step) => !step.ok);
  if (refused) throw new Error(JSON.stringify(refused, (_key, value) => String(value)));
  if (deliveredFen > 0n) {
    await db.run(
      `insert into beneficiary_batch (fund_id, id, disbursement_id, people, person_times, delivered_fen, delivered_on, confirmed_at)
       values ($1, $2, $3, $4, $4, $5, $6, $7)`,
      [
        place.fundId,
        newFundScopedId("n", place.fundId),
        proposal.id,
        people,
        deliveredFen,
        shanghaiDay(NOW),
        NOW,
      ],
    );
  }
  return proposal.id;
}
