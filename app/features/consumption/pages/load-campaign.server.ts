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
  const promises = { rows, usedFen, sums: sumPromises(rows.map(({ sums }) => sums)), asOf: now };
  return { ...page, promises };
}
export type CampaignData = Awaited<ReturnType<typeof loadCampaign>>;
