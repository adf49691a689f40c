/** How a receiver checks a message, as the page shows it. It runs as it stands; a test runs it. */
export const CHECKING_SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

export function isFromMingshan(secret, headers, body, nowMs = Date.now()) {
  const id = headers["webhook-id"];
  const time = headers["webhook-timestamp"];
  if (Math.abs(nowMs / 1000 - Number(time)) > 300) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const wanted = createHmac("sha256", key).update(id + "." + time + "." + body).digest();
  return headers["webhook-signature"].split(" ").some((part) => {
    const given = Buffer.from(part.replace("v1,", ""), "base64");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}`;
