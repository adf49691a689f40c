import { z } from "zod";
import { hiddenName } from "#app/lib/limits.server.ts";
import { quietly } from "#app/lib/quietly.server.ts";
import { redisForCounts } from "#app/lib/redis.server.ts";

/** A payment page lives an hour; its last decline may be told a little later. */
const KEPT_SECONDS = 2 * 60 * 60;

const giverSchema = z.object({ address: z.string(), device: z.string().nullable() });
/** The hidden names under which a gift's address and browser are counted. */
export type Giver = z.infer<typeof giverSchema>;

/** Remembers for two hours who started a gift, so that its declines are counted where it came from. */
export function rememberGiver(
  donationId: string,
  given: { address: string; device: string | null },
): Promise<void> {
  return quietly("remembering where a gift came from", async () => {
    const redis = redisForCounts();
    if (redis.status !== "ready") return;
    const giver: Giver = { address: hiddenName("address", given.address), device: given.device };
    await redis.set(keyOf(donationId), JSON.stringify(giver), "EX", KEPT_SECONDS);
  });
}

/** Where a gift came from; null when that is no longer known. Only counting needs it: a fault is logged. */
export async function recallGiver(donationId: string): Promise<Giver | null> {
  let giver: Giver | null = null;
  await quietly("recalling where a gift came from", async () => {
    const redis = redisForCounts();
    if (redis.status !== "ready") return;
    const kept = await redis.get(keyOf(donationId));
    if (kept !== null) giver = giverSchema.safeParse(JSON.parse(kept)).data ?? null;
  });
  return giver;
}

const keyOf = (donationId: string): string => `mingshan:giver:${donationId}`;
