import { fromShanghai } from "../clock.ts";
import { type Merchant, merchantByApp } from "../merchants.ts";
import type { SandboxState } from "../state.ts";
import { AlipayRefusal } from "./answer.ts";
import { requestText, rsa2Verify } from "./sign.ts";

/** A verified call: who calls what, with which business content. */
export type AlipayCall = {
  merchant: Merchant;
  method: string;
  biz: Record<string, unknown>;
  params: Record<string, string>;
};

const CLOCK_TOLERANCE_MS = 15 * 60_000;

/** Parameters of query and form body together; the same name twice is refused. */
export function collectParams(query: URLSearchParams, body: URLSearchParams): Record<string, string> {
  const params: Record<string, string> = {};
  for (const source of [query, body]) {
    for (const [name, value] of source) {
      if (Object.hasOwn(params, name))
        throw new AlipayRefusal("40002", "isv.invalid-parameter", `参数重复：${name}`);
      Object.defineProperty(params, name, { value, enumerable: true });
    }
  }
  return params;
}

/**
 * Checks a request as the gateway does: app known, RSA2 over the sorted parameters, clock, charset, version.
 * `anyTime` is for pages, whose address a payer may open later.
 */
export async function verifyRequest(
  state: SandboxState,
  params: Record<string, string>,
  anyTime: boolean,
): Promise<AlipayCall> {
  const method = params.method ?? "";
  if (method === "") throw new AlipayRefusal("40001", "isv.missing-method", "缺少方法名参数");
  if (!params.app_id) throw new AlipayRefusal("40001", "isv.missing-app-id", "缺少AppID参数");
  if (!params.sign) throw new AlipayRefusal("40001", "isv.missing-signature", "缺少签名参数");
  const merchant = merchantByApp(state, params.app_id);
  if (!merchant) throw new AlipayRefusal("40002", "isv.invalid-app-id", "无效的AppID参数");
  if (params.sign_type !== "RSA2")
    throw new AlipayRefusal("40002", "isv.invalid-signature-type", "无效的签名类型");
  if (!(await rsa2Verify(requestText(params), params.sign, merchant.appKeys.publicKey))) {
    throw new AlipayRefusal("40002", "isv.invalid-signature", "验签出错，请检查签名字符串、应用公钥与编码");
  }
  if (params.version !== "1.0") throw new AlipayRefusal("40002", "isv.invalid-version", "无效的版本参数");
  if (!/^(utf-8|gbk|gb2312)$/i.test(params.charset ?? "")) {
    throw new AlipayRefusal("40002", "isv.invalid-charset", "无效的字符集参数");
  }
  const at = fromShanghai(params.timestamp ?? "");
  const age = at ? Math.abs(state.now().getTime() - at.getTime()) : Number.POSITIVE_INFINITY;
  if (!at || (!anyTime && age > CLOCK_TOLERANCE_MS)) {
    throw new AlipayRefusal("40002", "isv.invalid-timestamp", "非法的时间戳参数");
  }
  return { merchant, method, biz: parseBiz(params.biz_content ?? ""), params };
}

function parseBiz(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text === "" ? "{}" : text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AlipayRefusal("40002", "isv.invalid-parameter", "biz_content 不是合法的 JSON 对象");
}

/** A text field of the business content, or a refusal naming it. */
export function text(biz: Record<string, unknown>, name: string, maxLength = 256): string {
  const value = biz[name];
  if (value === undefined || value === null || value === "") {
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", `参数无效：${name} 不能为空`);
  }
  if (typeof value !== "string" || [...value].length > maxLength) {
    throw new AlipayRefusal("40004", "ACQ.INVALID_PARAMETER", `参数无效：${name}`);
  }
  return value;
}

export function optionalText(biz: Record<string, unknown>, name: string, maxLength = 512): string | null {
  return biz[name] === undefined || biz[name] === null || biz[name] === ""
    ? null
    : text(biz, name, maxLength);
}
