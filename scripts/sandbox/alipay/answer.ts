import type { SandboxState } from "../state.ts";
import { rsa2Sign } from "./sign.ts";

export type Fields = Record<string, unknown>;

/** A refusal by the gateway or by the business; becomes a signed answer with its code. */
export class AlipayRefusal extends Error {
  constructor(
    readonly code: "20000" | "40001" | "40002" | "40004" | "40005" | "40006" | "10003",
    readonly subCode: string,
    readonly subMessage: string,
    readonly extra: Fields = {},
  ) {
    super(`${subCode}: ${subMessage}`);
  }
}

const MESSAGES: Record<string, string> = {
  "10000": "Success",
  "10003": "order success pay inprocess",
  "20000": "Service Currently Unavailable",
  "40001": "Missing Required Arguments",
  "40002": "Invalid Arguments",
  "40004": "Business Failed",
  "40005": "Call Limited",
  "40006": "Insufficient Permissions",
};

export function accepted(fields: Fields): Fields {
  return { code: "10000", msg: MESSAGES["10000"], ...fields };
}

export function refused(refusal: AlipayRefusal): Fields {
  const { code, subCode, subMessage, extra } = refusal;
  return { code, msg: MESSAGES[code], sub_code: subCode, sub_msg: subMessage, ...extra };
}

/** The answer's text: the object first, then the signature over exactly its bytes. */
export async function signedAnswer(state: SandboxState, method: string, fields: Fields): Promise<Response> {
  const known = /^[a-z][a-z0-9.]*$/.test(method);
  const node = known ? `${method.replaceAll(".", "_")}_response` : "error_response";
  const inner = JSON.stringify(fields);
  const sign = await rsa2Sign(inner, state.gatewayKeys.privateKey);
  return new Response(`{"${node}":${inner},"sign":"${sign}"}`, {
    headers: { "content-type": "application/json;charset=utf-8" },
  });
}
