import type { AlipaySdk } from "alipay-sdk";
import { shanghaiDateTime } from "#app/lib/time.ts";

/** What a call came to. "unknown": it may have been done; ask with the same numbers. */
export type AlipayAnswer =
  | { ok: true; fields: Readonly<Record<string, unknown>> }
  | { ok: false; reason: "unknown" | "refused"; subCode: string; detail: string };

/** Codes after which the outcome is open (20000), or which only ask to come again (40005). */
const OPEN_CODES = new Set(["20000", "40005"]);
const OPEN_SUB_CODES = /^(ACQ\.SYSTEM_ERROR|aop\.ACQ\.SYSTEM_ERROR|isp\.(?!bill_not_exist))/;

/**
 * The only way to call Alipay's gateway. Answers must be signed: without `validateSign` the SDK believes
 * anything. A business failure does not throw in this SDK, an unsigned or missing answer does.
 */
export async function callAlipay(
  sdk: AlipaySdk,
  method: string,
  bizContent: Record<string, unknown>,
  now: Date,
  notifyUrl = "",
): Promise<AlipayAnswer> {
  let fields: Record<string, unknown>;
  try {
    const params = {
      bizContent,
      timestamp: shanghaiDateTime(now),
      // An empty address would be signed by the SDK and dropped by the gateway.
      ...(notifyUrl === "" ? {} : { notifyUrl }),
    };
    fields = (await sdk.exec(method, params, { validateSign: true })) as Record<string, unknown>;
  } catch (error) {
    // Timeout, reset, 5xx, an answer that is unsigned or wrongly signed.
    return {
      ok: false,
      reason: "unknown",
      subCode: "",
      detail: error instanceof Error ? error.message.slice(0, 200) : "",
    };
  }
  const code = String(fields.code);
  if (code === "10000") return { ok: true, fields };
  const subCode = typeof fields.sub_code === "string" ? fields.sub_code : code;
  const open = OPEN_CODES.has(code) || OPEN_SUB_CODES.test(subCode);
  return { ok: false, reason: open ? "unknown" : "refused", subCode, detail: `${code} ${subCode}` };
}

export function textField(fields: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/** Codes that say "no such trade": Alipay makes the order only when the payer has signed in. */
export function isMissingTrade(subCode: string): boolean {
  return subCode === "ACQ.TRADE_NOT_EXIST";
}

/** Codes that say "not in a state for this", after which the trade must be looked at. */
export function isOtherState(subCode: string): boolean {
  return /^ACQ\.(TRADE_STATUS_ERROR|REASON_TRADE_STATUS_INVALID|TRADE_HAS_(SUCCESS|CLOSE|FINISHED))$/.test(
    subCode,
  );
}
