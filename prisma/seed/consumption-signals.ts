import { decideSignal } from "#app/features/consumption/fraud/decide-signal.server.ts";
import { findSignals } from "#app/features/consumption/fraud/find-signals.server.ts";
import type { SignalKind, SignalStep } from "#app/features/consumption/fraud/signal.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";

const ORGANIZATION = "tonglu-charity";

/** What the guide's charity has said so far; the rest waits. */
const SAID: readonly (readonly [
  SignalKind,
  Extract<SignalStep, "asked" | "cleared" | "told-bureau">,
  string,
])[] = [
  ["told-twice", "asked", "两个活动里有同一秒、同一金额的订单，请核对是不是报了两次。"],
  ["still-shown", "cleared", "已经电话确认，店门口的木牌摘了，门店名单月底更新。"],
  ["owing-again", "told-bureau", "三期结算单催过四次，标识已停用，报民政局备查。"],
];

/** Lets the rules look at the year's sales, and two people answer some of what they found. */
export async function findOddSales(clock: SeedClock): Promise<number> {
  const { found } = await findSignals(clock.at(clock.day(-1), 4));
  const organizationId = stableId.organization(ORGANIZATION);
  const userId = personId(spendersOf(ORGANIZATION).clerk);
  for (const [kind, step, note] of SAID) {
    const [signal] = await db.rows<{ id: string }>(
      "select id::text from consumption_signal where organization_id = $1 and kind = $2 order by subject limit 1",
      [organizationId, kind],
    );
    invariant(signal, `a signal of ${kind}`);
    const said = await decideSignal({
      id: signal.id,
      organizationId,
      userId,
      step,
      note,
      now: clock.at(clock.day(-1), 10, 20),
    });
    invariant(said.ok || said.reason !== "not-found", `the answer to ${kind}`);
  }
  return found;
}
