import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { LockedDisbursement } from "./locked-disbursement.server.ts";

type Step = "approved" | "withdrawn" | "paid";

/** Posts one step of a disbursement. Its id follows from the disbursement, so a step is posted once. */
export async function postDisbursementStep(
  tx: Sql,
  disbursement: Pick<LockedDisbursement, "fundId" | "id" | "organizationId" | "amountFen" | "currency">,
  step: Step,
  occurredAt: Date,
): Promise<void> {
  const { fundId, id, organizationId, currency } = disbursement;
  const available = accountId("available", fundId, currency);
  const committed = accountId("committed", fundId, currency);
  const bank = accountId("bank", organizationId, currency);
  const sides = {
    approved: [available, committed],
    withdrawn: [committed, available],
    paid: [committed, bank],
  } as const;
  const [debitAccountId, creditAccountId] = sides[step];
  const [outcome] = await postTransfers(tx, [
    {
      bookId: fundId,
      id: transferIdOf("disbursement", id, step),
      factId: `${id}.${step}`,
      kind: `disbursement-${step}`,
      debitAccountId,
      creditAccountId,
      amountFen: disbursement.amountFen,
      currency,
      subjectId: id,
      occurredAt,
    },
  ]);
  invariant(outcome !== "conflicting", `disbursement ${id} was ${step} with other content`);
}
