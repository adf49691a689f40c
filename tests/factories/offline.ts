import { createHmac } from "node:crypto";
import { giftReference } from "#app/features/donations/gift-reference.ts";
import { type StartDonationInput, startDonation } from "#app/features/donations/start-donation.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newSecret } from "#app/lib/ids.ts";

export interface Pledge {
  donationId: string;
  token: string;
  reference: string;
  amountFen: bigint;
}

/** What the giving form sends for a bank transfer. */
export async function pledgeInput(
  fundId: string,
  amountFen: bigint,
  over: Partial<StartDonationInput> = {},
): Promise<StartDonationInput> {
  const [fund] = await db.rows<{ kind: "project"; slug: string }>(
    "select kind, slug from fund where id = $1",
    [fundId],
  );
  const now = over.now ?? new Date("2026-11-20T02:00:00Z");
  const target = fund ? await findGivingTarget(fund.kind, fund.slug, now) : null;
  if (!target) throw new Error("no such fund");
  return {
    target,
    intention: `test:${newSecret()}`,
    amountFen,
    provider: "offline",
    visibility: "anonymous",
    userId: null,
    device: "desktop",
    now,
    ...over,
  };
}

/** A gift that waits for its bank transfer. */
export async function makePledge(
  fundId: string,
  amountFen: bigint,
  over: Partial<StartDonationInput> = {},
): Promise<Pledge> {
  const started = await startDonation(await pledgeInput(fundId, amountFen, over));
  if (!started.ok) throw new Error(`a pledge was refused: ${started.reason}`);
  return { ...started, amountFen };
}

/** A well-formed reference that no gift has. */
export const strangeReference = (): string =>
  giftReference(createHmac("sha256", "test").update(newSecret()).digest());
