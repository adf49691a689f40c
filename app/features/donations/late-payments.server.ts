import { fundsThatTakeGifts } from "#app/features/funds/takes-gifts.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { PaymentState } from "./confirmation-state.server.ts";

/** Notes on closed payments whether their fund may still take gifts: money that comes now is real all the same. */
export async function readWhoTakesGifts(tx: Sql, states: readonly PaymentState[], now: Date): Promise<void> {
  const late = states.filter((state) => state.closedAt && !state.paidAt);
  const open = await fundsThatTakeGifts(
    tx,
    late.map((state) => state.fundId),
    now,
  );
  // What was promised while the campaign ran is owed after its end too (民法典 Art. 660).
  for (const state of late) state.takesGifts = open.has(state.fundId) || state.settlesPromise;
}
