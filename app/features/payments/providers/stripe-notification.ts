import { createHash } from "node:crypto";
import Stripe from "stripe";
import type { NotificationHeaders, VerifyResult } from "./provider.ts";
import { agreementOfEvent } from "./stripe-agreements.ts";
import { factOfEvent } from "./stripe-facts.ts";
import { signalOfEvent } from "./stripe-signals.ts";

const MOST_BYTES = 256 * 1024;
const TOLERANCE_SECONDS = 300;

export interface StripeIdentity {
  accountId: string;
  livemode: boolean;
  webhookSecrets: readonly string[];
}

const refuse = (reason: Exclude<VerifyResult, { ok: true }>["reason"], detail: string): VerifyResult => ({
  ok: false,
  reason,
  detail,
});

/** Verifies a webhook of Stripe (snapshot event) with any of the secrets, and its clock in both directions. */
export function verifyStripeNotification(
  stripe: Stripe,
  rawBody: Uint8Array | string,
  headers: NotificationHeaders,
  identity: StripeIdentity,
  now: Date,
): VerifyResult {
  if (rawBody.length > MOST_BYTES) return refuse("malformed", "more than 256 kB");
  const header = headers["stripe-signature"];
  if (typeof header !== "string") return refuse("bad-signature", "no stripe-signature");
  const event = openEvent(stripe, rawBody, header, identity.webhookSecrets);
  if (event === null) return refuse("bad-signature", "no secret gives this signature");
  // The SDK refuses what is too old but takes what comes from the future.
  const signedAt = signedSeconds(header);
  const ageSeconds = now.getTime() / 1000 - signedAt;
  if (!(Math.abs(ageSeconds) <= TOLERANCE_SECONDS))
    return refuse("stale", `signed ${Math.round(ageSeconds)} s ago`);
  return readEvent(event, rawBody, identity);
}

/** The age check is off here (tolerance 0) because ours, which looks both ways, follows. */
function openEvent(
  stripe: Stripe,
  rawBody: Uint8Array | string,
  header: string,
  secrets: readonly string[],
): Stripe.Event | null {
  const payload = typeof rawBody === "string" ? rawBody : Buffer.from(rawBody);
  for (const secret of secrets) {
    try {
      return stripe.webhooks.constructEvent(payload, header, secret, 0);
    } catch (error) {
      // The other secret may still fit; a text that is no JSON fits none. Anything else is a fault of ours.
      const isForeign = error instanceof Stripe.errors.StripeSignatureVerificationError;
      if (!isForeign && !(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** The last t= counts in the SDK, so it counts here. */
function signedSeconds(header: string): number {
  const times = header.split(",").filter((part) => part.startsWith("t="));
  return Number.parseInt(times.at(-1)?.slice(2) ?? "", 10);
}

function readEvent(
  event: Stripe.Event,
  rawBody: Uint8Array | string,
  identity: StripeIdentity,
): VerifyResult {
  if (typeof event?.id !== "string" || event.object !== "event" || typeof event.created !== "number") {
    return refuse("malformed", "not an event");
  }
  if (event.livemode !== identity.livemode) return refuse("wrong-app", "test and live are mixed up");
  if (event.account && event.account !== identity.accountId)
    return refuse("wrong-app", "for another account");
  try {
    const fact = factOfEvent(event, {
      eventKey: event.id,
      providerType: event.type,
      providerAccount: identity.accountId,
      occurredAt: new Date(event.created * 1000),
      payloadSha256: createHash("sha256").update(rawBody).digest("hex"),
    });
    const signal = signalOfEvent(event) ?? undefined;
    const agreement = agreementOfEvent(event);
    if (agreement !== null) return { ok: true, events: fact ? [fact] : [], agreements: [agreement], signal };
    return fact === null
      ? { ...refuse("ignored", event.type), signal }
      : { ok: true, events: [fact], signal };
  } catch (error) {
    if (error instanceof TypeError) return refuse("malformed", `${event.type}: ${error.message}`);
    throw error;
  }
}
