import type { AlipaySdk } from "alipay-sdk";
import { callAlipay, textField } from "./alipay-calls.ts";
import type { BillRequest, BillResult } from "./provider.ts";

const MOST_BYTES = 60 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 60_000;
/** Where the live gateway's addresses point. */
const LIVE_BILL_HOST = "dwbillcenter.alipay.com";

/**
 * Asks for a day's bill and downloads it at once (the address lives 30 seconds), from no host but the gateway's
 * own and those allowed for it.
 */
export async function fetchAlipayBill(
  sdk: AlipaySdk,
  gateway: URL,
  billHosts: readonly string[],
  bill: BillRequest,
): Promise<BillResult> {
  if (bill.source === "stripe") return { ok: false, reason: "wrong-source", detail: "not a bill of Alipay" };
  const bizContent = {
    bill_type: bill.source === "alipay-trade" ? "trade" : "signcustomer",
    bill_date: bill.day,
  };
  const answer = await callAlipay(
    sdk,
    "alipay.data.dataservice.bill.downloadurl.query",
    bizContent,
    bill.now,
  );
  if (!answer.ok) {
    const notReady = /bill_not_exist/i.test(answer.subCode);
    return { ok: false, reason: notReady ? "not-ready" : answer.reason, detail: answer.detail };
  }
  const address = textField(answer.fields, "bill_download_url") ?? "";
  if (!URL.canParse(address)) return { ok: false, reason: "unknown", detail: "no address in the answer" };
  const url = new URL(address);
  const live = gateway.hostname === "openapi.alipay.com" ? [LIVE_BILL_HOST] : [];
  const allowed = [gateway.host, ...live, ...billHosts];
  if (!allowed.includes(url.host) || (url.protocol !== "https:" && url.protocol !== gateway.protocol)) {
    return { ok: false, reason: "forbidden-host", detail: url.origin };
  }
  return download(url, bill);
}

async function download(url: URL, bill: BillRequest): Promise<BillResult> {
  try {
    const response = await fetch(url, {
      redirect: "error",
      signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
    });
    if (response.status !== 200) return { ok: false, reason: "unknown", detail: `HTTP ${response.status}` };
    const bytes = await readCapped(response);
    if (bytes === null) return { ok: false, reason: "too-large", detail: "more than 60 MB" };
    const fileName = `${bill.source}-${bill.day}.zip`;
    return { ok: true, source: bill.source, fileName, bytes };
  } catch (error) {
    return {
      ok: false,
      reason: "unknown",
      detail: error instanceof Error ? error.message : "download failed",
    };
  }
}

/** The body, or null as soon as it is larger than any bill. */
async function readCapped(response: Response): Promise<Uint8Array | null> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.length;
    if (size > MOST_BYTES) {
      await reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
