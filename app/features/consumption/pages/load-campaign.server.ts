import { loadFundPage } from "#app/features/funds/load-fund-page.server.ts";
import { listAgreementRows } from "./agreement-rows.server.ts";
import { usedOfPromisesFen } from "./promise-sums.server.ts";
import { sumPromises } from "./promise-sums.ts";

/** The page of a fund, and what its enterprises promised. Throws a 404 response for a draft or an unknown slug. */
export async function loadCampaign(slug: string | undefined, now: Date) {
  const page = await loadFundPage("consumption", slug, now);
  const [rows, usedFen] = await Promise.all([
    listAgreementRows({ fundId: page.fund.id }, now),
    usedOfPromisesFen(page.fund.id),
  ]);
  const sums = sumPromises(rows.map(({ sums }) => sums));
  const promises = { rows, sums, usedFen: atMost(usedFen, sums.paidFen), asOf: now };
  return { ...page, promises };
}
export type CampaignData = Awaited<ReturnType<typeof loadCampaign>>;

/** Somebody may pay more than a statement says: the rest is a gift, and not part of the promise. */
function atMost(fen: bigint, most: bigint): bigint {
  if (fen > most) return most;
  return fen;
}
