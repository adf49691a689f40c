import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import type { PostingKind } from "./posting-href.ts";

/** The id of the transfer that a posting becomes, as the posting statement computes it too. */
export const postingTransferId = (agreementId: string, day: string, kind: PostingKind): string =>
  transferIdOf("consumption", agreementId, day, kind);

/** The moment at which a day's gifts are posted as given: its last millisecond in Shanghai. */
export const endOfDay = (day: string): Date => new Date(startOfShanghaiDay(addDays(day, 1)).getTime() - 1);
