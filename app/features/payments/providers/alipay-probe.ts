import type { AlipaySdk } from "alipay-sdk";
import { callAlipay, isMissingTrade } from "./alipay-calls.ts";
import type { ProbeResult } from "./provider.ts";

/** An order number that no payment of ours has: they begin with "p". */
const NO_ORDER = "selftest00000000";

/**
 * Asks Alipay about an order that does not exist. The right answer, rightly signed, proves the application's id,
 * its private key and Alipay's public key together.
 */
export async function probeAlipay(sdk: AlipaySdk, now: Date): Promise<ProbeResult> {
  const answer = await callAlipay(sdk, "alipay.trade.query", { out_trade_no: NO_ORDER }, now);
  if (answer.ok || isMissingTrade(answer.subCode)) return { ok: true };
  const { detail, subCode } = answer;
  if (/invalid-signature/.test(subCode)) return { ok: false, reason: "private-key-refused", detail };
  if (/invalid-app-id|missing-app-id/.test(subCode)) return { ok: false, reason: "unknown-app", detail };
  if (/验签失败|verif/i.test(detail)) return { ok: false, reason: "answer-not-verified", detail };
  if (answer.reason === "unknown") return { ok: false, reason: "no-answer", detail };
  return { ok: false, reason: "refused", detail };
}
