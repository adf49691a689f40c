import { openCredential } from "#app/features/payments/credentials.server.ts";
import { log } from "#app/lib/log.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";
import { Inbox } from "./inbox.server.ts";
import { submitFact } from "./monthly/resolve-billed.server.ts";
import { takeAgreementFact } from "./monthly/take-agreement-fact.server.ts";
import { noteSignal } from "./note-signal.server.ts";

const inbox = singleton(
  "inbox",
  () =>
    new Inbox(undefined, (error, received) => {
      log.error(
        { err: error, eventKey: received.fact.eventKey },
        "a provider's message could not be recorded",
      );
    }),
);

export interface NotificationAnswer {
  status: number;
  body: string;
}

const NOT_FOUND: NotificationAnswer = { status: 404, body: "not found" };
/** What makes a provider come again later; the text tells nothing. */
const COME_AGAIN = "fail";

/**
 * Takes one message of a provider: verified alone, then confirmed in a batch with whatever else came, and
 * answered after the commit. The path picks the secret; nothing inside is trusted before its signature.
 */
export async function receiveNotification(
  provider: string,
  credentialId: string,
  rawBody: Buffer,
  headers: Record<string, string | string[] | undefined>,
  now: Date,
): Promise<NotificationAnswer> {
  const opened = await openCredential(credentialId);
  if (!opened || opened.credential.provider !== provider) return NOT_FOUND;
  const verified = opened.provider.verifyNotification(rawBody, headers, now);
  if (verified.signal) {
    const { organizationId } = opened.credential;
    await noteSignal({ signal: verified.signal, credentialId, organizationId }, now);
  }
  if (!verified.ok) {
    if (verified.reason === "ignored") return { status: 200, body: opened.provider.acknowledgement };
    log.warn({ provider, credentialId, reason: verified.reason }, "a provider's message was refused");
    return { status: 400, body: COME_AGAIN };
  }
  const { organizationId } = opened.credential;
  for (const fact of verified.agreements ?? []) await takeAgreementFact(fact, credentialId, now);
  const answers = await Promise.all(
    verified.events.map((fact) =>
      submitFact(inbox, { fact, credentialId, organizationId, origin: "webhook" }, now),
    ),
  );
  if (answers.some((answer) => !answer.ok && answer.reason === "full"))
    return { status: 503, body: COME_AGAIN };
  if (answers.some((answer) => !answer.ok)) return { status: 500, body: COME_AGAIN };
  return { status: 200, body: opened.provider.acknowledgement };
}
