import { accountId } from "#app/features/ledger/accounts.ts";
import type { TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";

/**
 * Some gifts pay what an enterprise promised before (消费捐, 慈善法 Art. 37). They count like every gift, and beside
 * them the promise is settled: promised → receivable of the organization, as much as came.
 */
export interface PromiseFlag {
  settlesPromise: boolean;
}

/** What such a gift is posted as where it comes straight from a provider or the bank. */
export const paidKind = ({ settlesPromise }: PromiseFlag): "gift-paid" | "consumption-paid" =>
  settlesPromise ? "consumption-paid" : "gift-paid";

/**
 * The gift's transfer with what stands beside it. The id follows from the gift's own, so that whatever is told
 * twice is posted once.
 */
export function withPromiseSettled(
  gift: TransferInput,
  organizationId: string,
  { settlesPromise }: PromiseFlag,
): TransferInput[] {
  if (!settlesPromise) return [gift];
  return [
    gift,
    {
      ...gift,
      id: transferIdOf("promise-settled", gift.bookId, gift.id),
      kind: "consumption-settled",
      debitAccountId: accountId("promised", organizationId, gift.currency),
      creditAccountId: accountId("receivable", organizationId, gift.currency),
    },
  ];
}
