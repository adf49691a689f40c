import { countGifts } from "#app/features/donations/recorded/count-gifts.server.ts";
import { recordGifts, type TypedGiftRecord } from "#app/features/donations/recorded/record-gifts.server.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";

const ORGANIZATION = "tonglu-charity";
const FUND = "good-homes";

/** Days ago, amount, receipt, name or none; the last waits for a second person to count it. */
const CASH: readonly [daysAgo: number, amountFen: bigint, receiptNo: string, name: string | null][] = [
  [6, 20_000n, "桐慈 0001187", "柳溪村老人协会"],
  [6, 8_650n, "桐慈 0001188", null],
  [1, 35_000n, "桐慈 0001189", "横村小学三年级"],
];

/**
 * Gifts that no payment company brought: two by bank transfer, of which one has come and one is waited for, and
 * cash from a stall, two counted and one not. Comes before the days are closed, so that the bank shows the transfer.
 *
 * @returns how many.
 */
export async function giveByHand(clock: SeedClock): Promise<number> {
  const paid = await pledge("came", 52_000n, clock.at(clock.day(-9), 9, 12), clock);
  await askSandbox("/control/bank-payment", {
    merchant: ORGANIZATION,
    amountFen: 52_000n,
    payee: "叶某某",
    reference: `捐款 ${paid}`,
    direction: "in",
    paidAt: clock.at(clock.day(-7), 10, 30),
    id: "seed-transfer-520",
  });
  await pledge("waits", 120_000n, clock.at(clock.day(-2), 16, 40), clock);
  const fundId = stableId.fund("project", FUND);
  const gifts = CASH.map(
    ([daysAgo, amountFen, receiptNo, name]): TypedGiftRecord => ({
      id: transferIdOf("mingshan-demo", "cash", receiptNo),
      fundId,
      kind: "cash",
      amountFen,
      givenOn: clock.day(-daysAgo),
      receiptNo,
      visibility: name ? "public" : "anonymous",
      name,
      pseudonym: null,
      row: null,
    }),
  );
  const organizationId = stableId.organization(ORGANIZATION);
  const { clerk, approver } = spendersOf(ORGANIZATION);
  const now = clock.now;
  const recorded = await recordGifts({ organizationId, userId: personId(clerk), gifts, now });
  invariant(recorded.ok, "the cash is recorded");
  const ids = gifts.slice(0, 2).map(({ id }) => id);
  const counted = await countGifts({ organizationId, userId: personId(approver), ids, now });
  invariant(counted.ok, "the cash is counted");
  return gifts.length + 2;
}

/** Starts a gift by bank transfer as the form does; gives its reference. */
async function pledge(name: string, amountFen: bigint, at: Date, clock: SeedClock): Promise<string> {
  const target = await findGivingTarget("project", FUND, clock.now);
  invariant(target, "the fund of the transfers is there");
  const started = await startDonation({
    target,
    intention: `seed:transfer:${name}`,
    amountFen,
    provider: "offline",
    visibility: "anonymous",
    userId: null,
    device: "desktop",
    now: at,
  });
  invariant(started.ok, "a transfer was refused");
  return started.reference;
}
