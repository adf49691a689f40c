/**
 * What an enterprise's system can be told of, as `type` of the message names it. The words are in the namespace
 * `webhooks` (`type_<type with dashes>`).
 */
export const WEBHOOK_TYPES = [
  "statement.drawn",
  "statement.confirmed",
  "statement.paid",
  "statement.overdue",
  "agreement.confirmed",
  "agreement.suspended",
  "agreement.ended",
  "signal.opened",
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** Sent by the button of an endpoint, whatever it subscribed to; its subject is the endpoint. */
export const TEST_TYPE = "webhook.test";
export type SentType = WebhookType | typeof TEST_TYPE;

export function isWebhookType(text: string): text is WebhookType {
  return (WEBHOOK_TYPES as readonly string[]).includes(text);
}
