import { shanghaiDay } from "#app/lib/time.ts";
import { listAnnouncements, listPublicBatches } from "./batch-queries.server.ts";
import { programmesOfFund } from "./programme-queries.server.ts";
import type { PublicAid } from "./public-aid.tsx";

const SHOWN = 5;

/** The aid of a fund as its page shows it. */
export async function loadFundAid(fundId: string, now: Date): Promise<PublicAid> {
  const [programmes, announcements, batches] = await Promise.all([
    programmesOfFund(fundId),
    listAnnouncements({ fundId }, SHOWN),
    listPublicBatches({ fundId }, SHOWN),
  ]);
  return { programmes, announcements, batches, today: shanghaiDay(now) };
}

/** The aid of an organization over all its funds. */
export async function loadOrganizationAid(organizationId: string, now: Date): Promise<PublicAid> {
  const [announcements, batches] = await Promise.all([
    listAnnouncements({ organizationId }, SHOWN),
    listPublicBatches({ organizationId }, SHOWN),
  ]);
  return { programmes: [], announcements, batches, today: shanghaiDay(now) };
}
