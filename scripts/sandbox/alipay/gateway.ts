import { breakAfter, breakBefore, CALL_FAULTS, type FaultKind, takeFault } from "../faults.ts";
import type { SandboxState } from "../state.ts";
import { movePlan, openAgreement, payByAgreement, queryAgreement, unsignAgreement } from "./agreement.ts";
import { AlipayRefusal, accepted, type Fields, refused, signedAnswer } from "./answer.ts";
import { billUrl, downloadBill } from "./bill.ts";
import { cashier, refusalPage } from "./cashier.ts";
import { notifyAgreement, notifyTrade } from "./notify.ts";
import { queryRefund, refundByCall } from "./refund.ts";
import { type AlipayCall, collectParams, verifyRequest } from "./request.ts";
import { closeTrade, openTrade, precreate, queryTrade } from "./trade.ts";
import { queryTransfer, transfer } from "./transfer.ts";

type Operation = (state: SandboxState, call: AlipayCall) => Fields;

const OPERATIONS: Record<string, Operation> = {
  "alipay.trade.precreate": precreate,
  "alipay.trade.query": queryTrade,
  "alipay.trade.refund": (state, call) => {
    const { fields, trade, refund } = refundByCall(state, call);
    if (refund) state.background(notifyTrade(state, trade, refund, "once"));
    return fields;
  },
  "alipay.trade.fastpay.refund.query": queryRefund,
  "alipay.trade.close": (state, call) => {
    const { fields, closed } = closeTrade(state, call);
    if (closed) state.background(notifyTrade(state, closed, null, "once"));
    return fields;
  },
  "alipay.trade.pay": (state, call) => {
    const { fields, told } = payByAgreement(state, call);
    told();
    return fields;
  },
  "alipay.data.dataservice.bill.downloadurl.query": billUrl,
  "alipay.fund.trans.uni.transfer": transfer,
  "alipay.fund.trans.common.query": queryTransfer,
  "alipay.user.agreement.query": queryAgreement,
  "alipay.user.agreement.executionplan.modify": movePlan,
  "alipay.user.agreement.unsign": (state, call) => {
    const { fields, ended } = unsignAgreement(state, call);
    state.background(notifyAgreement(state, ended));
    return fields;
  },
};
const PAGES = new Set(["alipay.trade.page.pay", "alipay.trade.wap.pay", "alipay.user.agreement.page.sign"]);

/** Everything under /gateway.do and /alipay/. */
export function alipayHandler(state: SandboxState): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname === "/alipay/bill") return downloadBill(state, url.searchParams);
    if (url.pathname.startsWith("/alipay/")) return cashier(state, request);
    if (url.pathname !== "/gateway.do") return new Response("not found", { status: 404 });
    const form =
      request.method === "POST" ? new URLSearchParams(await request.text()) : new URLSearchParams();
    const method = url.searchParams.get("method") ?? form.get("method") ?? "";
    const response = PAGES.has(method)
      ? await openPage(state, url.searchParams, form)
      : await answerCall(state, url.searchParams, form, method);
    return response;
  };
}

/** Verifies a page request and leads the payer to the cashier. */
async function openPage(
  state: SandboxState,
  query: URLSearchParams,
  form: URLSearchParams,
): Promise<Response> {
  try {
    const target = await pageTarget(state, collectParams(query, form));
    return new Response(null, { status: 302, headers: { location: target.path } });
  } catch (error) {
    if (error instanceof AlipayRefusal) return refusalPage(state, error);
    throw error;
  }
}

/** The order or agreement that a page address stands for, made when it is first opened. */
export async function pageTarget(
  state: SandboxState,
  params: Record<string, string>,
): Promise<{ path: string; token: string }> {
  const call = await verifyRequest(state, params, true);
  const agreement = call.method === "alipay.user.agreement.page.sign";
  const { token } = agreement ? openAgreement(state, call) : openTrade(state, call);
  log(state, call.method, call.params, 302);
  return { path: agreement ? `/alipay/agreement/${token}` : `/alipay/cashier/${token}`, token };
}

async function answerCall(
  state: SandboxState,
  query: URLSearchParams,
  form: URLSearchParams,
  method: string,
): Promise<Response> {
  const fault = takeFault(state, CALL_FAULTS, [method]);
  let params: Record<string, string> = {};
  try {
    params = collectParams(query, form);
    log(state, method, params, fault === "500" ? 500 : 200, fault);
    breakBefore(fault);
    const call = await verifyRequest(state, params, false);
    if (fault === "500")
      return new Response("<html><body>500 Internal Server Error</body></html>", { status: 500 });
    if (fault === "429") throw new AlipayRefusal("40005", "isv.app-call-limited", "应用调用次数超限");
    if (fault === "409") throw new AlipayRefusal("20000", "isp.unknow-error", "系统繁忙");
    const operation = Object.hasOwn(OPERATIONS, method) ? OPERATIONS[method] : undefined;
    if (!operation) throw new AlipayRefusal("40002", "isv.invalid-method", "不存在的方法名");
    const fields = accepted(operation(state, call));
    await state.flushed();
    breakAfter(fault);
    return await signedAnswer(state, method, fields);
  } catch (error) {
    if (error instanceof AlipayRefusal) return await signedAnswer(state, method, refused(error));
    throw error;
  }
}

function log(
  state: SandboxState,
  operation: string,
  params: Record<string, string>,
  status: number,
  fault?: FaultKind,
): void {
  const number = /"(?:out_trade_no|out_biz_no|external_agreement_no)"\s*:\s*"([^"]+)"/.exec(
    params.biz_content ?? "",
  )?.[1];
  state.record({
    provider: "alipay",
    operation,
    account: params.app_id ?? null,
    status,
    ...(number ? { paymentId: number } : {}),
    ...(fault ? { fault } : {}),
  });
}
