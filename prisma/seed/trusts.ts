import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { stableId } from "./random.ts";

const PRINCIPAL_FEN = 200_000_000n;
const RELEASED_FEN = 30_000_000n;

/**
 * The principal of the trust that lives on it, and what of it was released for this year. It came before the
 * first bank statement that this site has, so no row of a statement stands for it.
 */
export async function fundTrusts(clock: SeedClock): Promise<bigint> {
  const organizationId = stableId.organization("wuzhou-trust");
  const fundId = stableId.fund("trust", "happy-wucheng");
  const held = accountId("held", fundId);
  const shared = { bookId: fundId, currency: "CNY", subjectId: null } as const;
  const id = (name: string): string => transferIdOf("mingshan-demo", fundId, name);
  await transaction(async (tx) => {
    const outcomes = await postTransfers(tx, [
      {
        ...shared,
        id: id("principal"),
        factId: "deed",
        kind: "trust-principal-received",
        debitAccountId: accountId("bank", organizationId),
        creditAccountId: held,
        amountFen: PRINCIPAL_FEN,
        occurredAt: clock.at(clock.day(-402), 10),
      },
      {
        ...shared,
        id: id("release"),
        factId: "release-1",
        kind: "trust-principal-released",
        debitAccountId: held,
        creditAccountId: accountId("available", fundId),
        amountFen: RELEASED_FEN,
        occurredAt: clock.at(clock.day(-240), 10),
      },
    ]);
    invariant(!outcomes.includes("conflicting"), "the trust's principal");
  });
  return PRINCIPAL_FEN;
}
