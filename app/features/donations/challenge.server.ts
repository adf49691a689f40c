import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { newSecret } from "#app/lib/ids.ts";
import { countOf, takeLimit } from "#app/lib/limits.server.ts";
import { CHALLENGE_WORDS } from "./challenge-words.ts";
import {
  CHALLENGE_LIFETIME_MS,
  CHALLENGE_USED,
  CHALLENGE_WAIT_MS,
  CHALLENGES_BY_ADDRESS,
} from "./giving-limits.ts";

export type ChallengeOutcome = "passed" | "wrong-words" | "too-quick" | "spent" | "too-many";

/**
 * A question without pictures, sounds or scripts: write four words, and take a moment. It proves no person;
 * it makes each further try cost seconds and a token of its own, which is what a card tester lacks.
 */
export function newChallenge(now: Date): string {
  const name = `${now.getTime().toString(36)}-${newSecret()}`;
  return `${name}.${signatureOf(name)}`;
}

/** Takes an answer. A right one counts once, so that it cannot be sent again with the next card. */
export async function answerChallenge(
  answer: { token: string; words: string },
  address: string,
  now: Date,
): Promise<ChallengeOutcome> {
  const askedAtMs = askedAt(answer.token);
  if (askedAtMs === null || now.getTime() - askedAtMs > CHALLENGE_LIFETIME_MS) return "spent";
  if (!isRight(answer.words)) return "wrong-words";
  if (now.getTime() - askedAtMs < CHALLENGE_WAIT_MS) return "too-quick";
  if ((await countOf(CHALLENGES_BY_ADDRESS, address, now)) >= CHALLENGES_BY_ADDRESS.limit) return "too-many";
  if (!(await takeLimit(CHALLENGE_USED, answer.token, now)).ok) return "spent";
  await takeLimit(CHALLENGES_BY_ADDRESS, address, now);
  return "passed";
}

function askedAt(token: string): number | null {
  const [name = "", signature = ""] = token.split(".");
  const expected = signatureOf(name);
  if (signature.length !== expected.length) return null;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return null;
  const askedAtMs = Number.parseInt(name.split("-", 1)[0] ?? "", 36);
  return Number.isFinite(askedAtMs) ? askedAtMs : null;
}

/** Forgiving: full-width letters, quotation marks, spaces, case and the traditional form of a character. */
function isRight(words: string): boolean {
  const plain = (text: string) =>
    text
      .normalize("NFKC")
      .replaceAll("捐欵", "捐款")
      .toLowerCase()
      .replace(/[\s"'“”‘’「」『』。.,，!！]/g, "");
  return Object.values(CHALLENGE_WORDS).some((right) => plain(right) === plain(words));
}

function signatureOf(name: string): string {
  return createHmac("sha256", env().SESSION_SECRET)
    .update(`challenge\n${name}`)
    .digest("base64url")
    .slice(0, 22);
}
