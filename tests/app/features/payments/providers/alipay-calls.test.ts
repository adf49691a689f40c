import { createSign, type KeyObject } from "node:crypto";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { providerFor } from "#app/features/payments/providers/index.server.ts";
import type { PaymentProvider } from "#app/features/payments/providers/provider.ts";
import { alipayConfig, alipayKeys, strangerKeys } from "./provider-fixtures.ts";

// A gateway that says whatever a test wants, also what no honest gateway says.
type Reply = (response: ServerResponse, method: string) => void;
let reply: Reply;
const asked: { method: string; biz: Record<string, unknown> }[] = [];
let server: Server;
let provider: PaymentProvider;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://gateway");
    if (request.method === "GET") return reply(response, "GET");
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const method = url.searchParams.get("method") ?? "";
      asked.push({ method, biz: JSON.parse(new URLSearchParams(body).get("biz_content") ?? "{}") });
      reply(response, method);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = providerFor("alipay", alipayConfig({ gateway: `${base}/gateway.do`, timeoutMs: 200 }));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  asked.length = 0;
});

function signed(fields: Record<string, unknown>, options: { key?: KeyObject; name?: string } = {}): Reply {
  return (response, method) => {
    const inner = JSON.stringify(fields);
    const sign = createSign("RSA-SHA256")
      .update(inner)
      .sign(options.key ?? alipayKeys.privateKey, "base64");
    response.end(
      `{"${options.name ?? `${method.replaceAll(".", "_")}_response`}":${inner},"sign":"${sign}"}`,
    );
  };
}

const NOW = new Date("2026-11-22T02:01:00Z");
const ORDER = { paymentId: "pabcdefgh000000000001", providerOrderId: null, now: NOW };
const REFUND = {
  paymentId: "pabcdefgh000000000001",
  paymentObjectId: "2026112222001400000000000001",
  refundId: "rf_1",
  amountFen: 5000n,
  currency: "CNY",
  reason: "正常退款",
  now: NOW,
};
const PAID = {
  code: "10000",
  msg: "Success",
  trade_no: "2026112222001400000000000001",
  out_trade_no: "pabcdefgh000000000001",
  trade_status: "TRADE_SUCCESS",
  total_amount: "100.50",
  send_pay_date: "2026-11-22 10:00:30",
  buyer_logon_id: "138****0000",
};
const failed = (sub_code: string, code = "40004") => ({
  code,
  msg: "Business Failed",
  sub_code,
  sub_msg: "x",
});

describe("answers that prove nothing are an unknown outcome, never a failure", () => {
  const inner = JSON.stringify(PAID);
  const sign = createSign("RSA-SHA256").update(inner).sign(alipayKeys.privateKey, "base64");

  test.each<[string, Reply]>([
    [
      "changed after signing",
      (r) => r.end(`{"alipay_trade_query_response":${inner.replace("100.50", "900.50")},"sign":"${sign}"}`),
    ],
    ["unsigned", (r) => r.end(`{"alipay_trade_query_response":${inner}}`)],
    ["signed by somebody else", signed(PAID, { key: strangerKeys.privateKey })],
    ["a general error", signed(failed("isv.invalid-signature", "40002"), { name: "error_response" })],
    ["HTTP 500", (r) => r.writeHead(500).end("<html></html>")],
    ["no JSON", (r) => r.end("<html></html>")],
    ["reset", (r) => void r.socket?.destroy()],
    ["silence", () => undefined],
    ["20000", signed(failed("isp.unknow-error", "20000"))],
    ["too many calls", signed(failed("isv.app-call-limited", "40005"))],
    ["a failure of Alipay's own", signed(failed("ACQ.SYSTEM_ERROR"))],
    ["about another order", signed({ ...PAID, out_trade_no: "pother" })],
    ["without an amount", signed({ ...PAID, total_amount: "" })],
    ["a status nobody knows", signed({ ...PAID, trade_status: "TRADE_NEW" })],
  ])("%s", async (_name, answer) => {
    reply = answer;
    expect(await provider.queryOrder(ORDER)).toMatchObject({ ok: false, reason: "unknown" });
  });
});

describe("asking about an order", () => {
  test.each([
    ["paid", PAID, "paid", ["paid"]],
    ["finished", { ...PAID, trade_status: "TRADE_FINISHED" }, "paid", ["paid"]],
    ["refunded in full", { ...PAID, trade_status: "TRADE_CLOSED" }, "refunded", ["paid"]],
    ["closed", { ...PAID, trade_status: "TRADE_CLOSED", send_pay_date: undefined }, "closed", ["closed"]],
    ["waiting", { ...PAID, trade_status: "WAIT_BUYER_PAY" }, "pending", []],
    ["not opened yet", failed("ACQ.TRADE_NOT_EXIST"), "not-found", []],
  ])("%s", async (_name, fields, state, types) => {
    reply = signed(fields);
    const result = await provider.queryOrder(ORDER);
    expect(result).toMatchObject({ ok: true, state });
    if (result.ok) expect(result.facts.map((fact) => fact.type)).toEqual(types);
  });

  test("the fact is the one that the notification tells", async () => {
    reply = signed({ ...PAID, trans_currency: "HKD" });
    expect(await provider.queryOrder(ORDER)).toMatchObject({
      facts: [
        {
          objectId: PAID.trade_no,
          paymentId: PAID.out_trade_no,
          amountFen: 10050n,
          currency: "HKD",
          occurredAt: new Date("2026-11-22T02:00:30Z"),
        },
      ],
    });
  });

  test("a refused key is a definite no", async () => {
    reply = signed(failed("isv.invalid-app-id", "40002"));
    expect(await provider.queryOrder(ORDER)).toMatchObject({ ok: false, reason: "refused" });
  });
});

describe("closing", () => {
  test("closed, unknown to Alipay, or paid in the meantime", async () => {
    reply = signed({ code: "10000", trade_no: PAID.trade_no });
    expect(await provider.closeOrder(ORDER)).toMatchObject({ ok: true, state: "closed" });
    reply = signed(failed("ACQ.TRADE_NOT_EXIST"));
    expect(await provider.closeOrder(ORDER)).toMatchObject({ ok: true, state: "not-found" });
    const late: Reply = (response, method) =>
      signed(method === "alipay.trade.close" ? failed("ACQ.TRADE_STATUS_ERROR") : PAID)(response, method);
    reply = late;
    expect(await provider.closeOrder(ORDER)).toMatchObject({
      ok: true,
      state: "paid",
      facts: [{ type: "paid" }],
    });
  });
});

describe("refunds", () => {
  test("money moved", async () => {
    reply = signed({ code: "10000", fund_change: "Y", refund_fee: "50.00" });
    expect(await provider.refund(REFUND)).toEqual({
      ok: true,
      state: "succeeded",
      providerRefundId: "rf_1",
      cumulativeRefundedFen: 5000n,
    });
    expect(asked).toEqual([
      {
        method: "alipay.trade.refund",
        biz: {
          trade_no: REFUND.paymentObjectId,
          refund_amount: "50.00",
          refund_reason: "正常退款",
          out_request_no: "rf_1",
        },
      },
    ]);
  });

  test("no money moved by this call: the refund's own query tells", async () => {
    const answers = (status: Record<string, string>): Reply => {
      return (response, method) => {
        const again = { code: "10000", fund_change: "N", refund_fee: "50.00" };
        signed(method === "alipay.trade.refund" ? again : { code: "10000", ...status })(response, method);
      };
    };
    reply = answers({ refund_status: "REFUND_SUCCESS", refund_amount: "50.00" });
    expect(await provider.refund(REFUND)).toMatchObject({ ok: true, state: "succeeded" });
    reply = answers({});
    expect(await provider.refund(REFUND)).toMatchObject({ ok: true, state: "pending" });
  });

  test.each([
    ["ACQ.SELLER_BALANCE_NOT_ENOUGH", "insufficient-balance"],
    ["ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "exceeds-payment"],
    ["ACQ.TRADE_HAS_FINISHED", "not-refundable"],
    ["ACQ.SYSTEM_ERROR", "unknown"],
    ["ACQ.INVALID_PARAMETER", "refused"],
  ])("%s", async (subCode, reason) => {
    reply = signed(failed(subCode));
    expect(await provider.refund(REFUND)).toMatchObject({ ok: false, reason });
  });
});

describe("bills", () => {
  const bill = { source: "alipay-trade" as const, day: "2026-11-21", now: NOW };
  const at = (address: string): Reply => signed({ code: "10000", bill_download_url: address });

  test("the file comes from the gateway's own host only", async () => {
    reply = (response, method) => {
      if (method === "GET") response.end(Buffer.from([0x50, 0x4b, 3, 4]));
      else at(`${base}/bill?x=1`)(response, method);
    };
    const result = await provider.fetchBill(bill);
    expect(result).toMatchObject({
      ok: true,
      source: "alipay-trade",
      bytes: new Uint8Array([0x50, 0x4b, 3, 4]),
    });
    expect(asked[0]?.biz).toEqual({ bill_type: "trade", bill_date: "2026-11-21" });
    for (const address of [
      "http://169.254.169.254/x",
      "http://127.0.0.1:1/x",
      "file:///etc/passwd",
      "ftp://x/y",
    ]) {
      reply = at(address);
      expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "forbidden-host" });
    }
    reply = at("nowhere");
    expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "unknown" });
  });

  test("redirects, expired addresses and endless files are not followed", async () => {
    const then = (get: (response: ServerResponse) => void): Reply => {
      return (response, method) => (method === "GET" ? get(response) : at(`${base}/bill`)(response, method));
    };
    reply = then((response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "unknown" });
    reply = then((response) => response.writeHead(403).end());
    expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "unknown" });
    reply = then((response) => {
      const piece = Buffer.alloc(1024 * 1024);
      const pour = () => {
        while (!response.destroyed && response.write(piece));
        response.once("drain", pour);
      };
      pour();
    });
    expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "too-large" });
  });

  test("a day without a file", async () => {
    reply = signed(failed("isp.bill_not_exist"));
    expect(await provider.fetchBill(bill)).toMatchObject({ ok: false, reason: "not-ready" });
    expect(await provider.fetchBill({ ...bill, source: "stripe" })).toMatchObject({
      ok: false,
      reason: "wrong-source",
    });
  });
});
