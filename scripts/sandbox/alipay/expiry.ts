import { fromShanghai } from "../clock.ts";
import { AlipayRefusal } from "./answer.ts";
import { optionalText } from "./request.ts";

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const DEFAULT_DAYS = 15;

/** When an unpaid order closes by itself: time_expire, timeout_express, or fifteen days. ISO text. */
export function expiryOf(biz: Record<string, unknown>, now: Date): string {
  const expire = optionalText(biz, "time_expire", 32);
  if (expire) {
    const at = fromShanghai(expire);
    if (!at) throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", "参数无效：time_expire");
    return at.toISOString();
  }
  const express = optionalText(biz, "timeout_express", 6);
  const match = express ? /^(\d{1,5})([mhd])$/.exec(express) : null;
  if (express && !match && express !== "1c") {
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", "参数无效：timeout_express");
  }
  const span = match ? Number(match[1]) * UNIT_MS[match[2]!]! : DEFAULT_DAYS * UNIT_MS.d!;
  return new Date(now.getTime() + span).toISOString();
}
