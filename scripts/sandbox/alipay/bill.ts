import { createHmac, timingSafeEqual } from "node:crypto";
import iconv from "iconv-lite";
import { boundsOf, isDay, isMonth, shanghaiDay } from "../clock.ts";
import { type Merchant, merchantByApp } from "../merchants.ts";
import type { SandboxState } from "../state.ts";
import { zip } from "../zip.ts";
import { AlipayRefusal, type Fields } from "./answer.ts";
import { ledgerDetail, ledgerSummary } from "./ledger-csv.ts";
import { type AlipayCall, text } from "./request.ts";
import { tradeDetail, tradeSummary } from "./trade-csv.ts";

const URL_LIFE_MS = 30_000;

/** alipay.data.dataservice.bill.downloadurl.query for a day or a month that is over: an address that lives 30 seconds. */
export function billUrl(state: SandboxState, call: AlipayCall): Fields {
  const type = text(call.biz, "bill_type", 32);
  const day = text(call.biz, "bill_date", 10);
  if (type !== "trade" && type !== "signcustomer") {
    throw new AlipayRefusal("40004", "isv.invalid-arguments", "账单类型错误：bill_type");
  }
  if (!isDay(day) && !isMonth(day))
    throw new AlipayRefusal("40004", "isv.invalid-arguments", "账单日期错误：bill_date");
  const today = shanghaiDay(state.now());
  const ready =
    boundsOf(day).end <= today ||
    (day === today && state.tables.billDays.get(`${call.merchant.appId}:${day}`));
  if (!ready) throw new AlipayRefusal("40004", "isp.bill_not_exist", "入参的账单不存在，请确认日期与类型");
  const expires = String(state.now().getTime() + URL_LIFE_MS);
  const query = new URLSearchParams({ app: call.merchant.appId, type, day, expires });
  query.set("token", token(state, query));
  return { bill_download_url: `${state.url}/alipay/bill?${query}` };
}

function token(state: SandboxState, query: URLSearchParams): string {
  const content = ["app", "type", "day", "expires"].map((name) => query.get(name) ?? "").join("|");
  return createHmac("sha256", state.gatewayKeys.privateKey).update(content).digest("hex");
}

/** GET /alipay/bill: the zip, while the address lives. */
export function downloadBill(state: SandboxState, query: URLSearchParams): Response {
  const given = Buffer.from(query.get("token") ?? "");
  const wanted = Buffer.from(token(state, query));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return new Response("forbidden", { status: 403 });
  if (Number(query.get("expires")) < state.now().getTime())
    return new Response("url expired", { status: 403 });
  const merchant = merchantByApp(state, query.get("app") ?? "");
  if (!merchant) return new Response("not found", { status: 404 });
  const file = billZip(
    state,
    merchant,
    query.get("type") === "trade" ? "trade" : "signcustomer",
    query.get("day")!,
  );
  return new Response(new Uint8Array(file), {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": "attachment; filename=bill.zip",
    },
  });
}

/** Two GBK files with GBK names, the summary first. */
export function billZip(
  state: SandboxState,
  merchant: Merchant,
  type: "trade" | "signcustomer",
  day: string,
): Buffer {
  const account = `${merchant.sellerId}0156`;
  const stem = `${account}_${day.replaceAll("-", "")}_`;
  const now = state.now();
  const [word, summary, detail] =
    type === "trade"
      ? (["业务明细", tradeSummary, tradeDetail] as const)
      : (["账务明细", ledgerSummary, ledgerDetail] as const);
  return zip([
    {
      name: iconv.encode(`${stem}${word}(汇总).csv`, "gbk"),
      data: iconv.encode(summary(state, merchant, day, now), "gb18030"),
    },
    {
      name: iconv.encode(`${stem}${word}.csv`, "gbk"),
      data: iconv.encode(detail(state, merchant, day, now), "gb18030"),
    },
  ]);
}
