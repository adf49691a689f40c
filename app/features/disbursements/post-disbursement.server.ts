import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { LockedDisbursement } from "./locked-disbursement.server.ts";

type Step = "approved" | "withdrawn" | "paid";

type Posted = Pick<LockedDisbursement, "fundId" | "id" | "organizationId" | "amountFen" | "currency">;

/**
 * Posts one step of a disbursement. Its id follows from the disbursement, so a step is posted once.
 *
 * @param paidFrom the account that a payment leaves: the bank unless a provider's clearing account is named
 */
export async function postDisbursementStep(
  tx: Sql,
  disbursement: Posted,
  step: Step,
  occurredAt: Date,
  paidFrom = accountId("bank", disbursement.organizationId, disbursement.currency),
): Promise<void> {
  const available = accountId("available", disbursement.fundId, disbursement.currency);
  const committed = accountId("committed", disbursement.fundId, disbursement.currency);
  const sides = {
    approved: [available, committed],
    withdrawn: [committed, available],
    paid: [committed, paidFrom],
  } as const;
  await post(tx, disbursement, { step, name: [step], sides: sides[step], occurredAt });
}

/**
 * Posts that one line of an approved disbursement will not be paid: its money is the fund's again, the rest
 * stays committed. The closed list's "withdrawn", once per line.
 */
export async function postWithdrawnLine(
  tx: Sql,
  disbursement: Posted,
  line: { id: string; amountFen: bigint },
  occurredAt: Date,
): Promise<void> {
  const available = accountId("available", disbursement.fundId, disbursement.currency);
  const committed = accountId("committed", disbursement.fundId, disbursement.currency);
  await post(
    tx,
    { ...disbursement, amountFen: line.amountFen },
    { step: "withdrawn", name: ["withdrawn", line.id], sides: [committed, available], occurredAt },
  );
}

async function post(
  tx: Sql,
  { fundId, id, amountFen, currency }: Posted,
  what: { step: Step; name: readonly string[]; sides: readonly [string, string]; occurredAt: Date },
): Promise<void> {
  const [debitAccountId, creditAccountId] = what.sides;
  const [outcome] = await postTransfers(tx, [
    {
      bookId: fundId,
      id: transferIdOf("disbursement", id, ...what.name),
      factId: [id, ...what.name].join("."),
      kind: `disbursement-${what.step}`,
      debitAccountId,
      creditAccountId,
      amountFen,
      currency,
      subjectId: id,
      occurredAt: what.occurredAt,
    },
  ]);
  invariant(outcome !== "conflicting", `disbursement ${id} was ${what.step} with other content`);
}
