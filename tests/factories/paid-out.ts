import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makeMember } from "./spending.ts";

interface Place {
  organizationId: string;
  fundId: string;
}

/** Who spends for a charity, and money of another kind than gifts to spend: income at the bank. */
export interface Spenders extends Place {
  clerkId: string;
  approverId: string;
}

export async function makeSpenders(place: Place, incomeFen: bigint, now: Date): Promise<Spenders> {
  const { organizationId, fundId } = place;
  await db.run(
    `insert into fund_budget_line (fund_id, purpose_code, name, name_en, planned_fen, position)
     values ($1, 'food', '食材', 'Food', 100000000, 1)`,
    [fundId],
  );
  await transaction((tx) =>
    postTransfers(tx, [
      {
        bookId: fundId,
        id: transferIdOf("income", fundId),
        factId: `income ${fundId}`,
        kind: "income-received",
        debitAccountId: accountId("bank", organizationId),
        creditAccountId: accountId("available", fundId),
        amountFen: incomeFen,
        currency: "CNY",
        subjectId: null,
        occurredAt: now,
      },
    ]),
  );
  return {
    organizationId,
    fundId,
    clerkId: await makeMember(organizationId, "charity-clerk"),
    approverId: await makeMember(organizationId, "charity-approver"),
  };
}

export interface PaidOut {
  amountFen: bigint;
  reference: string;
  payee?: string;
  paidAt: Date;
  /** How far it goes; paid where left out. */
  stage?: "proposed" | "approved";
}

/** A disbursement that was proposed, approved and paid by the real verbs. */
export async function makePaidOut(place: Spenders, given: PaidOut): Promise<string> {
  const { organizationId, fundId } = place;
  const id = newFundScopedId("b", fundId);
  const at = new Date(given.paidAt.getTime() - 3_600_000);
  const must = (result: { ok: true } | { ok: false; reason: string }): void => {
    if (!result.ok) throw new Error(`disbursement of ${given.amountFen}: ${result.reason}`);
  };
  must(
    await proposeDisbursement({
      id,
      fundId,
      organizationId,
      userId: place.clerkId,
      amountFen: given.amountFen,
      purposeCode: "food",
      purpose: "十一月食材",
      payee: given.payee ?? "澄溪粮油店",
      beneficiaryCount: 100,
      personTimes: 100,
      now: at,
    }),
  );
  if (given.stage === "proposed") return id;
  must(await approveDisbursement({ id, organizationId, userId: place.approverId, now: at }));
  if (given.stage === "approved") return id;
  must(
    await payDisbursement({
      id,
      organizationId,
      userId: place.clerkId,
      paidAt: given.paidAt,
      bankReference: given.reference,
      now: given.paidAt,
    }),
  );
  return id;
}
