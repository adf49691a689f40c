import { isLoopbackAddress } from "#app/lib/client-address.ts";
import { countEvent } from "#app/lib/day-counts.server.ts";
import { countOf, hiddenName, secondsLeft, takeLimit } from "#app/lib/limits.server.ts";
import { answerChallenge, type ChallengeOutcome, newChallenge } from "./challenge.server.ts";
import { openGivingDay } from "./giving-days.server.ts";
import {
  CARD_STARTS_BY_ADDRESS,
  CARDS_BY_DEVICE,
  DECLINED_PART_REFUSED,
  DECLINED_PART_SUSPECT,
  DECLINES_BY_ADDRESS,
  DECLINES_BY_DEVICE,
  DECLINES_SUSPECT,
  DEVICE_CARDS_SUSPECT,
  DEVICE_DECLINES_SUSPECT,
  DEVICE_STARTS_SUSPECT,
  GIVING_DAY_FACTOR,
  GIVING_DAY_STARTS,
  SHARED_ADDRESS_FACTOR,
  STARTS_BY_ADDRESS,
  STARTS_BY_DEVICE,
  STARTS_BY_PROGRAM,
  STARTS_SUSPECT,
} from "./giving-limits.ts";

export interface GivingAttempt {
  address: string;
  /** The browser's name, see device-cookie; null for a program. */
  device: string | null;
  fundId: string;
  provider: string;
  /** The question's token and what was written, where it was answered. */
  answer: { token: string; words: string } | null;
  now: Date;
}

export type GuardAnswer =
  | { ok: true }
  | { ok: false; reason: "too-many"; retryAfterSeconds: number }
  | { ok: false; reason: "challenge"; token: string; outcome: Exclude<ChallengeOutcome, "passed"> | null };

/**
 * Whether a gift may be started now. An ordinary visitor, and an office full of them, meets nothing; who is
 * suspected is asked one question; who goes on failing waits for the next hour. Why is not said.
 */
export async function guardGiving(attempt: GivingAttempt): Promise<GuardAnswer> {
  const { device, now } = attempt;
  const address = hiddenName("address", attempt.address);
  const shared = isShared(attempt.address) ? SHARED_ADDRESS_FACTOR : 1;
  const day = await openGivingDay(attempt.fundId, now);
  const starts = day
    ? await takeLimit(GIVING_DAY_STARTS, `${address} ${day.id}`, now)
    : await takeLimit(STARTS_BY_ADDRESS, address, now);
  const most = day ? day.expectedGifts * GIVING_DAY_FACTOR : STARTS_BY_ADDRESS.limit * shared;
  const byDevice = device === null ? null : await takeLimit(STARTS_BY_DEVICE, device, now);
  const declined = await weighDeclines({ ...attempt, address }, shared);
  if (starts.count > most || byDevice?.ok === false || declined.isRefused) {
    void countEvent(starts.count > most ? "giving-refused-address" : "giving-refused-declines", now);
    return { ok: false, reason: "too-many", retryAfterSeconds: secondsLeft(STARTS_BY_ADDRESS, now) };
  }
  const isSuspect =
    (!day && starts.count > STARTS_SUSPECT * shared) ||
    (byDevice !== null && byDevice.count > DEVICE_STARTS_SUSPECT && !day) ||
    declined.isSuspect;
  if (!isSuspect) return { ok: true };
  return askOrAccept({ ...attempt, address });
}

/** Gifts that a program starts: it cannot be asked, so who is suspected has to wait. */
export async function guardGivingProgram(
  attempt: Pick<GivingAttempt, "address" | "provider" | "now">,
): Promise<{ ok: true } | { ok: false; retryAfterSeconds: number }> {
  const { now } = attempt;
  const address = hiddenName("address", attempt.address);
  const shared = isShared(attempt.address) ? SHARED_ADDRESS_FACTOR : 1;
  const most = { ...STARTS_BY_PROGRAM, limit: STARTS_BY_PROGRAM.limit * shared };
  const starts = await takeLimit(most, address, now);
  const declined = await weighDeclines({ ...attempt, address, device: null }, shared);
  if (starts.ok && !declined.isSuspect) return { ok: true };
  void countEvent(starts.ok ? "giving-refused-declines" : "giving-refused-address", now);
  const rule = starts.ok ? DECLINES_BY_ADDRESS : STARTS_BY_PROGRAM;
  return { ok: false, retryAfterSeconds: secondsLeft(rule, now) };
}

const isShared = (address: string): boolean => address === "unknown" || isLoopbackAddress(address);

/** `address` is its hidden name. Counts a card payment and weighs the declines. They count for cards alone: nothing can be tested by paying from one's own Alipay account. */
async function weighDeclines(
  { address, device, provider, now }: Pick<GivingAttempt, "address" | "device" | "provider" | "now">,
  shared: number,
): Promise<{ isSuspect: boolean; isRefused: boolean }> {
  if (provider !== "stripe") return { isSuspect: false, isRefused: false };
  const [cardStarts, declines, byDevice, cards] = await Promise.all([
    takeLimit(CARD_STARTS_BY_ADDRESS, address, now),
    countOf(DECLINES_BY_ADDRESS, address, now),
    device === null ? 0 : countOf(DECLINES_BY_DEVICE, device, now),
    device === null ? 0 : countOf(CARDS_BY_DEVICE, device, now),
  ]);
  const part = declines / Math.max(cardStarts.count, declines, 1);
  return {
    isSuspect:
      (declines >= DECLINES_SUSPECT * shared && part > DECLINED_PART_SUSPECT) ||
      byDevice >= DEVICE_DECLINES_SUSPECT ||
      cards >= DEVICE_CARDS_SUSPECT,
    isRefused:
      (declines >= DECLINES_BY_ADDRESS.limit * shared && part > DECLINED_PART_REFUSED) ||
      byDevice >= DECLINES_BY_DEVICE.limit ||
      cards >= CARDS_BY_DEVICE.limit,
  };
}

async function askOrAccept(attempt: GivingAttempt): Promise<GuardAnswer> {
  const { answer, address, now } = attempt;
  const outcome = answer === null ? null : await answerChallenge(answer, address, now);
  if (outcome === "passed") {
    void countEvent("giving-question-answered", now);
    return { ok: true };
  }
  void countEvent(outcome === null ? "giving-question-asked" : `giving-question-${outcome}`, now);
  // A quick answer may be sent again as it stands: the waiting is over soon.
  const token = outcome === "too-quick" && answer ? answer.token : newChallenge(now);
  return { ok: false, reason: "challenge", token, outcome };
}
