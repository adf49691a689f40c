import { timingSafeEqual } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { derivedText } from "#app/lib/ids.ts";

/** About 80 bits: nobody finds an order, or prints a counter's code, by trying. */
const SIGNATURE_LENGTH = 16;

/**
 * The address of one order's page, for the shopper who holds the order: the enterprise, the order number and a
 * signature that follows from both and the site's secret. Nothing of it is stored, and nothing in it is personal.
 */
export function orderToken(merchantId: string, orderNo: string): string {
  return signed("consumption-order", merchantId, Buffer.from(orderNo).toString("base64url"));
}

/** The order that a token names; null where nobody signed it. */
export function readOrderToken(token: string): { merchantId: string; orderNo: string } | null {
  const [merchantId, encoded] = partsOf("consumption-order", token, 2) ?? [];
  if (!merchantId || !encoded) return null;
  return { merchantId, orderNo: Buffer.from(encoded, "base64url").toString() };
}

export const orderHref = (merchantId: string, orderNo: string): string =>
  `/consumption/orders/${orderToken(merchantId, orderNo)}`;

/** What the card at a counter carries: a shop's id, or the enterprise's where it has no shops of its own. */
export function counterToken(placeId: string): string {
  return signed("consumption-counter", placeId);
}

/** The shop (uuid) or the enterprise ("o…") that a counter's code names; null where nobody signed it. */
export function readCounterToken(token: string): string | null {
  return partsOf("consumption-counter", token, 1)?.[0] ?? null;
}

export const counterHref = (placeId: string): string => `/c/${counterToken(placeId)}`;

function signed(purpose: string, ...parts: readonly string[]): string {
  return [...parts, signatureOf(purpose, parts)].join(".");
}

function partsOf(purpose: string, token: string, count: number): string[] | null {
  const parts = token.split(".");
  const signature = parts.pop();
  if (parts.length !== count || signature === undefined) return null;
  const given = Buffer.from(signature);
  const right = Buffer.from(signatureOf(purpose, parts));
  return given.length === right.length && timingSafeEqual(given, right) ? parts : null;
}

const signatureOf = (purpose: string, parts: readonly string[]): string =>
  derivedText(SIGNATURE_LENGTH, env().SESSION_SECRET, purpose, ...parts);
