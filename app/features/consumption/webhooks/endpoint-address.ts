import { isIP } from "node:net";
import { isLoopbackIp, isPublicAddress } from "#app/lib/http/public-address.ts";

export type AddressComplaint = "url-malformed" | "url-plain" | "url-closed" | "url-secret" | "url-long";

const LONGEST = 500;

/**
 * An address that messages may be sent to, in its one form, or what is wrong with it. What a name leads to is looked
 * at each time a message is sent: it may change.
 *
 * @param isLoopbackAllowed the machine itself, also without TLS: in the demo alone
 */
export function endpointAddress(
  text: string,
  isLoopbackAllowed: boolean,
): { ok: true; url: string } | { ok: false; reason: AddressComplaint } {
  if (text.length > LONGEST) return { ok: false, reason: "url-long" };
  if (!URL.canParse(text)) return { ok: false, reason: "url-malformed" };
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { ok: false, reason: "url-malformed" };
  if (url.username !== "" || url.password !== "") return { ok: false, reason: "url-secret" };
  url.hash = "";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isOwnMachine = host === "localhost" || isLoopbackIp(host);
  if (isOwnMachine)
    return isLoopbackAllowed ? { ok: true, url: url.href } : { ok: false, reason: "url-closed" };
  if (url.protocol !== "https:") return { ok: false, reason: "url-plain" };
  // Names without a dot, and those of a local network, lead nowhere on the internet.
  const isClosed =
    isIP(host) > 0
      ? !isPublicAddress(host)
      : !/\.[a-z][a-z0-9-]*\.?$/i.test(host) || /\.(local|internal|localhost)\.?$/i.test(host);
  return isClosed ? { ok: false, reason: "url-closed" } : { ok: true, url: url.href };
}
